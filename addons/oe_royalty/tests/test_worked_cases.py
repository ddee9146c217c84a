"""The worked cases of the royalty, on real posted moves: one test each."""

import datetime
from fractions import Fraction

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.base import SaleLine, exclusion
from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestWorkedCases(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license()

    def test_flat(self):
        for day, amount in ((5, 1200), (6, 800), (7, 450.55)):
            self._sale(amount, f"2027-01-{day:02d}")
        statement = self._statement("2027-01")
        self.assertEqual(statement.base_amount, 2450.55)
        self.assertEqual(statement.amount, 122.53)
        self.assertEqual(self._traces(statement), [60, 40, 22.53])

    def test_same_period_credit_note(self):
        move = self._sale(1000, "2027-01-05")
        self._refund(move, 200, "2027-01-20")
        self.assertEqual(self._statement("2027-01").amount, 40)

    def test_credit_note_after_lock(self):
        move = self._sale(1000, "2027-01-05")
        january = self._statement("2027-01", lock=True)
        self._sale(2000, "2027-02-05")
        self._refund(move, 300, "2027-02-09")
        self.assertEqual(self._statement("2027-02").amount, 85)
        self.assertEqual(january.amount, 50)

    def test_credit_note_after_lock_with_a_rate_change(self):
        move = self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        self._rate(6, "2027-02-01")
        self._sale(2000, "2027-02-05")
        self._refund(move, 300, "2027-02-09")
        statement = self._statement("2027-02")
        self.assertEqual(statement.amount, 105)
        self.assertEqual(self._traces(statement), [120, -15])

    def test_a_sale_credited_in_full_costs_nothing(self):
        move = self._sale(33.33, "2027-01-05")
        january = self._statement("2027-01", lock=True)
        self._rate(6, "2027-02-01")
        self._refund(move, 11.11, "2027-02-09")
        february = self._statement("2027-02", lock=True)
        self._refund(move, 22.22, "2027-03-09")
        march = self._statement("2027-03", lock=True)
        total = january.amount + february.amount + march.amount
        self.assertEqual(round(total, 2), 0)

    def test_change_in_mid_period(self):
        self._rate(6, "2027-02-15")
        for day, amount in ((10, 1000), (15, 500), (20, 700)):
            self._sale(amount, f"2027-02-{day}")
        statement = self._statement("2027-02")
        self.assertEqual(self._traces(statement), [50, 30, 42])
        self.assertEqual(statement.amount, 122)

    def test_brackets(self):
        brackets = [
            Command.create({"start_amount": start, "rate": rate})
            for start, rate in ((0, 5), (100000, 4), (500000, 3))
        ]
        self._rate(0, "2027-01-02", bracket_ids=brackets)
        self._sale(80000, "2027-01-05")
        self._statement("2027-01", lock=True)
        for day, amount in ((1, 15000), (2, 10000), (3, 35000)):
            self._sale(amount, f"2027-02-{day:02d}")
        statement = self._statement("2027-02")
        self.assertEqual(self._traces(statement), [750, 450, 1400])

    def test_the_most_specific_rate_wins(self):
        pole = self.env["oe.pole"].search([], limit=1)
        self._rate(3, "2027-01-01", pole_id=pole.id)
        person = self._person("Nadia", self.cae)
        activity = self._activity(person, self.cae, pole_id=pole.id)
        self._invoice(self.cae, self.household, [(100, activity, None)], "2027-01-05")
        self._sale(100, "2027-01-06")
        statement = self._statement("2027-01")
        self.assertEqual(self._traces(statement), [3, 5])
        self.assertEqual(statement.line_ids[0].pole_id, pole)

    def test_intra_network(self):
        self._sale(5000, "2027-01-05")
        self._sale(1500, "2027-01-06", self.cae_sap.partner_id)
        self._sale(300, "2027-01-07", self.sas.partner_id)
        statement = self._statement("2027-01")
        self.assertEqual((statement.base_amount, statement.amount), (5000, 250))
        self.assertEqual(statement.excluded_amount, 1800)
        left = statement.line_ids.filtered("reason")
        self.assertEqual(set(left.mapped("reason")), {"intra_network"})

    def test_disbursement(self):
        move = (
            self.env["account.move"]
            .with_company(self.cae)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": self.cae.id,
                    "partner_id": self.household.id,
                    "invoice_date": "2027-01-05",
                    "invoice_line_ids": [
                        self._line("Service", 900, "pcg_706"),
                        self._line("Timbres", 60, "pcg_467"),
                    ],
                }
            )
        )
        move.action_post()
        statement = self._statement("2027-01")
        self.assertEqual(statement.amount, 45)
        left = statement.line_ids.filtered("reason")
        self.assertEqual((left.base_amount, left.reason), (60, "disbursement"))
        self.assertIn("467", left.explanation)

    def test_late(self):
        self._statement("2027-01", lock=True)
        self._rate(6, "2027-02-01")
        self._sale(400, "2027-01-28")
        self._sale(1000, "2027-02-10")
        statement = self._statement("2027-02")
        self.assertEqual(sorted(self._traces(statement)), [20, 60])

    def test_tampering(self):
        move = self._sale(1000, "2027-01-05")
        january = self._statement("2027-01", lock=True)
        with self.assertRefused(UserError, "01/2027", "credit note"):
            move.button_draft()
        line = move.invoice_line_ids
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET balance = -900, credit = 900 WHERE id = %s",
            [line.id],
        )
        self.env.invalidate_all()
        self._rate(6, "2027-02-01")
        february = self._statement("2027-02", lock=True)
        self.assertEqual(self._traces(february), [-5])
        self.assertEqual(february.line_ids.kind, "drift")
        self.assertTrue(january.is_intact)
        self.assertEqual(self._statement("2027-03").amount, 0)

    def test_accounting(self):
        for day, amount in ((5, 1200), (6, 800), (7, 450.55)):
            self._sale(amount, f"2027-01-{day:02d}")
        statement = self._statement("2027-01", lock=True)
        statement.action_invoice()
        invoice, bill = statement.invoice_id, statement.bill_id
        bill.action_post()
        self.assertEqual(
            self._balances(invoice), {"411": 147.04, "751": -122.53, "445": -24.51}
        )
        self.assertEqual(
            self._balances(bill), {"401": -147.04, "651": 122.53, "445": 24.51}
        )
        self.assertEqual(bill.oe_mirror_of_id, invoice)
        self.assertEqual(statement.state, "invoiced")

    def _balances(self, move):
        found = {}
        for line in move.line_ids:
            code = line.account_id.with_company(move.company_id).code[:3]
            found[code] = round(found.get(code, 0) + line.balance, 2)
        return found

    def test_a_negative_statement_is_a_credit_note_on_both_sides(self):
        move = self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        self._refund(move, 1000, "2027-02-05")
        statement = self._statement("2027-02", lock=True)
        statement.action_invoice()
        self.assertEqual(statement.amount, -50)
        self.assertEqual(statement.invoice_id.move_type, "out_refund")
        self.assertEqual(statement.bill_id.move_type, "in_refund")
        self.assertEqual(statement.invoice_id.amount_untaxed, 50)

    def test_zero_gives_no_move(self):
        statement = self._statement("2027-01", lock=True)
        statement.action_invoice()
        self.assertEqual(statement.state, "invoiced")
        self.assertFalse(statement.invoice_id)

    def test_start_in_the_month(self):
        self.contract.date_start = "2027-02-15"
        self._sale(1000, "2027-02-10")
        self._sale(500, "2027-02-20")
        statement = self._statement("2027-02")
        self.assertEqual(statement.amount, 25)
        left = statement.line_ids.filtered("reason")
        self.assertEqual(left.reason, "before_contract")

    def test_two_runs_give_identical_rows(self):
        move = self._sale(1000, "2027-01-05")
        self._refund(move, 200, "2027-01-20")
        fields = ["move_line_ref", "base_amount", "amount", "reason", "rate"]

        def rows():
            found = self._statement("2027-01").line_ids
            return [tuple(row.values())[1:] for row in found.read(fields)]

        first = rows()
        self.assertEqual(len(first), 2)
        self.assertEqual(rows(), first)

    def test_two_contracts_follow_each_other_without_losing_a_line(self):
        move = self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        self.contract.date_end = "2027-02-14"
        second = self._license(start="2027-02-15")
        self._sale(200, "2027-02-10")
        self._sale(400, "2027-02-20")
        self._refund(move, 100, "2027-02-21")
        statements = self._statement("2027-02")
        found = {row.contract_id: row.amount for row in statements}
        self.assertEqual(found, {self.contract: 5, second: 20})
        self._period("2027-02").action_lock()
        self._sale(40, "2027-02-11")
        statements = self._statement("2027-03")
        found = {row.contract_id: row.amount for row in statements}
        self.assertEqual(found, {self.contract: 2, second: 0})

    def test_sql_and_calc_leave_out_the_same_lines(self):
        self.contract.write({"date_start": "2027-01-10", "date_end": "2027-01-20"})
        for day in (5, 15, 25):
            self._sale(100, f"2027-01-{day:02d}")
            self._sale(100, f"2027-01-{day:02d}", self.sas.partner_id)
        network = self.sas.partner_id
        for line in self._statement("2027-01").line_ids:
            item = self.env["account.move.line"].browse(line.move_line_ref)
            sale = SaleLine(
                str(item.id),
                line.date,
                item.account_id.with_company(self.cae).code,
                to_cents(item.balance),
                item.partner_id == network,
            )
            why = exclusion(sale, self.contract._days())
            self.assertEqual(line.reason or None, why and why.value)

    def test_every_line_is_explained(self):
        move = self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        self._refund(move, 300, "2027-02-05")
        line = self._statement("2027-02").line_ids
        self.assertIn(move.name, line.explanation)
        self.assertIn("5 %", line.explanation)

    def _queries(self, count, month):
        for day in range(count):
            self._sale(100, f"{month}-{day + 1:02d}")
        period = self._period(month)
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        period.action_compute()
        self.env.flush_all()
        self.assertEqual(period.amount, 5 * count)
        return self.env.cr.sql_log_count - start

    def test_the_collection_asks_no_more_for_many_than_for_one(self):
        one = self._queries(1, "2027-01")
        self._period("2027-01").action_lock()
        many = self._queries(25, "2027-02")
        self.assertLess(one, 90)
        self.assertLess(many, one + 12)

    def test_royalty_is_exact(self):
        self._sale(0.1, "2027-01-05")
        self._sale(0.1, "2027-01-06")
        statement = self._statement("2027-01")
        self.assertEqual(to_cents(statement.amount), round(Fraction(20, 20)))
        self.assertEqual(statement.month, datetime.date(2027, 1, 1))
