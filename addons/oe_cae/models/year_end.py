from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.period import ONE_DAY

from .pay_run import HANDLERS
from .words import month_label


class YearEnd(models.Model):
    """The balance of the part variable of a financial year (C. trav. R.7331-11, -12).

    The general meeting approves the accounts; within the month after it each person is
    paid what the year leaves, less what the contract lets stay in the cooperative.
    Computed from the closed statements of the year, confirmed once, never edited.
    """

    _name = "oe.cae.year.end"
    _description = "Year end of the part variable"
    _inherit = ["oe.closed.mixin"]
    _order = "date_to desc, company_id"
    _check_company_auto = True

    _closed_states = ("confirmed",)

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date_from = fields.Date("First day of the year", required=True)
    date_to = fields.Date("Last day of the year", required=True)
    meeting = fields.Date(
        "General meeting", help="The day that approved the accounts of the year."
    )
    resolution = fields.Char(help="Number or words of the resolution.")
    state = fields.Selection(
        [("draft", "Draft"), ("confirmed", "Confirmed")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    confirmed_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    line_ids = fields.One2many("oe.cae.year.end.line", "year_end_id", "People")
    balance = fields.Monetary("To pay, full cost", compute="_compute_totals")
    left = fields.Monetary("Left in the cooperative", compute="_compute_totals")
    date_due = fields.Date("Paid by", compute="_compute_totals")

    _once = models.UniqueIndex(
        "(company_id, date_to)", "This year has its year end already."
    )
    _days_ordered = models.Constraint(
        "CHECK (date_to > date_from)", "A year ends after it starts."
    )
    _whole_months = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_from) = 1 AND EXTRACT(DAY FROM date_to + 1) = 1)",
        "A financial year is made of whole months.",
    )

    @api.depends("date_to", "company_id")
    def _compute_display_name(self):
        for run in self:
            day = format_date(self.env, run.date_to) if run.date_to else ""
            run.display_name = f"{day} {run.company_id.name or ''}".strip()

    @api.depends("line_ids.balance", "line_ids.left", "line_ids.date_due")
    def _compute_totals(self):
        for run in self:
            run.balance = sum(run.line_ids.mapped("balance"))
            run.left = sum(run.line_ids.mapped("left"))
            run.date_due = max(filter(None, run.line_ids.mapped("date_due")), default=0)

    @api.onchange("company_id")
    def _onchange_company(self):
        """The last financial year that is over."""
        if self.company_id and not self.date_to:
            today = self.company_id._oe_today()
            last = self.company_id.compute_fiscalyear_dates(today)["date_from"]
            year = self.company_id.compute_fiscalyear_dates(last - ONE_DAY)
            self.update(year)

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            for vals in vals_list:
                vals.update(state="draft", confirmed_by_id=False, confirmed_on=False)
        return super().create(vals_list)

    def write(self, vals):
        if {"state", "confirmed_by_id", "confirmed_on"} & set(vals):
            raise UserError(self.env._("A year is confirmed with its button."))
        return super().write(vals)

    def _hold(self):
        self.ensure_one()
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager settles the year."))
        self.env.flush_all()
        # A real update: at the same moment the database refuses the second one.
        self.env.cr.execute(
            "UPDATE oe_cae_year_end SET write_date = write_date WHERE id = %s",
            [self.id],
        )
        self.invalidate_recordset()
        self._refuse_closed()

    def action_compute(self):
        """Compute the year anew; what people leave is kept."""
        self._hold()
        self._check_year()
        self._compute_lines()

    def action_confirm(self):
        """Confirm: what is to be paid has its day, what is left stays."""
        self._hold()
        self._check_year()
        if not (self.resolution or "").strip():
            raise UserError(
                self.env._("Write the resolution of the meeting that approved it.")
            )
        self._compute_lines()
        # Past write, which leaves this to the button.
        models.Model.write(
            self,
            {
                "state": "confirmed",
                "confirmed_by_id": self.env.uid,
                "confirmed_on": fields.Datetime.now(),
            },
        )
        # What is left is entered for whoever may settle the year.
        self.sudo().line_ids._keep()

    def _check_year(self):
        if not self.meeting or self.meeting <= self.date_to:
            raise UserError(
                self.env._(
                    "Write the day of the general meeting, after the end of the year: "
                    "the balance is due one month later (R.7331-11)."
                )
            )
        open_months = self._open_months()
        if open_months:
            raise UserError(
                self.env._(
                    "Not closed yet: %(months)s. Close the months of the year first.",
                    months=", ".join(month_label(str(day)) for day in open_months),
                )
            )

    def _months(self):
        count = (self.date_to.year - self.date_from.year) * 12
        count += self.date_to.month - self.date_from.month + 1
        return [self.date_from + relativedelta(months=rank) for rank in range(count)]

    def _open_months(self):
        """Months of the year that are not closed, from the first one we closed on."""
        months = self._months()
        closed = set(
            self.env["oe.period"]
            .sudo()  # whether a month is closed does not depend on rights
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "closed"),
                    ("month", "in", months),
                ]
            )
            .mapped("month")
        )
        if not closed:
            return months[-1:]
        return [day for day in months if day > min(closed) and day not in closed]

    def _action_show(self):
        return {
            "type": "ir.actions.act_window",
            "res_model": self._name,
            "res_id": self.id,
            "view_mode": "form",
            "views": [(False, "form")],
        }


