from odoo import Command, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_amount

from odoo.addons.oe_base.calc.money import to_cents

from .advance import BACK


class Advance(models.Model):
    """Transfers of the service as standard payments; a new invoice after a refusal."""

    _inherit = "oe.sap.advance"

    def _pay(self, transfer):
        """The service paid: one standard payment, settled with the invoice.

        :param dict transfer: ``mntVirement`` and ``dateVirement`` when they are known
        :raises UserError: when the amount is not the one that was asked for
        """
        self.ensure_one()
        told = transfer.get("mntVirement")
        if told is not None and to_cents(float(told)) != to_cents(self.expected):
            raise UserError(
                self.env._(
                    "The service says it paid %(told)s, %(expected)s were expected: "
                    "nothing is booked. Look at its statement.",
                    told=format_amount(self.env, float(told), self.currency_id),
                    expected=format_amount(self.env, self.expected, self.currency_id),
                )
            )
        payment = self._payment("inbound", _day(transfer.get("dateVirement")))
        self.payment_id = payment
        owed = self._receivable(self.move_id).filtered(lambda li: not li.reconciled)
        # Paid otherwise meanwhile: what is too much stays on the client's account.
        if owed:
            (owed | self._receivable(payment.move_id)).reconcile()

    def _give_back(self):
        """The service took it back: a payment the other way, the invoice is open."""
        self.ensure_one()
        paid = self._receivable(self.payment_id.move_id)
        paid.remove_move_reconcile()
        back = self._payment("outbound", None)
        self.reversal_id = back
        (paid | self._receivable(back.move_id)).reconcile()

    def _payment(self, kind, day):
        journal = self._journal()
        company = self.company_id
        lines = (
            journal.inbound_payment_method_line_ids
            if kind == "inbound"
            else journal.outbound_payment_method_line_ids
        )
        receivable = self._receivable(self.move_id).account_id[:1]
        payment = (
            self.env["account.payment"]
            .with_company(company)
            .create(
                {
                    "payment_type": kind,
                    "partner_type": "customer",
                    "partner_id": self.move_id.commercial_partner_id.id,
                    "amount": self.expected,
                    "currency_id": self.currency_id.id,
                    "date": day or company._oe_today(),
                    "journal_id": journal.id,
                    "payment_method_line_id": lines[:1].id,
                    "destination_account_id": receivable.id,
                    "memo": self.number,
                    "invoice_ids": [Command.link(self.move_id.id)],
                }
            )
        )
        payment.action_post()
        return payment

    def _journal(self):
        account = self.env["oe.sap.advance.account"]._of(self.company_id)
        account = account.get(self.company_id)
        if not account or not account.journal_id:
            raise UserError(
                self.env._(
                    "No journal for the transfers: a network manager presses “Prepare "
                    "the books” in the settings of the immediate advance."
                )
            )
        return account.journal_id

    def _receivable(self, move):
        return move.line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )

    def action_replace(self):
        """Credit the invoice and make it anew under another number, ready to send.

        The service takes a number once: after a refusal the invoice needs a new one.
        Its visits go to the new invoice and are billed once.
        """
        self.ensure_one()
        row_sudo = self._begin("sent")
        if row_sudo.status not in BACK:
            raise UserError(
                self.env._("Only a request that was refused or cancelled is replaced.")
            )
        if row_sudo.new_move_id:
            raise UserError(
                self.env._(
                    "It was replaced by %(number)s already.",
                    number=row_sudo.new_move_id.name or self.env._("a draft"),
                )
            )
        move = row_sudo.move_id
        if to_cents(move.amount_residual) != to_cents(move.amount_total):
            raise UserError(
                self.env._(
                    "%(number)s was paid meanwhile, wholly or in part: nothing to ask "
                    "for again.",
                    number=move.name,
                )
            )
        new = move._oe_sap_replace()
        today = fields.Date.context_today(self)
        row_sudo.write({"new_move_id": new.id, "settled_on": today})
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Invoice"),
            "res_model": "account.move",
            "res_id": new.id,
            "views": [(False, "form")],
        }


class AccountPayment(models.Model):
    _inherit = "account.payment"

    oe_sap_advance_ids = fields.One2many(
        "oe.sap.advance",
        "payment_id",
        "Paid by the immediate advance",
        groups="oe_base.group_oe_manager,oe_base.group_oe_accountant",
    )


class AccountMove(models.Model):
    _inherit = "account.move"

    def _oe_sap_replace(self):
        """Credit note of the whole, and the same invoice under the next number.

        :return: the new invoice, posted
        """
        self.ensure_one()
        hours = self._oe_hours()
        today = self.company_id._oe_today()
        self._reverse_moves(
            [
                {
                    "invoice_date": today,
                    "date": today,
                    "ref": self.env._("Credit of %(number)s", number=self.name),
                }
            ],
            cancel=True,
        )
        # The order's lines stay linked, as the stock wizard does.
        again = self.with_context(include_business_fields=True).copy(
            {"invoice_date": today, "date": today, "invoice_date_due": False}
        )
        pairs = zip(self.invoice_line_ids, again.invoice_line_ids, strict=True)
        for line, copy in pairs:
            copy.oe_sap_worker_ids = line.oe_sap_worker_ids
        # Billed by the new one: else the month's run would bill them again.
        hours.sudo().timesheet_invoice_id = again
        again._post(soft=False)
        return again


def _day(text):
    """The day of a date of the service, or None."""
    return fields.Date.to_date(str(text)[:10]) if text else None
