import base64
import io

from pypdf import PdfReader

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import SapCase


class CesuCase(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.issuer = cls.env.ref("oe_sap.cesu_edenred")
        cls.move = cls._sap_invoice("2026-12-10")
        cls.move.action_post()

    def _receipt(self, *numbers, face=20, move=None, **values):
        move = move or self.move
        return (
            self.env["oe.sap.cesu.receipt"]
            .with_company(self.cae_sap)
            .create(
                {
                    "partner_id": self.client.id,
                    "company_id": self.cae_sap.id,
                    "issuer_id": self.issuer.id,
                    "date": "2026-12-15",
                    "move_id": move.id,
                    "voucher_ids": [
                        Command.create({"number": number, "amount": face})
                        for number in numbers
                    ],
                    **values,
                }
            )
        )

    def _slip(self):
        return (
            self.env["oe.sap.cesu.slip"]
            .with_company(self.cae_sap)
            .create({"company_id": self.cae_sap.id, "issuer_id": self.issuer.id})
        )


@tagged("post_install", "-at_install")
class TestCesu(CesuCase):
    def test_vouchers_pay_the_invoice_on_the_day_they_come(self):
        receipt = self._receipt("A 1", "A 2", "A-3")
        self.assertEqual((receipt.voucher_count, receipt.amount), (3, 60.0))
        receipt.action_receive()
        self.assertEqual(receipt.state, "received")
        self.assertEqual(self.move.amount_residual, 50.0)
        payment = receipt.payment_id
        self.assertEqual(str(payment.date), "2026-12-15")
        held = payment.move_id.line_ids.filtered("debit").account_id
        self.assertTrue(held.code.startswith("511"))
        receipt.action_receive()
        self.assertEqual(receipt.payment_id, payment)
        self.assertEqual(self.move.amount_residual, 50.0)
        with self.assertRefused(UserError, "do not change"):
            receipt.voucher_ids[0].amount = 30
        with self.assertRefused(UserError, "stay"):
            receipt.unlink()

    def test_a_voucher_comes_once_whoever_records_it(self):
        self._receipt("12345")
        with self.assertRefused(ValidationError, "12345"):
            self._receipt("123 45")
        with self.assertRefused(ValidationError, "number"):
            self._receipt("--")

    def test_the_certificate_shows_them_apart_with_the_employer_part(self):
        receipt = self._receipt(
            "A1", "A2", "A3", funded_known=True, funded=30, kind="electronic"
        )
        receipt.action_receive()
        self._pay_into(self.move, 50, "2026-12-20", self._bank())
        model = self.env["oe.sap.certificate"].with_company(self.cae_sap)
        issued, _none = model._run(self.cae_sap, 2026)
        self.assertEqual((issued.paid, issued.cesu), (110.0, 60.0))
        self.assertEqual(issued.content["cesu_employer"], 30_00)
        pages = PdfReader(io.BytesIO(base64.b64decode(issued.pdf))).pages
        self.assertIn("30,00", pages[0].extract_text())

    def test_what_is_too_much_pays_the_next_invoice_with_its_employer_part(self):
        receipt = self._receipt(
            *(f"B{rank}" for rank in range(7)), funded_known=True, funded=70
        )
        receipt.action_receive()
        self.assertFalse(self.move.amount_residual)
        second = self._sap_invoice("2026-12-20")
        second.action_post()
        line = receipt.payment_id.move_id.line_ids.filtered(
            lambda li: li.account_type == "asset_receivable"
        )
        second.js_assign_outstanding_line(line.id)
        model = self.env["oe.sap.certificate"].with_company(self.cae_sap)
        issued, _none = model._run(self.cae_sap, 2026)
        self.assertEqual((issued.paid, issued.content["cesu_employer"]), (140.0, 7000))

    def test_a_slip_is_filled_sent_and_paid_less_the_fees(self):
        receipt = self._receipt("C1", "C2")
        receipt.action_receive()
        self._receipt("C3")  # not recorded yet: waits
        slip = self._slip()
        with self.assertRefused(UserError, "No voucher"):
            slip.action_send()
        slip.action_fill()
        self.assertEqual(slip.receipt_ids, receipt)
        slip.action_send()
        self.assertEqual((slip.state, receipt.state), ("sent", "sent"))
        text = PdfReader(io.BytesIO(base64.b64decode(slip.pdf))).pages[0]
        text = text.extract_text()
        for word in ("C1", "C2", "40,00", "Edenred"):
            self.assertIn(word, text)
        self.assertNotIn(self.client.name, text)
        bank = self._bank()
        wizard = self.env["oe.sap.cesu.paid"].create(
            {
                "slip_id": slip.id,
                "received": 39.1,
                "date": "2027-01-05",
                "journal_id": bank.id,
            }
        )
        wizard.action_paid()
        self.assertEqual((slip.state, slip.fees, receipt.state), ("paid", 0.9, "paid"))
        held = receipt.payment_id.move_id.line_ids.filtered("debit")
        self.assertTrue(held.reconciled)
        fees = slip.entry_id.line_ids.filtered(
            lambda li: li.account_id.code == "627800"
        )
        self.assertEqual(fees.debit, 0.9)
        with self.assertRefused(UserError, "once"):
            wizard.action_paid()
        with self.assertRefused(UserError, "stays"):
            slip.unlink()

    def test_an_issuer_never_pays_more_than_the_slip(self):
        self._receipt("D1").action_receive()
        slip = self._slip()
        slip.action_fill()
        slip.action_send()
        with self.assertRefused(UserError, "at most"):
            slip._pay(slip.date, 20_01, self._bank())

    def test_it_is_paid_into_the_slip_s_own_company(self):
        self._receipt("D2").action_receive()
        slip = self._slip()
        slip.action_fill()
        slip.action_send()
        elsewhere = self.env["account.journal"].create(
            {"name": "X", "code": "BZX", "type": "bank", "company_id": self.cae.id}
        )
        with self.assertRaises(AccessError):
            slip._pay(slip.date, 20_00, elsewhere)
        self.assertEqual(slip.state, "sent")

    def test_cash_is_warned_of_before_and_after(self):
        cash = self._journal("cash", "CSX")
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=self.move.ids)
            .create({"journal_id": cash.id})
        )
        self.assertTrue(wizard.oe_sap_cash)
        wizard.journal_id = self._bank()
        self.assertFalse(wizard.oe_sap_cash)
        self.assertFalse(self.move.oe_sap_paid_cash)
        self._pay_into(self.move, 10, "2026-12-20", cash)
        self.assertTrue(self.move.oe_sap_paid_cash)

    def test_past_their_term_they_go_away(self):
        receipt = self._receipt("F1")
        receipt.action_receive()
        slip = self._slip()
        slip.action_fill()
        slip.action_send()
        self.env.flush_all()
        self.env.cr.execute("UPDATE oe_sap_cesu_receipt SET date = '2010-01-01'")
        self.env.cr.execute("UPDATE oe_sap_cesu_slip SET date = '2010-01-01'")
        self.env.invalidate_all()
        for model in ("oe.sap.cesu.receipt", "oe.sap.cesu.slip"):
            self.env[model]._purge_expired()
        self.assertFalse(receipt.exists())
        self.assertFalse(slip.exists())

    def test_advisors_do_not_handle_vouchers(self):
        receipt = self._receipt("E1")
        advisor = self._staff("conseil-cesu", "advisor", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(receipt, advisor).action_receive()
        accountant = self._staff("compta-cesu", "accountant", self.cae_sap)
        accountant.group_ids += self.env.ref("account.group_account_invoice")
        self._as(receipt, accountant).action_receive()
        slip = self._as(self._slip(), accountant)
        slip.action_fill()
        slip.action_send()
        self.assertEqual(receipt.state, "sent")
