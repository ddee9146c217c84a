from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import percent, to_cents

from ..calc import payout as calc
from .holder import BASES

PAYERS = [("holder", "Withheld from the holder"), ("company", "On top, by the company")]


class Levy(models.Model):
    """A levy on sums paid on a legal basis, dated: what is withheld, what is added.

    Authors (CSS L.382-1 and following): the one who pays withholds their
    contributions, unless they are exempt, and owes its own.
    """

    _name = "oe.royalty.levy"
    _description = "Levy on a payout"
    _inherit = ["oe.dated.mixin"]
    _order = "legal_basis, code, date_start desc"
    _dated_key = ("code",)
    _oe_shared = "the law is the same for every company"

    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    legal_basis = fields.Selection(BASES, required=True, default="author")
    payer = fields.Selection(PAYERS, "Who bears it", required=True)
    rate = fields.Float("Rate, %", digits=(6, 3), required=True)
    base_share = fields.Float("On, % of the gross", digits=(6, 3), default=100)
    ceiling_amount = fields.Float(
        "Yearly ceiling, €", digits=(12, 2), help="0: no ceiling."
    )

    _start_unique = models.UniqueIndex(
        "(code, date_start)", "A value of this levy starts that day already."
    )
    _possible = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 100 AND base_share >= 0 AND base_share <= 100 "
        "AND ceiling_amount >= 0)",
        "Rates and shares lie between 0 and 100 %.",
    )

    @api.model
    def _of(self, basis, day):
        """The levies in force on a day for a legal basis; rate 0 ends one."""
        rows = self.search(
            [("legal_basis", "=", basis), ("date_start", "<=", day)],
            order="code, date_start",
        )
        last = {row.code: row for row in rows}
        return self.union(*last.values()).filtered("rate")

    def _calc(self):
        self.ensure_one()
        ceiling = to_cents(self.ceiling_amount) if self.ceiling_amount else None
        return calc.Levy(percent(self.rate), percent(self.base_share), ceiling)


class PayoutLevy(models.Model):
    """A levy on one payout, as it was computed."""

    _name = "oe.royalty.payout.levy"
    _description = "Levy of a payout"
    _order = "payout_id, id"
    _check_company_auto = True

    payout_id = fields.Many2one(
        "oe.royalty.payout", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="payout_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    name = fields.Char(required=True)
    payer = fields.Selection(PAYERS, "Who bears it", required=True)
    rate = fields.Float("Rate, %", digits=(6, 3))
    base_amount = fields.Monetary("On")
    amount = fields.Monetary()
    legal_reference = fields.Char()


class Threshold(models.Model):
    """From which sum a year and a person on the tax office wants to know."""

    _name = "oe.royalty.threshold"
    _description = "Threshold of the yearly declaration of sums paid"
    _inherit = ["oe.dated.mixin"]
    _oe_shared = "the law is the same for every company"

    amount = fields.Float("More than, € a year", digits=(12, 2), required=True)

    _start_unique = models.UniqueIndex(
        "(date_start)", "A threshold starts that day already."
    )

    @api.depends("amount", "date_start")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.amount:g} €".replace(".", ",")