class YearEndLine(models.Model):
    """What the year leaves one person, and by when it is paid."""

    _name = "oe.cae.year.end.line"
    _description = "Year end of a person"
    _order = "year_end_id, entrepreneur_id"
    _check_company_auto = True

    year_end_id = fields.Many2one(
        "oe.cae.year.end",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        related="year_end_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict", readonly=True
    )
    contract_id = fields.Many2one(
        "oe.cae.contract", index=True, ondelete="restrict", readonly=True
    )
    activity_id = fields.Many2one(
        "oe.activity",
        "Main activity",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    turnover = fields.Monetary(readonly=True)
    contribution = fields.Monetary(readonly=True)
    direct = fields.Monetary("Purchases and charges", readonly=True)
    reserve = fields.Monetary("Put aside", readonly=True)
    available = fields.Monetary(readonly=True)
    paid = fields.Monetary("Paid, full cost", readonly=True)
    may_leave = fields.Monetary(
        "May be left", readonly=True, help="As the contract says (R.7331-12)."
    )
    left = fields.Monetary("Left in the cooperative")
    balance = fields.Monetary("To pay, full cost", readonly=True)
    overpaid = fields.Monetary("Paid beyond", readonly=True)
    date_due = fields.Date("Paid by", readonly=True, index=True)
    settled_on = fields.Date("Paid on", readonly=True, copy=False)
    steps = fields.Json(readonly=True)
    explanation = fields.Text(compute="_compute_explanation")

    _once = models.UniqueIndex(
        "(year_end_id, entrepreneur_id)", "This person has a line already."
    )

    @api.depends("steps")
    @api.depends_context("lang")
    def _compute_explanation(self):
        words = self.env["oe.cae.words"]
        for line in self:
            line.explanation = "\n".join(
                words._sentence(item) for item in line.steps or []
            )

    def write(self, vals):
        if set(vals) - {"left"}:
            raise UserError(
                self.env._("The year is computed: write what is left, nothing else.")
            )
        self.year_end_id._refuse_closed()
        result = super().write(vals)
        for run in self.year_end_id:
            run._compute_lines()
        return result

    def action_settled(self):
        """The balance is paid."""
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in HANDLERS):
            raise AccessError(self.env._("Managers and accountants say what is paid."))
        for line in self:
            if line.year_end_id.state != "confirmed" or line.settled_on:
                raise UserError(
                    self.env._("Only a confirmed balance is paid, and only once.")
                )
        # Accountants read the lines only.
        for line_sudo in self.sudo():
            models.Model.write(
                line_sudo, {"settled_on": line_sudo.company_id._oe_today()}
            )
