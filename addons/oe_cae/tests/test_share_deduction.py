"""Shares out of the pay: planned, told to payroll, entered once, taken back."""

import base64

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PIXEL
from .member_common import MemberCase

HEAD = (
    "matricule;mois;brut;cotisations_patronales;cotisations_salariales;"
    "net_avant_impot;prelevement_source;net_paye"
)


@tagged("post_install", "-at_install")
class TestShareDeduction(MemberCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia, cls.activity = cls._case_2("Nadia", "44-001")
        cls.member = cls._member(partner=cls.nadia.partner_id)

    def _import(self, *lines):
        wizard = self._as("oe.cae.payslip.wizard", self.accountant).create(
            {
                "company_id": self.cae.id,
                "file": base64.b64encode("\n".join((HEAD, *lines)).encode()),
            }
        )
        wizard.action_import()
        self.assertFalse(wizard.refused_count, wizard.line_ids.mapped("reason"))
        return wizard

    def _agreed(self):
        run = self._run()
        run.action_agree()
        return run.pay_ids

    def test_planned_exported_entered_once(self):
        consent = self._consent(self.nadia)
        self.assertEqual(consent.state, "signed")
        pay = self._agreed()
        self.assertEqual((pay.share_deduction, pay.net), (30, 1135.40))
        self._as(pay.run_id, self.accountant).action_export()
        data = base64.b64decode(pay.run_id.export_ids[:1].content).decode("utf-8-sig")
        self.assertIn(";retenue_parts\r\n", data)
        self.assertIn(";1135,40;30,00\r\n", data)
        self.assertEqual(self.member.paid, 0)
        line = "44-001;2026-06;1470,97;81,03;335,57;1135,40;0;1135,40"
        for _again in range(2):
            self._import(line)
            self.assertEqual(self._held(self.member), (10, 500, 500, 30))
        move = pay.share_move_ids
        self.assertEqual(len(move), 1)
        self.assertEqual(str(move.date), "2026-06-30")
        self.assertEqual(
            self._accounts(move), {"421": 30, "45625": -30, "1012": 30, "1013": -30}
        )
        self.assertTrue(move._seal_is_true())
        with self.assertRefused(UserError, "deducted from a pay"):
            move.action_take_back()
        # Corrected, it stays; cancelled, it is taken back; paid again, entered again.
        self._import("44-001;2026-06;1400,00;81,03;300,00;1100,00;0;1100,00")
        self.assertEqual(self._held(self.member)[3], 30)
        self._import("44-001;2026-06;0;0;0;0;0;0")
        self.assertEqual(self._held(self.member)[3], 0)
        self._import(line)
        self.assertEqual(self._held(self.member)[3], 30)
        self.assertEqual(len(pay.share_move_ids), 3)

    def test_what_was_kept_is_not_transferred_to_the_person(self):
        self._consent(self.nadia)
        pay = self._agreed()
        self._import("44-001;2026-06;1470,97;81,03;335,57;1135,40;0;1135,40")
        self.assertEqual(sum(pay.share_move_ids.mapped("amount")), 30)
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.cae.id)], limit=1
        )
        batch = self.env["oe.cae.transfer"].create(
            {
                "company_id": self.cae.id,
                "kind": "pay",
                "journal_id": journal.id,
                "date": "2100-07-05",
            }
        )
        batch.action_collect()
        self.assertEqual(batch.line_ids.mapped("amount"), [1105.40])

    def test_payroll_kept_nothing(self):
        self._consent(self.nadia)
        pay = self._agreed()
        self._as(pay, self.accountant).action_booked_otherwise()
        self.assertEqual(self._held(self.member)[3], 30)
        self._as(pay, self.accountant).action_no_share_deduction()
        self.assertEqual(self._held(self.member)[3], 0)
        with self.assertRefused(UserError, "Nothing is deducted"):
            pay.action_no_share_deduction()
        advisor = self._staff("avis-retenue", "advisor", self.cae)
        with self.assertRaises(AccessError):
            self._as(pay, advisor).action_no_share_deduction()

    def test_booked_otherwise_and_reopened(self):
        self._consent(self.nadia)
        pay = self._agreed()
        pay.action_booked_otherwise()
        pay.action_reopen()
        self.assertEqual((pay.state, self._held(self.member)[3]), ("draft", 0))
        self.assertEqual(pay.share_deduction, 30)

    def test_never_more_than_is_left(self):
        self._consent(self.nadia, mode="percent", percent=50)
        pay = self._agreed()
        self.assertEqual(pay.share_deduction, 500)
        july = self.env["oe.cae.pay.run"]._get(self.cae, pay.month.replace(month=7))
        self._sale(self.activity, 1900, "2026-07-10")
        july.action_compute()
        self.assertEqual(july.pay_ids.share_deduction, 0, "June promised it already")
        self._move(self.member, "pay", "2026-07-01", amount=480)
        pay.action_booked_otherwise()
        self.assertEqual(self._held(self.member)[3], 500)
        self.assertIn("480,00", pay.warning)

    def test_before_the_shares_and_after_the_stop(self):
        late = self._consent(self.nadia)
        late.action_stop()
        with self.assertRefused(UserError, "does not run"):
            late.action_stop()
        late._set_signing({"stopped_on": "2026-06-15"})
        self.assertEqual(self._run().pay_ids.share_deduction, 0)
        late._set_signing({"stopped_on": "2026-07-15"})
        self.assertEqual(self._run().pay_ids.share_deduction, 30)
        may = self.env["oe.cae.pay.run"]._get(
            self.cae, self._run().month.replace(month=5)
        )
        may.action_compute()
        self.assertEqual(set(may.pay_ids.mapped("share_deduction")), {0})

    def test_what_is_signed(self):
        paul, _activity = self._case_2("Paul", "44-002")
        rows = self.env["oe.cae.share.deduction"]
        values = {"entrepreneur_id": paul.id, "company_id": self.cae.id}
        with self.assertRefused(ValidationError, "first day"):
            rows.create({**values, "date_start": "2026-06-02"})
        row = rows.create({**values, "date_start": "2026-06-01"})
        with self.assertRefused(UserError, "Write first"):
            row.action_send()
        row.amount = 20
        with self.assertRefused(UserError, "nothing to deduct"):
            row.action_send()
        with self.assertRefused(UserError, "with the button"):
            row.write({"stopped_on": "2026-06-01"})
        self._consent(self.nadia)
        second = rows.create(
            {
                **values,
                "entrepreneur_id": self.nadia.id,
                "amount": 5,
                "date_start": "2026-06-01",
            }
        )
        second.action_send()
        with self.assertRefused(UserError, "another person"):
            second._sign_es(paul.partner_id, "Paul", PIXEL)
        with self.assertRefused(UserError, "runs already"):
            second._sign_es(self.nadia.partner_id, "Nadia", PIXEL)
