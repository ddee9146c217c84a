from odoo import api, fields, models
from odoo.exceptions import UserError


class Intervention(models.Model):
    """A visit: planned, then done with its real times and the client's signature."""

    _name = "oe.intervention"
    _description = "Visit"
    _inherit = ["oe.retention.mixin"]
    _order = "planned_start, id"
    _check_company_auto = True

    _retention_code = "visit"
    _retention_date_field = "planned_end"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, check_company=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    partner_id = fields.Many2one(
        related="mission_id.partner_id", store=True, index=True, string="Client"
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Who comes", index=True, ondelete="restrict"
    )
    activity_id = fields.Many2one("oe.activity", index="btree_not_null")
    replaced_id = fields.Many2one(
        "oe.entrepreneur",
        "Instead of",
        readonly=True,
        index="btree_not_null",
    )
    planned_start = fields.Datetime(required=True, index=True)
    planned_end = fields.Datetime(required=True)
    pattern_id = fields.Many2one(
        "oe.mission.pattern", index="btree_not_null", ondelete="set null"
    )
    pattern_day = fields.Date(help="The day of the rhythm this visit stands for.")
    is_manual = fields.Boolean("Changed by hand")
    part_ids = fields.One2many("oe.intervention.part", "intervention_id", "Services")
    state = fields.Selection(
        [("planned", "Planned"), ("done", "Done"), ("cancelled", "Cancelled")],
        required=True,
        default="planned",
        readonly=True,
        copy=False,
    )
    actual_start = fields.Datetime(readonly=True, copy=False)
    actual_end = fields.Datetime(readonly=True, copy=False)
    break_minutes = fields.Integer(readonly=True, copy=False)
    worked_minutes = fields.Integer(readonly=True, copy=False)
    billed_minutes = fields.Integer(readonly=True, copy=False)
    travel_km = fields.Float(digits=(6, 1), readonly=True, copy=False)
    note = fields.Char(help="No health data.", readonly=True, copy=False)
    signature = fields.Binary(attachment=True, readonly=True, copy=False)
    signed_by = fields.Char(readonly=True, copy=False)
    not_signed_reason = fields.Selection(
        [
            ("asleep", "Asleep"),
            ("refused", "Refuses"),
            ("hospital", "In hospital"),
            ("absent", "Absent"),
        ],
        "Not signed, because",
        readonly=True,
        copy=False,
    )
    sent_ref = fields.Char(
        readonly=True, copy=False, help="Identifier given by the phone that sent it."
    )

    _times_ordered = models.Constraint(
        "CHECK (planned_end > planned_start)", "A visit ends after it starts."
    )
    _pattern_once = models.UniqueIndex(
        "(pattern_id, pattern_day) WHERE pattern_id IS NOT NULL",
        "This visit of the rhythm is planned already.",
    )
    _sent_once = models.UniqueIndex(
        "(sent_ref) WHERE sent_ref IS NOT NULL", "This record was sent already."
    )
    _person_start = models.Index("(entrepreneur_id, planned_start)")

    @api.depends("mission_id", "planned_start")
    def _compute_display_name(self):
        for visit in self:
            wall = visit.planned_start and visit.company_id._oe_wall(
                visit.planned_start
            )
            label = wall.strftime("%d/%m/%Y %H:%M") if wall else ""
            visit.display_name = f"{visit.partner_id.name or ''} {label}".strip()

    def _pattern_key(self):
        self.ensure_one()
        if self.pattern_id and self.pattern_day:
            return (self.pattern_id.id, self.pattern_day)
        return None

    def write(self, vals):
        hand_made = {"planned_start", "planned_end", "entrepreneur_id"} & set(vals)
        if hand_made and any(visit.state == "done" for visit in self):
            raise UserError(
                self.env._("A recorded visit does not move: correct its hours instead.")
            )
        undone = vals.get("state", "done") != "done" and not self.env.su
        if undone and any(visit.state == "done" for visit in self):
            # Else it could be deleted, or recorded twice.
            raise UserError(self.env._("A recorded visit stays recorded."))
        if hand_made and not self.env.context.get("oe_planning"):
            # The rhythm follows its pattern, never what a person changed.
            vals = {**vals, "is_manual": True}
        return super().write(vals)

    def _replace(self, entrepreneur):
        """Give these visits to somebody else; the mission keeps its member.

        :raises UserError: when a rule refuses the person or the visit is over
        """
        for visit in self:
            if visit.state != "planned":
                raise UserError(
                    self.env._(
                        "Only a planned visit is replaced: %s", visit.display_name
                    )
                )
            visit.mission_id._assert_still_allowed(
                entrepreneur, ignore=("score.too_far", "mission.member")
            )
            day = visit.company_id._oe_wall(visit.planned_start).date()
            activity = visit.mission_id._activity_for(entrepreneur, day, create=False)
            if not activity:
                raise UserError(
                    self.env._(
                        "%(name)s has no activity in %(company)s yet: open one.",
                        name=entrepreneur.name,
                        company=visit.company_id.name,
                    )
                )
            visit.write(
                {
                    "replaced_id": visit.replaced_id.id or visit.entrepreneur_id.id,
                    "entrepreneur_id": entrepreneur.id,
                    "activity_id": activity.id,
                    "is_manual": True,
                }
            )

    def action_cancel(self):
        """Cancel planned visits; the rhythm does not bring them back."""
        self.filtered(lambda visit: visit.state == "planned").write(
            {"state": "cancelled", "is_manual": True}
        )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term of ten years, the whole visit goes
        if any(visit.state == "done" for visit in self):
            raise UserError(self.env._("A recorded visit is never deleted."))


class InterventionPart(models.Model):
    """One service of a visit: its order line and its minutes."""

    _name = "oe.intervention.part"
    _description = "Service of a visit"

    intervention_id = fields.Many2one(
        "oe.intervention", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="intervention_id.company_id", store=True, index=True
    )
    order_line_id = fields.Many2one("sale.order.line", required=True, index=True)
    minutes = fields.Integer("Planned minutes", required=True)
    billed_minutes = fields.Integer(readonly=True)

    _minutes_positive = models.Constraint(
        "CHECK (minutes > 0)", "A service takes some minutes."
    )
