from odoo import api, fields, models
from odoo.tools import SQL

from ..calc.month import (
    COLLECTED,
    CONTRIBUTION,
    INTERNAL_PURCHASE,
    INTERNAL_SALE,
    INVOICED,
    RESERVE,
)
from .words import month_label


class StatementLine(models.Model):
    """A line of the month of an activity, with its explanation and its sources."""

    _name = "oe.cae.statement.line"
    _description = "Line of an activity statement"
    _order = "statement_id, sequence, id"
    _check_company_auto = True

    statement_id = fields.Many2one(
        "oe.cae.statement", required=True, index=True, ondelete="cascade"
    )
    # Copied from the statement: figures are grouped by them over all months.
    company_id = fields.Many2one("res.company", required=True, index=True)
    activity_id = fields.Many2one("oe.activity", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer()
    kind = fields.Selection(
        [
            ("invoiced", "Turnover invoiced"),
            ("collected", "Turnover collected"),
            ("internal_sale", "Sold to an entrepreneur"),
            ("purchases", "Purchases"),
            ("internal_purchase", "Bought from an entrepreneur"),
            ("other", "Other charges"),
            ("reserve", "Reserve"),
            ("payroll", "Payroll"),
            ("contribution", "Contribution"),
        ],
        required=True,
    )
    month = fields.Date(required=True, help="Month of the ledger.")
    origin_month = fields.Date(
        "Month it belongs to", required=True, help="Earlier for a regularisation."
    )
    counts = fields.Boolean("In the budget", help="Otherwise told for information.")
    amount = fields.Monetary()
    steps = fields.Json()
    explanation = fields.Text(compute="_compute_explanation")
    label = fields.Char(compute="_compute_explanation")
    # What a later change of the same month starts from.
    version_id = fields.Many2one(
        "oe.cae.scheme.version", index="btree_not_null", ondelete="restrict"
    )
    base_amount = fields.Monetary("Base")
    position = fields.Monetary("Cumulated base")
    exact = fields.Char()
    exempt = fields.Char()

    @api.depends("steps", "kind", "origin_month")
    @api.depends_context("lang")
    def _compute_explanation(self):
        words = self.env["oe.cae.words"]
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for line in self:
            line.explanation = "\n".join(
                words._sentence(item) for item in line.steps or []
            )
            line.label = labels.get(line.kind, "")
            if line.origin_month and line.origin_month != line.statement_id.month:
                line.label = self.env._(
                    "%(what)s, regularisation of %(month)s",
                    what=line.label,
                    month=month_label(str(line.origin_month)),
                )

    def action_sources(self):
        """Open what this line adds up: journal items, or moves of the reserve."""
        self.check_access("read")
        self.ensure_one()
        if self.kind == RESERVE:
            return self.env["oe.cae.reserve.move"]._action_of(self)
        if self.kind in (INTERNAL_SALE, INTERNAL_PURCHASE):
            return self.env["oe.cae.internal.sale"]._action_of(self)
        ids = self._source_ids()
        return {
            "type": "ir.actions.act_window",
            "name": self.label,
            "res_model": "account.move.line",
            "view_mode": "list,form",
            "domain": [("id", "in", ids)],
        }

    def _source_ids(self):
        """Journal items behind this line."""
        line, ledger = self, self.env["oe.cae.ledger"]
        # Ids only: opening an item still needs rights in Accounting.
        account_sudo = self.activity_id.sudo().account_id
        ledger._flush()
        accounts = ledger._accounts(self.company_id)
        kind = INVOICED if line.kind in (INVOICED, CONTRIBUTION) else line.kind
        if kind == COLLECTED:
            moves = {
                row[0] for row in ledger._payment_rows(self.company_id, [line.month])
            }
            clause = SQL("aml.move_id = ANY(%s)", list(moves))
            kind = INVOICED
        else:
            clause = SQL(
                "date_trunc('month', aml.date)::date = %s"
                " AND date_trunc('month', LEAST(aml.date, origin.date))::date = %s",
                line.month,
                line.origin_month,
            )
        rows = self.env.execute_query(
            SQL(
                """
                SELECT DISTINCT aml.id
                  FROM account_analytic_line aal
                  JOIN account_move_line aml ON aml.id = aal.move_line_id
                  JOIN account_move move ON move.id = aml.move_id
             LEFT JOIN account_move origin ON origin.id = move.reversed_entry_id
                 WHERE aml.parent_state = 'posted'
                   AND %(column)s = %(account)s
                   AND aml.account_id = ANY(%(accounts)s) AND %(clause)s
                """,
                column=ledger._column(),
                account=account_sudo.id,
                accounts=accounts[kind],
                clause=clause,
            )
        )
        return [row[0] for row in rows]

    @api.model
    def _told(self, company):
        """Facts that closed statements have told: ``{activity: {key: amount}}``."""
        groups = self._read_group(
            [
                ("company_id", "=", company.id),
                ("statement_id.state", "=", "closed"),
                ("kind", "!=", "contribution"),
            ],
            ["activity_id", "kind", "month:month", "origin_month:month"],
            ["amount:sum"],
        )
        told = {}
        for activity, kind, month, origin, amount in groups:
            told.setdefault(activity.id, {})[kind, month, origin] = amount
        return told
