from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import number_of
from odoo.addons.oe_base.controllers.portal import OePortal

from ..models.portal_credit import AMOUNTS, PEOPLE


class SapCredit(OePortal):
    """What the tax credit leaves this year, and what the client says of the home."""

    @http.route("/my/oe/credit", type="http", auth="user", website=True)
    def oe_credit(self, **kwargs):
        """The meter of each household one may see."""
        return self._oe_show_credit()

    def _oe_show_credit(self, opened=None, error=None):
        page = request.env["oe.portal"]._oe_sap_credit_page()
        if not page["homes"]:
            raise NotFound()
        return self._oe_render(
            "oe_sap.portal_credit", "today", opened=opened, oe_error=error, **page
        )

    @http.route(
        "/my/oe/credit/household",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_credit_household(self, taxpayer_id="", disability="", **form):
        """Composition and aids, for the estimate."""
        portal = request.env["oe.portal"]
        wanted = int(taxpayer_id[:12]) if taxpayer_id.isdecimal() else 0
        taxpayer = portal._oe_sap_taxpayers().filtered(lambda row: row.id == wanted)
        if not taxpayer:
            raise NotFound()
        try:
            portal._oe_sap_declare(
                taxpayer.sudo(False),
                {name: self._oe_people(form, name) for name in PEOPLE},
                {name: self._oe_amount(form, name) for name in AMOUNTS},
                disability == "1",
            )
        except UserError as error:
            return self._oe_show_credit(taxpayer.id, str(error))
        return self._oe_say(
            "/my/oe/credit", request.env._("Saved: the estimate was computed again.")
        )

    def _oe_people(self, form, name):
        typed = (form.get(name) or "0").strip()
        label = request.env["oe.portal"]._oe_sap_labels()[name]
        if not typed.isdecimal() or len(typed) > 2:
            raise UserError(
                request.env._("%(label)s: write a whole number.", label=label)
            )
        return int(typed)

    def _oe_amount(self, form, name):
        label = request.env["oe.portal"]._oe_sap_labels()[name]
        return number_of(form.get(name) or "0", label)
