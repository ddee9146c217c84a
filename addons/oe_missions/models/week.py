import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq, format_date, hmac

from ..calc.hours import spoken

DAYS_BACK, DAYS_AHEAD = 2, 8
WALL = "%Y-%m-%dT%H:%M"


class Intervention(models.Model):
    """The ES's week on a phone: real start, instructions, what a phone may keep."""

    _inherit = "oe.intervention"

    started_on = fields.Datetime(
        readonly=True, copy=False, help="Real start, told by a tap: at work since then."
    )
    photo = fields.Binary(
        attachment=True,
        readonly=True,
        copy=False,
        groups="oe_base.group_oe_manager",
        help="Optional, seen by whoever came and by managers only.",
    )
    draft_ids = fields.One2many("oe.visit.draft", "intervention_id", "Set aside")

    def _start(self, moment=None):
        """Note that whoever comes is at work; a second tap changes nothing.

        :param datetime moment: real start, stored time; now by default
        :raises UserError: for a visit recorded, cancelled or not near that moment
        """
        self.ensure_one()
        now = fields.Datetime.now()
        moment = (moment or now).replace(second=0, microsecond=0)
        if self.state != "planned":
            raise UserError(self.env._("This visit was recorded or cancelled already."))
        if moment > now or not self._starts_at(moment):
            raise UserError(
                self.env._(
                    "This visit is planned on %(day)s: start it on that day.",
                    day=self.company_id._oe_wall(self.planned_start).strftime(
                        "%d/%m/%Y %H:%M"
                    ),
                )
            )
        if not self.started_on:
            self.started_on = moment

    def _starts_at(self, moment):
        """Whether a start at that moment is one of this visit: half a day around."""
        margin = datetime.timedelta(hours=12)
        return self.planned_start - margin <= moment <= self.planned_end + margin

    def _instructions_open(self, now=None):
        """Whether instructions are shown now: from shortly before until the end."""
        self.ensure_one()
        now = now or fields.Datetime.now()
        hours = datetime.timedelta(hours=self.company_id.oe_instructions_hours)
        planned = self.state == "planned"
        return planned and self.planned_start - hours <= now <= self._works_until()

    def _works_until(self):
        """The planned end; somebody who started and did not record is still there."""
        margin = datetime.timedelta(hours=2 if self.started_on else 0)
        return self.planned_end + margin

    def _instructions(self):
        """``(label, text)`` of each instruction, for whoever comes; else nothing."""
        self.ensure_one()
        if not self._instructions_open():
            return []
        lines = self.mission_id.instruction_ids
        labels = dict(lines._fields["kind"]._description_selection(self.env))
        return [(labels[line.kind], line.text) for line in lines]

    def _portal_values(self):
        values = super()._portal_values()
        visit_sudo = self.sudo()
        started = visit_sudo.started_on
        company = visit_sudo.company_id
        if started and visit_sudo.state == "planned":
            wall = company._oe_wall(started)
            values |= {"date": wall.date().isoformat(), "start": f"{wall:%H:%M}"}
            values["started"] = f"{wall:%H:%M}"
        return values

    def _page_values(self):
        """Beside the portal values, what only whoever comes reads on its page."""
        self.ensure_one()
        visit_sudo = self.sudo()
        now = visit_sudo.company_id._oe_wall(fields.Datetime.now())
        return {
            "instructions": visit_sudo._instructions(),
            "instructions_hours": visit_sudo.company_id.oe_instructions_hours,
            "on_call": visit_sudo.company_id.oe_on_call_phone or "",
            "can_start": visit_sudo._starts_at(fields.Datetime.now()),
            "has_photo": bool(visit_sudo.photo),
            "now": f"{now:%H:%M}",
        }

    @api.model
    def _week_visits(self):
        """Visits of the week of the current user, found as the user."""
        today = fields.Date.context_today(self)
        first = fields.Date.subtract(today, days=DAYS_BACK)
        last = fields.Date.add(today, days=DAYS_AHEAD + 1)
        person_sudo = self.env.user._oe_entrepreneur()
        return self.search(
            [
                ("entrepreneur_id", "=", person_sudo.id),
                ("planned_end", ">=", fields.Datetime.to_datetime(first)),
                ("planned_start", "<", fields.Datetime.to_datetime(last)),
            ],
            order="planned_start, id",
            limit=200,
        )

    def _week_values(self):
        """Plain values of a visit for the phone that keeps it."""
        self.ensure_one()
        visit_sudo = self.sudo()
        company, wall = visit_sudo.company_id, visit_sudo.company_id._oe_wall
        start, end = visit_sudo._week_seen()
        shown = self._portal_values()
        started = visit_sudo.started_on
        values = {
            key: shown[key] for key in ("id", "state", "client", "address", "phone")
        }
        return {
            **values,
            "zone": company.partner_id.tz or "Europe/Paris",
            "day": format_date(
                self.env,
                datetime.date.fromisoformat(start[:10]),
                date_format="EEEE d MMMM",
            ),
            "start": start,
            "end": end,
            "city": visit_sudo.mission_id._place().city or "",
            "planned": spoken(sum(visit_sudo.part_ids.mapped("minutes"))),
            "parts": [list(part) for part in shown["parts"]],
            "started": started and wall(started).strftime(WALL) or "",
            "done": shown["hours"] if visit_sudo.state == "done" else "",
            "instructions": [list(line) for line in visit_sudo._instructions()],
            "until": wall(visit_sudo._works_until()).strftime(WALL),
            "on_call": company.oe_on_call_phone or "",
            "mark": visit_sudo._week_mark(visit_sudo.entrepreneur_id, start, end),
        }

    def _week_seen(self):
        """Planned wall times as a phone reads and sends them."""
        wall = self.company_id._oe_wall
        return tuple(
            wall(moment).strftime(WALL)
            for moment in (self.planned_start, self.planned_end)
        )

    def _week_mark(self, person, start, end):
        """Proof that this person was shown this visit with these times.

        A phone gives it back: a number of somebody else's visit opens nothing, and
        a visit given away since is still known to have been one's own.
        """
        told = (self.id, person.id, start, end)
        return hmac(self.env(su=True), "oe-week-visit", told)

    def _week_shown(self, person, seen):
        """Whether the server itself gave this picture of the visit to the person."""
        self.ensure_one()
        mark = self._week_mark(person, seen.start, seen.end)
        return consteq(mark, seen.mark)
