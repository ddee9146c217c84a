from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file

TYPES = {
    "pdf": "application/pdf",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


class PlanFiles(http.Controller):
    """The files of a scenario, for whoever may read it."""

    @http.route(
        "/oe/plans/<int:plan_id>/board.<any(pdf,xlsx):kind>", type="http", auth="user"
    )
    def oe_plan_file(self, plan_id, kind, **kwargs):
        """Pages for the board, or the spreadsheet."""
        user = request.env.user
        plans = request.env["oe.plan"].with_context(
            allowed_company_ids=user.company_ids.ids, lang=user.lang
        )
        if not plans.has_access("read"):
            raise NotFound()
        plan = plans.search([("id", "=", plan_id)])
        if not plan:
            raise NotFound()
        content = plan._paper() if kind == "pdf" else plan._spreadsheet()
        return private_file(content, plan._file_name(kind), TYPES[kind])
