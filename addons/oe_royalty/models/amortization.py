from odoo import Command, api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import amortization as calc
from .sharing import euros

STEPS = {"month": 1, "quarter": 3, "year": 12}
# The concept and its brand (205), its amortisation (2805), the charge (68111).
ASSET, AMORTIZED, CHARGE = "pcg_205", "pcg_2805", "pcg_68111"


class Amortization(models.Model):
    """The cost of the concept in the books, spread over its years.

    Beside the recovery, never instead of it: this is the accountant's schedule.
    """

    _name = "oe.royalty.amortization"
    _description = "Amortisation of the concept"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("company_id",)
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    cost_amount = fields.Monetary("Cost", required=True)
    date_start = fields.Date("In service from", required=True)
    months = fields.Integer("Over, months", required=True, default=60)
    method = fields.Selection(
        [("linear", "Linear, days on a year of 360")], required=True, default="linear"
    )
    every = fields.Selection(
        [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")],
        "Entry every",
        required=True,
        default="year",
    )
    journal_id = fields.Many2one(
        "account.journal",
        check_company=True,
        domain="[('type', '=', 'general'), ('company_id', '=', company_id)]",
    )
    asset_account_id = fields.Many2one(
        "account.account", "Asset", check_company=True, help="205, usually."
    )
    amortized_account_id = fields.Many2one(
        "account.account", "Amortised", check_company=True, help="2805, usually."
    )
    charge_account_id = fields.Many2one(
        "account.account", "Charge", check_company=True, help="68111, usually."
    )
    legal_reference = fields.Char(help="Decision or invoice the cost comes from.")
    line_ids = fields.One2many(
        "oe.royalty.amortization.line", "amortization_id", "Schedule"
    )
    entered_amount = fields.Monetary("Entered", compute="_compute_entered")
    net_amount = fields.Monetary("Net book value", compute="_compute_entered")

    _possible = models.Constraint(
        "CHECK (cost_amount > 0 AND months > 0)",
        "A schedule spreads a cost over one month or more.",
    )

    @api.depends("line_ids.move_id", "line_ids.amount", "cost_amount")
    def _compute_entered(self):
        for plan in self:
            entered = plan.line_ids.filtered("move_id")
            plan.entered_amount = sum(entered.mapped("amount"))
            plan.net_amount = plan.cost_amount - plan.entered_amount

    def write(self, vals):
        fixed = {"cost_amount", "date_start", "months", "every", "company_id"}
        # Who reads no entries still may not change what is entered.
        if fixed & set(vals) and self.sudo().line_ids.move_id:
            raise UserError(
                self.env._(
                    "Entries were made of this schedule: it stays. Make another one "
                    "for what was added."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_entered(self):
        if self.sudo().line_ids.move_id:
            raise UserError(self.env._("Entries were made of this schedule."))

    def action_schedule(self):
        """Make the dates and amounts anew, as long as nothing is entered."""
        self.check_access("write")
        for plan in self:
            lock_rows(plan)
            if plan.sudo().line_ids.move_id:
                raise UserError(self.env._("Entries were made of this schedule."))
            # Lines are made by this button only; nobody has that right.
            lines_sudo = plan.line_ids.sudo()
            lines_sudo.unlink()
            rows = calc.schedule(
                calc.Plan(
                    to_cents(plan.cost_amount),
                    plan.date_start,
                    plan.months,
                    STEPS[plan.every],
                    int(plan.company_id.sudo().fiscalyear_last_month),
                )
            )
            lines_sudo.create(
                [
                    {
                        "amortization_id": plan.id,
                        "date": day,
                        "amount": euros(cents),
                    }
                    for day, cents in rows
                ]
            )
        return True

    def action_enter(self):
        """Draft entries of what is due today, each once."""
        self.check_access("write")
        self.env["account.move"].check_access("create")
        today = fields.Date.context_today(self)
        for plan in self:
            lock_rows(plan)
            due = plan.line_ids.filtered(
                lambda line: not line.move_id and line.date <= today
            )
            if not due:
                raise UserError(
                    self.env._("Nothing is due: what is due today is entered.")
                )
            for line in due:
                entry = self.env["account.move"].create(line._prepare_entry())
                line.sudo().move_id = entry
        return True

    def _accounts(self):
        """Accounts of the charge and of what is amortised."""
        company = self.company_id
        return (
            self.charge_account_id or company._oe_chart_ref(CHARGE),
            self.amortized_account_id or company._oe_chart_ref(AMORTIZED),
        )


class AmortizationLine(models.Model):
    """What a year or a month takes of the cost."""

    _name = "oe.royalty.amortization.line"
    _description = "Amortisation of a period"
    _order = "amortization_id, date"
    _check_company_auto = True

    amortization_id = fields.Many2one(
        "oe.royalty.amortization", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="amortization_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(required=True)
    amount = fields.Monetary(required=True)
    move_id = fields.Many2one(
        "account.move", "Entry", readonly=True, copy=False, index="btree_not_null"
    )

    _once = models.UniqueIndex(
        "(amortization_id, date)", "This day is on the schedule already."
    )

    @api.depends("date", "amortization_id")
    def _compute_display_name(self):
        for line in self:
            day = format_date(self.env, line.date)
            line.display_name = f"{line.amortization_id.name or ''} {day}"

    def _prepare_entry(self):
        self.ensure_one()
        plan = self.amortization_id
        charge, amortized = plan._accounts()
        values = {
            "move_type": "entry",
            "company_id": plan.company_id.id,
            "date": self.date,
            "ref": self.display_name,
            "line_ids": [
                Command.create(
                    {"name": plan.name, "account_id": account.id, "balance": balance}
                )
                for account, balance in (
                    (charge, self.amount),
                    (amortized, -self.amount),
                )
            ],
        }
        if plan.journal_id:
            values["journal_id"] = plan.journal_id.id
        return values
