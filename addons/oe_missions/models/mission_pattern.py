import datetime
import logging

from odoo import Command, api, fields, models

from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_base.models.availability import WEEKDAYS

from ..calc import generate
from ..calc.hours import spoken
from ..calc.slots import Slot, WeeklyHours
from .invoice_run import REFUSALS

_logger = logging.getLogger(__name__)


class MissionPattern(models.Model):
    """A visit of the weekly rhythm, and the services done in it."""

    _name = "oe.mission.pattern"
    _description = "Rhythm of a mission"
    _inherit = ["oe.clock.mixin"]
    _order = "mission_id, weekday, minute_start"

    mission_id = fields.Many2one(
        "oe.mission", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="mission_id.company_id", store=True, index=True
    )
    weekday = fields.Selection(WEEKDAYS, required=True)
    every_weeks = fields.Integer("Every n weeks", default=1, required=True)
    part_ids = fields.One2many("oe.mission.pattern.part", "pattern_id", "Services")

    _frequency = models.Constraint(
        "CHECK (every_weeks > 0 AND minute_start BETWEEN 0 AND 1439)",
        "A rhythm is at least weekly and starts within the day.",
    )

    def _prepare_calc(self):
        self.ensure_one()
        minutes = sum(self.part_ids.mapped("minutes"))
        return generate.PatternLine(
            self.id,
            WeeklyHours(
                int(self.weekday), self.minute_start, self.minute_start + minutes
            ),
            self.every_weeks,
            self.mission_id.date_start,
        )


class MissionPatternPart(models.Model):
    """One service within a visit of the rhythm, and how long it takes."""

    _name = "oe.mission.pattern.part"
    _description = "Service of a rhythm"

    pattern_id = fields.Many2one(
        "oe.mission.pattern", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="pattern_id.company_id", store=True, index=True
    )
    order_line_id = fields.Many2one(
        "sale.order.line", "Order line", required=True, index=True
    )
    minutes = fields.Integer(required=True, default=60)

    _minutes_positive = models.Constraint(
        "CHECK (minutes > 0)", "A service takes some minutes."
    )

    @api.depends("order_line_id", "minutes")
    def _compute_display_name(self):
        for part in self:
            service = part.order_line_id.product_id.name or ""
            part.display_name = f"{service}, {spoken(part.minutes)}"


class Mission(models.Model):
    _inherit = "oe.mission"

    def action_plan(self):
        """Plan from the first day of the mission to six weeks ahead.

        Days gone by are planned too, to be recorded late; what a person changed by
        hand stays.
        """
        self._plan_ahead(from_start=True)

    def _plan_ahead(self, today=None, from_start=False):
        today = today or fields.Date.context_today(self)
        for mission in self.filtered(lambda m: m._is_running()):
            days = generate.horizon(mission._period(), max(today, mission.date_start))
            if from_start:
                end = today + datetime.timedelta(weeks=generate.WEEKS_AHEAD)
                start = mission.date_start
                days = Period(start, end) if start < end else days
            if days and not days.is_empty:
                mission._plan_days(days)

    def _cron_plan(self):
        for mission in self.search([("state", "in", ("staffed", "running"))]):
            try:
                with self.env.cr.savepoint():
                    mission._plan_ahead()
                    mission._close_if_over()
            except REFUSALS:
                # The visits of all others are planned.
                _logger.exception("mission %s is not planned ahead", mission.id)

    def _close_if_over(self):
        """Past its last day a mission closes, once every visit is recorded."""
        self.ensure_one()
        over = self.date_end and self.date_end < self.company_id._oe_today()
        if over and "planned" not in self.intervention_ids.mapped("state"):
            self.action_done()

    def _plan_days(self, days):
        """Bring the visits of some days in line with the rhythm; run again, same.

        :param Period days: half-open days, within the mission
        """
        self.ensure_one()
        within = self._period().intersection(days)
        lines = [line._prepare_calc() for line in self.pattern_ids.filtered("part_ids")]
        if not within or within.is_empty or not lines:
            return self.env["oe.intervention"]
        plan = generate.plan_visits(lines, within, self._existing_visits(within))
        visits = self.env["oe.intervention"]
        visits.browse(plan.remove).unlink()
        for visit_id, slot in plan.move:
            visits.browse(visit_id)._move_to(self._slot_values(slot))
        values = [self._prepare_visit(key, slot) for key, slot in plan.create]
        return visits.create(self._without_clashes(values))

    def _existing_visits(self, days: Period):
        company = self.company_id
        start = company._oe_utc(datetime.datetime.combine(days.start, datetime.time()))
        visits = self.intervention_ids.filtered(lambda v: v.planned_start >= start)
        return [
            generate.Existing(
                visit.id,
                Slot(
                    company._oe_wall(visit.planned_start),
                    company._oe_wall(visit.planned_end),
                ),
                visit._pattern_key(),
                visit.is_manual or visit.state != "planned",
                visit.state == "cancelled",
            )
            for visit in visits
        ]

    def _slot_values(self, slot):
        return {
            "planned_start": self.company_id._oe_utc(slot.start),
            "planned_end": self.company_id._oe_utc(slot.end),
        }

    def _prepare_visit(self, key, slot):
        pattern_id, day = key
        pattern = self.env["oe.mission.pattern"].browse(pattern_id)
        member = self._member_on(day, pattern)
        return {
            **self._slot_values(slot),
            "mission_id": self.id,
            "company_id": self.company_id.id,
            "entrepreneur_id": member.entrepreneur_id.id,
            "activity_id": member.activity_id.id,
            "pattern_id": pattern_id,
            "pattern_day": day,
            "part_ids": [
                Command.create(
                    {
                        "order_line_id": part.order_line_id.id,
                        "minutes": part.minutes,
                    }
                )
                for part in pattern.part_ids
            ],
        }
