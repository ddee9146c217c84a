from odoo import api, models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.month import RESERVE, Fact


class Ledger(models.AbstractModel):
    """What was put aside is a fact of the month too, though no ledger account moves."""

    _inherit = "oe.cae.ledger"

    @api.model
    def _facts(self, company, months, only=None):
        facts = super()._facts(company, months, only)
        domain = [
            ("company_id", "=", company.id),
            ("date", ">=", min(months)),
        ]
        if only is not None:
            domain.append(("account_id", "in", list(only)))
        groups = self.env["oe.cae.reserve.move"]._read_group(
            domain, ["account_id", "date:month"], ["movement:sum"]
        )
        for account, month, amount in groups:
            if month in months and to_cents(amount):
                fact = Fact(RESERVE, month, month, -to_cents(amount))
                facts.setdefault(account.id, []).append(fact)
        return facts
