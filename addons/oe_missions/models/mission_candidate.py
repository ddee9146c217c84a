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

    replacement_id = fields.Many2one(
        "oe.replacement", index="btree_not_null", ondelete="cascade"
    )

    _once = models.UniqueIndex(
        "(mission_id, entrepreneur_id, COALESCE(replacement_id, 0))",
        "This person is ranked already.",
    )

    def action_propose(self):
        """Propose to these people, one or several at once, each free to decline."""
        self.check_access("write")
        self._assert_none_refused()
        for candidate in self:
            candidate._target()._propose(candidate.entrepreneur_id, **candidate._told())

    def action_propose_in_turn(self):
        """Propose to these people one after the other, in the order of the list."""
        self.check_access("write")
        self._assert_none_refused()
        for target, candidates in self.grouped(lambda row: row._target()).items():
            target._propose_in_turn(candidates.sorted("rank"))

    def _assert_none_refused(self):
        for candidate in self.filtered("refused"):
            raise UserError(
                self.env._(
                    "%(name)s cannot be proposed: %(why)s",
                    name=candidate.entrepreneur_id.name,
                    why=candidate.reasons,
                )
            )

    def _target(self):
        """What is proposed: a replacement, or the mission itself."""
        self.ensure_one()
        return self.replacement_id or self.mission_id

    def _told(self):
        """What the person will read: why, and how far."""
        self.ensure_one()
        return {
            "score": self.score,
            "reasons": self.reasons,
            "distance_km": self.distance_km,
        }
