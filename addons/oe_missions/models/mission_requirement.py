from odoo import fields, models

from odoo.addons.oe_base.calc import competence


class MissionRequirement(models.Model):
    """A competence the mission asks for; a soft one counts but never refuses."""

    _name = "oe.mission.requirement"
    _description = "Requirement of a mission"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    skill_id = fields.Many2one("hr.skill", "Competence", required=True, index=True)
    minimum = fields.Integer("Minimum level", default=2, required=True)
    is_hard = fields.Boolean("Compulsory", default=True)

    _minimum_range = models.Constraint(
        "CHECK (minimum BETWEEN 0 AND 4)", "A level lies between 0 and 4."
    )

    def _prepare_calc(self):
        return [
            competence.Requirement(row.skill_id.id, row.minimum, row.is_hard)
            for row in self
        ]
