from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.tools import lock_rows

from ..calc import hours
from ..calc.slots import Slot


class InterventionCorrection(models.Model):
    """What a recorded visit was before it was corrected: nothing is overwritten."""

    _name = "oe.intervention.correction"
    _description = "Correction of a visit"
    _order = "create_date desc, id desc"

    intervention_id = fields.Many2one(
        "oe.intervention", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="intervention_id.company_id", store=True, index=True
    )
    start_before = fields.Datetime("Started before", readonly=True)
    end_before = fields.Datetime("Ended before", readonly=True)
    billed_before = fields.Integer("Billed before, minutes", readonly=True)
    billed_after = fields.Integer("Billed after, minutes", readonly=True)
    reason = fields.Char(required=True, readonly=True)
    is_counter_entry = fields.Boolean(
        "By counter-entry",
        readonly=True,
        help="The hours were invoiced: they are taken back and entered again.",
    )
    hour_ids = fields.One2many(
        "account.analytic.line", "oe_correction_id", "Hours of the correction"
    )


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    oe_correction_id = fields.Many2one(
        "oe.intervention.correction",
        "Correction of a visit",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )

    _oe_part_once = models.UniqueIndex(
        "(oe_part_id) WHERE oe_part_id IS NOT NULL AND oe_correction_id IS NULL",
        "These hours were recorded already.",
    )


class Intervention(models.Model):
    _inherit = "oe.intervention"

    correction_ids = fields.One2many(
        "oe.intervention.correction",
        "intervention_id",
        "Corrections",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    def _correct(self, start, end, break_minutes, reason):
        """Correct the times of a recorded visit.

        Hours not invoiced yet are entered anew; invoiced ones are taken back by a
        counter-entry and entered again, on the day of the visit while its month is
        open, else today.

        :param datetime start: real start, wall time of the company
        :param datetime end: real end, wall time
        :raises UserError: with the rule that refuses; nothing is saved then
        """
        self.ensure_one()
        lock_rows(self)
        if self.state != "done":
            raise UserError(self.env._("Only a recorded visit is corrected."))
        if not (reason or "").strip():
            raise UserError(self.env._("Write in a word why."))
        worked, billed = self._check_correction(start, end, break_minutes)
        hours_sudo = self._hours_recorded()
        billed_before = self.billed_minutes
        correction = (
            self.env["oe.intervention.correction"]
            .sudo()
            .create(
                {
                    "intervention_id": self.id,
                    "start_before": self.actual_start,
                    "end_before": self.actual_end,
                    "billed_before": billed_before,
                    "billed_after": billed,
                    "reason": reason.strip()[:200],
                    "is_counter_entry": bool(
                        hours_sudo.timesheet_invoice_id | hours_sudo.oe_transfer_move_id
                    ),
                }
            )
        )
        self._enter_correction(correction, start, end, hours_sudo)
        self._apply_times(start, end, break_minutes, worked, billed)
        return correction

    def _check_correction(self, start, end, break_minutes):
        if start.date() != self.company_id._oe_wall(self.actual_start).date():
            raise UserError(
                self.env._("A correction keeps the day: cancel and record instead.")
            )
        try:
            worked = hours.worked_minutes(start, end, break_minutes)
        except CalcError as error:
            raise UserError(self._explain_times(error)) from error
        utc = self.company_id._oe_utc
        if utc(end) > fields.Datetime.now():
            raise UserError(self.env._("A visit is recorded once it is over."))
        source = f"{self._name},{self.id}"
        other = self.env["oe.worked.slot"]._overlapping(
            self.entrepreneur_id, utc(start), utc(end), except_source=source
        )
        if other:
            raise UserError(self._explain_overlap(other))
        return worked, hours.billed_minutes(worked, self._hour_rules(start.date()))

    def _hours_recorded(self):
        """Hours of this visit that stand: billed ones, and what is not billed yet."""
        lines_sudo = self.env["account.analytic.line"].sudo()
        return lines_sudo.search([("oe_part_id", "in", self.part_ids.ids)], order="id")

    def _enter_correction(self, correction, start, end, hours_sudo):
        """Take back what is invoiced, drop what is not, enter the new hours."""
        self.ensure_one()
        # Hours that another cooperative invoiced already are taken back, not dropped:
        # entered anew it would invoice them once more.
        free = hours_sudo.filtered(
            lambda line: line._is_not_billed() and not line.oe_transfer_move_id
        )
        billed = hours_sudo - free
        day = start.date()
        if not self.env["oe.period"]._is_open(self.company_id, day):
            if not billed:
                self.env["oe.period"]._assert_open(self.company_id, day)
            day = self.company_id._oe_today()
        free.unlink()
        self._take_back(billed, correction, day)
        billed_minutes = correction.billed_after
        shares = self._split_billed(billed_minutes, start.date())
        minutes = dict(zip(self.part_ids, shares, strict=True))
        for part, count in minutes.items():
            part.billed_minutes = count
        values = {"oe_correction_id": correction.id} if billed else {}
        slot = Slot(start, end)
        self._create_timesheets(minutes, start.date(), slot, date=day, **values)

    def _take_back(self, billed, correction, day):
        """The opposite of each invoiced line, with its surcharges."""
        values, worked_on = [], self.company_id._oe_wall(self.actual_start).date()
        for line in billed:
            values.append(
                {
                    **self._prepare_timesheet(
                        line.oe_part_id, -line._oe_minutes(), worked_on
                    ),
                    "date": day,
                    "oe_correction_id": correction.id,
                    "oe_surcharge_ids": [
                        Command.create(
                            {
                                "company_id": row.company_id.id,
                                "minutes": -row.minutes,
                                "percent": row.percent,
                                "kinds": row.kinds,
                            }
                        )
                        for row in line.oe_surcharge_ids
                    ],
                }
            )
        both = (self.company_id | self._host()).ids
        billed.with_context(allowed_company_ids=both).create(values)

    def _apply_times(self, start, end, break_minutes, worked, billed):
        utc = self.company_id._oe_utc
        self.write(
            {
                "actual_start": utc(start),
                "actual_end": utc(end),
                "break_minutes": break_minutes,
                "worked_minutes": worked,
                "billed_minutes": billed,
            }
        )
        source = f"{self._name},{self.id}"
        slots_sudo = self.env["oe.worked.slot"].sudo()
        slots_sudo.search([("source", "=", source)]).write(
            {"start": utc(start), "end": utc(end), "break_minutes": break_minutes}
        )
