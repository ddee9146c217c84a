"""Money by the bank: transfers of June, a mandate to sign, a card that is no card."""

import base64

from odoo.fields import Date

# Examples of the standard and of its documentation: nobody's accounts.
OURS = "FR1420041010050500013M02606"
NADIA = "FR7630006000011234567890189"
ICS = "FR72ZZZ123456"
# Two people of another tool: one line is good, one says what is wrong with it.
FORMER = """reference;nom;courriel;telephone;adresse;code_postal;ville
R001;Yann Kerlann;yann@oui-ensemble.example;06 11 22 33 44;3 quai Ceineray;44000;Nantes
R002;Lise Aubry;lise(at)exemple;;;44100;Nantes
"""


class Bank:
    """Mixed into the month, after the payslips."""

    def bank(self):
        """The file of June's net pay is made; Jeanne's relative finds a mandate."""
        company = self.samad
        company.oe_creditor_ref = ICS
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        banks = self.env["res.partner.bank"].sudo()
        bank = self.env["res.bank"].create(
            {"name": "Banque de l'Exemple", "bic": "PSSTFRPPXXX"}
        )
        journal.bank_account_id = banks.create(
            {
                "partner_id": company.partner_id.id,
                "acc_number": OURS,
                "bank_id": bank.id,
            }
        )
        banks.create(
            {
                "partner_id": self.nadia.partner_id.id,
                "acc_number": NADIA,
                "allow_out_payment": True,
            }
        )
        today = Date.context_today(self.env.user)
        batch = self.env["oe.cae.transfer"].create(
            {"company_id": company.id, "journal_id": journal.id, "date": today}
        )
        batch.action_collect()
        batch.action_make()
        self.env["oe.cae.debit.mandate"].create(
            {"company_id": company.id, "partner_id": self.anne.id}
        ).action_send()
        self._former_tool()

    def _former_tool(self):
        """A file of the former tool, checked and not applied yet."""
        job = self.env["oe.cae.moving"].create(
            {
                "company_id": self.samad.id,
                "kind": "people",
                "file": base64.b64encode(FORMER.encode()),
                "file_name": "personnes-autonomie.csv",
            }
        )
        job.action_check()
