"""Business brought: the agreed fee, told to the client, entered for who brought it."""

from odoo import Command, api, fields, models
from odoo.exceptions import ValidationError
from odoo.fields import Domain

from odoo.addons.oe_base.calc import money
from odoo.addons.oe_base.tools import lock_rows

from ..calc import brought as calc
from .hour_rule import percent_text

# Commissions on sales: both sides on one account, so that the books see nothing and
# each activity its part.
FEE_ACCOUNT = "pcg_6222"


class CrmLead(models.Model):
    _inherit = "crm.lead"

    oe_assessed_by_id = fields.Many2one(
        "oe.entrepreneur",
        "Assessed by",
        index="btree_not_null",
        groups="oe_base.group_oe_advisor",
        help="Who assessed the need at the client's home does not earn on the choice.",
        copy=False,
    )
    oe_fee_percent = fields.Float(
        "Fee for who brought it, %",
        digits=(5, 2),
        groups="oe_base.group_oe_advisor",
        copy=False,
    )
    oe_fee_cap = fields.Monetary(
        "At most",
        currency_field="company_currency",
        groups="oe_base.group_oe_advisor",
        copy=False,
    )
    oe_assessor_earns = fields.Boolean(
        "The assessor earns, agreed in writing",
        groups="oe_base.group_oe_advisor",
        copy=False,
    )

    _oe_fee_range = models.Constraint(
        "CHECK (COALESCE(oe_fee_percent, 0) BETWEEN 0 AND 100 "
        "AND COALESCE(oe_fee_cap, 0) >= 0)",
        "A fee lies between 0 and 100 % and has a positive cap.",
    )

    @api.constrains("oe_fee_percent", "oe_fee_cap", "oe_brought_by_id")
    def _check_oe_fee(self):
        for lead in self.filtered("oe_fee_percent"):
            if not lead.oe_brought_by_id or not lead.oe_fee_cap:
                raise ValidationError(
                    self.env._("A fee names who brought the client, and its cap.")
                )

    def _oe_prepare_quote(self, seller, lines):
        values = super()._oe_prepare_quote(seller, lines)
        need_sudo = self.sudo()
        return {
            **values,
            "oe_bringer_id": self.oe_brought_by_id.id,
            "oe_assessor_id": need_sudo.oe_assessed_by_id.id,
            "oe_fee_percent": need_sudo.oe_fee_percent,
            "oe_fee_cap": need_sudo.oe_fee_cap,
            "oe_assessor_earns": need_sudo.oe_assessor_earns,
        }


class SaleOrder(models.Model):
    _inherit = "sale.order"

    oe_bringer_id = fields.Many2one(
        "oe.entrepreneur",
        "Brought by",
        readonly=True,
        index="btree_not_null",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
        copy=False,
    )
    oe_assessor_id = fields.Many2one(
        "oe.entrepreneur",
        "Assessed by",
        readonly=True,
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
        copy=False,
    )
    oe_fee_percent = fields.Float(
        "Fee, %",
        digits=(5, 2),
        readonly=True,
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
        copy=False,
    )
    oe_fee_cap = fields.Monetary(
        "Fee at most",
        readonly=True,
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
        copy=False,
    )
    oe_assessor_earns = fields.Boolean(
        readonly=True,
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
        copy=False,
    )

    def _oe_fee_sentence(self):
        """What the client reads on the quote; empty without a fee."""
        self.ensure_one()
        order_sudo = self.sudo()
        if not order_sudo.oe_fee_percent or not order_sudo.oe_bringer_id:
            return ""
        return self.env._(
            "%(name)s, who presented us to you, receives %(percent)s of the price "
            "excl. VAT, %(cap)s at most. It is within the price: you pay nothing more.",
            name=order_sudo.oe_bringer_id.name,
            percent=percent_text(order_sudo.oe_fee_percent),
            cap=money.format_fr(money.to_cents(order_sudo.oe_fee_cap)),
        )

    @api.model
    def _oe_enter_fees(self, company, end):
        """Enter what is due to who brought clients, on the turnover posted so far.

        Computed on the whole, less what was entered before: run again nothing is
        added, and a credit note takes back its part.

        :param date end: the day after that of the entries
        :return: the fees entered
        """
        orders_sudo = self.sudo().search(
            Domain("company_id", "=", company.id)
            & Domain("oe_fee_percent", ">", 0)
            & Domain("oe_bringer_id", "!=", False)
            & Domain("state", "=", "sale")
        )
        lock_rows(orders_sudo)
        turnover = orders_sudo._oe_turnover(end)
        fees = self.env["oe.brought.fee"].sudo()
        for order in orders_sudo:
            parts = turnover.get(order, {})
            fees |= fees._enter(order, parts, end)
        return fees

    def _oe_turnover(self, end):
        """Order → activity account → cents posted before that day, excl. VAT."""
        lines = self.env["account.move.line"].search(
            Domain("sale_line_ids.order_id", "in", self.ids)
            & Domain("parent_state", "=", "posted")
            & Domain("date", "<", end)
            & Domain("move_id.move_type", "in", ("out_invoice", "out_refund"))
        )
        found = {}
        for line in lines:
            parts = found.setdefault(line.sale_line_ids[:1].order_id, {})
            account = line._oe_account_id()
            # Sales are credits: the balance is their opposite.
            parts[account] = parts.get(account, 0) - money.to_cents(line.balance)
        return found


