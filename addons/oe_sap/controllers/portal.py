from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_missions.controllers.client import ClientMissions


class SapPortal(ClientMissions):
    """Tax certificates, and the legal mentions on the page of a quote."""

    def _oe_quote_values(self, order):
        values = super()._oe_quote_values(order)
        return {**values, "sap": order._oe_sap_quote_block()}

    @http.route(
        "/my/oe/certificates/<int:certificate_id>.pdf", type="http", auth="user"
    )
    def oe_certificate(self, certificate_id, **kwargs):
        """The PDF of one's own certificate, or by a mandate for certificates."""
        rows_sudo = request.env["oe.sap.certificate"]._readable(request.env.user)
        row_sudo = rows_sudo.filtered(lambda row: row.id == certificate_id)
        if not row_sudo:
            raise NotFound()
        # Raw bytes: the field holds base64.
        stream = request.env["ir.binary"]._get_stream_from(
            row_sudo, "pdf", filename=row_sudo.pdf_name, mimetype="application/pdf"
        )
        return stream.get_response(as_attachment=True)
