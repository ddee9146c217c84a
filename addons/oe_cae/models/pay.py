from odoo import api, fields, models

from .pay_run import STATES
from .reserve import KINDS
from .words import month_label


class Pay(models.Model):
    """The pay of a person for a month: computed, agreed, exported, then paid for real.

    Computed from the account and the contract; a manager decides the advance on the
    part variable and what is put aside, as long as the line is a draft. The estimate
    and what the payslip really said stand side by side, neither replaces the other.
    """

    _name = "oe.cae.pay"
    _description = "Pay of a month"
    _inherit = ["oe.retention.mixin"]
    _order = "month desc, entrepreneur_id"
    _check_company_auto = True

    _retention_code = "pay"
    _retention_date_field = "month"

    run_id = fields.Many2one(
        "oe.cae.pay.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    company_id = fields.Many2one(
        related="run_id.company_id", store=True, index=True, precompute=True
    )
    month = fields.Date(related="run_id.month", store=True, index=True, precompute=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="restrict", readonly=True
    )
    contract_id = fields.Many2one(
        "oe.cae.contract",
        required=True,
        index=True,
        ondelete="restrict",
        readonly=True,
        check_company=True,
    )
    kind = fields.Selection(
        [("salaried", "Salaried (CESA)"), ("cape", "CAPE, nothing is paid")],
        required=True,
        readonly=True,
    )
    activity_id = fields.Many2one(
        "oe.activity",
        "Main activity",
        index="btree_not_null",
        ondelete="restrict",
        readonly=True,
    )
    share_ids = fields.One2many("oe.cae.pay.share", "pay_id", "Activities")
    register_number = fields.Char(
        "Staff register number", compute="_compute_register_number"
    )
    state = fields.Selection(STATES, required=True, default="draft", readonly=True)
    # What the account and the contract say.
    turnover = fields.Monetary(readonly=True)
    budget = fields.Monetary(
        "Pay budget", readonly=True, help="Before what this line puts aside."
    )
    pending = fields.Monetary(
        "Agreed before, not booked yet",
        readonly=True,
        help="Cost of earlier pays that the books do not know yet.",
    )
    fixed_pay = fields.Monetary("Part fixe", readonly=True)
    overdraft = fields.Monetary("Authorised overdraft", readonly=True)
    # What a manager decides.
    variable_pay = fields.Monetary(
        "Advance on the part variable", help="Gross. Change it, and it stays."
    )
    variable_by_hand = fields.Boolean(
        "Decided by hand", help="Untick it to pay all that fits."
    )
    reserve = fields.Monetary(
        "Put aside", help="Positive: put aside; negative: taken out of the reserve."
    )
    reserve_kind = fields.Selection(KINDS, "What for", default="smoothing")
    note = fields.Char(
        "About this pay", help="The entrepreneur reads it. No health cause."
    )
    # What it gives.
    gross = fields.Monetary(readonly=True)
    pay_cost = fields.Monetary("Full cost", readonly=True)
    net = fields.Monetary("Net before tax", readonly=True)
    residue = fields.Monetary("Stays on the account", readonly=True)
    hours = fields.Float("Equivalent hours", digits=(6, 2), readonly=True)
    steps = fields.Json(readonly=True)
    explanation = fields.Text(compute="_compute_explanation")
    problem = fields.Char("Cannot be agreed", readonly=True)
    warning = fields.Char("To look at", readonly=True)
    agreed_by_id = fields.Many2one("res.users", readonly=True, index="btree_not_null")
    agreed_on = fields.Datetime(readonly=True)
    reserve_move_ids = fields.One2many("oe.cae.reserve.move", "pay_id", "Reserve moves")

    _once = models.UniqueIndex(
        "(run_id, entrepreneur_id)", "This person has a line in the pay list already."
    )
    _amounts_possible = models.Constraint(
        "CHECK (variable_pay >= 0)", "The part variable cannot be negative."
    )

    @api.depends("entrepreneur_id", "month")
    def _compute_display_name(self):
        for pay in self:
            month = pay.month and month_label(str(pay.month))
            pay.display_name = f"{pay.entrepreneur_id.name or ''}, {month or ''}"

    @api.depends("entrepreneur_id", "run_id")
    def _compute_register_number(self):
        affiliations = self.env["oe.affiliation"].search(
            [
                ("entrepreneur_id", "in", self.entrepreneur_id.ids),
                ("company_id", "in", self.company_id.ids),
                ("register_number", "!=", False),
            ],
            order="date_start",
        )
        for pay in self:
            end = pay.month and fields.Date.end_of(pay.month, "month")
            # The last hosting that began by the end of the month.
            found = affiliations.filtered(
                lambda line, pay=pay, end=end: (
                    line.entrepreneur_id == pay.entrepreneur_id
                    and line.company_id == pay.company_id
                    and line.date_start <= end
                )
            )
            pay.register_number = found[-1:].register_number

    @api.depends("steps")
    @api.depends_context("lang")
    def _compute_explanation(self):
        words = self.env["oe.cae.words"]
        for pay in self:
            pay.explanation = "\n".join(
                words._sentence(item) for item in pay.steps or []
            )

    def _put(self, values):
        """Write what people do not: past :meth:`write`, which guards it."""
        return models.Model.write(self, values)


class PayShare(models.Model):
    """An activity that bears the pay, and how much of the budget comes from it.

    The real payslip is booked on the activities in the same proportion.
    """

    _name = "oe.cae.pay.share"
    _description = "Activity that bears a pay"
    _order = "pay_id, id"
    _check_company_auto = True

    pay_id = fields.Many2one(
        "oe.cae.pay", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="pay_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    activity_id = fields.Many2one(
        "oe.activity", required=True, index=True, ondelete="restrict"
    )
    budget = fields.Monetary("Pay budget")
