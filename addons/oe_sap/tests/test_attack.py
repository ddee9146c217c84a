"""What an accountant of another cooperative tries, and one who forges."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SapCase


@tagged("post_install", "-at_install")
class TestAttack(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.accountant = cls._staff("compta-attaque", "accountant", cls.cae_sap)
        cls.stranger = cls._staff("compta-ailleurs", "accountant", cls.cae)
        cls._sap_invoice("2026-12-10").action_post()
        cls.env.flush_all()

    def _run_of(self, user, company, year=2026):
        wizard = self._as("oe.sap.certificate.run", user)
        return wizard.create({"company_id": company.id, "year": year})

    def test_an_accountant_lists_the_households_of_another_cooperative(self):
        """Who has none, and why, is a list of people cared for at home."""
        run = self._run_of(self.stranger, self.cae_sap)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            run.action_run()

    def test_an_accountant_reads_the_run_of_a_colleague_elsewhere(self):
        run = self._run_of(self.accountant, self.cae_sap)
        run.action_run()
        self.assertEqual(run.line_ids.partner_id, self.client)
        for model in (run._name, run.line_ids._name):
            with self.subTest(model):
                self.assertFalse(self._as(model, self.stranger).search([]))

    def test_an_accountant_forges_a_certificate(self):
        model = self._as("oe.sap.certificate", self.accountant)
        values = {
            "name": "faux",
            "company_id": self.cae_sap.id,
            "partner_id": self.client.id,
            "year": 2026,
            "issued_on": "2027-01-10",
            "paid": 12000,
        }
        with self.assertRaises(UserError), self.env.cr.savepoint():
            model.create(values)

    def test_an_accountant_adds_a_line_to_an_issued_certificate(self):
        issued = self.env["oe.sap.certificate"].create(
            {
                "name": "vrai",
                "company_id": self.cae_sap.id,
                "partner_id": self.client.id,
                "year": 2026,
                "issued_on": "2027-01-10",
                "paid": 100,
            }
        )
        lines = self._as("oe.sap.certificate.line", self.accountant)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            lines.create(
                {"certificate_id": issued.id, "name": "Jardinage", "amount": 900}
            )
