import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

# Further ahead nobody knows; and a day near the end of the calendar has no next one.
FURTHEST = datetime.timedelta(days=3 * 366)
MOST_ASKED = 10  # waiting for an answer, of one mission
STEPS = frozenset({"state", "answered_by_id", "answered_on", "asked_by_id"})


class ClientRequest(models.Model):
    """A client who is away some days, or ends a mission: asked, then applied.

    Why is nobody's business: a stay in hospital is an absence like any other.
    """

    _name = "oe.client.request"
    _description = "Absence or end asked by a client"
    _inherit = ["oe.retention.mixin"]
    _order = "state, date_start, id"
    _rec_name = "mission_id"
    _check_company_auto = True

    _retention_code = "visit"
    _retention_date_field = "date_end"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, ondelete="cascade", check_company=True
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="mission_id.partner_id", store=True, index=True, string="Client"
    )
    kind = fields.Selection(
        [("pause", "Absence"), ("end", "End of the mission")],
        required=True,
        default="pause",
    )
    date_start = fields.Date("First day", required=True)
    date_end = fields.Date("Last day", required=True)
    state = fields.Selection(
        [("asked", "Asked"), ("applied", "In force"), ("refused", "Refused")],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
        index=True,
    )
    asked_by_id = fields.Many2one(
        "res.partner",
        readonly=True,
        index="btree_not_null",
        default=lambda self: self.env.user.partner_id,
    )
    answered_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    answered_on = fields.Datetime(readonly=True, copy=False)
    is_waived = fields.Boolean(
        "No late fee",
        help="Tick it before applying: a late notice costs nothing this time.",
    )
    answer = fields.Char("Word to the client", help="No health data.")

    _days_ordered = models.Constraint(
        "CHECK (date_end >= date_start)", "The last day comes after the first one."
    )
    _once = models.UniqueIndex(
        "(mission_id, kind, date_start, date_end) WHERE state <> 'refused'",
        "This was asked already for these days.",
    )

    def write(self, vals):
        if STEPS & set(vals) and not self.env.su:
            raise UserError(self.env._("Use the buttons: they change the visits too."))
        if {"date_start", "date_end", "kind", "mission_id"} & set(vals) and any(
            row.state == "applied" for row in self
        ):
            raise UserError(self.env._("The visits were changed already: ask anew."))
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            if not self.env.su:
                vals["state"] = "asked"
        return super().create(vals_list)

    @api.constrains("date_start", "date_end")
    def _check_length(self):
        for row in self:
            if (row.date_end - row.date_start).days > 366:
                raise ValidationError(
                    self.env._("More than a year is the end of a mission.")
                )

    @api.model
    def _ask(self, mission, partner, kind, start, end):
        """A client or a relative asks on the portal; asked twice it is one request.

        :raises UserError: for days gone by, too short a notice or an ended mission
        """
        lock_rows(mission)
        today = mission.company_id._oe_today()
        if mission.state not in ("staffed", "running", "suspended"):
            raise UserError(self.env._("This mission does not run."))
        if start < today or end > today + FURTHEST:
            raise UserError(self.env._("Choose days from today on."))
        if kind == "end":
            notice = self.env["oe.home.parameter"]._on(today).notice_days
            first = today + datetime.timedelta(days=notice)
            if end < first:
                raise UserError(
                    self.env._(
                        "With %(days)s days of notice the last day is %(day)s or "
                        "later; call us when it must be sooner.",
                        days=notice,
                        day=format_date(self.env, first),
                    )
                )
        if end < start:
            raise UserError(self.env._("The last day comes after the first one."))
        known = self.sudo().search(
            [
                ("mission_id", "=", mission.id),
                ("kind", "=", kind),
                ("date_start", "=", start),
                ("date_end", "=", end),
                ("state", "!=", "refused"),
            ]
        )
        if known:
            return known
        waiting = [("mission_id", "=", mission.id), ("state", "=", "asked")]
        if self.sudo().search_count(waiting) >= MOST_ASKED:
            raise UserError(self.env._("Ten requests wait already: call us, please."))
        row = self.sudo().create(
            {
                "mission_id": mission.id,
                "kind": kind,
                "date_start": start,
                "date_end": end,
                "asked_by_id": partner.id,
            }
        )
        mission._oe_ask_coordinator(
            self.env._("A client asks for an absence")
            if kind == "pause"
            else self.env._("A client asks for the end of a mission")
        )
        return row

    def action_apply(self):
        """Change the visits as asked, and tell who was to come."""
        self.check_access("write")
        for row in self.sudo():
            lock_rows(row)
            if row.state != "asked":
                continue
            row.mission_id._lock()
            row.write(self._answered("applied"))
            row._tell(row._cancel_visits())

    def _cancel_visits(self):
        """Call the visits off as of the moment the client asked.

        :return: the visits that do not take place
        """
        self.ensure_one()
        waiver = self.env._("agreed with the client") if self.is_waived else None
        if self.kind == "end":
            return self.mission_id._end_on(self.date_end, self.create_date, waiver)
        return self.mission_id._cancel_within(
            self.date_start, self.date_end, self.create_date, waiver
        )

    def _cancel_planned_since(self):
        """Call off what the rhythm planned since into these days.

        The client never expected these visits: they cost nothing. One that a person
        planned again by hand, for a client who came back sooner, stays.
        """
        self.ensure_one()
        return self.mission_id._cancel_within(
            self.date_start,
            self.date_end,
            self.create_date,
            self.env._("agreed with the client"),
            rhythm_only=True,
        )

    def action_refuse(self):
        """Say no; a word to the client says why."""
        self.check_access("write")
        for row in self.sudo():
            lock_rows(row)
            if row.state != "asked":
                continue
            if not (row.answer or "").strip():
                raise UserError(self.env._("Write a word to the client first."))
            row.write(self._answered("refused"))
            row.partner_id._oe_tell(
                self.env._("Your request"),
                row.answer,
                self.env._("Answer to a request"),
                row.company_id,
            )

    def _answered(self, state):
        return {
            "state": state,
            "answered_by_id": self.env.uid,
            "answered_on": fields.Datetime.now(),
        }

    def _tell(self, gone):
        """The client on the own channel, and by mail the people who do not come."""
        self.ensure_one()
        days = {
            "start": format_date(self.env, self.date_start),
            "end": format_date(self.env, self.date_end),
        }
        if self.kind == "pause":
            text = self.env._(
                "No visit from %(start)s to %(end)s; the visits go on the day after.",
                **days,
            )
        else:
            text = self.env._("The last day of the visits is %(end)s.", **days)
        reason = self.env._("Answer to a request")
        self.partner_id._oe_tell(
            self.env._("Your visits"), text, reason, self.company_id
        )
        gone.entrepreneur_id.partner_id._oe_mail(
            self.env._("Visits cancelled"),
            self.env._("Visits ahead are cancelled: look at your page."),
            self.company_id,
        )
