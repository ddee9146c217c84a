from odoo import api, fields, models


class MissionInstruction(models.Model):
    """What whoever comes must know of a home: tasks, habits, access, keys.

    Staff write it on the mission; the ES of a visit reads it on the page of the visit
    from shortly before until the visit ends, and by no other way. Never in chatter,
    mails or logs. Nothing about health. It goes away some months after the mission.
    """

    _name = "oe.mission.instruction"
    _description = "Instruction of a mission"
    _inherit = ["oe.retention.mixin"]
    _order = "mission_id, sequence, id"
    _check_company_auto = True

    _retention_code = "instruction"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    sequence = fields.Integer(default=10)
    kind = fields.Selection(
        [
            ("task", "Tasks"),
            ("habit", "Habits"),
            ("access", "Access"),
            ("keys", "Keys"),
        ],
        required=True,
        default="task",
    )
    text = fields.Text(
        "What to know", required=True, help="Nothing about health or dependency."
    )

    @api.depends("kind", "mission_id")
    def _compute_display_name(self):
        # The text itself stands in no title, breadcrumb or message.
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            line.display_name = f"{labels.get(line.kind, '')}"

    @api.model
    def _retention_domain(self, limit):
        ended = [("mission_id.state", "in", ("done", "cancelled"))]
        return [*ended, ("mission_id.write_date", "<", limit)]


class Mission(models.Model):
    _inherit = "oe.mission"

    instruction_ids = fields.One2many(
        "oe.mission.instruction",
        "mission_id",
        "Instructions",
        groups="oe_base.group_oe_advisor",
        copy=True,
    )
