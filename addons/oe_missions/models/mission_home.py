import datetime

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.period import Period

ONE_DAY = datetime.timedelta(days=1)


class Mission(models.Model):
    """Days on which a client is away, or may still withdraw: no visit is planned."""

    _inherit = "oe.mission"

    request_ids = fields.One2many(
        "oe.client.request",
        "mission_id",
        "Absences",
        groups="oe_base.group_oe_advisor",
    )

    def _plan_days(self, days):
        """Leave out the days to withdraw, then those on which the client is away."""
        self.ensure_one()
        visits = self.env["oe.intervention"]
        for part in self._days_without_hold(days):
            visits |= super()._plan_days(part)
        for away in self.sudo().request_ids:
            if (away.state, away.kind) == ("applied", "pause"):
                away._cancel_planned_since()
        return visits

    def _days_without_hold(self, days):
        """The same half-open days without those of the delay to withdraw."""
        order_sudo = self.sudo().order_id
        until = order_sudo.oe_withdrawal_until
        if not until or order_sudo.oe_express_on:
            return [days]
        first, after = order_sudo.oe_contract_on, until + ONE_DAY
        parts = []
        if days.start < first:
            parts.append(Period(days.start, min(days.end or first, first)))
        start = max(days.start, after)
        if days.end is None or start < days.end:
            parts.append(Period(start, days.end))
        return parts

    def _cancel_within(self, first, last, told_on, waiver=None, rhythm_only=False):
        """Call off the planned visits from one day to another, both counted.

        :param datetime told_on: when the client said it; late, the signed rule holds
        :param str waiver: why nothing is asked for a late notice
        :param bool rhythm_only: leave alone what a person planned or changed

        A visit that had begun when the client said it took place: its hours are owed.
        """
        self.ensure_one()
        wall = self.company_id._oe_wall
        told_day = wall(told_on).date()

        def is_gone(visit):
            day = wall(visit.planned_start).date()
            began = day == told_day and visit.planned_start <= told_on
            free = visit.state == "planned" and not visit.started_on and not began
            if rhythm_only and (visit.is_manual or not visit.pattern_id):
                return False
            return free and first <= day <= last

        gone = self.intervention_ids.filtered(is_gone)
        gone._call_off("client", told_on, waiver)
        return gone

    def _end_on(self, day, told_on, waiver=None):
        """The last day of the mission; later visits are called off."""
        self.ensure_one()
        # An end is never later than the one that was agreed.
        day = min(day, self.date_end or day)
        self.date_end = max(day, self.date_start)
        after = self.date_end + ONE_DAY
        return self._cancel_within(after, datetime.date.max, told_on, waiver)

    @api.model
    def _readable_missions(self, partner, scope):
        """Missions of a client, or of those who gave a mandate, past the rules."""
        principals = self.env["oe.mandate"].sudo()._principals(partner, scope)
        return self.sudo().search(
            [
                ("partner_id", "in", (partner | principals).ids),
                ("company_id", "in", self.env.user.company_ids.ids),
                ("state", "in", ("staffed", "running", "suspended")),
            ]
        )


class Intervention(models.Model):
    _inherit = "oe.intervention"

    def _held_until(self, day):
        self.ensure_one()
        order_sudo = self.mission_id.sudo().order_id
        if order_sudo and order_sudo._oe_holds(day):
            return self.env._(
                "The client may withdraw until %(day)s and did not ask expressly to "
                "start before: visits begin after that day.",
                day=format_date(self.env, order_sudo.oe_withdrawal_until),
            )
        return None

    @api.constrains("planned_start", "mission_id")
    def _check_not_held(self):
        for visit in self.filtered(lambda row: row.state == "planned"):
            day = visit.company_id._oe_wall(visit.planned_start).date()
            held = visit._held_until(day)
            if held:
                raise ValidationError(held)

    def _check_record(self, start, end, details):
        held = self._held_until(start.date())
        if held:
            raise UserError(held)
        return super()._check_record(start, end, details)
