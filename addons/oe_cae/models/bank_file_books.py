from odoo import models

from odoo.addons.oe_base.calc.money import to_cents


class BankFile(models.AbstractModel):
    """What the bank does with a file, as standard payments."""

    _inherit = "oe.cae.bank.file"

    def _register_payments(self, lines, name):
        """Standard payments, one a document.

        What was paid otherwise since the file was made moves all the same, the bank
        has it: that money stands on the account of whom it concerns.

        :param str name: field of the lines that holds the document
        """
        moved = lines.filtered(
            lambda line: to_cents(line[name].amount_residual) != to_cents(line.amount)
        )
        self._pay_on_account(moved, name)
        lines -= moved
        if not lines:
            return
        moves = lines[name]
        register = self.env["account.payment.register"].with_context(
            active_model="account.move",
            active_ids=moves.ids,
            dont_redirect_to_payments=True,
        )
        payments = register.create(
            {
                "journal_id": self.journal_id.id,
                "payment_date": self.date,
                "group_payment": False,
                # The file says the whole, whichever part is due first.
                "installments_mode": "full",
            }
        )._create_payments()
        by_move = {payment.invoice_ids: payment for payment in payments}
        for line in lines:
            line._set({"payment_id": by_move[line[name]].id})

    def _pay_on_account(self, lines, name):
        """Payments that settle no document; the accountant says what they are for."""
        payments = self.env["account.payment"].create(
            [self._on_account(line, line[name]) for line in lines]
        )
        payments.action_post()
        for line, payment in zip(lines, payments, strict=True):
            line._set(
                {
                    "payment_id": payment.id,
                    "reason": self.env._(
                        "Paid otherwise meanwhile: this stands on the account."
                    ),
                }
            )

    def _on_account(self, line, move):
        owed = move.line_ids.account_id.filtered(
            lambda account: (
                account.account_type in ("asset_receivable", "liability_payable")
            )
        )
        inbound = move.is_inbound()
        return {
            "payment_type": "inbound" if inbound else "outbound",
            "partner_type": "customer" if inbound else "supplier",
            "partner_id": line.partner_id.id,
            "amount": line.amount,
            "date": self.date,
            "journal_id": self.journal_id.id,
            "company_id": self.company_id.id,
            "destination_account_id": owed[:1].id,
            "memo": move.name,
        }
