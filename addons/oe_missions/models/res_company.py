from odoo import fields, models

from ..calc import score
from ..calc.slots import RestRule


class ResCompany(models.Model):
    """How a cooperative ranks people and proposes work: its own settings."""

    _inherit = "res.company"

    oe_weight_competences = fields.Integer("Weight of wished competences", default=30)
    oe_weight_distance = fields.Integer("Weight of the distance", default=20)
    oe_weight_availability = fields.Integer("Weight of free hours", default=20)
    oe_weight_load = fields.Integer("Weight of the wanted hours", default=15)
    oe_weight_continuity = fields.Integer("Weight of knowing the client", default=15)
    oe_weight_language = fields.Integer("Weight of the languages asked", default=10)
    oe_weight_choice = fields.Integer("Weight of the client's choice", default=40)
    oe_proposal_hours = fields.Integer(
        "Hours to answer",
        default=24,
        help="After that a proposal in turn goes to the next person; silence never "
        "counts against anybody.",
    )
    oe_urgent_hours = fields.Integer("Hours to answer when urgent", default=2)
    oe_rest_minutes = fields.Integer(
        "Rest between two days, minutes",
        default=660,
        help="Eleven hours (C. trav. L.3131-1), where the company plans the work.",
    )

    _oe_weights_positive = models.Constraint(
        "CHECK (LEAST(oe_weight_competences, oe_weight_distance, "
        "oe_weight_availability, oe_weight_load, oe_weight_continuity, "
        "oe_weight_language, oe_weight_choice) >= 0)",
        "A weight is nil or more.",
    )
    _oe_weights_not_nil = models.Constraint(
        "CHECK (oe_weight_distance + oe_weight_load + oe_weight_continuity > 0)",
        "Something must weigh for every mission: the distance, the wanted hours or "
        "knowing the client.",
    )
    _oe_hours_positive = models.Constraint(
        "CHECK (oe_proposal_hours > 0 AND oe_urgent_hours > 0 "
        "AND oe_rest_minutes >= 0)",
        "People need some time to answer.",
    )

    def _oe_weights(self):
        """The weights of the parts of a score in this company."""
        self.ensure_one()
        company_sudo = self.sudo()
        return score.Weights(
            **{
                name: company_sudo[f"oe_weight_{name}"]
                for name in (
                    "competences",
                    "distance",
                    "availability",
                    "load",
                    "continuity",
                    "language",
                    "choice",
                )
            }
        )

    def _oe_rest(self):
        """The rest asked between two days of work."""
        self.ensure_one()
        return RestRule(self.sudo().oe_rest_minutes)
