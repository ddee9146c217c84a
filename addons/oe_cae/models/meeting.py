from datetime import timedelta

from odoo import Command, api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.tools import lock_rows

# An ES books two hours ahead at least, and cancels alone until the day before.
BOOK_AHEAD = timedelta(hours=2)
CANCEL_AHEAD = timedelta(hours=24)


class Meeting(models.Model):
    """A slot that an advisor offers, and the entrepreneur who took it.

    Taken, it is an event of the core calendar, with its invitation; the interview
    itself is written on the day (``oe.cae.interview``).
    """

    _name = "oe.cae.meeting"
    _description = "Slot for an interview"
    _inherit = ["oe.retention.mixin"]
    _order = "start, id"
    _check_company_auto = True

    _retention_code = "cae_interview"
    _retention_date_field = "start"

    advisor_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        default=lambda self: self.env.user,
        domain=[("share", "=", False)],
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    start = fields.Datetime(required=True, index=True)
    minutes = fields.Integer("Length, minutes", required=True, default=60)
    mode = fields.Selection(
        [("meeting", "In person"), ("video", "Video call"), ("phone", "By phone")],
        required=True,
        default="meeting",
    )
    place = fields.Char(help="Address, or link of the call.")
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur",
        "Taken by",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    topic = fields.Char("What about", readonly=True, copy=False)
    event_id = fields.Many2one(
        "calendar.event", readonly=True, copy=False, index="btree_not_null"
    )
    state = fields.Selection(
        [("free", "Free"), ("taken", "Taken")], compute="_compute_state", store=True
    )

    # Offered twice at the same minute, it would be taken twice.
    _once = models.UniqueIndex(
        "(advisor_id, start)", "You offer a slot at that time already."
    )
    _length = models.Constraint(
        "CHECK (minutes BETWEEN 15 AND 480)", "A slot lasts a quarter to eight hours."
    )

    @api.depends("entrepreneur_id")
    def _compute_state(self):
        for meeting in self:
            meeting.state = "taken" if meeting.entrepreneur_id else "free"

    @api.depends("start", "entrepreneur_id")
    def _compute_display_name(self):
        for meeting in self:
            wall = meeting.start and meeting.company_id._oe_wall(meeting.start)
            when = wall.strftime("%d/%m/%Y %H:%M") if wall else ""
            who = meeting.entrepreneur_id.name or self.env._("free")
            meeting.display_name = f"{when}, {who}"

    @api.constrains("start", "minutes", "advisor_id")
    def _check_overlap(self):
        for advisor, meetings in self.grouped("advisor_id").items():
            first = min(meetings.mapped("start")) - timedelta(hours=8)
            last = max(meetings.mapped("start")) + timedelta(hours=8)
            rows = self.search(
                [
                    ("advisor_id", "=", advisor.id),
                    ("start", ">=", first),
                    ("start", "<=", last),
                ],
                order="start",
            )
            for before, after in zip(rows, rows[1:], strict=False):
                if before._end() > after.start:
                    raise ValidationError(
                        self.env._(
                            "Two slots of %(name)s overlap: %(when)s.",
                            name=advisor.name,
                            when=after.display_name,
                        )
                    )

    def _end(self):
        return self.start + timedelta(minutes=self.minutes)

    def write(self, vals):
        if {"entrepreneur_id", "topic", "event_id"} & set(vals) and not self.env.su:
            raise UserError(self.env._("A slot is taken on the page of the person."))
        if {"start", "minutes", "advisor_id"} & set(vals) and any(
            meeting.entrepreneur_id for meeting in self
        ):
            raise UserError(
                self.env._("It is taken: cancel it first, the person is told.")
            )
        return super().write(vals)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals.update(dict.fromkeys(("entrepreneur_id", "topic", "event_id"), False))
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_taken(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(meeting.entrepreneur_id for meeting in self):
            raise UserError(
                self.env._("It is taken: cancel it first, the person is told.")
            )

    # -- taken on the portal ---------------------------------------------------------

    @api.model
    def _free_for(self, person):
        """Free slots of a person's advisor, the next thirty."""
        soon = fields.Datetime.now() + BOOK_AHEAD
        return self.search(
            [
                ("advisor_id", "=", person.advisor_id.id),
                ("advisor_id", "!=", False),
                ("company_id", "in", person.affiliation_ids.company_id.ids),
                ("state", "=", "free"),
                ("start", ">=", soon),
            ],
            limit=30,
        )

    @api.model
    def _taken_by(self, person):
        """Slots of a person that are to come."""
        return self.search(
            [
                ("entrepreneur_id", "=", person.id),
                ("start", ">=", fields.Datetime.now() - timedelta(hours=1)),
            ]
        )

    def _book(self, person, topic=""):
        """Take a free slot; of two at once the second is told.

        :raises UserError: with what to do instead
        """
        self.ensure_one()
        lock_rows(person)  # two slots at once: the second reads the first
        lock_rows(self | self._taken_by(person))
        if self.entrepreneur_id == person:
            return
        if self.entrepreneur_id or self not in self._free_for(person):
            raise UserError(
                self.env._("This slot is not free any more: choose another one.")
            )
        if self._taken_by(person):
            raise UserError(
                self.env._("You have an appointment already: cancel it first.")
            )
        self.write(
            {
                "entrepreneur_id": person.id,
                "topic": (topic or "").strip()[:200] or False,
                "event_id": self._make_event(person).id,
            }
        )

    def _make_event(self, person):
        """The event in the advisor's calendar; core sends the invitations."""
        return (
            self.env["calendar.event"]
            .with_user(self.advisor_id)
            .sudo()
            .create(
                {
                    "name": self.env._("Individual interview"),
                    "start": self.start,
                    "stop": self._end(),
                    "location": self.place,
                    # Who sees an advisor is nobody else's to read.
                    "privacy": "private",
                    "user_id": self.advisor_id.id,
                    "partner_ids": [
                        Command.set(
                            (self.advisor_id.partner_id | person.partner_id).ids
                        )
                    ],
                }
            )
        )

    def _cancel(self, person):
        """The person gives the slot back, until the day before.

        :raises UserError: when it is too late to do it alone
        """
        self.ensure_one()
        lock_rows(self)
        if self.entrepreneur_id != person:
            raise UserError(self.env._("This appointment is not yours."))
        if self.start - CANCEL_AHEAD < fields.Datetime.now():
            raise UserError(
                self.env._(
                    "It is less than a day away: call %(name)s.",
                    name=self.advisor_id.name,
                )
            )
        self._release()

    def _release(self):
        # Deleting the event tells its guests, as core does.
        self.event_id.sudo().unlink()
        self.sudo().write({"entrepreneur_id": False, "topic": False, "event_id": False})

    def action_release(self):
        """Cancel an appointment; the person is told by the calendar."""
        self.check_access("write")
        lock_rows(self)
        for meeting in self.filtered("entrepreneur_id"):
            meeting._release()
        return True

    def action_interview(self):
        """Write the interview of this appointment."""
        self.ensure_one()
        self.check_access("read")
        contract = self.env["oe.cae.contract"]._of_day(
            self.entrepreneur_id, self.company_id, self.company_id._oe_today()
        )
        if not contract:
            raise UserError(
                self.env._(
                    "%(name)s has no contract with %(company)s today.",
                    name=self.entrepreneur_id.name or "",
                    company=self.company_id.name,
                )
            )
        action = contract.action_interview()
        wall = self.company_id._oe_wall(self.start)
        action["context"] |= {
            "default_date": fields.Date.to_string(wall.date()),
            "default_mode": self.mode,
            "default_place": self.place,
        }
        return action
