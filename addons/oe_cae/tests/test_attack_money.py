"""What is paid twice, never, or to the wrong cent when things change meanwhile."""

import base64

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .member_common import MemberCase
from .moving_common import INVOICE, MovingCase
from .test_debit import DebitCase
from .test_transfer import HEAD, OURS, THEIRS, TransferCase

LINE = "44-001;2026-06;1470,97;81,03;335,57;1135,40;{}"


@tagged("post_install", "-at_install")
class TestAttackTransfer(MemberCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia, cls.activity = cls._case_2("Nadia", "44-001")
        cls.member = cls._member(partner=cls.nadia.partner_id)
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.cae.id)], limit=1
        )
        cls.journal.bank_account_id = TransferCase._bank.__func__(
            cls, cls.cae.partner_id, OURS
        )
        TransferCase._bank.__func__(cls, cls.nadia.partner_id, THEIRS)
        cls._consent(cls.nadia)
        run = cls._run()
        run.action_agree()
        cls.mine = run.pay_ids

    @classmethod
    def _import(cls, paid="0;1135,40"):
        data = "\n".join((HEAD, LINE.format(paid))).encode()
        wizard = cls._as("oe.cae.payslip.wizard", cls.accountant).create(
            {"company_id": cls.cae.id, "file": base64.b64encode(data)}
        )
        wizard.action_import()

    def _batch(self):
        return TransferCase._batch.__func__(type(self))

    def test_a_pay_with_shares_is_paid_less_what_was_kept(self):
        self._import()
        batch = self._batch()
        batch.action_collect()
        self.assertEqual(batch.line_ids.mapped("status"), ["good"])
        self.assertEqual(batch.total, 1105.40)
        batch.action_make()
        self.assertEqual(batch.total, 1105.40)

    def test_shares_entered_after_the_money_went_out(self):
        # All is paid already: what was kept is given back with the transfer.
        self._move(self.member, "pay", "2026-06-02", amount=500)
        self._import()
        batch = self._batch()
        batch.action_collect()
        self.assertEqual(batch.total, 1135.40)
        batch.action_make()
        batch.action_sent()
        self._move(self.member, "subscribe", "2026-06-30", shares=10)
        self._import()
        self.assertEqual(self._held(self.member), (20, 1000, 1000, 500))

    def test_a_payslip_corrected_after_the_money_went_out(self):
        self._import()
        batch = self._batch()
        batch.action_collect()
        batch.action_make()
        batch.action_sent()
        self._import("20;1115,40")
        self.assertIn("paid out", self.mine.warning)
        self.assertIn("1 085,40", self.mine.warning.replace("\u202f", " "))
        self._as(self.mine, self.manager).action_no_share_deduction()
        self.assertEqual(self.member.paid, 0)
        self.assertIn("1 115,40", self.mine.warning.replace("\u202f", " "))

    def test_a_file_that_no_longer_says_what_is_due_is_not_taken(self):
        self._import()
        batch = self._batch()
        batch.action_collect()
        batch.action_make()
        self.assertTrue(batch._take())
        self._import("20;1115,40")
        with self.assertRefused(UserError, "1085,4"):
            batch.action_download()
        self.assertFalse(batch._take())


@tagged("post_install", "-at_install")
class TestAttackDebit(DebitCase):
    def test_an_invoice_paid_meanwhile_is_debited_anyway(self):
        """The file is not taken; had the bank got it, its money is the client's."""
        self._mandate()
        move, other = self._due(), self._due(50)
        batch = self._made()
        self._pay(move, move.amount_total, "2026-07-01")
        with self.assertRefused(UserError, "meanwhile"):
            batch.action_download()
        self.assertFalse(batch._take())
        batch.action_sent()
        self.assertIn(other.payment_state, ("paid", "in_payment"))
        lines = batch.line_ids.sudo()
        self.assertEqual(len(lines.payment_id), 2)
        mine = lines.filtered(lambda line: line.move_id == move)
        self.assertEqual(mine.payment_id.amount, move.amount_total)
        self.assertIn(mine.payment_id.state, ("paid", "in_process"))
        self.assertFalse(mine.payment_id.invoice_ids)
        self.assertIn("meanwhile", mine.reason)

    def test_an_invoice_of_two_terms_is_debited_whole(self):
        self._mandate()
        term = self.env["account.payment.term"].create(
            {
                "name": "Moitié moitié",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50}),
                    Command.create(
                        {"value": "percent", "value_amount": 50, "nb_days": 900}
                    ),
                ],
            }
        )
        move = self._invoice(
            self.cae,
            self.client,
            [(100, self.activity, "tva_normale_encaissement")],
            "2026-02-01",
            oe_activity_id=self.activity.id,
            invoice_payment_term_id=term.id,
        )
        other = self._due()
        batch = self._made()
        self.assertEqual(batch.total, 240)
        batch.action_sent()
        for one in (move, other):
            self.assertEqual(one.amount_residual, 0)
        line = batch.line_ids.sudo().filtered(lambda row: row.move_id == move)
        self.assertEqual(line.payment_id.amount, 120)
        line.with_user(self.accountant).action_return()
        self.assertEqual(move.amount_residual, 120)

    def test_a_mandate_comes_with_its_past_from_the_context(self):
        mandates = self._as("oe.cae.debit.mandate", self.accountant).with_context(
            default_used_count=5,
            default_used_on="2100-01-01",
            default_signed_on="2026-01-01",
            default_signed_name="Élise",
        )
        mandate = mandates.create(
            {"company_id": self.cae.id, "partner_id": self.client.id}
        )
        self.assertFalse(mandate.used_count or mandate.used_on or mandate.signed_on)
        batches = self._as("oe.cae.debit", self.accountant).with_context(
            default_announced_on="2026-01-01", default_made_count=3
        )
        batch = batches.create(
            {
                "company_id": self.cae.id,
                "journal_id": self.journal.id,
                "date": "2028-07-20",
            }
        )
        self.assertFalse(batch.announced_on or batch.made_count)


@tagged("post_install", "-at_install")
class TestAttackOpening(MovingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._move_people_in()
        cls.activity = cls._record("activities", "A1")

    def test_a_former_invoice_that_is_credited_was_never_collected(self):
        self._apply("invoices", INVOICE.replace("1200,00", "360,00"))
        move = self._record("invoices", "F1")
        move.action_post()
        refund = move._reverse_moves(
            [{"date": "2026-07-10", "invoice_date": "2026-07-10"}], cancel=True
        )
        self.assertEqual((refund.state, move.amount_residual), ("posted", 0))
        statement = self._close(self.cae, "2026-07-01").filtered(
            lambda row: row.activity_id == self.activity
        )
        self.assertEqual(statement.contribution, 0)

    def test_an_opening_is_moved_to_months_that_are_closed(self):
        person = self.activity.entrepreneur_id
        self._close(self.cae, "2026-07-01")
        fresh = self._activity(person, self.cae, name="Jardin")
        openings = self._as("oe.cae.opening", self.manager)
        opening = openings.create(
            {"activity_id": fresh.id, "date": "2026-08-01", "left": 5000}
        )
        told = self._activity(person, self.cae, name="Bois")
        self._close(self.cae, "2026-08-01")
        with self.assertRefused(UserError, "closed"):
            opening.activity_id = told
