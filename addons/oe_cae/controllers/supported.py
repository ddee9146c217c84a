from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file


class SupportedProjects(http.Controller):
    """Receipts of gifts, for whoever may read the gift."""

    @http.route("/oe/projects/gifts/<int:gift_id>/receipt", type="http", auth="user")
    def oe_gift_receipt(self, gift_id, **kwargs):
        """The receipt of a gift that came."""
        user = request.env.user
        gifts = request.env["oe.project.gift"].with_context(
            allowed_company_ids=user.company_ids.ids, lang=user.lang
        )
        if not gifts.has_access("read"):
            raise NotFound()
        gift = gifts.search([("id", "=", gift_id), ("state", "=", "received")])
        if not gift:
            raise NotFound()
        content = gift._paper()
        name = f"recu-{gift.number.replace('/', '-')}.pdf"
        return private_file(content, name)
