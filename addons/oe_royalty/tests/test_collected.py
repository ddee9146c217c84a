"""Collected basis: the part that payments reached, counted once."""

import datetime
from fractions import Fraction

from odoo.tests import tagged

from odoo.addons.oe_base.calc.collected import Payment, collect
from odoo.addons.oe_base.calc.money import to_cents

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestCollected(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license(basis="collected")
        cls.bank = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.cae.id)], limit=1
        )

    def _sold(self, day, *amounts, vat=True):
        tax = "tva_normale" if vat else None
        return self._invoice(
            self.cae, self.household, [(a, None, tax) for a in amounts], day
        )

    def _entry(self, move, amount, day):
        """An entry of the bank that pays (or bounces) a part of a document."""
        term = move.line_ids.filtered(lambda line: line.display_type == "payment_term")
        entry = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.cae.id,
                "journal_id": self.bank.id,
                "date": day,
                "line_ids": [
                    (
                        0,
                        0,
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": self.household.id,
                        },
                    )
                    for account, balance in (
                        (self.bank.default_account_id, amount),
                        (term.account_id, -amount),
                    )
                ],
            }
        )
        entry.action_post()
        line = entry.line_ids.filtered(lambda li: li.account_id == term.account_id)
        (term | line).reconcile()
        return line

    def test_worked_case_collected(self):
        move = self._sold("2027-01-10", 1000)
        self.assertEqual(move.amount_total, 1200)
        january = self._statement("2027-01", lock=True)
        self._entry(move, 480, "2027-02-10")
        february = self._statement("2027-02", lock=True)
        self._entry(move, 720, "2027-03-10")
        march = self._statement("2027-03", lock=True)
        self.assertEqual((january.amount, february.amount, march.amount), (0, 20, 30))
        self.assertEqual(self._statement("2027-04", lock=True).amount, 0)

    def test_a_bounced_payment_gives_back_at_its_rate(self):
        move = self._sold("2027-01-10", 1000)
        line = self._entry(move, 1200, "2027-01-20")
        self.assertEqual(self._statement("2027-01", lock=True).amount, 50)
        self._rate(8, "2027-02-01")
        line.remove_move_reconcile()
        self.assertEqual(self._statement("2027-02", lock=True).amount, -50)
        self._entry(move, 1200, "2027-03-20")
        self.assertEqual(self._statement("2027-03", lock=True).amount, 50)

    def test_a_credit_note_in_full_life_is_nothing(self):
        move = self._sold("2027-01-10", 333.33, 10.01)
        first = self._entry(move, 100.01, "2027-01-20")
        total = self._statement("2027-01", lock=True).amount
        self._entry(move, move.amount_residual, "2027-02-20")
        total += self._statement("2027-02", lock=True).amount
        self.assertTrue(first)
        self._rate(8, "2027-03-01")
        refund = move._reverse_moves(
            [{"date": "2027-03-05", "invoice_date": "2027-03-05"}], cancel=False
        )
        refund.action_post()
        self._entry(refund, -refund.amount_total, "2027-03-10")
        march = self._statement("2027-03", lock=True)
        self.assertAlmostEqual(total + march.amount, 0)

    def test_a_credit_note_before_payment_counts_for_nothing(self):
        move = self._sold("2027-01-10", 500)
        refund = move._reverse_moves(
            [{"date": "2027-01-15", "invoice_date": "2027-01-15"}], cancel=True
        )
        self.assertEqual(refund.state, "posted")
        statement = self._statement("2027-01", lock=True)
        self.assertEqual((statement.base_amount, statement.amount), (0, 0))

    def test_sql_and_calc_collect_the_same(self):
        """Lines of mixed signs and odd cents, in three payments."""
        move = self._sold("2027-01-10", 100.05, -20.03, 33.37, 0.01)
        lines = move.invoice_line_ids.sorted("id")
        parts = [
            Payment(datetime.date(2027, month, 15), to_cents(amount))
            for month, amount in ((1, 33.33), (2, 0.07))
        ]
        parts.append(
            Payment(
                datetime.date(2027, 3, 15),
                to_cents(move.amount_total) - sum(p.amount_cents for p in parts),
            )
        )
        wanted = collect(
            [to_cents(-line.balance) for line in lines],
            to_cents(move.amount_total),
            parts,
            datetime.date(2027, 1, 10),
        )
        for part, expected in zip(parts, wanted, strict=True):
            self._entry(move, float(Fraction(part.amount_cents, 100)), part.day)
            statement = self._statement(part.day.strftime("%Y-%m"), lock=True)
            got = {
                row.move_line_ref: to_cents(row.base_amount)
                for row in statement.line_ids
            }
            self.assertEqual(
                [got.get(line.id, 0) for line in lines], list(expected.line_cents)
            )

    def test_left_out_once_and_before_it_is_paid(self):
        self._invoice(self.cae, self.sas.partner_id, [(100, None, None)], "2027-01-10")
        january = self._statement("2027-01", lock=True)
        self.assertEqual((january.base_amount, january.excluded_amount), (0, 100))
        self.assertEqual(self._statement("2027-02", lock=True).excluded_amount, 0)

    def test_a_paid_line_edited_behind_our_back_is_found(self):
        move = self._sold("2027-01-10", 1000, vat=False)
        self._entry(move, 1000, "2027-01-20")
        self.assertEqual(self._statement("2027-01", lock=True).amount, 50)
        self.env.cr.execute(
            "UPDATE account_move_line SET balance = -900 WHERE id = %s",
            [move.invoice_line_ids.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._statement("2027-02", lock=True).amount, -5)
        self.env.cr.execute(
            "UPDATE account_move_line SET parent_state = 'cancel' WHERE move_id = %s",
            [move.id],
        )
        self.env.invalidate_all()
        self.assertEqual(self._statement("2027-03", lock=True).amount, -45)
