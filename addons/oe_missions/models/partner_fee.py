from odoo import fields, models

from odoo.addons.oe_base.calc.money import apply_rate, percent, to_cents


class PartnerFee(models.Model):
    """What the cooperative keeps of works brought to a partner, from a day on."""

    _name = "oe.partner.fee"
    _description = "Fee of a convention"
    _inherit = ["oe.dated.mixin"]
    _check_company_auto = True
    _dated_key = ("convention_id",)

    convention_id = fields.Many2one(
        "oe.partner.convention", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="convention_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="convention_id.currency_id")
    kind = fields.Selection(
        [("percent", "Share of the works"), ("amount", "Amount for each order")],
        required=True,
        default="percent",
    )
    rate = fields.Float("Share, %", digits=(5, 2))
    amount = fields.Monetary()

    _start_unique = models.UniqueIndex(
        "(convention_id, date_start)", "A fee starts that day already."
    )
    _not_negative = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 100 AND amount >= 0)",
        "A fee lies between 0 and 100 %, and is not negative.",
    )

    def _cents(self, untaxed_cents):
        """The fee on works of this amount excluding VAT, in cents."""
        self.ensure_one()
        if self.kind == "amount":
            return to_cents(self.amount)
        return apply_rate(untaxed_cents, percent(self.rate))
