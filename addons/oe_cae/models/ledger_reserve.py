from odoo import api, models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.month import RESERVE, Fact
from ..calc.sharing import SharedFact


class Ledger(models.AbstractModel):
    """What was put aside is a fact of the month too, though no ledger account moves."""

    _inherit = "oe.cae.ledger"

    @api.model
    def _facts(self, company, months, only=None, shared=()):
        facts = super()._facts(company, months, only, shared)
        domain = [
            ("company_id", "=", company.id),
            ("date", ">=", min(months)),
        ]
        if only is not None:
            domain.append(("account_id", "in", list(only)))
        groups = self.env["oe.cae.reserve.move"]._read_group(
            domain, ["activity_id", "date:month"], ["movement:sum"]
        )
        for activity, month, amount in groups:
            account = activity.account_id
            if month in months and to_cents(amount):
                fact = Fact(RESERVE, month, month, -to_cents(amount))
                if account.id in shared:
                    # What somebody put aside is that person's alone.
                    fact = SharedFact(fact, month, activity.entrepreneur_id.id)
                facts.setdefault(account.id, []).append(fact)
        return facts
