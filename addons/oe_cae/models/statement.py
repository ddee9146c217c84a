from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import from_cents

from ..calc import month as calc
from .words import as_data, month_label


def euros(cents):
    """Cents as the float that a Monetary field takes."""
    return float(from_cents(cents))


class Statement(models.Model):
    """The account of an activity for a month, given to its entrepreneur.

    Computed from the books, closed with the month, never edited: what comes late is
    a line of the next one (C. trav. R.7331-5).
    """

    _name = "oe.cae.statement"
    _description = "Statement of an activity"
    _inherit = ["oe.closed.mixin"]
    _order = "month desc, activity_id"
    _check_company_auto = True

    activity_id = fields.Many2one(
        "oe.activity", required=True, index=True, ondelete="restrict"
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    territory_id = fields.Many2one(
        related="company_id.oe_territory_id",
        store=True,
        index="btree_not_null",
        precompute=True,
    )
    month = fields.Date(required=True, index=True)
    state = fields.Selection(
        [("draft", "Draft"), ("closed", "Closed")], required=True, default="draft"
    )
    contract_id = fields.Many2one(
        "oe.cae.contract", index="btree_not_null", ondelete="restrict"
    )
    line_ids = fields.One2many("oe.cae.statement.line", "statement_id", "Lines")
    opening = fields.Monetary("Left before")
    invoiced = fields.Monetary()
    turnover = fields.Monetary(help="Invoiced or collected, as the scheme says.")
    purchases = fields.Monetary()
    other_charges = fields.Monetary("Other charges")
    contribution = fields.Monetary()
    reserve = fields.Monetary(
        "Reserves", help="Put aside in the month (negative), or taken out."
    )
    payroll = fields.Monetary()
    budget = fields.Monetary("Pay budget", help="What is left, before payroll.")
    balance = fields.Monetary("Left after", help="Carried to the next month.")
    movement = fields.Monetary()
    gross = fields.Monetary("Gross, estimated")
    pay_cost = fields.Monetary("Cost of the pay, estimated")
    net = fields.Monetary("Net before tax, estimated")
    variable_pay = fields.Monetary("Of which part variable")
    pay_steps = fields.Json()
    pay_alert = fields.Char("About the pay", readonly=True)
    pay_explanation = fields.Text(compute="_compute_pay_explanation")

    _once = models.UniqueIndex(
        "(activity_id, month)", "This activity has its statement of the month."
    )

    @api.depends("activity_id", "month")
    def _compute_display_name(self):
        for statement in self:
            month = statement.month and month_label(str(statement.month))
            statement.display_name = f"{statement.activity_id.name or ''} {month or ''}"

    @api.depends("pay_steps")
    @api.depends_context("lang")
    def _compute_pay_explanation(self):
        words = self.env["oe.cae.words"]
        for statement in self:
            statement.pay_explanation = "\n".join(
                words._sentence(item) for item in statement.pay_steps or []
            )

    @api.model
    def _values(self, result, company, month):
        """Values of the statement of one result of :meth:`oe.cae.month._compute`."""
        told = result.statement
        values = {
            "activity_id": result.activity.id,
            "entrepreneur_id": result.activity.entrepreneur_id.id,
            "company_id": company.id,
            "month": month,
            "contract_id": result.contract.id,
            "opening": euros(told.opening_cents),
            "invoiced": euros(
                sum(li.cents for li in told.lines if li.kind == calc.INVOICED)
            ),
            "turnover": euros(told.total(*calc.TURNOVER)),
            "purchases": euros(told.total(*calc.BOUGHT)),
            "other_charges": euros(told.total(calc.OTHER)),
            "contribution": euros(told.total(calc.CONTRIBUTION)),
            "reserve": euros(told.total(calc.RESERVE)),
            "payroll": euros(told.total(calc.PAYROLL)),
            "budget": euros(told.budget_cents),
            "balance": euros(told.balance_cents),
            "movement": euros(told.balance_cents - told.opening_cents),
            "pay_alert": result.alert,
            "line_ids": [
                (0, 0, self._line_values(result, line, rank, company))
                for rank, line in enumerate(told.lines)
            ],
        }
        if result.pay:
            values.update(
                gross=euros(result.pay.estimate.gross_cents),
                pay_cost=euros(result.pay.estimate.cost_cents),
                net=euros(result.pay.estimate.net_cents),
                variable_pay=euros(result.pay.variable_cents),
                pay_steps=as_data(result.pay.estimate.steps),
            )
        return values

    def _line_values(self, result, line, rank, company):
        values = {
            "company_id": company.id,
            "activity_id": result.activity.id,
            "sequence": rank,
            "kind": line.kind,
            "month": line.month,
            "origin_month": line.origin,
            "counts": line.counts,
            "amount": euros(line.cents),
            "steps": as_data(line.steps),
        }
        if line.charged:
            values.update(
                version_id=result.version_of(line.origin).id,
                base_amount=euros(line.base_cents),
                position=euros(line.charged.position_cents),
                exact=str(line.charged.exact),
                exempt=line.charged.exempt,
            )
        return values

    def _enter_contributions(self):
        """Move contributions from the activities to the structure, analytically."""
        plan = self.env["account.analytic.plan"]._oe_activities_plan()
        column = plan._column_name()
        entries = []
        for statement in self:
            if statement.currency_id.is_zero(statement.contribution):
                continue
            structure = statement.company_id.oe_structure_account_id
            sides = (
                ("activity", statement.activity_id.account_id, statement.contribution),
                ("structure", structure, -statement.contribution),
            )
            entries += [
                {
                    "name": statement._contribution_label(),
                    "date": fields.Date.end_of(statement.month, "month"),
                    column: account.id,
                    "amount": amount,
                    "company_id": statement.company_id.id,
                    "oe_cae_statement_id": statement.id,
                    "oe_cae_side": side,
                }
                for side, account, amount in sides
            ]
        return self.env["account.analytic.line"].create(entries)

    def _contribution_label(self):
        self.ensure_one()
        return self.env._(
            "Contribution %(month)s, %(activity)s",
            month=month_label(str(self.month)),
            activity=self.activity_id.name,
        )
