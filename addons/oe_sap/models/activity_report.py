import datetime

from odoo import Command, api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import SQL, format_date

from odoo.addons.oe_base.calc.period import Period, add_months, iter_months
from odoo.addons.oe_base.tools import lock_rows

from ..calc.activity import Mode
from ..calc.activity_rows import rows
from ..calc.statistics import Activity, Amount, Payroll, Work
from .remittance import HANDLERS

KINDS = [("quarter", "Quarter (EMA)"), ("year", "Year")]
MONTHS = {"quarter": 3, "year": 12}


class SapActivityReport(models.Model):
    """The activity of an establishment in a quarter (EMA) or a year, as declared.

    Computed from visits, invoices and the books, with the lines of each figure. Once
    declared it is frozen: what changes later is shown beside, and a new version of the
    statement carries it.
    """

    _name = "oe.sap.activity.report"
    _description = "Activity statement of home services"
    _inherit = ["oe.acted.mixin", "oe.closed.mixin", "mail.thread"]
    _order = "is_late desc, date_start desc, establishment_id, version desc, id desc"
    _check_company_auto = True

    _closed_states = ("declared",)
    _open_fields = frozenset({"state", "is_late"})
    _acted_fields = frozenset(
        {"state", "is_late", "version", "amends_id", "computed_on", "declared_on"}
        | {"declared_by_id", "date_end", "company_id"}
    )

    establishment_id = fields.Many2one(
        "oe.sap.establishment",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="establishment_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, "Period", required=True, default="quarter")
    date_start = fields.Date("First day", required=True)
    date_end = fields.Date("Last day", compute="_compute_date_end", store=True)
    version = fields.Integer(required=True, default=1, readonly=True, aggregator=None)
    amends_id = fields.Many2one(
        "oe.sap.activity.report",
        "Corrects",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
    )
    date_due = fields.Date("Due on", required=True)
    is_late = fields.Boolean("Late", readonly=True)
    state = fields.Selection(
        [("draft", "To compute"), ("computed", "Computed"), ("declared", "Declared")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    computed_on = fields.Datetime(readonly=True, copy=False)
    declared_on = fields.Date(readonly=True, copy=False)
    declared_by_id = fields.Many2one(
        "res.users", "Declared by", readonly=True, copy=False, index="btree_not_null"
    )
    figure_ids = fields.One2many(
        "oe.sap.activity.figure", "report_id", "Figures", readonly=True
    )
    item_ids = fields.One2many(
        "oe.sap.activity.item", "report_id", "Lines", readonly=True
    )
    label_first = fields.Char("First month", compute="_compute_labels")
    label_second = fields.Char("Second month", compute="_compute_labels")
    label_third = fields.Char("Third month", compute="_compute_labels")
    is_intact = fields.Boolean("Seal verified", compute="_compute_is_intact")

    _once = models.UniqueIndex(
        "(establishment_id, kind, date_start, version)",
        "This statement of the establishment exists already.",
    )

    @api.depends("establishment_id", "kind", "date_start", "version")
    def _compute_display_name(self):
        for report in self:
            name = f"{report.establishment_id.name or ''}, {report._period_label()}"
            if report.version > 1:
                name += f" v{report.version}"
            report.display_name = name

    def _period_label(self):
        self.ensure_one()
        day = self.date_start
        if not day:
            return ""
        if self.kind == "year":
            return str(day.year)
        return self.env._(
            "quarter %(rank)s of %(year)s", rank=(day.month + 2) // 3, year=day.year
        )

    @api.depends("date_start", "kind")
    def _compute_date_end(self):
        for report in self:
            start = report.date_start
            end = start and add_months(start, MONTHS[report.kind])
            report.date_end = end and end - datetime.timedelta(days=1)

    @api.depends("date_start", "kind")
    def _compute_labels(self):
        for report in self:
            months = report._periods() if report.kind == "quarter" else []
            labels = [
                format_date(self.env, month.start, date_format="MMMM y")
                for month in months
            ]
            labels += [False] * (3 - len(labels))
            report.label_first, report.label_second, report.label_third = labels

    @api.depends("seal", "state")
    def _compute_is_intact(self):
        for report in self:
            report.is_intact = report._is_closed() and report._seal_is_true()

    @api.constrains("date_start", "kind")
    def _check_start(self):
        for report in self:
            start = report.date_start
            step = MONTHS[report.kind]
            if start.day != 1 or (start.month - 1) % step:
                raise UserError(
                    self.env._("A statement starts on the first day of its period.")
                )

    def _periods(self):
        """Its months; one for the whole of a year."""
        self.ensure_one()
        if not self.date_start:
            return []
        end = add_months(self.date_start, MONTHS[self.kind])
        whole = Period(self.date_start, end)
        return [whole] if self.kind == "year" else list(iter_months(whole))

    def _check_handler(self):
        self.check_access("write")
        if not self.env.su and not any(self.env.user.has_group(g) for g in HANDLERS):
            raise AccessError(
                self.env._("Statements are for managers and accountants.")
            )

    def action_compute(self):
        """Figures and their lines from what is recorded; again, anew."""
        self._check_handler()
        for report in self:
            # Two people at once: the second computes what the first wrote, no double.
            lock_rows(report)
            report._refuse_closed()
            report._apply_lines()
            report._apply_figures(rows(report._prepare_activity(), report._periods()))
            report.sudo().write(
                {"state": "computed", "computed_on": fields.Datetime.now()}
            )

    def write(self, vals):
        """Figures are of their period: it does not change under them."""
        period = {"establishment_id", "kind", "date_start"}
        if period & set(vals) and any(report.state == "computed" for report in self):
            raise UserError(
                self.env._("Its figures are of this period: make another statement.")
            )
        return super().write(vals)

    def _query(self):
        self.ensure_one()
        end = add_months(self.date_start, MONTHS[self.kind])
        return self.env["oe.sap.activity.source"]._query(
            self.establishment_id.sudo(), self.date_start, end
        )

    def _apply_lines(self):
        """The lines of each figure, in one statement: there may be many."""
        self.ensure_one()
        query = self._query()
        self.env.cr.execute(
            SQL("DELETE FROM oe_sap_activity_item WHERE report_id = %s", self.id)
        )
        self.env.cr.execute(
            SQL(
                """
                INSERT INTO oe_sap_activity_item
                    (report_id, company_id, day, month, kind, mode, entrepreneur_id,
                     partner_id, employee, minutes, amount, hour_id, move_line_id)
                SELECT %s, %s, row.day, date_trunc('month', row.day)::date, row.kind,
                       row.mode, row.entrepreneur_id, row.partner_id, row.employee,
                       row.minutes, row.amount, row.hour_id, row.move_line_id
                  FROM (%s) row
              ORDER BY row.day, row.kind, row.hour_id, row.move_line_id
                """,
                self.id,
                self.company_id.id,
                query,
            )
        )
        self.env["oe.sap.activity.item"].invalidate_model()
        self.invalidate_recordset(["item_ids"])

    def _prepare_activity(self):
        """What the establishment did, as it stands now, for the computing layer."""
        self.ensure_one()
        works, amounts, payrolls = [], [], []
        sums = self.env["oe.sap.activity.source"]._sums(self._query())
        for month, kind, mode, person, client, employee, minutes, cents in sums:
            if kind == "work":
                works.append(
                    Work(
                        month,
                        str(person or ""),
                        employee,
                        str(client or ""),
                        minutes,
                        Mode(mode),
                    )
                )
            elif kind == "turnover":
                amounts.append(Amount(month, cents, mode=Mode(mode)))
            else:
                payrolls.append(Payroll(month, cents))
        return Activity(tuple(works), tuple(amounts), tuple(payrolls))

    def _apply_figures(self, found):
        self.ensure_one()
        self.sudo().write(
            {
                "figure_ids": [
                    Command.clear(),
                    *(
                        Command.create(self._prepare_figure(rank, row))
                        for rank, row in enumerate(found, 1)
                    ),
                ]
            }
        )

    @api.model
    def _prepare_figure(self, rank, row):
        money = row.code in ("payroll", "turnover")
        shown = [value / 100 if money else value for value in row.values]
        shown = shown if len(shown) == 3 else [0, 0, 0]
        return {
            "sequence": rank,
            "code": row.code,
            "mode": row.mode.value if row.mode else False,
            "first": shown[0],
            "second": shown[1],
            "third": shown[2],
            "whole": row.whole / 100 if money else row.whole,
        }

    @api.ondelete(at_uninstall=False)
    def _unlink_except_due(self):
        if any(report.version == 1 for report in self):
            raise UserError(self.env._("A statement that is due stays."))
