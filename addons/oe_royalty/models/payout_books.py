from odoo import Command, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents

# Fees (622), royalties of rights (6511), author's rights (6516), contributions owed
# on them (6451 to 431), what is owed to the author (401).
FEES, RIGHTS, AUTHOR = "pcg_6226", "pcg_6511", "pcg_6516"
CHARGES, SOCIAL = "pcg_6451", "pcg_431"


class Payout(models.Model):
    """The payout in the books: a draft bill or entry, for the accountant to post.

    An employee's goes through payroll, which books it; a provider sends a bill, unless
    he gave a mandate (CGI art. 289, I-2) to make it for him.
    """

    _inherit = "oe.royalty.payout"

    def _enter(self):
        """The draft of the basis, made once."""
        self.ensure_one()
        if self.move_id:
            return
        values = None
        if self.legal_basis == "author":
            values = self._prepare_note()
        elif self.legal_basis == "owner" or self.is_self_billed:
            values = self._prepare_bill()
        if values:
            moves = self.env["account.move"].with_company(self.company_id)
            self.move_id = moves.create(values)

    def _is_own_move(self):
        """Whether the move was made here; a provider's own bill is his."""
        return self.legal_basis != "provider" or self.is_self_billed

    def _prepare_bill(self):
        owner = self.legal_basis == "owner"
        account = self.company_id._oe_chart_ref(RIGHTS if owner else FEES)
        return {
            "move_type": "in_invoice",
            "company_id": self.company_id.id,
            "partner_id": self.partner_id.id,
            "invoice_date": self.approved_on,
            "date": self.approved_on,
            "ref": self.number,
            "narration": False
            if owner
            else self.env._("Self-billed under the mandate of the provider."),
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self._document_title(),
                        "quantity": 1,
                        "price_unit": self.amount,
                        "account_id": account.id,
                        "tax_ids": [Command.set(self.holder_id.tax_id.ids)],
                    }
                )
            ],
        }

    def _prepare_note(self):
        """Author's rights gross, what is withheld and owed, what the author gets."""
        company, partner = self.company_id, self.partner_id
        payable = partner.with_company(company).property_account_payable_id
        social = self.withheld_amount + self.payer_amount
        rows = [
            (company._oe_chart_ref(AUTHOR), self.amount, False),
            (company._oe_chart_ref(CHARGES), self.payer_amount, False),
            (company._oe_chart_ref(SOCIAL), -social, False),
            (payable, -self.net_amount, partner.id),
        ]
        return {
            "move_type": "entry",
            "company_id": company.id,
            "date": self.approved_on,
            "ref": f"{self.number}, {self._document_title()}",
            "line_ids": [
                Command.create(
                    {
                        "name": self._document_title(),
                        "account_id": account.id,
                        "partner_id": person,
                        "balance": self.currency_id.round(balance),
                    }
                )
                for account, balance, person in rows
                if not self.currency_id.is_zero(balance)
            ],
        }

    def _link_bill(self, move):
        """The provider's own bill, found by whoever enters it.

        :raises UserError: when it is not the bill that is expected
        """
        self.ensure_one()
        if self.state != "approved" or not self._awaits_bill():
            raise UserError(
                self.env._("%(name)s awaits no bill.", name=self.display_name)
            )
        same = move.commercial_partner_id == self.partner_id.commercial_partner_id
        same = same and move.company_id == self.company_id
        same = same and move.currency_id == self.currency_id
        amount = to_cents(move.amount_untaxed)
        if move.move_type != "in_invoice" or not same or move.state == "cancel":
            raise UserError(self.env._("Choose a bill of this provider."))
        if amount != to_cents(self.amount):
            raise UserError(
                self.env._(
                    "This bill is of %(bill)s excl. VAT, the payout of %(amount)s.",
                    bill=self.currency_id.format(move.amount_untaxed),
                    amount=self.currency_id.format(self.amount),
                )
            )
        if self.search_count([("move_id", "=", move.id)], limit=1):
            raise UserError(self.env._("This bill is of another payout."))
        self.move_id = move

    def _day_paid(self):
        """The day that the books say; pay is paid when somebody says so."""
        today = fields.Date.context_today(self)
        if self.legal_basis == "employee":
            return today
        if self._awaits_bill():
            raise UserError(
                self.env._(
                    "The bill of %(name)s is not there yet.", name=self.display_name
                )
            )
        payable = self.move_id.line_ids.filtered(
            lambda line: line.account_id.account_type == "liability_payable"
        )
        settled = payable and all(payable.mapped("reconciled"))
        if self.move_id.state != "posted" or not settled:
            raise UserError(
                self.env._(
                    "The books do not know of the payment of %(name)s yet: post the "
                    "entry and enter its payment first.",
                    name=self.display_name,
                )
            )
        return max(
            payable.matched_debit_ids.debit_move_id.mapped("date"), default=today
        )
