from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, MissingError
from odoo.http import content_disposition, request


class TransferFiles(http.Controller):
    """Files for the bank, for managers and accountants; each taking is written down."""

    @http.route("/oe/cae/transfers/<int:transfer_id>/file", type="http", auth="user")
    def oe_transfer_file(self, transfer_id, **kwargs):
        """The file of one batch."""
        companies = request.env.user.company_ids
        batch = request.env["oe.cae.transfer"].browse(transfer_id)
        try:
            found = batch.with_context(allowed_company_ids=companies.ids)._take()
        except (AccessError, MissingError) as error:
            # Whether it exists is nobody else's to know.
            raise NotFound() from error
        if not found:
            raise NotFound()
        name, content = found
        return request.make_response(
            content,
            headers=[
                ("Content-Type", "application/xml; charset=utf-8"),
                ("Content-Disposition", content_disposition(name)),
                ("Cache-Control", "no-store"),
                ("X-Content-Type-Options", "nosniff"),
            ],
        )
