"""Payouts: once, by legal basis, in the books, in the yearly list."""

import base64

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .sharing_common import SharingCase


@tagged("post_install", "-at_install")
@freeze_time("2027-04-10")
class TestPayout(SharingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._only_conceptual()
        cls.owner = cls._holder("Ana")
        cls.author = cls._holder("Bob", "author")
        cls.provider = cls._holder("Cid", "provider")
        cls.employee = cls._holder("Dan", "employee")
        cls.industry = cls._holder("Eve", "industry")
        cls.holders = (
            cls.owner | cls.author | cls.provider | cls.employee | cls.industry
        )
        for holder in cls.holders:
            cls._points(holder)
        cls._royalty(10_000, "2027-01")
        cls.sharing = cls._sharing("2027-01")

    def _make(self, until="2027-04-10"):
        return self.env["oe.royalty.payout"].sudo()._make(self.scheme, until)

    def _of(self, holder):
        return holder.payout_ids.filtered(lambda row: row.state != "cancelled")

    def test_one_per_holder_and_once(self):
        made = self._make()
        self.assertEqual(made.mapped("amount"), [2000] * 4)
        self.assertFalse(self.industry.payout_ids)
        self.assertFalse(self._make())
        wizard = self.env["oe.royalty.payout.wizard"].create(
            {"scheme_id": self.scheme.id, "date_end": "2027-04-10"}
        )
        with self.assertRefused(UserError, "Nothing waits"):
            wizard.action_make()

    def test_several_periods_and_a_debt_that_waits(self):
        self._royalty(1000, "2027-02")
        self._sharing("2027-02")
        made = self._make()
        self.assertEqual(self._of(self.owner).amount, 2200)
        self.assertEqual(str(self._of(self.owner).date_end), "2027-02-28")
        self.assertEqual(len(made), 4)
        invoice = self.env["account.move"].search(
            [("company_id", "=", self.cae.id), ("amount_untaxed", "=", 20_000)], limit=1
        )
        self._refund(invoice, 20_000, "2027-03-03")
        self._statement("2027-03", lock=True)
        self._sharing("2027-03")
        self.assertFalse(self._make())

    def test_owner_of_rights(self):
        self._make()
        payout = self._of(self.owner)
        payout.action_approve()
        self.assertIn("RED/2027/", payout.number)
        move = payout.move_id
        self.assertEqual((move.move_type, move.state), ("in_invoice", "draft"))
        self.assertEqual(move.invoice_line_ids.account_id.code, "651100")
        self.assertEqual(move.amount_total, 2000)
        with self.assertRefused(UserError, "approved already"):
            payout.action_approve()
        with self.assertRefused(UserError, "do not know"):
            payout.action_paid()
        move.action_post()
        self._pay(move, 2000, "2027-04-09")
        payout.action_paid()
        self.assertEqual(str(payout.paid_on), "2027-04-09")
        with self.assertRefused(UserError, "stays"):
            payout.action_cancel()

    def test_author_is_withheld(self):
        self._make()
        payout = self._of(self.author)
        payout.action_approve()
        told = {row.name: row.amount for row in payout.levy_ids}
        self.assertEqual(told["CSG"], 180.78)
        self.assertEqual(told["CRDS"], 9.83)
        # 6.15 % and 0.35 % of 2 000; CSG and CRDS on 98.25 % of it.
        self.assertEqual(payout.withheld_amount, 320.61)
        self.assertEqual(payout.payer_amount, 22)
        self.assertEqual(payout.net_amount, 1679.39)
        move = payout.move_id
        self.assertEqual(move.move_type, "entry")
        self.assertEqual(
            {line.account_id.code: line.balance for line in move.line_ids},
            {"651600": 2000, "645100": 22, "431000": -342.61, "401100": -1679.39},
        )

    def test_an_exempt_author(self):
        self.author.no_withholding = True
        self._make()
        payout = self._of(self.author)
        payout.action_approve()
        self.assertEqual((payout.withheld_amount, payout.payer_amount), (0, 22))

    def test_a_provider_sends_a_bill(self):
        self._make()
        payout = self._of(self.provider)
        payout.action_approve()
        self.assertFalse(payout.move_id)
        self.assertIn("bill", payout.next_step)
        with self.assertRefused(UserError, "not there yet"):
            payout.action_paid()
        bills = [
            self._invoice(
                self.sas,
                self.provider.partner_id,
                [(amount, None, None)],
                "2027-04-02",
                "in_invoice",
            )
            for amount in (1999, 2000)
        ]
        wizards = self.env["oe.royalty.bill.wizard"].with_context(active_id=payout.id)
        with self.assertRefused(UserError, "excl. VAT"):
            wizards.create({"move_id": bills[0].id}).action_link()
        wizards.create({"move_id": bills[1].id}).action_link()
        self.assertEqual(payout.move_id, bills[1])
        payout.action_cancel()
        self.assertEqual(bills[1].state, "posted")

    def test_self_billing_needs_a_mandate(self):
        with self.assertRefused(ValidationError, "mandate"):
            self.provider.self_billing = True
        self.provider.write({"self_billing": True, "self_billing_date": "2027-01-02"})
        self._make()
        payout = self._of(self.provider)
        payout.action_approve()
        self.assertEqual(payout.move_id.invoice_line_ids.account_id.code, "622600")
        self.assertIn("mandate", str(payout.move_id.narration))
        payout.action_cancel()
        self.assertEqual(payout.state, "cancelled")
        self.assertEqual(self._make().holder_id, self.provider)

    def test_an_employee_goes_through_payroll(self):
        self._make()
        payout = self._of(self.employee)
        payout.action_approve()
        self.assertFalse(payout.move_id)
        wizard = self.env["oe.royalty.list.wizard"].create(
            {"kind": "payroll", "year": 2027}
        )
        wizard.action_make()
        text = base64.b64decode(wizard.file).decode("utf-8-sig")
        self.assertIn("2000,00", text)
        self.assertIn("Dan", text)
        payout.action_paid()
        self.assertEqual(str(payout.paid_on), "2027-04-10")

    def test_dividends_stand_beside(self):
        values = {
            "holder_id": self.industry.id,
            "decision_date": "2027-06-30",
            "year": 2026,
            "amount": 500,
            "reference": "AG, 3e résolution",
        }
        dividends = self.env["oe.royalty.dividend"]
        dividends.create(values)
        with self.assertRefused(ValidationError, "dividend"):
            dividends.create({**values, "holder_id": self.owner.id})
        page = self.industry._page()
        self.assertEqual(page["dividends"][0]["label"], "AG, 3e résolution")
        self.assertTrue(page["industry"])
        self.assertTrue(page["periods"])

    def test_a_year_of_sums_paid(self):
        self._make()
        for holder in (self.owner, self.employee):
            self._of(holder).action_approve()
        self._of(self.employee).action_paid()
        move = self._of(self.owner).move_id
        move.invoice_line_ids.tax_ids = self.sas._oe_chart_ref("tva_acq_encaissement")
        move.action_post()
        self._pay(move, 2400, "2027-04-09")
        self._of(self.owner).action_paid()
        self.env.flush_all()
        rows = self.env["oe.royalty.paid.year"].search(
            [("partner_id", "in", self.holders.partner_id.ids)]
        )
        found = {row.partner_id: row for row in rows}
        owner = found[self.owner.partner_id]
        self.assertEqual((owner.year, owner.total_amount), (2027, 2400))
        self.assertEqual(owner.threshold_amount, 2400)
        self.assertFalse(owner.is_declared)
        self.assertFalse(found[self.employee.partner_id].is_declared)
        self.env["oe.royalty.threshold"].create(
            {"date_start": "2027-01-01", "amount": 2399}
        )
        self.env.invalidate_all()
        self.assertTrue(owner.is_declared)
        action = owner.action_payouts()
        opened = self.env["oe.royalty.payout"].search(action["domain"])
        self.assertEqual(opened, self._of(self.owner))
        wizard = self.env["oe.royalty.list.wizard"].create({"year": 2027})
        wizard.action_make()
        text = base64.b64decode(wizard.file).decode("utf-8-sig")
        self.assertIn("2400,00", text)

    def test_what_is_past_its_term_goes_and_the_seal_stays(self):
        self._make()
        payout = self._of(self.employee)
        payout.action_approve()
        payout.action_paid()
        self.employee.share_ids.date_end = "2027-04-30"
        self.employee.write({"date_end": "2027-04-30", "active": False})
        holders = self.env["oe.royalty.holder"]
        later = fields.Date.to_date("2037-06-01")
        self.assertFalse(holders._purge_expired(later))
        self.assertEqual(self.env["oe.royalty.payout"]._purge_expired(later), 1)
        self.assertEqual(holders._purge_expired(later), 1)
        self.env.invalidate_all()
        self.assertFalse(self.employee.exists())
        self.assertTrue(self.sharing.is_intact)

    def test_documents_draw(self):
        made = self._make()
        for payout in made:
            payout.action_approve()
            self.assertTrue(payout._paper().startswith(b"%PDF"))
            self.assertEqual(payout._paper(), payout._paper())
            self.assertTrue(payout._document()["notes"])
        self.assertTrue(self.owner._year_paper(2027).startswith(b"%PDF"))

    def test_nobody_writes_a_payout_by_hand(self):
        network = self._staff("network-pay", "network_manager", self.sas)
        payout = self._make()[0]
        mine = self._as(payout, network)
        for work in (
            lambda: mine.write({"state": "paid"}),
            lambda: mine.create({"holder_id": self.owner.id}),
            mine.unlink,
        ):
            with self.assertRaises(UserError):  # an AccessError is one
                work()
        books = self._staff("books-pay", "accountant", self.sas)
        with self.assertRaises(AccessError):
            self._as(payout, books).action_approve()
        mine.action_approve()
        with self.assertRefused(UserError, "closed"):
            payout.sudo().amount = 1
