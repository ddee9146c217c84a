from odoo import api, fields, models


class ProjectProject(models.Model):
    _inherit = "project.project"

    oe_is_missions = fields.Boolean(
        "Hours of missions",
        help="The project of a company where the hours of visits are recorded.",
    )

    @api.model
    def _oe_missions_project(self, company):
        """The project that carries a company's visit hours, made when missing.

        Hours are ordinary billable timesheets; the account of the project satisfies
        the core's mandatory plan, the money follows the activities.
        """
        found = self.sudo().search(
            [("oe_is_missions", "=", True), ("company_id", "=", company.id)], limit=1
        )
        return found or self.sudo().with_company(company).create(
            {
                "name": self.env._("Missions of %(name)s", name=company.name),
                "company_id": company.id,
                "oe_is_missions": True,
                "allow_timesheets": True,
                "allow_billable": True,
                "privacy_visibility": "followers",
            }
        )
