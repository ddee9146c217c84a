from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.errors import CalcError

from ..calc import hours
from ..calc.slots import Slot


class Intervention(models.Model):
    """Recording a visit: real times in, timesheet lines and a worked slot out."""

    _inherit = "oe.intervention"

    def _record(self, start, end, **details):
        """Record a visit as done.

        :param datetime start: real start, wall time of the company
        :param datetime end: real end, wall time
        :param details: ``break_minutes``, ``travel_km``, ``note``, ``signature``
            (base64), ``signed_by``, ``not_signed_reason``, ``sent_ref``
        :return: ``recorded``, or ``known`` when this record was sent before
        :raises UserError: with the rule that refuses; nothing is saved then
        """
        self.ensure_one()
        self.env.cr.execute(
            "SELECT id FROM oe_intervention WHERE id = %s FOR UPDATE", [self.id]
        )
        self.invalidate_recordset()
        sent_ref = details.get("sent_ref")
        if self.state == "done" and sent_ref and self.sent_ref == sent_ref:
            return "known"
        result = self._check_record(start, end, details)
        self._apply_record(start, end, details, result)
        return "recorded"

    def _check_record(self, start, end, details):
        if self.state != "planned":
            raise UserError(self.env._("This visit was recorded or cancelled already."))
        if not self.entrepreneur_id:
            raise UserError(self.env._("Say first who came: nobody is planned."))
        # A mission that ended still takes the hours of visits it had begun: those
        # ahead were cancelled with it.
        if not (self.mission_id._is_running() or self.mission_id.state == "done"):
            raise UserError(self.env._("The mission is not running on that day."))
        self.env["oe.period"]._assert_open(self.company_id, start.date())
        if not self.mission_id._period().contains(start.date()):
            raise UserError(self.env._("That day lies outside the mission."))
        signed = details.get("signature") and (details.get("signed_by") or "").strip()
        if not signed and not details.get("not_signed_reason"):
            raise UserError(
                self.env._("Have the client sign, or choose why it is not signed.")
            )
        if (details.get("travel_km") or 0) < 0:
            raise UserError(self.env._("The distance cannot be negative."))
        try:
            # In UTC: the night the clocks change has an hour more, or less.
            utc = self.company_id._oe_utc
            pause = details.get("break_minutes") or 0
            worked = hours.worked_minutes(utc(start), utc(end), pause)
        except CalcError as error:
            raise UserError(self._explain_times(error)) from error
        self._check_overlap(start, end)
        rules = self._hour_rules(start.date())
        billed = hours.billed_minutes(worked, rules)
        self._check_plausible(end, billed, signed, rules)
        return worked, billed

    def _hour_rules(self, day):
        """The rules of hours of the order this visit belongs to."""
        self.ensure_one()
        return self.mission_id.order_id.sudo().oe_hour_rule_id._prepare_calc(day)

    def _split_billed(self, billed, day):
        """Billed minutes over the services of the visit, in whole steps."""
        self.ensure_one()
        step = self._hour_rules(day).step_minutes
        return hours.split_steps(billed, self.part_ids.mapped("minutes"), step)

    def _check_plausible(self, end, billed, signed, rules):
        """Nothing ahead of time, and no more than planned without a signature."""
        if self.company_id._oe_utc(end) > fields.Datetime.now():
            raise UserError(self.env._("A visit is recorded once it is over."))
        planned = sum(self.part_ids.mapped("minutes")) + self._clock_change_minutes()
        if not signed and billed > max(planned, rules.minimum_minutes):
            raise UserError(
                self.env._(
                    "Without signature a visit counts its planned %(minutes)s minutes "
                    "at most: write them, and tell your coordinator.",
                    minutes=planned,
                )
            )

    def _clock_change_minutes(self):
        """The hour that the night of the clock change adds to a planned visit."""
        wall = self.company_id._oe_wall
        shown = wall(self.planned_end) - wall(self.planned_start)
        more = (self.planned_end - self.planned_start) - shown
        return max(0, int(more.total_seconds()) // 60)

    def _explain_times(self, error):
        if error.code == "hours.bad_break":
            return self.env._("The break must be shorter than the visit.")
        return self.env._("The visit must end after it starts.")

    def _check_overlap(self, start, end):
        other = self.env["oe.worked.slot"]._overlapping(
            self.entrepreneur_id,
            self.company_id._oe_utc(start),
            self.company_id._oe_utc(end),
        )
        if other:
            raise UserError(self._explain_overlap(other))

    def _explain_overlap(self, other):
        return self.env._(
            "These times overlap work recorded from %(start)s to %(end)s.",
            start=self.company_id._oe_wall(other.start).strftime("%H:%M"),
            end=self.company_id._oe_wall(other.end).strftime("%H:%M"),
        )

    def _apply_record(self, start, end, details, result):
        worked, billed = result
        shares = self._split_billed(billed, start.date())
        for part, minutes in zip(self.part_ids, shares, strict=True):
            part.billed_minutes = minutes
        utc = self.company_id._oe_utc
        self.write(
            {
                "state": "done",
                "actual_start": utc(start),
                "actual_end": utc(end),
                "break_minutes": details.get("break_minutes") or 0,
                "worked_minutes": worked,
                "billed_minutes": billed,
                "travel_km": details.get("travel_km") or 0,
                "note": (details.get("note") or "").strip()[:200] or False,
                "signature": details.get("signature"),
                "signed_by": (details.get("signed_by") or "").strip()[:64] or False,
                "not_signed_reason": details.get("not_signed_reason"),
                "sent_ref": details.get("sent_ref"),
            }
        )
        self.env["oe.worked.slot"].sudo().create(
            {
                "entrepreneur_id": self.entrepreneur_id.id,
                "company_id": self.company_id.id,
                "start": self.actual_start,
                "end": self.actual_end,
                "break_minutes": self.break_minutes,
                "source": f"{self._name},{self.id}",
            }
        )
        minutes = {part: part.billed_minutes for part in self.part_ids}
        self._create_timesheets(minutes, start.date(), Slot(start, end))
        if self.mission_id.state == "staffed":
            self.mission_id.state = "running"

    def _create_timesheets(self, minutes, day, slot, **values):
        """One billable timesheet line per service of the visit: the core bills it.

        :param dict minutes: service of the visit → billed minutes, signed
        :param date day: the day of the hours
        :param Slot slot: real times (wall), which the surcharges come from
        """
        # The employee file may be that of another cooperative, which hosts the ES.
        lines_sudo = self.env["account.analytic.line"].sudo()
        both = (self.company_id | self._host()).ids
        lines_sudo.with_context(allowed_company_ids=both).create(
            [
                {
                    **self._prepare_timesheet(part, count, day),
                    "oe_surcharge_ids": self._prepare_surcharges(slot, count),
                    **values,
                }
                for part, count in minutes.items()
                if count
            ]
        )

    def _prepare_timesheet(self, part, minutes, day):
        project = self.env["project.project"]._oe_missions_project(self.company_id)
        return {
            "name": part.order_line_id.product_id.display_name,
            "date": day,
            "project_id": project.id,
            "company_id": self.company_id.id,
            "employee_id": self._employee_on(day).id,
            "so_line": part.order_line_id.id,
            "is_so_line_edited": True,
            "unit_amount": minutes / 60,
            "oe_part_id": part.id,
            "oe_is_transfer": self._host() != self.company_id,
        }

    def _host(self):
        """The cooperative that hosts who comes: it may not be the one that sells."""
        self.ensure_one()
        return self.activity_id.sudo().company_id or self.company_id

    def _employee_on(self, day):
        """The employee file whose hours these are.

        :raises UserError: when the person has none in the company on that day
        """
        self.ensure_one()
        person_sudo = self.entrepreneur_id.sudo()
        host = self._host()
        employee = person_sudo._affiliation(host, day).employee_id
        if not employee:
            raise UserError(
                self.env._(
                    "%(name)s has no contract in %(company)s on that day.",
                    name=person_sudo.name,
                    company=host.sudo().name,
                )
            )
        return employee

    def _prepare_surcharges(self, slot, minutes):
        """Rows of the minutes that cost more, with the sign of the hours."""
        sign = -1 if minutes < 0 else 1
        rules = self._hour_rules(slot.start.date())
        return [
            Command.create(
                {
                    "company_id": self.company_id.id,
                    "minutes": sign * part.minutes,
                    "percent": float(part.surcharge * 100),
                    "kinds": ",".join(kind.value for kind in part.kinds),
                }
            )
            for part in hours.billed_parts(slot, abs(minutes), rules)
            if part.surcharge
        ]

    def action_record_planned(self):
        """Record as planned, without signature: for the office, client absent."""
        self.check_access("write")
        for visit in self.filtered(lambda v: v.state == "planned"):
            wall = visit.company_id._oe_wall
            visit._record(
                wall(visit.planned_start),
                wall(visit.planned_end),
                not_signed_reason="absent",
            )

    def _is_due(self):
        """Whether the visit should have been recorded by now."""
        self.ensure_one()
        return self.state == "planned" and self.planned_end <= fields.Datetime.now()
