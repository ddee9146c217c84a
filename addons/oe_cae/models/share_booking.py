from odoo import api, models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc import share_entry as calc
from .statement import euros

# Accounts of the French chart.
ACCOUNTS = {
    calc.UNCALLED_CAPITAL: "pcg_1011",
    calc.UNPAID_CAPITAL: "pcg_1012",
    calc.PAID_CAPITAL: "pcg_1013",
    calc.UNCALLED: "pcg_109",
    calc.UNPAID: "pcg_45625",
    calc.REFUND: "pcg_4567",
    calc.LOSS: "pcg_119",
    calc.NET_PAY: "pcg_421",
}
JOURNAL = "PARTS"


class ShareMove(models.Model):
    """The entry that a movement proposes: a draft, the accountant posts it."""

    _inherit = "oe.cae.share.move"

    def _items(self):
        """Lines of the entry. Money that comes by the bank settles 45625 there."""
        effect = self._holding_change()
        member = self.member_id.id
        if self.kind == "transfer":
            return calc.transfer(effect, member, self.to_member_id.id)
        if self.kind == "refund":
            sign = -1 if self.reversal_of_id else 1
            return calc.refund(effect, member, sign * to_cents(self.loss))
        counter = calc.UNPAID
        if self.kind == "reduce":
            counter = calc.LOSS
        elif self.pay_id:
            counter = calc.NET_PAY
        return calc.summed(calc.capital(effect, member, counter))

    def _propose_entry(self):
        """Make the draft of the entry, when the movement changes an account."""
        items = self._items()
        if not items:
            return
        company = self.company_id
        partners = {
            member.id: member.partner_id.id
            for member in self.member_id | self.to_member_id
        }
        entry = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": self._journal(company).id,
                    "company_id": company.id,
                    "date": self.date,
                    "ref": self.display_name,
                    "line_ids": [
                        (
                            0,
                            0,
                            {
                                "account_id": company._oe_chart_ref(
                                    ACCOUNTS[item.account]
                                ).id,
                                "name": self.display_name,
                                "balance": euros(item.cents),
                                "partner_id": partners.get(item.member),
                            },
                        )
                        for item in items
                    ],
                }
            )
        )
        self._put({"entry_id": entry.id})

    @api.model
    def _journal(self, company):
        """The journal of the capital, made when it is missing."""
        return company._oe_general_journal(JOURNAL, self.env._("Capital and shares"))
