from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file


class RoyaltyStatements(http.Controller):
    """Papers of the backend, for both parties of a licence."""

    @http.route(
        "/oe/royalty/statements/<int:statement_id>/pdf", type="http", auth="user"
    )
    def oe_royalty_statement_pdf(self, statement_id, **kwargs):
        """The statement of a month on paper."""
        user = request.env.user
        statements = request.env["oe.royalty.statement"].with_context(
            allowed_company_ids=user.company_ids.ids, lang=user.lang
        )
        if not statements.has_access("read"):
            raise NotFound()
        found = statements.search([("id", "=", statement_id)])
        if not found:
            raise NotFound()
        content = found._paper()
        return private_file(content, found._paper_name())
