"""Review, dispute, stages, seals verified, and what nobody writes by a remote call."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestReview(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license()
        cls._sale(1000, "2027-01-05")
        cls.network = cls._staff("network-review", "network_manager", cls.sas)
        cls.manager = cls._staff("manager-review", "manager", cls.cae)
        cls.other = cls._staff("manager-other", "manager", cls.cae_sap)

    def test_review_dispute_answer_lock_paid(self):
        statement = self._statement("2027-01")
        mine = self._as(statement, self.network)
        theirs = self._as(statement, self.manager)
        with self.assertRefused(UserError, "not sent for review"):
            theirs.action_agree()
        mine.action_send()
        self.assertEqual(statement.stage, "review")
        self.assertIn(self.manager.partner_id, statement.message_ids.partner_ids)
        with self.assertRaises(AccessError):
            self._as(statement, self.other).action_agree()
        with self.assertRaises(AccessError):
            mine.action_agree()
        wizard = self._as("oe.royalty.remark.wizard", self.manager)
        wizard.create(
            {"statement_id": statement.id, "words": "La ligne 2 est un débours"}
        ).action_dispute()
        self.assertEqual(
            (statement.stage, statement.dispute[:7]), ("disputed", "La lign")
        )
        with self.assertRefused(UserError, "answer first"):
            mine.action_lock()
        with self.assertRefused(UserError, "answer first"):
            self._as(self._period("2027-01"), self.network).action_lock()
        self._as(self._period("2027-01"), self.network).action_compute()
        self.assertEqual(statement.state, "disputed", "computed again it stays so")
        answer = self._as("oe.royalty.remark.wizard", self.network)
        answer.create(
            {"statement_id": statement.id, "words": "Elle est en 706"}
        ).action_answer()
        theirs.action_agree()
        self.assertEqual(statement.agreed_by_id, self.manager)
        mine.action_lock()
        with self.assertRefused(UserError, "not sent for review"):
            theirs.action_agree()
        mine.action_invoice()
        self.assertEqual(statement.stage, "invoiced")
        model = self.env["oe.royalty.statement"]
        self.assertIn(statement, model.search([("stage", "=", "invoiced")]))
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=statement.invoice_id.ids
        ).create({})._create_payments()
        statement.invoice_id.payment_state = "paid"
        self.assertEqual(theirs.stage, "paid")
        self.assertIn(statement, model.search([("stage", "in", ["paid"])]))
        self.assertNotIn(statement, model.search([("stage", "=", "invoiced")]))

    def test_one_that_waits_stops_no_other(self):
        second = self._license(self.cae_sap)
        held = self._statement("2027-01")
        held.action_send()
        held._dispute("Non")
        self._period("2027-01").action_lock()
        self.assertEqual(held.state, "disputed")
        self.assertEqual(second.statement_ids.state, "locked")

    def test_verify(self):
        self._statement("2027-01", lock=True)
        february = self._statement("2027-02", lock=True)
        contract = self._as(self.contract, self.manager)
        self.assertIn("intact", contract.action_verify()["params"]["message"])
        self.env.cr.execute(
            "UPDATE oe_royalty_statement SET amount = 9 WHERE id = %s", [february.id]
        )
        self.env.invalidate_all()
        found = contract.action_verify()["params"]
        self.assertIn("02/2027", found["message"])
        self.assertEqual(self.contract.broken_id, february)
        with self.assertLogs("odoo.addons.oe_royalty", "ERROR"):
            self.env["oe.royalty.contract"]._cron_verify()
        with self.assertLogs("odoo.addons.oe_royalty", "ERROR"):
            self.env["oe.royalty.contract"]._cron_verify()
        mine = self.contract.activity_ids
        self.assertEqual(len(mine), 1, "told once")

    def test_verify_sees_a_statement_taken_out_of_the_chain(self):
        self._statement("2027-01", lock=True)
        february = self._statement("2027-02", lock=True)
        march = self._statement("2027-03", lock=True)
        self.env.cr.execute(
            "DELETE FROM oe_royalty_statement WHERE id = %s", [february.id]
        )
        self.env.invalidate_all()
        self.contract.action_verify()
        self.assertEqual(self.contract.broken_id, march)

    def test_states_are_not_written_by_a_call(self):
        network = self.network
        draft = self.env["oe.royalty.rate"].create(
            {"scheme_id": self.scheme.id, "rate": 4, "date_start": "2028-01-01"}
        )
        for record, values in (
            (draft, {"state": "approved"}),
            (self.contract, {"state": "draft"}),
            (
                self.env["oe.royalty.advance"].create(
                    {"contract_id": self.contract.id, "amount": 10}
                ),
                {"is_invoiced": True},
            ),
        ):
            with self.assertRefused(UserError, "by its buttons"):
                self._as(record, network).write(values)
        with self.assertRefused(UserError, "by its buttons"):
            self._as("oe.royalty.rate", network).create(
                {
                    "scheme_id": self.scheme.id,
                    "date_start": "2028-02-01",
                    "state": "approved",
                }
            )

    def test_an_exception_ends(self):
        pole = self.env["oe.pole"].search([], limit=1)
        self._rate(3, "2027-02-01", contract_id=self.contract.id)
        self._rate(0, "2027-03-01", contract_id=self.contract.id, is_end=True)
        self._sale(1000, "2027-02-05")
        self._sale(1000, "2027-03-05")
        amounts = [
            self._statement(month, lock=True).amount
            for month in ("2027-01", "2027-02", "2027-03")
        ]
        self.assertEqual(amounts, [50, 30, 50])
        self.assertTrue(pole)
        with self.assertRefused(UserError, "Only an exception"):
            self._rate(0, "2027-05-01", is_end=True)
