import datetime

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import CaePortal


class DeclarationPortal(CaePortal):
    """Declare one's month: what is left to finish, then one's word."""

    @http.route("/my/oe/declarations", type="http", auth="user", website=True)
    def oe_declarations(self, **kwargs):
        """The months to declare."""
        self._oe_cae_allowed()
        return self._oe_show_declarations()

    def _oe_show_declarations(self, error=None, note=None):
        return self._oe_render(
            "oe_cae.portal_declarations",
            "account",
            pages=request.env["oe.portal"]._declarations(),
            note=note,
            oe_error=error,
        )

    @http.route(
        "/my/oe/declarations/<string:key>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_declaration(self, key, note=None, back=None, **kwargs):
        """Declare a month, or take the word back."""
        self._oe_cae_allowed()
        company_sudo, month = self._oe_month_of(key)
        rows_sudo = request.env["oe.cae.declaration"].sudo()  # own month only
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        try:
            with request.env.cr.savepoint():
                if back:
                    rows_sudo._take_back(person_sudo, company_sudo, month)
                else:
                    rows_sudo._declare(person_sudo, company_sudo, month, note)
        except UserError as refusal:
            return self._oe_show_declarations(str(refusal), note)
        if back:
            said = request.env._("Taken back: declare again when you are ready.")
        else:
            said = request.env._("Declared: thank you.")
        return self._oe_say("/my/oe/declarations", said)

    def _oe_month_of(self, key):
        """Company and month of an address, among those of the person logged in."""
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        number, _sep, text = key.partition("-")
        try:
            month = datetime.date.fromisoformat(f"{text}-01")
        except ValueError:
            raise NotFound() from None
        found_sudo = person_sudo.affiliation_ids.company_id.filtered(
            lambda company: str(company.id) == number
        )
        if not found_sudo:
            raise NotFound()
        return found_sudo, month
