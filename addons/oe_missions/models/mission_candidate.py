from odoo import fields, models
from odoo.exceptions import UserError


class MissionCandidate(models.Model):
    """A person ranked for a mission, with the reasons; or refused, with the rule."""

    _name = "oe.mission.candidate"
    _description = "Candidate for a mission"
    _order = "mission_id, refused, rank, id"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    rank = fields.Integer()
    score = fields.Integer("Score, of 100")
    distance_km = fields.Float("km", digits=(6, 1))
    reasons = fields.Text("Why")
    refused = fields.Boolean("Refused by a rule")

    _once = models.UniqueIndex(
        "(mission_id, entrepreneur_id)", "This person is ranked already."
    )

    def action_propose(self):
        """Propose the mission to these people, each free to decline."""
        for candidate in self:
            if candidate.refused:
                raise UserError(
                    self.env._(
                        "%(name)s cannot be proposed: %(why)s",
                        name=candidate.entrepreneur_id.name,
                        why=candidate.reasons,
                    )
                )
            candidate.mission_id._propose(
                candidate.entrepreneur_id,
                score=candidate.score,
                reasons=candidate.reasons,
                distance_km=candidate.distance_km,
            )
