from odoo import api, models
from odoo.fields import Domain

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.month import INTERNAL_PURCHASE, INTERNAL_SALE, Fact
from ..calc.sharing import SharedFact


class Ledger(models.AbstractModel):
    """Sales between entrepreneurs are facts too: analytic, without journal item."""

    _inherit = "oe.cae.ledger"

    @api.model
    def _facts(self, company, months, only=None, shared=()):
        facts = super()._facts(company, months, only, shared)
        domain = Domain("company_id", "=", company.id) & Domain("state", "=", "done")
        domain &= Domain("date", ">=", min(months))
        if only is not None:
            domain &= Domain("seller_id.account_id", "in", list(only)) | Domain(
                "buyer_id.account_id", "in", list(only)
            )
        sales = self.env["oe.cae.internal.sale"].search(domain)
        for sale in sales:
            month = sale.date.replace(day=1)
            # What takes a sale back belongs to the month of that sale.
            day = sale.reversal_of_id.date or sale.date
            origin = day.replace(day=1)
            if month not in months:
                continue
            cents = to_cents(sale.amount)
            for activity, kind, signed in (
                (sale.seller_id, INTERNAL_SALE, cents),
                (sale.buyer_id, INTERNAL_PURCHASE, -cents),
            ):
                account = activity.account_id.id
                if only is None or account in only:
                    fact = Fact(kind, month, min(origin, month), signed)
                    if account in shared:
                        fact = SharedFact(fact, min(day, sale.date))
                    facts.setdefault(account, []).append(fact)
        return facts
