from odoo import api, fields, models
from odoo.tools import formatLang

from ..calc.activity_rows import rows
from .rules import MODES

CODES = [
    ("workers", "Workers"),
    ("employees", "Of whom employees"),
    ("hours", "Hours"),
    ("clients", "Clients"),
    ("payroll", "Gross payroll"),
    ("turnover", "Turnover excl. VAT"),
]
SOURCES = {"payroll": "payroll", "turnover": "turnover"}
GROUPED = {
    "workers": ["entrepreneur_id"],
    "employees": ["entrepreneur_id"],
    "clients": ["partner_id"],
}
MONEY = ("payroll", "turnover")
PLACES = ("first", "second", "third")


class SapActivityFigure(models.Model):
    """A row of a statement: one figure, a column for each month and the whole."""

    _name = "oe.sap.activity.figure"
    _description = "Figure of an activity statement"
    _order = "report_id, sequence"
    _rec_name = "code"

    report_id = fields.Many2one(
        "oe.sap.activity.report", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="report_id.company_id", store=True, index=True)
    sequence = fields.Integer(required=True)
    code = fields.Selection(CODES, "Figure", required=True)
    mode = fields.Selection(MODES, "Mode of service", help="Empty: all modes together.")
    first = fields.Float("Month 1, number", digits=(16, 2))
    second = fields.Float("Month 2, number", digits=(16, 2))
    third = fields.Float("Month 3, number", digits=(16, 2))
    whole = fields.Float("Whole period, number", digits=(16, 2))
    mode_shown = fields.Char("Mode", compute="_compute_shown")
    first_shown = fields.Char("Month 1", compute="_compute_shown")
    second_shown = fields.Char("Month 2", compute="_compute_shown")
    third_shown = fields.Char("Month 3", compute="_compute_shown")
    whole_shown = fields.Char("Whole period", compute="_compute_shown")
    difference = fields.Char(
        "Changed since",
        compute="_compute_difference",
        help="What the same records say today, where it is not what was declared.",
    )

    _once = models.UniqueIndex(
        "(report_id, sequence)", "This figure is in the statement already."
    )

    @api.depends("mode", "code", "first", "second", "third", "whole")
    def _compute_shown(self):
        """A count without decimals, money with its currency."""
        modes = dict(self._fields["mode"]._description_selection(self.env))
        for figure in self:
            figure.mode_shown = modes.get(figure.mode, self.env._("All modes"))
            for name in (*PLACES, "whole"):
                figure[f"{name}_shown"] = figure._shown(figure[name])

    def _shown(self, value):
        self.ensure_one()
        if self.code in MONEY:
            return formatLang(self.env, value, currency_obj=self.company_id.currency_id)
        return formatLang(self.env, value, digits=0)

    @api.depends("report_id.state")
    def _compute_difference(self):
        self.difference = False
        for report, figures in self.grouped("report_id").items():
            if report.state != "declared":
                continue
            # Figures only go out, to who may read the statement.
            found = rows(report.sudo()._prepare_activity(), report._periods())
            now = {
                rank: report._prepare_figure(rank, row)
                for rank, row in enumerate(found, 1)
            }
            for figure in figures:
                figure.difference = figure._told(now[figure.sequence])

    def _told(self, now):
        """Each column that changed: what it was and what it would be."""
        self.ensure_one()
        labels = {
            "first": self.report_id.label_first,
            "second": self.report_id.label_second,
            "third": self.report_id.label_third,
            "whole": self.env._("whole period"),
        }
        changed = [
            name
            for name in (*PLACES, "whole")
            if round(self[name] * 100) != round(now[name] * 100)
        ]
        if set(changed) - {"whole"}:
            changed = [name for name in changed if name != "whole"]
        return ", ".join(
            self.env._(
                "%(month)s: %(before)s → %(now)s",
                month=labels[name],
                before=self._shown(self[name]),
                now=self._shown(now[name]),
            )
            for name in changed
        )

    def action_lines(self):
        """The lines that a figure was counted from."""
        self.ensure_one()
        self.check_access("read")
        kind = SOURCES.get(self.code, "work")
        domain = [("report_id", "=", self.report_id.id), ("kind", "=", kind)]
        if self.mode:
            domain.append(("mode", "=", self.mode))
        if self.code == "employees":
            domain.append(("employee", "=", True))
        label = dict(self._fields["code"]._description_selection(self.env))[self.code]
        groups = ["month:month", *GROUPED.get(self.code, [])]
        return {
            "type": "ir.actions.act_window",
            "name": f"{label}, {self.report_id.display_name}",
            "res_model": "oe.sap.activity.item",
            "views": [(False, "list")],
            "domain": domain,
            "context": {"group_by": groups, "oe_kind": kind},
        }


class SapActivityItem(models.Model):
    """A line that figures of a statement were counted from, as it was then."""

    _name = "oe.sap.activity.item"
    _description = "Line of an activity statement"
    _inherit = ["oe.retention.mixin"]
    _order = "day, id"
    _rec_name = "day"
    _log_access = False

    _retention_code = "sap_activity_item"
    _retention_date_field = "day"

    report_id = fields.Many2one(
        "oe.sap.activity.report", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    day = fields.Date(required=True)
    month = fields.Date(required=True)
    kind = fields.Selection(
        [("work", "Work"), ("turnover", "Turnover"), ("payroll", "Gross payroll")],
        required=True,
    )
    mode = fields.Selection(MODES)
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Who worked", index="btree_not_null", ondelete="set null"
    )
    partner_id = fields.Many2one(
        "res.partner", "Client", index="btree_not_null", ondelete="set null"
    )
    employee = fields.Boolean()
    minutes = fields.Integer()
    hours = fields.Float(compute="_compute_hours")
    amount = fields.Monetary("Amount excl. VAT")
    hour_id = fields.Many2one(
        "account.analytic.line",
        "Hours of a visit",
        index="btree_not_null",
        ondelete="set null",
        groups="oe_base.group_oe_manager",
    )
    move_line_id = fields.Many2one(
        "account.move.line", "Entry", index="btree_not_null", ondelete="set null"
    )

    @api.depends("minutes")
    def _compute_hours(self):
        for item in self:
            item.hours = item.minutes / 60
