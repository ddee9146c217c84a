"""Many certificates: in batches, again from where it stopped, with a worklist."""

from unittest import mock

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import SapCase

PATH = "odoo.addons.oe_sap"


@tagged("post_install", "-at_install")
class TestCertificateBatch(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.clients = cls.client
        for rank in range(4):
            cls.clients |= cls.client.copy({"name": f"Client {rank}"})

    def setUp(self):
        super().setUp()
        bank = self._bank()
        for rank, client in enumerate(self.clients):
            move = self._sap_invoice("2026-05-10", partner=client)
            move.action_oe_sap_vat()
            move.action_post()
            if rank:  # the first one has not paid
                self._pay_into(move, move.amount_total, "2026-06-10", bank)
        for where in ("models.certificate_batch", "wizard.certificate_run"):
            patch = mock.patch(f"{PATH}.{where}.TAXPAYERS_A_BATCH", 2)
            patch.start()
            self.addCleanup(patch.stop)
        self.certificates = self.env["oe.sap.certificate"]
        self.batches = self.env["oe.sap.certificate.batch"]

    def _wizard(self):
        return self.env["oe.sap.certificate.run"].create(
            {"company_id": self.cae_sap.id, "year": 2026}
        )

    def _issued(self):
        return self.certificates.search(
            [("company_id", "=", self.cae_sap.id), ("year", "=", 2026)], order="id"
        )

    def test_batches_until_the_end_each_taxpayer_once(self):
        action = self._wizard().action_run()
        batch = self.batches.browse(action["res_id"])
        self.assertEqual((batch._name, batch.total), (action["res_model"], 5))
        self.assertEqual(self._wizard().action_run()["res_id"], batch.id)
        batch._next_batch()
        self.assertEqual((batch.done, batch.issued, batch.missing), (2, 1, 1))
        for _more in range(4):
            batch._next_batch()
        self.assertEqual((batch.state, batch.done, batch.issued), ("done", 5, 4))
        self.assertEqual(len(self._issued()), 4)
        self.assertEqual(set(self._issued().mapped("version")), {1})

    def test_killed_and_begun_again_it_goes_on_where_it_stopped(self):
        batch = self.batches._start(self.cae_sap, 2026).sudo()
        batch._next_batch()
        with (
            mock.patch.object(
                type(self.certificates), "_make_pdf", side_effect=KeyboardInterrupt
            ),
            self.assertRaises(KeyboardInterrupt),
            self.env.cr.savepoint(),
        ):
            batch._next_batch()
        batch.invalidate_recordset()
        self.assertEqual((batch.state, batch.done), ("running", 2))
        while batch.state == "running":
            batch._next_batch()
        self.assertEqual(len(self._issued()), 4)

    def test_seals_are_one_chain_over_all_batches(self):
        batch = self.batches._start(self.cae_sap, 2026).sudo()
        while batch.state == "running":
            batch._next_batch()
        before = False
        for certificate in self._issued():
            self.assertEqual(certificate.seal_before, before)
            before = certificate.seal

    def test_the_worklist_says_why_and_empties_itself(self):
        self.certificates._run(self.cae_sap, 2026)
        missing = self.env["oe.sap.certificate.missing"]
        row = missing.search([("company_id", "=", self.cae_sap.id)])
        self.assertEqual((row.partner_id, row.year), (self.client, 2026))
        self.assertIn("nothing was paid", row.reason)
        move = self.env["account.move"].search(
            [("partner_id", "=", self.client.id), ("state", "=", "posted")]
        )
        self._pay_into(
            move, move.amount_total, "2026-07-01", self._journal("bank", "BQY")
        )
        issued, _none = self.certificates._run(self.cae_sap, 2026, self.client)
        self.assertEqual(issued.partner_id, self.client)
        self.assertFalse(row.exists())

    def test_one_year_at_a_time_and_by_whom_may(self):
        self.batches._start(self.cae_sap, 2026)
        with self.assertRefused(UserError, "wait until they are"):
            self.batches._start(self.cae_sap, 2025)
        other = self._staff("ailleurs-cb", "manager", self.cae)
        with self.assertRaises(AccessError):
            self._as("oe.sap.certificate.batch", other)._start(self.cae_sap, 2026)
        advisor = self._staff("accompagne-cb", "advisor", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as("oe.sap.certificate.batch", advisor)._start(self.cae_sap, 2026)

    def test_who_declares_for_others_is_one_taxpayer(self):
        self.clients[2].oe_taxpayer_id = self.clients[1]
        ids = self.certificates._taxpayers(self.cae_sap, 2026)
        self.assertNotIn(self.clients[2].id, ids)
        self.assertEqual(len(ids), 4)
        self.certificates._run(self.cae_sap, 2026, self.clients[1])
        self.assertEqual(self._issued().paid, 220)

    def test_the_cron_goes_on_with_what_waits(self):
        batch = self.batches._start(self.cae_sap, 2026).sudo()
        with mock.patch.object(
            type(self.env["ir.cron"]), "_commit_progress", return_value=True
        ):
            self.batches._cron_issue()
        self.assertEqual((batch.state, batch.missing), ("done", 1))

    def test_queries_do_not_grow_with_each_taxpayer(self):
        few = self.clients[1:2]
        many = self.clients[1:]
        self.certificates._issues(self.cae_sap, 2026, few)
        self.env.invalidate_all()
        with self.assertQueryCount(70):
            self.certificates._issues(self.cae_sap, 2026, few)
        self.env.invalidate_all()
        with self.assertQueryCount(70):
            self.certificates._issues(self.cae_sap, 2026, many)
