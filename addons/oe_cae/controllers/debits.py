from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal, drawn


class DebitPortal(OePortal):
    """What a client lets us debit: read, sign, revoke.

    Nobody on the portal has an access row on mandates: each page looks the mandate up
    among those of the person logged in.
    """

    def _oe_debit_mandate(self, mandate_id):
        mandates_sudo = request.env["oe.cae.debit.mandate"]._of_client(request.env.user)
        found_sudo = mandates_sudo.filtered(lambda row: row.id == mandate_id)
        if not found_sudo:
            raise NotFound()
        return found_sudo

    @http.route("/my/oe/debits", type="http", auth="user", website=True)
    def oe_debit_mandates(self, **kwargs):
        """My mandates, the last one first."""
        mandates_sudo = request.env["oe.cae.debit.mandate"]._of_client(request.env.user)
        return self._oe_render(
            "oe_cae.portal_debits", "me", rows=[row._page() for row in mandates_sudo]
        )

    @http.route(
        "/my/oe/debits/<int:mandate_id>", type="http", auth="user", website=True
    )
    def oe_debit_mandate(self, mandate_id, **kwargs):
        """One mandate, and the frame to sign it."""
        return self._oe_show_debit(mandate_id)

    def _oe_show_debit(self, mandate_id, error=None, iban=None, signed_by=None):
        mandate_sudo = self._oe_debit_mandate(mandate_id)
        return self._oe_render(
            "oe_cae.portal_debit",
            "me",
            mandate=mandate_sudo._page(),
            iban=(iban or "")[:42],
            signed_by=signed_by or mandate_sudo.partner_id.name,
            oe_error=error,
        )

    @http.route(
        "/my/oe/debits/<int:mandate_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_debit_sign(
        self, mandate_id, iban=None, signed_by=None, signature=None, **kwargs
    ):
        """Sign one's own mandate."""
        mandate_sudo = self._oe_debit_mandate(mandate_id)
        try:
            with request.env.cr.savepoint():
                mandate_sudo._sign(signed_by, iban, drawn(signature))
        except UserError as refusal:
            return self._oe_show_debit(mandate_id, str(refusal), iban, signed_by)
        return self._oe_say(
            f"/my/oe/debits/{mandate_id}",
            request.env._("Thank you: your mandate is signed."),
        )

    @http.route(
        "/my/oe/debits/<int:mandate_id>/revoke",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_debit_revoke(self, mandate_id, **kwargs):
        """Stop it; what the bank has already may still come."""
        mandate_sudo = self._oe_debit_mandate(mandate_id)
        try:
            mandate_sudo._hold("to_sign", "active")
        except UserError as refusal:
            return self._oe_show_debit(mandate_id, str(refusal))
        mandate_sudo._revoke(request.env.user.name)
        return self._oe_say(
            f"/my/oe/debits/{mandate_id}",
            request.env._("Your mandate is revoked: nothing more is debited."),
        )
