from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import cesu as calc


class SapCesuVoucher(models.Model):
    """A voucher that its issuer sends back: the client owes that part again."""

    _inherit = "oe.sap.cesu.voucher"

    returned_on = fields.Date("Sent back on", readonly=True, copy=False)
    returned_reason = fields.Char("Sent back because", readonly=True, copy=False)
    returned_entry_id = fields.Many2one(
        "account.move",
        "Entry of the return",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    def _refuse_recorded(self):
        if self.env.su and self.env.context.get("oe_sap_returning"):
            return None  # how it ended is added to what was recorded
        return super()._refuse_recorded()


class SapCesuReceipt(models.Model):
    _inherit = "oe.sap.cesu.receipt"

    returned = fields.Monetary("Sent back", compute="_compute_returned", store=True)

    @api.depends("voucher_ids.returned_on", "voucher_ids.amount")
    def _compute_returned(self):
        for receipt in self:
            back = receipt.voucher_ids.filtered("returned_on")
            receipt.returned = sum(to_cents(row.amount) for row in back) / 100

    def _funded_cents(self):
        """The employer's part of the vouchers that were not sent back."""
        self.ensure_one()
        worth = to_cents(self.amount)
        funded = to_cents(self.funded)
        (back,) = calc.funded_parts(funded, worth, [to_cents(self.returned)])
        return funded - back

    def _send_back(self, vouchers, day, reason):
        """Reverse what these vouchers paid, in the books; again, nothing.

        The entry debits the client and credits the holding account (511). The payment
        settles it first, so that the invoice is open again by that much.

        :param vouchers: of this receipt, none of them sent back yet
        """
        self.ensure_one()
        receipt_sudo = self.sudo()
        payment = receipt_sudo.payment_id
        owed = payment.move_id.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        held = payment.move_id.line_ids - owed
        cents = sum(to_cents(voucher.amount) for voucher in vouchers)
        name = self.env._(
            "CESU sent back by %(issuer)s: %(numbers)s",
            issuer=self.issuer_id.name,
            numbers=", ".join(vouchers.mapped("number")),
        )
        entry = (
            self.env["account.move"]
            .sudo()
            .with_company(self.company_id)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": payment.journal_id.id,
                    "date": day,
                    "ref": f"{name} ({reason})",
                    "line_ids": [
                        Command.create(
                            {
                                "account_id": account.id,
                                "partner_id": partner.id,
                                "name": name,
                                "debit": max(0, amount) / 100,
                                "credit": max(0, -amount) / 100,
                            }
                        )
                        for account, partner, amount in (
                            (owed.account_id, owed.partner_id, cents),
                            (held.account_id, owed.partner_id.browse(), -cents),
                        )
                    ],
                }
            )
        )
        entry.action_post()
        self._reopen(owed, entry, cents)
        vouchers.sudo().with_context(oe_sap_returning=True).write(
            {
                "returned_on": day,
                "returned_reason": reason,
                "returned_entry_id": entry.id,
            }
        )
        return entry

    def _reopen(self, owed, entry, cents):
        """The payment pays the counter-entry first, then its invoices again."""
        lock_rows(owed.matched_debit_ids.debit_move_id.move_id)
        charged = entry.line_ids.filtered(lambda line: line.debit)
        if -to_cents(owed.amount_residual) < cents:
            invoices = owed.matched_debit_ids.sorted("id").debit_move_id
            earlier = self._returned_lines().move_id.line_ids.filtered("debit")
            owed.remove_move_reconcile()
            # Earlier returns keep their part.
            for line in earlier | charged:
                (owed | line).reconcile()
            for line in invoices - earlier:
                if not owed.reconciled:
                    (owed | line).reconcile()
        else:
            (owed | charged).reconcile()

    def _returned_lines(self):
        """Lines of the holding account of what was sent back."""
        entries_sudo = self.sudo().voucher_ids.returned_entry_id
        return entries_sudo.line_ids.filtered("credit")


class SapCesuSlip(models.Model):
    _inherit = "oe.sap.cesu.slip"

    returned = fields.Monetary("Sent back", compute="_compute_returned", store=True)

    @api.depends("receipt_ids.returned")
    def _compute_returned(self):
        for slip in self:
            cents = sum(to_cents(row.returned) for row in slip.receipt_ids)
            slip.returned = cents / 100

    def _due_cents(self):
        """What the issuer still owes: the face value less what it sent back."""
        self.ensure_one()
        return to_cents(self.total) - to_cents(self.returned)

    def _returned_lines(self):
        return self.receipt_ids._returned_lines()

    def action_open_returned(self):
        """Open the window where one writes what the issuer sent back."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sent back by the issuer"),
            "res_model": "oe.sap.cesu.returned",
            "views": [(False, "form")],
            "target": "new",
            "context": {"default_slip_id": self.id},
        }

    def _return(self, vouchers, day, reason):
        """The issuer sends these vouchers back; those sent back already stay so.

        :raises UserError: without reason, or when the slip is not with the issuer
        """
        self.ensure_one()
        self.receipt_ids._check_handler()
        if not (reason or "").strip():
            raise UserError(self.env._("Write why the issuer sends them back."))
        lock_rows(self)
        lock_rows(self.receipt_ids)
        if self.state == "draft":
            raise UserError(
                self.env._("Only vouchers of a slip that is sent come back.")
            )
        mine = vouchers & self.receipt_ids.voucher_ids
        mine.invalidate_recordset(["returned_on"])
        mine = mine.filtered(lambda voucher: not voucher.returned_on)
        for receipt, rows in mine.grouped("receipt_id").items():
            receipt._send_back(rows, day, reason.strip()[:200])
        if self.state == "sent" and not self._due_cents():
            # Nothing is left to be paid: what was held meets what came back.
            held = self.sudo().receipt_ids.payment_id.move_id.line_ids.filtered("debit")
            (held | self._returned_lines()).reconcile()
            self.sudo().write({"state": "paid", "paid_on": day})
