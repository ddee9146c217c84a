import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_payers import PayerCase

DETAIL = "Nom du bénéficiaire;N° facture;Mois;Montant payé\n"


class RemittanceCase(PayerCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bank = cls._bank_journal()
        cls._rule(hourly=10)
        cls.share = cls._charged(cls.client, "2026-06-15")
        cls.robert = cls.client.copy({"name": "Robert Anne"})
        cls._rule(partner_id=cls.robert.id, hourly=15, decision="APA-2026-118")
        cls.other = cls._charged(cls.robert, "2026-06-16")
        cls.accountant = cls._staff("compta-virements", "accountant", cls.cae_sap)
        cls.accountant.group_ids += cls.env.ref("account.group_account_invoice")

    @classmethod
    def _bank_journal(cls):
        journal = cls.env["account.journal"].create(
            {
                "name": "Banque",
                "code": "BQR",
                "type": "bank",
                "company_id": cls.cae_sap.id,
            }
        )
        journal.inbound_payment_method_line_ids.payment_account_id = (
            cls.cae_sap._oe_chart_ref("pcg_5121").copy({"code": "5129BQR"})
        )
        return journal

    @classmethod
    def _charged(cls, client, day, hours=4):
        """The posted invoice of the payer for hours of a client."""
        lead = cls._sap_invoice(day, hours=hours, partner=client)
        lead.action_oe_sap_share_out()
        lead.action_post()
        return lead.oe_sap_share_ids

    def _remittance(self, *lines, amount=None, **values):
        return (
            self.env["oe.sap.remittance"]
            .with_company(self.cae_sap)
            .create(
                {
                    "name": "VIR-1",
                    "company_id": self.cae_sap.id,
                    "payer_id": self.county.id,
                    "journal_id": self.bank.id,
                    "date": "2026-07-20",
                    "amount": amount or sum(line[1] for line in lines),
                    "line_ids": [
                        Command.create(
                            {
                                "client_text": client,
                                "amount": paid,
                                "month": "2026-06-01",
                            }
                        )
                        for client, paid in lines
                    ],
                    **values,
                }
            )
        )


@tagged("post_install", "-at_install")
class TestRemittance(RemittanceCase):
    def test_lines_find_their_invoices_and_one_button_pays_each(self):
        row = self._remittance(("LE GOFF Jeanne", 40), ("Mme Robert Anne", 50))
        row.action_match()
        self.assertEqual(row.line_ids.move_id, self.share | self.other)
        partial = row.line_ids.filtered(lambda li: li.found == "partial")
        self.assertEqual((partial.move_id, partial.difference), (self.other, 10.0))
        row.action_post()
        self.assertEqual(row.state, "posted")
        self.assertIn(self.share.payment_state, ("paid", "in_payment"))
        self.assertEqual(self.other.amount_residual, 10.0)
        self.assertEqual(len(row.line_ids.payment_id), 2)
        row.action_post()
        self.assertEqual(len(row.line_ids.payment_id), 2)
        self.assertEqual(self.other.amount_residual, 10.0)

    def test_a_typed_line_without_month_finds_its_invoice_too(self):
        row = self._remittance(("Jeanne Le Goff", 40))
        row.line_ids.month = False
        row.action_match()
        self.assertEqual(row.line_ids.move_id, self.share)

    def test_a_transfer_that_does_not_add_up_is_not_posted(self):
        row = self._remittance(("Jeanne Le Goff", 40), amount=45)
        row.action_match()
        with self.assertRefused(UserError, "complete"):
            row.action_post()

    def test_what_is_unknown_stays_with_its_reason_and_stops_no_other(self):
        row = self._remittance(("Jeanne Le Goff", 40), ("Personne", 12))
        row.action_match()
        row.action_post()
        self.assertEqual(row.state, "part")
        lost = row.line_ids.filtered(lambda li: li.found == "unknown")
        self.assertIn("No open invoice", lost.reason)
        self.assertFalse(lost.client_id)
        lost.write({"move_id": self.other.id, "chosen": True})
        row.action_post()
        self.assertEqual((row.state, self.other.amount_residual), ("posted", 48.0))
        with self.assertRefused(UserError, "stays"):
            row.unlink()
        with self.assertRefused(UserError, "change"):
            lost.amount = 1

    def test_two_invoices_that_fit_are_chosen_by_somebody(self):
        self._charged(self.client, "2026-06-22")
        row = self._remittance(("Jeanne Le Goff", 40))
        row.action_match()
        self.assertEqual(row.line_ids.found, "choose")
        self.assertIn(self.share.name, row.line_ids.reason)
        row.line_ids.write({"move_id": self.share.id, "chosen": True})
        row.action_match()
        self.assertEqual(row.line_ids.found, "matched")

    def _import(self, text, **values):
        return (
            self._as("oe.sap.remittance.import", self.accountant)
            .with_company(self.cae_sap)
            .create(
                {
                    "company_id": self.cae_sap.id,
                    "payer_id": self.county.id,
                    "name": "VIR-2",
                    "amount": 100,
                    "file": base64.b64encode(text.encode()),
                    **values,
                }
            )
        )

    def test_a_file_is_imported_by_an_accountant_and_its_columns_remembered(self):
        text = f"{DETAIL}LE GOFF Jeanne;;06/2026;40,00\n;{self.other.name};;60\n"
        wizard = self._import(text)
        wizard._onchange_file()
        self.assertEqual(wizard.amount_column, "Montant payé")
        action = wizard.action_import()
        row = self._as(
            self.env["oe.sap.remittance"].browse(action["res_id"]), self.accountant
        )
        row.journal_id = self.bank
        self.assertEqual(row.line_ids.mapped("found"), ["matched"] * 2)
        row.action_post()
        self.assertEqual(row.state, "posted")
        known = self.env["oe.sap.remittance.format"].search([])
        self.assertEqual(known.client_column, "Nom du bénéficiaire")
        with self.assertRefused(UserError, "Cout"):
            self._import(text, amount_column="Cout").action_import()

    def test_an_advisor_may_not(self):
        row = self._remittance(("Jeanne Le Goff", 40))
        advisor = self._staff("conseil-virements", "advisor", self.cae_sap)
        for action in ("action_match", "action_post"):
            with self.assertRaises(AccessError):
                getattr(self._as(row, advisor), action)()

    def test_what_is_refused_goes_to_the_client(self):
        made = self.other._oe_sap_refuse(10_01, "Visite non faite", rebill=True)
        credit, invoice = made[0], made[1]
        self.assertEqual((credit.move_type, credit.amount_total), ("out_refund", 10.01))
        self.assertEqual(credit.partner_id, self.county)
        self.assertEqual(
            (invoice.partner_id, invoice.amount_total), (self.robert, 10.01)
        )
        self.assertEqual(invoice.amount_untaxed, credit.amount_untaxed)
        self.assertEqual(self.other.amount_residual, 49.99)
        # The household pays it: it is on its certificate.
        self._pay_into(invoice, 10.01, "2026-09-01", self.bank)
        model = self.env["oe.sap.certificate"].with_company(self.cae_sap)
        issued, _none = model._run(self.cae_sap, 2026)
        self.assertEqual(issued.mapped("paid"), [10.01])
        with self.assertRefused(UserError, "at most"):
            self.other._oe_sap_refuse(50_00, "Encore", rebill=False)

    def test_or_it_is_written_off_with_its_reason(self):
        wizard = self.env["oe.sap.refusal"].create(
            {
                "move_id": self.other.id,
                "amount": 60,
                "reason": "Hors plan d'aide",
                "what": "write_off",
            }
        )
        wizard.action_refuse()
        self.assertEqual(self.other.amount_residual, 0.0)
        credit = self.env["account.move"].search(
            [("oe_sap_refused_of_id", "=", self.other.id)]
        )
        self.assertEqual(len(credit), 1)
        self.assertIn("Hors plan", credit.narration)
