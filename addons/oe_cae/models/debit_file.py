from sepaxml import SepaDD
from sepaxml.validation import ValidationError as NotTheSchema

from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import sepa

# Version of transfers that the bank asks for → the one of debits of the same year.
VERSIONS = {"pain.001.001.03": "pain.008.001.02", "pain.001.001.09": "pain.008.001.08"}


class Debit(models.Model):
    """The file (ISO 20022, pain.008), and what it does in the books."""

    _inherit = "oe.cae.debit"

    def action_make(self):
        """Make the file of what still holds; from here on nothing changes."""
        self._begin("draft")
        batch_sudo = self.sudo()  # accounts of clients are read for the file only
        if not self.announced_on:
            raise UserError(self.env._("Announce it to the clients first."))
        if self.date < batch_sudo._today_of():
            raise UserError(self.env._("The day is over: cancel it, make another."))
        for line in batch_sudo.line_ids.filtered("live"):
            if not line._still():
                reason = self.env._("Paid, changed or revoked since it was announced.")
                line._set({"live": False, "status": "refused", "reason": reason})
        lines = batch_sudo.line_ids.filtered("live")
        if not lines:
            raise UserError(self.env._("Nothing is left to debit."))
        batch_sudo._make_file(lines)
        return True

    def _creditor(self):
        account = self._company_account()
        ics = self.company_id.oe_creditor_ref
        if not ics:
            raise UserError(
                self.env._("Write the creditor identifier (ICS) on the company.")
            )
        return {**account, "creditor_id": ics, "instrument": self.scheme}

    def _pain(self, lines, attempt):
        """The file, in bytes.

        :raises UserError: when the schema refuses it
        """
        version = VERSIONS[self.journal_id.oe_sepa_version or "pain.001.001.03"]
        creditor = self._creditor()
        if version == "pain.008.001.02" and "BIC" not in creditor:
            raise UserError(
                self.env._(
                    "This version of the file needs the BIC of the cooperative's bank: "
                    "write it on the bank of the journal %(name)s.",
                    name=self.journal_id.name,
                )
            )
        file = SepaDD(creditor, schema=version, clean=True)
        # Banks refuse a number that they saw before: a file made anew has its own.
        number = sepa.identifier(f"{self.name}-{attempt}".replace("/", "-"))
        file.msg_id = number
        file._xml.find("CstmrDrctDbtInitn/GrpHdr/MsgId").text = number
        for line in lines:
            file.add_payment(self._payment(line))
        try:
            return file.export(validate=True)
        except NotTheSchema as error:
            raise UserError(
                self.env._(
                    "The file does not keep to the rules of the banks: look at the "
                    "names, and at the BIC of the accounts."
                )
            ) from error

    def _payment(self, line):
        mandate = line.mandate_id
        bank = mandate.bank_id
        payment = {
            "name": sepa.plain(mandate.signed_name, sepa.NAME),
            "IBAN": bank.sanitized_acc_number,
            "amount": to_cents(line.amount),
            "type": line.sequence_type,
            "collection_date": self.date,
            "mandate_id": mandate.rum,
            "mandate_date": mandate.signed_on,
            "description": sepa.plain(line.move_id.name, sepa.WORDS),
            "endtoend_id": sepa.identifier(f"{self.name}-{line.id}".replace("/", "-")),
        }
        if bank.bank_bic:
            payment["BIC"] = bank.bank_bic.replace(" ", "").upper()
        return payment

    def action_sent(self):
        """The bank has the file: standard payments, and mandates that were used."""
        self._begin("made")
        batch_sudo = self.sudo().with_company(self.company_id)
        lines = batch_sudo.line_ids.filtered("live")
        batch_sudo._register_payments(lines, "move_id")
        for mandate, group in lines.grouped("mandate_id").items():
            mandate._set(
                {
                    "used_on": self.date,
                    "used_count": mandate.used_count + len(group),
                    "state": "used" if mandate.kind == "once" else mandate.state,
                }
            )
        batch_sudo._set({"state": "sent", "sent_on": fields.Datetime.now()})
        return True


class DebitLine(models.Model):
    """A debit that the bank sent back."""

    _inherit = "oe.cae.debit.line"

    def action_return(self):
        """Undo the payment: the invoice is open again, and its people are told."""
        for line in self:
            line.debit_id._begin("sent")
        lock_rows(self.sudo())
        for line_sudo in self.sudo():
            if not line_sudo.live:
                raise UserError(self.env._("It was sent back already."))
            # Cancelled as it is: a draft would be deleted, its number is in the chain.
            line_sudo.payment_id.action_cancel()
            day = format_date(self.env, line_sudo.company_id._oe_today())
            line_sudo._set(
                {
                    "live": False,
                    "status": "returned",
                    "reason": self.env._("Sent back on %(day)s", day=day),
                }
            )
            line_sudo._tell_return()
        return True

    def _tell_return(self):
        """On the invoice, and to the advisor; no account and no cause is named."""
        move = self.move_id
        word = self.env._("The direct debit was sent back by the bank: to be paid.")
        move.message_post(body=word)
        advisor = move.oe_activity_id.entrepreneur_id.advisor_id
        if advisor:
            move.activity_schedule(
                "mail.mail_activity_data_todo", user_id=advisor.id, summary=word
            )
