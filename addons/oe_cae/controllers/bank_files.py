from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file


class BankFiles(http.Controller):
    """Files for the bank, for managers and accountants; each taking is written down."""

    def _oe_bank_file(self, model, batch_id):
        """The file of one batch; whether it exists is nobody else's to know."""
        batch = request.env[model].browse(batch_id)
        companies = request.env.user.company_ids
        try:
            found = batch.with_context(allowed_company_ids=companies.ids)._take()
        except (AccessError, MissingError) as error:
            raise NotFound() from error
        if not found:
            raise NotFound()
        name, content = found
        return private_file(content, name, "application/xml; charset=utf-8")

    @http.route("/oe/cae/transfers/<int:transfer_id>/file", type="http", auth="user")
    def oe_transfer_file(self, transfer_id, **kwargs):
        """The file of one batch of transfers."""
        return self._oe_bank_file("oe.cae.transfer", transfer_id)

    @http.route("/oe/cae/debits/<int:debit_id>/file", type="http", auth="user")
    def oe_debit_file(self, debit_id, **kwargs):
        """The file of one batch of debits."""
        return self._oe_bank_file("oe.cae.debit", debit_id)
