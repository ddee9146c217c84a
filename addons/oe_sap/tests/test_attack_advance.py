"""What a manager tries with the immediate advance of another cooperative."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .advance_common import AdvanceCase


@tagged("post_install", "-at_install")
class TestAttackAdvance(AdvanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._staff("dir-avance-ailleurs", "manager", cls.cae)
        cls.move = cls._posted()

    def _run_of(self, company):
        return self._as("oe.sap.advance.run", self.stranger).create(
            {"company_id": company.id, "good_count": 1}
        )

    def test_a_manager_reads_clients_and_amounts_of_invoices_elsewhere(self):
        """Related fields are read past the rules: a line of the wizard shows them."""
        lines = self._as("oe.sap.advance.run.line", self.stranger)
        for company in (self.cae, self.cae_sap):
            run = self._run_of(company)
            with self.subTest(company.name), self.assertRefused(AccessError):
                lines.create({"run_id": run.id, "move_id": self.move.id, "good": True})

    def test_a_manager_sends_the_request_of_another_cooperative(self):
        run = self._run_of(self.cae)
        self.env["oe.sap.advance.run.line"].browse()
        run.sudo().env.cr.execute(
            "INSERT INTO oe_sap_advance_run_line (run_id, move_id, good, create_uid) "
            "VALUES (%s, %s, true, %s)",
            (run.id, self.move.id, self.stranger.id),
        )
        run.invalidate_recordset()
        run.action_send()
        self.assertFalse(self.Advance.search([("move_id", "=", self.move.id)]))

    def test_a_manager_moves_the_line_of_a_run_to_an_invoice_elsewhere(self):
        own = self._run_of(self.cae)
        mine = self.env["account.move"].create(
            {"move_type": "out_invoice", "company_id": self.cae.id}
        )
        line = self._as("oe.sap.advance.run.line", self.stranger).create(
            {"run_id": own.id, "move_id": mine.id}
        )
        with self.assertRefused(AccessError):
            line.move_id = self.move