class BroughtFee(models.Model):
    """A fee entered: what it was computed on, and its movement between activities."""

    _name = "oe.brought.fee"
    _description = "Fee of business brought"
    _order = "date desc, id desc"
    _check_company_auto = True

    order_id = fields.Many2one(
        "sale.order", required=True, index=True, readonly=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    bringer_id = fields.Many2one(
        "oe.entrepreneur", "Brought by", required=True, index=True, readonly=True
    )
    date = fields.Date(required=True, readonly=True)
    until = fields.Date("Turnover before", readonly=True)
    turnover = fields.Monetary("Turnover so far, excl. VAT", readonly=True)
    percent = fields.Float("Fee, %", digits=(5, 2), readonly=True)
    amount = fields.Monetary("Entered", readonly=True)
    total = fields.Monetary("Due so far", readonly=True)
    over_cap = fields.Monetary("Over the cap", readonly=True)
    move_id = fields.Many2one(
        "account.move",
        "Journal entry",
        required=True,
        index=True,
        readonly=True,
        ondelete="cascade",
        check_company=True,
    )

    @api.depends("order_id", "bringer_id")
    def _compute_display_name(self):
        for fee in self:
            fee.display_name = f"{fee.order_id.name or ''}, {fee.bringer_id.name or ''}"

    def _enter(self, order, parts, end):
        """Enter the difference for one order, if any.

        :param dict parts: activity account → cents of turnover
        """
        # An entry that was cancelled paid nothing.
        before = self.search(
            [("order_id", "=", order.id), ("move_id.state", "!=", "cancel")]
        )
        if any((fee.until or fee.date) > end for fee in before):
            # Entered for a later month already: this one is within it.
            return self.browse()
        paid = sum(money.to_cents(fee.amount) for fee in before)
        turnover = sum(parts.values())
        found = calc.fee(
            turnover,
            paid,
            calc.FeeRule(
                money.percent(order.oe_fee_percent),
                money.to_cents(order.oe_fee_cap),
                order.oe_assessor_earns,
            ),
            order.oe_bringer_id.id,
            order.oe_assessor_id.id or None,
        )
        if not found.due_cents:
            return self.browse()
        day = fields.Date.subtract(end, days=1)
        if not self.env["oe.period"]._is_open(order.company_id, day):
            day = order.company_id._oe_today()
        move = self._book(order, parts, found.due_cents, day)
        if not move:
            return self.browse()
        return self.create(
            {
                "order_id": order.id,
                "company_id": order.company_id.id,
                "bringer_id": order.oe_bringer_id.id,
                "date": day,
                "until": end,
                "turnover": turnover / 100,
                "percent": order.oe_fee_percent,
                "amount": found.due_cents / 100,
                "total": found.total_cents / 100,
                "over_cap": found.over_cap_cents / 100,
                "move_id": move.id,
            }
        )

    def _book(self, order, parts, cents, day):
        """A draft entry: from the activities that did the work to the bringer's."""
        company = order.company_id
        mine = self.env["oe.activity"]._of(order.oe_bringer_id, company)
        if not mine:
            return self.env["account.move"]  # hosted elsewhere: shown in the list
        account = company._oe_chart_ref(FEE_ACCOUNT)
        weights = {key: max(0, value) for key, value in parts.items()}
        if not any(weights.values()):
            weights = {company.oe_structure_account_id.id: 1}
        split = money.split(cents, list(weights.values()))
        label = self.env._("Business brought, %(order)s", order=order.name)
        rows = [(mine.account_id.id, -cents)]
        rows += [
            (key or company.oe_structure_account_id.id, part)
            for key, part in zip(weights, split, strict=True)
        ]
        moves = self.env["account.move"].with_company(company)
        return moves.create(
            {
                "move_type": "entry",
                "company_id": company.id,
                "date": day,
                "ref": label,
                "line_ids": [
                    Command.create(
                        {
                            "name": label,
                            "account_id": account.id,
                            "debit": max(0, part) / 100,
                            "credit": max(0, -part) / 100,
                            "analytic_distribution": {str(key): 100} if key else False,
                        }
                    )
                    for key, part in rows
                    if part
                ],
            }
        )
