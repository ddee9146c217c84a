from odoo import Command, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, to_cents

from .accounts import (
    ADVANCE_PURCHASE,
    ADVANCE_SALE,
    PURCHASE_ACCOUNT,
    SALE_ACCOUNT,
    SALE_TAX,
)


class Statement(models.Model):
    """From the locked statement to the licensor's invoice and the licensee's bill."""

    _inherit = "oe.royalty.statement"

    def action_invoice(self):
        """Invoice what is locked; the licensee gets the same, as a draft bill."""
        self._check_licensor()
        for statement in self:
            statement.period_id._lock_row()
            if statement.state != "locked":
                raise UserError(
                    self.env._(
                        "%(name)s is not waiting for its invoice: lock it first, or "
                        "open the invoice it has.",
                        name=statement.display_name,
                    )
                )
            why = statement._why_not_invoiced()
            if why:
                raise UserError(why)
            # The run writes in the books of both companies, which hardly anybody may.
            statement.sudo()._make_invoice()

    def _make_invoice(self):
        self.ensure_one()
        lines = self._invoice_parts()
        if not lines:
            self.state = "invoiced"
            return
        licensor = self.licensor_id
        move = (
            self.env["account.move"]
            .with_company(licensor)
            .create(self._prepare_invoice())
        )
        move.action_post()
        bill = self.env["account.move"]
        if not self.contract_id.books_elsewhere:
            advance = licensor._oe_chart_ref(ADVANCE_SALE)
            bill = move._oe_mirror(
                self.company_id,
                PURCHASE_ACCOUNT,
                by_account={advance: ADVANCE_PURCHASE},
            )
        self.write({"invoice_id": move.id, "bill_id": bill.id, "state": "invoiced"})

    def _invoice_parts(self):
        """(words, amount, account) of the invoice: rates, then what settles them."""
        month = self.month.strftime("%m/%Y")
        groups = self.env["oe.royalty.base.line"]._read_group(
            [("statement_id", "=", self.id), ("reason", "=", False)],
            ["rate_id"],
            ["base_amount:sum", "amount:sum"],
            order="id:min",
        )
        parts = [
            (
                self.env._(
                    "Royalty %(month)s, on %(base)s: rate %(rate)s",
                    month=month,
                    base=format_fr(to_cents(base)),
                    rate=rate.display_name,
                ),
                amount,
                SALE_ACCOUNT,
            )
            for rate, base, amount in groups
        ]
        for amount, words in self._settlement_parts()[1:]:
            parts.append((f"{month} : {words}", amount, SALE_ACCOUNT))
        if self.recouped_amount:
            parts[-1] = (*parts[-1][:2], ADVANCE_SALE)
        is_zero = self.currency_id.is_zero
        parts = [part for part in parts if not is_zero(part[1])]
        # What adds up to nothing needs no document, unless an advance is given back.
        if is_zero(self.billed_amount) and not self.recouped_amount:
            return []
        return parts

    def _prepare_invoice(self):
        """One line per rate and per part of the settlement; negative: a credit note."""
        sign = -1 if self.billed_amount < 0 else 1
        licensor = self.licensor_id
        tax = licensor._oe_chart_ref(SALE_TAX)
        return {
            "move_type": "out_refund" if sign < 0 else "out_invoice",
            "company_id": licensor.id,
            "partner_id": self.company_id.partner_id.id,
            "invoice_origin": self.display_name,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": words,
                        "quantity": 1,
                        "price_unit": sign * amount,
                        "account_id": licensor._oe_chart_ref(account).id,
                        "tax_ids": [Command.set(tax.ids)],
                        "analytic_distribution": False,
                    }
                )
                for words, amount, account in self._invoice_parts()
            ],
        }
