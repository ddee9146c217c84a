from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .portal import CaePortal


class PayPortal(CaePortal):
    """The pays of an entrepreneur: what was agreed, what the payslip said."""

    @http.route("/my/oe/pays", type="http", auth="user", website=True)
    def oe_cae_pays(self, **kwargs):
        """All my pays, the last one first, and what I put aside."""
        self._oe_cae_allowed()
        portal = request.env["oe.portal"]
        return self._oe_render(
            "oe_cae.portal_pays",
            "account",
            pays=portal._cae_pay_rows(),
            years=portal._cae_year_rows(),
            reserves=portal._cae_reserve_rows(),
        )

    @http.route("/my/oe/pays/<int:pay_id>", type="http", auth="user", website=True)
    def oe_cae_pay(self, pay_id, **kwargs):
        """One pay, with its why; somebody else's does not exist."""
        self._oe_cae_allowed()
        # No access row on pays for entrepreneurs: found among one's own.
        pays_sudo = request.env["oe.cae.pay"]._shown_to(request.env.user)
        pay_sudo = pays_sudo.filtered(lambda pay: pay.id == pay_id)
        if not pay_sudo:
            raise NotFound()
        return self._oe_render("oe_cae.portal_pay", "account", pay=pay_sudo._page())
