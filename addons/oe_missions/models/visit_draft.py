from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

MOST_WAITING = 50
OPEN = ("waiting", "asked")
SHOWN_DAYS = 7


class VisitDraft(models.Model):
    """A record that a phone sent and that meets a visit changed since.

    Nothing that an ES sent is lost: it waits here, both versions side by side, until
    the ES keeps the office's version or sends corrected hours, or a manager accepts
    or dismisses it. States change by methods only.
    """

    _name = "oe.visit.draft"
    _description = "Record set aside"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "visit_draft"
    _retention_date_field = "create_date"

    intervention_id = fields.Many2one(
        "oe.intervention", "Visit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="intervention_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(related="intervention_id.partner_id", string="Client")
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Sent by", required=True, index=True, ondelete="cascade"
    )
    sent_ref = fields.Char("Identifier", required=True)
    reason = fields.Selection(
        [
            ("moved", "The visit was moved"),
            ("cancelled", "The visit was cancelled"),
            ("given", "The visit was given to somebody else"),
            ("recorded", "The visit was recorded already"),
            ("refused", "A rule refused these hours"),
        ],
        "Why it waits",
        required=True,
    )
    state = fields.Selection(
        [
            ("waiting", "Waiting for the ES"),
            ("asked", "Waiting for a manager"),
            ("accepted", "Accepted"),
            ("dismissed", "Dismissed"),
            ("kept", "Office's version kept"),
            ("replaced", "Sent again"),
        ],
        required=True,
        default="waiting",
        index=True,
    )
    seen = fields.Char("Planned when read")
    start = fields.Datetime("Real start", required=True)
    end = fields.Datetime("Real end", required=True)
    break_minutes = fields.Integer()
    travel_km = fields.Float(digits=(6, 1))
    note = fields.Char()
    signature = fields.Binary(attachment=True)
    signed_by = fields.Char()
    not_signed_reason = fields.Selection(
        selection=lambda self: (
            self.env["oe.intervention"]
            ._fields["not_signed_reason"]
            ._description_selection(self.env)
        ),
        string="Not signed, because",
    )
    photo = fields.Binary(attachment=True, groups="oe_base.group_oe_manager")
    message = fields.Char("Word to the coordinator")
    dismiss_reason = fields.Char("Reason told to the ES")
    decided_by_id = fields.Many2one("res.users", index="btree_not_null")
    decided_on = fields.Datetime()
    planned_start = fields.Datetime(related="intervention_id.planned_start")
    planned_end = fields.Datetime(related="intervention_id.planned_end")
    visit_state = fields.Selection(
        related="intervention_id.state", string="State of the visit"
    )
    visit_person_id = fields.Many2one(
        related="intervention_id.entrepreneur_id", string="Who comes now"
    )

    _sent_once = models.UniqueIndex("(sent_ref)", "This record was sent already.")

    @api.depends("intervention_id", "entrepreneur_id")
    def _compute_display_name(self):
        for draft in self:
            names = (draft.entrepreneur_id.name, draft.intervention_id.display_name)
            draft.display_name = ", ".join(name for name in names if name)

    def write(self, vals):
        if not self.env.su and set(vals) - {"dismiss_reason"}:
            raise UserError(self.env._("Accept this record, or dismiss it."))
        return super().write(vals)

    def _decide(self, state):
        self.write(
            {
                "state": state,
                "decided_by_id": self.env.uid,
                "decided_on": fields.Datetime.now(),
            }
        )

    def _assert_open(self):
        lock_rows(self)
        for draft in self:
            if draft.state not in OPEN:
                raise UserError(self.env._("This record was decided already."))

    def action_accept(self):
        """Record the visit as the ES sent it; run again, it says so.

        :raises UserError: with the rule that still refuses these hours
        """
        self.check_access("write")
        for draft in self.sudo():
            draft._assert_open()
            draft._accept()
            draft._decide("accepted")

    def _accept(self):
        visit = self.intervention_id
        lock_rows(visit)
        if visit.state == "done":
            visit._unrecord()
        elif visit.state == "cancelled":
            visit.write({"state": "planned", "is_manual": True})
        if visit.entrepreneur_id != self.entrepreneur_id:
            visit._replace(self.entrepreneur_id)
        wall = visit.company_id._oe_wall
        visit._record(
            wall(self.start),
            wall(self.end),
            break_minutes=self.break_minutes,
            travel_km=self.travel_km,
            note=self.note,
            signature=self.signature and self.signature.decode(),
            signed_by=self.signed_by,
            not_signed_reason=self.not_signed_reason,
            sent_ref=self.sent_ref,
        )
        if self.photo:
            visit.photo = self.photo

    def action_dismiss(self):
        """Close the record without recording it; the ES reads why.

        :raises UserError: without a reason
        """
        self.check_access("write")
        drafts_sudo = self.sudo()
        drafts_sudo._assert_open()
        for draft in drafts_sudo:
            if not (draft.dismiss_reason or "").strip():
                raise UserError(self.env._("Write the reason, the ES reads it."))
        drafts_sudo._decide("dismissed")

    @api.model
    def _of(self, person, ref):
        """An open record of the person, by the identifier of its phone."""
        found = self.search([("sent_ref", "=", f"{person.id}:{ref}")])
        return found.filtered(lambda draft: draft.state in OPEN)

    @api.model
    def _sent_again(self, person, visit, ref):
        """Corrected hours were recorded: the record that they replace is closed."""
        if ref:
            old = self._of(person, ref)
            old.filtered(lambda draft: draft.intervention_id == visit)._decide(
                "replaced"
            )

    @api.model
    def _choose(self, person, ref, choice, message=""):
        """What the ES does with a record set aside.

        :param str choice: ``keep`` the office's version, or ``ask`` the coordinator
        :raises UserError: when it was decided meanwhile
        """
        draft = self._of(person, ref)
        if not draft:
            raise UserError(self.env._("This record was decided already."))
        draft._assert_open()
        if choice == "keep":
            draft._decide("kept")
        else:
            draft.write({"state": "asked", "message": message or draft.message})
            draft._tell_asked()

    def _tell_asked(self):
        """One task for the coordinator, whatever the number of records."""
        self.intervention_id.mission_id._oe_ask_coordinator(
            self.env._("A record of a visit is set aside: accept it, or dismiss it")
        )

    @api.model
    def _week_asides(self, person):
        """Records of a person that wait, or were decided these days."""
        recent = fields.Datetime.subtract(fields.Datetime.now(), days=SHOWN_DAYS)
        return self.search(
            [
                ("entrepreneur_id", "=", person.id),
                "|",
                ("state", "in", OPEN),
                "&",
                ("state", "in", ("accepted", "dismissed")),
                ("decided_on", ">=", recent),
            ],
            limit=MOST_WAITING,
        )

    def _week_values(self):
        """Both versions side by side, as plain values for the phone."""
        self.ensure_one()
        visit = self.intervention_id
        mine = visit.entrepreneur_id == self.entrepreneur_id
        choices = []
        if self.state in OPEN:
            choices = ["keep"] + ["correct"] * (mine and visit.state == "planned")
            choices += ["ask"] * (self.state == "waiting")
        reasons = dict(self._fields["reason"]._description_selection(self.env))
        return {
            "ref": self.sent_ref.partition(":")[2],
            "visit": visit.id,
            "client": visit.partner_id.name if mine else "",
            "state": self.state,
            "reason": reasons[self.reason],
            "said": self.dismiss_reason or "" if self.state == "dismissed" else "",
            "office": self._week_office(visit, mine),
            "mine": self._week_mine(visit),
            "choices": choices,
        }

    def _week_office(self, visit, mine):
        """Lines of the office's version; of a visit given away, nothing but that."""
        if not mine:
            return [self.env._("Somebody else comes.")]
        labels = dict(visit._fields["state"]._description_selection(self.env))
        start = visit.actual_start or visit.planned_start
        return [
            labels[visit.state],
            *self._week_hours(visit, start, visit.actual_end or visit.planned_end),
        ]

    def _week_mine(self, visit):
        lines = self._week_hours(visit, self.start, self.end)
        if self.break_minutes:
            lines.append(self.env._("Break: %s min", self.break_minutes))
        if self.travel_km:
            lines.append(f"{self.travel_km:.1f} km".replace(".", ","))
        if self.signature and self.signed_by:
            lines.append(self.env._("Signed by %s", self.signed_by))
        return lines

    def _week_hours(self, visit, start, end):
        start, end = (visit.company_id._oe_wall(moment) for moment in (start, end))
        day = format_date(self.env, start.date(), date_format="EEEE d MMMM")
        return [day, f"{start:%H:%M} – {end:%H:%M}"]
