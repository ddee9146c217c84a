from odoo import Command, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, to_cents

SALE_ACCOUNT = "pcg_7511"
PURCHASE_ACCOUNT = "pcg_6511"
SALE_TAX = "tva_normale_encaissement"


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
            # The run writes in the books of both companies, which hardly anybody may.
            statement.sudo()._make_invoice()

    def _make_invoice(self):
        self.ensure_one()
        if self.currency_id.is_zero(self.amount):
            self.state = "invoiced"
            return
        licensor = self.licensor_id
        move = (
            self.env["account.move"]
            .with_company(licensor)
            .create(self._prepare_invoice())
        )
        move.action_post()
        bill = move._oe_mirror(self.company_id, PURCHASE_ACCOUNT)
        self.write({"invoice_id": move.id, "bill_id": bill.id, "state": "invoiced"})

    def _prepare_invoice(self):
        """One line per rate; a negative statement is a credit note."""
        sign = -1 if self.amount < 0 else 1
        licensor = self.licensor_id
        account = licensor._oe_chart_ref(SALE_ACCOUNT)
        tax = licensor._oe_chart_ref(SALE_TAX)
        kept = self.line_ids.filtered(lambda line: not line.reason)
        return {
            "move_type": "out_refund" if sign < 0 else "out_invoice",
            "company_id": licensor.id,
            "partner_id": self.company_id.partner_id.id,
            "invoice_origin": self.display_name,
            "invoice_line_ids": [
                Command.create(
                    {
                        "name": self.env._(
                            "Royalty %(month)s, on %(base)s (rate %(rate)s)",
                            month=self.month.strftime("%m/%Y"),
                            base=format_fr(to_cents(sum(lines.mapped("base_amount")))),
                            rate=rate.display_name,
                        ),
                        "quantity": 1,
                        "price_unit": sign * sum(lines.mapped("amount")),
                        "account_id": account.id,
                        "tax_ids": [Command.set(tax.ids)],
                        "analytic_distribution": False,
                    }
                )
                for rate, lines in kept.grouped("rate_id").items()
            ],
        }
