from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal, drawn


class ContractPortal(OePortal):
    """What an entrepreneur reads and signs: contracts, amendments.

    Portal users have no access row on these models, so that a remote call reaches
    nothing: each page looks the document up among those of the person logged in.
    """

    def _oe_document(self, model, record_id):
        """One of the person's own documents, as superuser; any other is not found."""
        if not request.env.user.has_group("oe_base.group_oe_entrepreneur"):
            raise NotFound()
        shown_sudo = request.env[model]._shown_to(request.env.user.partner_id)
        found_sudo = shown_sudo.filtered(lambda row: row.id == record_id)
        if not found_sudo:
            raise NotFound()
        return found_sudo

    def _oe_sign(self, document_sudo, signed_by, signature):
        """Sign; returns the sentence of a refusal, or None."""
        try:
            with request.env.cr.savepoint():
                document_sudo._sign_es(
                    request.env.user.partner_id, signed_by, drawn(signature)
                )
        except UserError as refusal:
            return str(refusal)
        return None

    def _oe_say_signed(self, url):
        return self._oe_say(
            url, request.env._("Thank you: your signature is recorded.")
        )

    @http.route(
        "/my/oe/contracts/<int:contract_id>", type="http", auth="user", website=True
    )
    def oe_contract(self, contract_id, **kwargs):
        """A contract as it is printed, and the frame to sign it."""
        return self._oe_show_contract(contract_id)

    def _oe_show_contract(self, contract_id, error=None, signed_by=None):
        contract_sudo = self._oe_document("oe.cae.contract", contract_id)
        return self._oe_render(
            "oe_cae.portal_contract",
            "me",
            contract=contract_sudo._content(),
            signed_by=signed_by,
            oe_error=error,
        )

    @http.route(
        "/my/oe/contracts/<int:contract_id>/print",
        type="http",
        auth="user",
        website=True,
    )
    def oe_contract_print(self, contract_id, **kwargs):
        """The same, alone on a page to print."""
        contract_sudo = self._oe_document("oe.cae.contract", contract_id)
        return request.render(
            "oe_cae.portal_contract_print", {"contract": contract_sudo._content()}
        )

    @http.route(
        "/my/oe/contracts/<int:contract_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_contract_sign(self, contract_id, signed_by=None, signature=None, **kwargs):
        """Sign one's own contract."""
        contract_sudo = self._oe_document("oe.cae.contract", contract_id)
        error = self._oe_sign(contract_sudo, signed_by, signature)
        if error:
            return self._oe_show_contract(contract_id, error, signed_by)
        return self._oe_say_signed(f"/my/oe/contracts/{contract_id}")

    @http.route(
        "/my/oe/amendments/<int:amendment_id>", type="http", auth="user", website=True
    )
    def oe_amendment(self, amendment_id, **kwargs):
        """What an amendment changes, and the frame to sign it."""
        return self._oe_show_amendment(amendment_id)

    def _oe_show_amendment(self, amendment_id, error=None, signed_by=None):
        row_sudo = self._oe_document("oe.cae.contract.amendment", amendment_id)
        return self._oe_render(
            "oe_cae.portal_amendment",
            "me",
            amendment=row_sudo._portal_values(),
            signed_by=signed_by,
            oe_error=error,
        )

    @http.route(
        "/my/oe/amendments/<int:amendment_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_amendment_sign(self, amendment_id, signed_by=None, signature=None, **kwargs):
        """Sign an amendment of one's own contract."""
        row_sudo = self._oe_document("oe.cae.contract.amendment", amendment_id)
        error = self._oe_sign(row_sudo, signed_by, signature)
        if error:
            return self._oe_show_amendment(amendment_id, error, signed_by)
        return self._oe_say_signed(f"/my/oe/amendments/{amendment_id}")
