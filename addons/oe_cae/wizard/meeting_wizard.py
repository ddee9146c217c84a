from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.meeting_slots import slots

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday")
MOST_DAYS = 92


class MeetingWizard(models.TransientModel):
    """Offer slots for some weeks at once; those that exist are kept."""

    _name = "oe.cae.meeting.wizard"
    _description = "Offer slots for interviews"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    date_from = fields.Date("From", required=True, default=fields.Date.context_today)
    date_to = fields.Date("Until", required=True)
    monday = fields.Boolean(default=True)
    tuesday = fields.Boolean(default=True)
    wednesday = fields.Boolean()
    thursday = fields.Boolean(default=True)
    friday = fields.Boolean()
    hour_from = fields.Float("From (hour)", default=9, required=True)
    hour_to = fields.Float("Until (hour)", default=12, required=True)
    minutes = fields.Integer("Length, minutes", default=60, required=True)
    mode = fields.Selection(
        selection=lambda self: self.env["oe.cae.meeting"]._fields["mode"].selection,
        required=True,
        default="meeting",
    )
    place = fields.Char()

    @api.onchange("date_from")
    def _onchange_date_from(self):
        if self.date_from and not self.date_to:
            self.date_to = fields.Date.add(self.date_from, days=27)

    def action_offer(self):
        """Make the slots that are missing, and show them all."""
        self.ensure_one()
        meetings = self.env["oe.cae.meeting"]
        meetings.check_access("create")
        starts = self._starts()
        known = meetings.search(
            [("advisor_id", "=", self.env.uid), ("start", "in", starts)]
        ).mapped("start")
        meetings.create(
            [
                {
                    "company_id": self.company_id.id,
                    "start": start,
                    "minutes": self.minutes,
                    "mode": self.mode,
                    "place": self.place,
                }
                for start in starts
                if start not in known
            ]
        )
        return self.env["ir.actions.act_window"]._for_xml_id(
            "oe_cae.oe_cae_meeting_action"
        )

    def _starts(self):
        length = (self.date_to - self.date_from).days
        if not 0 <= length <= MOST_DAYS or not 15 <= self.minutes <= 480:
            raise UserError(
                self.env._(
                    "Offer three months at most, slots of a quarter to eight hours."
                )
            )
        walls = slots(
            self.date_from,
            self.date_to,
            [number for number, day in enumerate(DAYS) if self[day]],
            round(self.hour_from * 60),
            round(self.hour_to * 60),
            self.minutes,
        )
        now = fields.Datetime.now()
        starts = [self.company_id._oe_utc(wall) for wall in walls]
        starts = [start.replace(tzinfo=None) for start in starts]
        found = [start for start in starts if start > now]
        if not found:
            raise UserError(
                self.env._("No slot fits: tick a day, and look at the hours.")
            )
        return found
