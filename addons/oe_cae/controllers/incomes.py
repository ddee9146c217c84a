from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .portal import CaePortal


class IncomePortal(CaePortal):
    """What a year brought, by source."""

    @http.route(
        ["/my/oe/incomes", "/my/oe/incomes/<int:year>"],
        type="http",
        auth="user",
        website=True,
    )
    def oe_incomes(self, year=None, **kwargs):
        """One's own incomes of a year."""
        self._oe_cae_allowed()
        this = request.env["oe.portal"]._today().year
        year = year or this
        if not this - 10 <= year <= this:
            raise NotFound()
        return self._oe_render(
            "oe_cae.portal_incomes",
            "account",
            page=request.env["oe.portal"]._income_page(year),
            before=year - 1 if year > this - 10 else None,
            after=year + 1 if year < this else None,
        )
