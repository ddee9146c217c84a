from odoo import fields, models


class MissionMember(models.Model):
    """An ES of a mission, with a role and a share, from a day on."""

    _name = "oe.mission.member"
    _description = "Member of a mission"
    _order = "mission_id, date_start, id"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict"
    )
    activity_id = fields.Many2one("oe.activity", required=True, index=True)
    skill_id = fields.Many2one("hr.skill", "Role", index="btree_not_null")
    share = fields.Float("Share, %", default=100, digits=(6, 2))
    date_start = fields.Date(required=True, default=fields.Date.context_today)
    date_end = fields.Date(help="Last day; empty as long as it holds.")

    _share_range = models.Constraint(
        "CHECK (share > 0 AND share <= 100)", "A share lies between 0 and 100 %."
    )
    _once = models.UniqueIndex(
        "(mission_id, entrepreneur_id, date_start)",
        "This person joins the mission that day already.",
    )


class Mission(models.Model):
    _inherit = "oe.mission"

    def _member_on(self, day, pattern=None):
        """Who does a visit on a day: members in force, the first by order."""
        self.ensure_one()
        return self.member_ids.filtered(
            lambda m: m.date_start <= day and (not m.date_end or day <= m.date_end)
        )[:1]

    def _add_member(self, entrepreneur, day=None):
        """Make an ES a member, on the activity the work belongs to."""
        self.ensure_one()
        activity = self._activity_for(entrepreneur, day or self.date_start)
        return self.member_ids.create(
            {
                "mission_id": self.id,
                "entrepreneur_id": entrepreneur.id,
                "activity_id": activity.id,
                "date_start": day or self.date_start,
            }
        )
