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

    @http.route(
        "/my/oe/contracts/<int:contract_id>", type="http", auth="user", website=True
    )
    def oe_contract(self, contract_id, error=None, message=None, **kwargs):
        """A contract as it is printed, and the frame to sign it."""
        contract_sudo = self._oe_document("oe.cae.contract", contract_id)
        return self._oe_render(
            "oe_cae.portal_contract",
            "me",
            contract=contract_sudo._content(),
            signed_by=kwargs.get("signed_by"),
            oe_error=error,
            oe_message=message,
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
            return self.oe_contract(contract_id, error=error, signed_by=signed_by)
        return self.oe_contract(
            contract_id,
            message=request.env._("Thank you: your signature is recorded."),
        )

    @http.route(
        "/my/oe/amendments/<int:amendment_id>", type="http", auth="user", website=True
    )
    def oe_amendment(self, amendment_id, error=None, message=None, **kwargs):
        """What an amendment changes, and the frame to sign it."""
        row_sudo = self._oe_document("oe.cae.contract.amendment", amendment_id)
        return self._oe_render(
            "oe_cae.portal_amendment",
            "me",
            amendment=row_sudo._portal_values(),
            signed_by=kwargs.get("signed_by"),
            oe_error=error,
            oe_message=message,
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
            return self.oe_amendment(amendment_id, error=error, signed_by=signed_by)
        return self.oe_amendment(
            amendment_id,
            message=request.env._("Thank you: your signature is recorded."),
        )
