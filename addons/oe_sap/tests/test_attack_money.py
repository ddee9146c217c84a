"""What a manager forges by remote calls in payers, vouchers, caps and statements."""

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from odoo.addons.oe_base.calc.errors import CalcError

from .common import SapCase
from .test_cesu import CesuCase
from .test_price_cap import PriceCapCase
from .test_remittance import RemittanceCase
from .test_statement import StatementCase


@tagged("post_install", "-at_install")
class TestAttackVouchers(CesuCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._staff("dir-bons", "manager", cls.cae_sap)
        cls.stranger = cls._staff("dir-bons-ailleurs", "manager", cls.cae)

    def _mine(self, record):
        return self._as(record, self.manager)

    def test_a_manager_takes_the_payment_off_vouchers_to_record_them_twice(self):
        receipt = self._receipt("A1")
        receipt.action_receive()
        for values in (
            {"payment_id": False},
            {"amount": 900},
            {"state": "draft"},
            {"slip_id": False},
        ):
            with self.subTest(values), self.assertRefused(UserError):
                self._mine(receipt).write(values)
        self._mine(receipt).action_receive()
        self.assertEqual(self.move.amount_residual, 90.0)

    def test_a_manager_slips_a_voucher_into_a_receipt_that_is_recorded(self):
        recorded, other = self._receipt("A1"), self._receipt("B1")
        recorded.action_receive()
        with self.assertRefused(UserError, "do not change"):
            self._mine(other.voucher_ids).receipt_id = recorded
        self.assertEqual(recorded.amount, 20.0)

    def test_a_manager_pays_the_invoice_of_somebody_else_with_vouchers(self):
        neighbour = self.client.copy({"name": "Robert Anne"})
        receipt = self._receipt("A1", partner_id=neighbour.id)
        with self.assertRefused(UserError, "this client"):
            self._mine(receipt).action_receive()

    def test_a_manager_marks_a_slip_as_paid(self):
        slip = self._slip()
        for values in ({"state": "paid"}, {"received": 50}, {"entry_id": self.move.id}):
            with self.subTest(values), self.assertRefused(UserError):
                self._mine(slip).write(values)

    def test_a_manager_takes_vouchers_off_a_slip_that_is_sent(self):
        receipt = self._receipt("A1")
        receipt.action_receive()
        slip = self._mine(self._slip())
        slip.action_fill()
        slip.action_send()
        self.assertEqual(slip.receipt_ids, receipt)
        with self.assertRefused(UserError):
            slip.receipt_ids = [Command.clear()]
        with self.assertRefused(UserError):
            slip.receipt_ids.voucher_ids.returned_on = "2026-12-20"

    def test_a_manager_reads_the_total_of_a_slip_elsewhere(self):
        self._receipt("A1").action_receive()
        slip = self._slip()
        slip.action_fill()
        wizards = self._as("oe.sap.cesu.paid", self.stranger)
        bank = self.env["account.journal"].search([("type", "=", "bank")], limit=1)
        with self.assertRefused(AccessError):
            wizards.create({"slip_id": slip.id, "received": 1, "journal_id": bank.id})


@tagged("post_install", "-at_install")
class TestAttackTransfers(RemittanceCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._staff("dir-virements", "manager", cls.cae_sap)

    def test_a_manager_writes_that_a_line_is_posted(self):
        row = self._as(self._remittance(("Le Goff Jeanne", 40)), self.manager)
        for values in ({"found": "posted"}, {"payment_id": False}, {"reason": "x"}):
            with self.subTest(values), self.assertRefused(UserError):
                row.line_ids.write(values)
        with self.assertRefused(UserError):
            row.state = "posted"
        row.action_match()
        row.action_post()
        self.assertEqual(row.state, "posted")

    def test_a_manager_moves_a_posted_line_to_another_transfer(self):
        row = self._as(self._remittance(("Le Goff Jeanne", 40)), self.manager)
        row.action_match()
        row.action_post()
        other = self._as(self._remittance(("Robert Anne", 50), name="V2"), self.manager)
        with self.assertRefused(UserError, "does not change"):
            row.line_ids.remittance_id = other
        with self.assertRefused(UserError, "does not change"):
            other.line_ids.remittance_id = row

    def test_a_manager_rewrites_terms_that_were_invoiced(self):
        used = self.share.sudo().oe_sap_payer_id
        rule = self._as(used, self.manager)
        for values in ({"kind": "other"}, {"cap_hours": 2}, {"decision": "X"}):
            with self.subTest(values), self.assertRefused(UserError, "new one"):
                rule.write(values)
        rule.date_end = "2026-12-31"


@tagged("post_install", "-at_install")
class TestAttackStatements(StatementCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._staff("dir-ema", "manager", cls.cae_sap)

    def test_a_manager_declares_by_writing_the_state(self):
        report = self._as(self.report, self.manager)
        for values in ({"state": "declared"}, {"version": 7}, {"is_late": False}):
            with self.subTest(values), self.assertRefused(UserError):
                report.write(values)

    def test_a_manager_opens_a_declared_statement_again(self):
        report = self._as(self.report, self.manager)
        report.action_compute()
        report.action_declare()
        self.assertTrue(report.is_intact)
        with self.assertRefused(UserError):
            report.state = "draft"

    def test_a_manager_declares_the_figures_of_another_quarter(self):
        report = self._as(self.report, self.manager)
        report.action_compute()
        with self.assertRefused(UserError, "period"):
            report.date_start = "2026-01-01"

    def test_a_name_that_is_a_formula_behind_a_space(self):
        self.main.name = " =HYPERLINK(1)"
        self.main.nova_code = "\t=1+1"
        self.report.action_compute()
        text = self.report._csv_text()
        self.assertIn("' =HYPERLINK", text)
        self.assertIn("'\t=1+1", text)


@freeze_time("2026-05-15 09:00")
@tagged("post_install", "-at_install")
class TestAttackPrices(PriceCapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._staff("dir-plafond", "manager", cls.cae_sap)

    def test_somebody_writes_the_price_that_rises_are_counted_from(self):
        line = self._as(self._contract(25).order_line, self.manager).sudo(False)
        with self.assertRefused(AccessError):
            line.write({"oe_sap_year_price": 90, "oe_sap_price_year": 2026})

    def test_a_discount_that_ends_is_a_rise(self):
        order = self._quote(30, "2025-06-01")
        line = order.order_line
        line.discount = 20
        order.action_confirm()
        with self.assertRefused(UserError, "24,48"):
            line.discount = 0
        line.discount = 19
        self.assertEqual(line.oe_sap_year_price, 24)

    def test_a_manager_raises_the_cap_of_the_whole_network(self):
        cap = self.env.ref("oe_sap.price_cap_2026")
        with self.assertRefused(AccessError):
            self._as(cap, self.manager).rate = 50

    def test_a_manager_sets_the_price_of_any_product(self):
        """The price is written past the rules, on the product of the activity."""
        activity = self._as(self._activity_of("II-1"), self.manager)
        other = self.env["product.template"].create({"name": "Ordinateur"})
        for values in ({"product_tmpl_id": other.id, "price": 1}, {"code": "II-99"}):
            with self.subTest(values), self.assertRefused(AccessError):
                activity.write(values)
        activity.price = 31
        self.assertEqual(activity.product_tmpl_id.sudo().list_price, 31)


@tagged("post_install", "-at_install")
class TestAttackBatch(SapCase):
    def test_a_company_that_cannot_issue_stops_no_other(self):
        model = self.env["oe.sap.certificate.batch"]
        rows = model.create(
            [{"company_id": c.id, "year": 2026} for c in (self.cae_sap, self.cae)]
        )
        real = type(model)._next_batch

        def broken(batch):
            if batch.company_id == self.cae_sap:
                raise CalcError(reason="no number")
            return real(batch)

        self.patch(type(model), "_next_batch", broken)
        self.patch(
            type(self.env["ir.cron"]), "_commit_progress", lambda *a, **k: float("inf")
        )
        with self.assertLogs("odoo.addons.oe_sap.models.certificate_batch"):
            model._cron_issue()
        self.assertEqual(rows.mapped("state"), ["running", "done"])

    def test_who_came_after_the_year_is_not_asked_a_certificate_of_it(self):
        type(self).worker = self._worker("Nadia Benali", register_number="042")
        self._sap_invoice("2026-12-10").action_post()
        model = self.env["oe.sap.certificate"].with_company(self.cae_sap)
        issued, reasons = model._run(self.cae_sap, 2025)
        self.assertEqual((len(issued), len(reasons)), (0, 0))
        self.assertIn(self.client, model._run(self.cae_sap, 2026)[1])
