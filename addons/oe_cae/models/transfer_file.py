from sepaxml import SepaTransfer
from sepaxml.validation import ValidationError as NotTheSchema

from odoo import models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents

from ..calc import sepa


class Transfer(models.Model):
    """The file (ISO 20022, pain.001): written once, checked against its schema."""

    _inherit = "oe.cae.transfer"

    def action_make(self):
        """Make the file of what is good; from here on nothing changes."""
        self._begin("draft")
        batch_sudo = self.sudo()  # accounts of people are read for the file only
        if self.date < batch_sudo._today_of():
            raise UserError(self.env._("The day of execution is over: choose another."))
        batch_sudo.line_ids.filtered("live")._judge()
        lines = batch_sudo.line_ids.filtered("live")
        if not lines:
            raise UserError(
                self.env._("Nothing can be paid: collect first, then read the reasons.")
            )
        batch_sudo._make_file(lines)
        return True

    def _pain(self, lines, attempt):
        """The file, in bytes.

        :raises UserError: when the schema refuses it
        """
        version = self.journal_id.oe_sepa_version or "pain.001.001.03"
        file = SepaTransfer(self._company_account(), schema=version, clean=True)
        # Banks refuse a number that they saw before: a file made anew has its own.
        number = sepa.identifier(f"{self.name}-{attempt}".replace("/", "-"))
        file.msg_id = number
        header = file._xml.find("CstmrCdtTrfInitn/GrpHdr/MsgId")
        header.text = number
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
        bank = line.bank_id
        payment = {
            "name": sepa.plain(bank.acc_holder_name or line.partner_id.name, sepa.NAME),
            "IBAN": bank.sanitized_acc_number,
            "amount": to_cents(line.amount),
            "execution_date": self.date,
            "description": sepa.plain(line.label, sepa.WORDS),
            "endtoend_id": sepa.identifier(f"{self.name}-{line.id}".replace("/", "-")),
        }
        if bank.bank_bic:
            payment["BIC"] = bank.bank_bic.replace(" ", "").upper()
        return payment
