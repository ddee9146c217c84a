from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.tools import lock_rows

from .words import month_label


class Transfer(models.Model):
    """What a batch does in the books once the bank has it."""

    _inherit = "oe.cae.transfer"

    def action_sent(self):
        """The bank has the file: claims are paid, pays get a draft entry against 421.

        The draft is the accountant's to post and to match with the payslips' entry.
        """
        self._begin("made")
        batch_sudo = self.sudo().with_company(self.company_id)
        lines = batch_sudo.line_ids.filtered("live")
        if self.kind == "pay":
            move = batch_sudo._pay_entry(lines, 1)
            batch_sudo._set({"move_id": move.id})
        else:
            batch_sudo._register_payments(lines, "claim_move_id")
        batch_sudo._set({"state": "sent", "sent_on": fields.Datetime.now()})
        return True

    def _pay_entry(self, lines, sign):
        """A draft: 421 at the debit (``sign`` 1), one line a pay, without names."""
        company = self.company_id
        owed = company._oe_chart_ref("pcg_421")
        label = self.env._("Transfers %(name)s", name=self.name)
        items = [
            {
                "account_id": owed.id,
                "name": self.env._(
                    "%(name)s: pay %(month)s, %(number)s",
                    name=self.name,
                    month=month_label(str(line.pay_id.month)),
                    number=line.pay_id.register_number or "",
                ),
                "balance": sign * line.amount,
            }
            for line in lines
        ]
        total = company.currency_id.round(sum(lines.mapped("amount")))
        items.append(
            {
                "account_id": company.transfer_account_id.id,
                "name": label,
                "balance": -sign * total,
            }
        )
        return self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": self.env["oe.cae.pay"]._journal(company).id,
                "company_id": company.id,
                "date": self.date if sign > 0 else self._today_of(),
                "ref": label,
                "line_ids": [Command.create(values) for values in items],
            }
        )


class TransferLine(models.Model):
    """A transfer that the bank sent back."""

    _inherit = "oe.cae.transfer.line"

    def action_return(self):
        """The bank sent it back: undone in the books, free for another batch."""
        for line in self:
            line.transfer_id._begin("sent")
        lock_rows(self.sudo())
        for line_sudo in self.sudo():
            if not line_sudo.live:
                raise UserError(self.env._("It was sent back already."))
            line_sudo._undo()
            line_sudo._set(
                {
                    "live": False,
                    "status": "returned",
                    "reason": self.env._(
                        "Sent back on %(day)s",
                        day=format_date(self.env, line_sudo.company_id._oe_today()),
                    ),
                }
            )
        return True

    def _undo(self):
        batch = self.transfer_id.with_company(self.company_id)
        if self.payment_id:
            # Cancelled as it is: a draft would be deleted, its number is in the chain.
            self.payment_id.action_cancel()
        else:
            batch._pay_entry(self, -1)
