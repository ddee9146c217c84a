"""Balances balance, open invoices are no turnover, contributions stay right."""

from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oe_base.calc.money import to_cents

from .moving_common import BALANCES, INVOICE, MovingCase


@tagged("post_install", "-at_install")
class TestMovingBooks(MovingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._move_people_in()
        cls.activity = cls._record("activities", "A1")

    def _amounts(self, move):
        return {
            line.account_id.with_company(self.cae).code: line.balance
            for line in move.line_ids
        }

    def test_one_draft_entry_each_line_of_one_owner(self):
        job = self._apply("balances", *BALANCES)
        self.assertEqual(self._counts(job), (5, 0, 0, 0))
        move = self._record("balances", "L1").move_id
        self.assertEqual((move.state, str(move.date)), ("draft", "2026-07-01"))
        self.assertEqual(move.journal_id.code, "REPA")
        mine = {str(self.activity.account_id.id): 100}
        structure = {str(self.cae.oe_structure_account_id.id): 100}
        for reference in ("L1", "L2", "L3"):
            self.assertEqual(
                self._record("balances", reference).analytic_distribution, mine
            )
        self.assertEqual(
            self._record("balances", "L4").analytic_distribution, structure
        )
        again = self._apply("balances", *BALANCES)
        self.assertEqual(self._counts(again), (0, 0, 5, 0))
        self.assertEqual(len(move.line_ids), 5)

    def test_what_does_not_balance_is_refused_whole(self):
        job = self._job("balances", *BALANCES[:-1])
        job.action_check()
        self.assertEqual(self._counts(job), (0, 0, 0, 4))
        self.assertIn("700,00", self._reasons(job)["L1"])
        job = self._job(
            "balances", *BALANCES, "L6;;411100;Clients;10;", "L7;;110000;;;10"
        )
        job.action_check()
        self.assertIn("open invoices", self._reasons(job)["L6"])
        self.assertIn("Another line", self._reasons(job)["L1"])
        job = self._job(
            "balances", *BALANCES, "L6;;706000;Ventes;10;", "L7;;110000;;;10"
        )
        job.action_check()
        self.assertIn("120", self._reasons(job)["L6"])
        job = self._job("balances", *BALANCES, "L6;;512001;;10;10")
        job.action_check()
        self.assertIn("one of the two", self._reasons(job)["L6"])

    def test_a_corrected_entry_as_long_as_it_is_a_draft(self):
        self._apply("balances", *BALANCES)
        move = self._record("balances", "L1").move_id
        lines = [line.replace("700,00", "750,00") for line in BALANCES]
        job = self._apply("balances", *lines)
        self.assertEqual(self._counts(job), (0, 2, 3, 0))
        more = ("L6;;512001;;20;", "L7;;106800;;;20")
        job = self._apply("balances", *lines, *more)
        self.assertEqual(self._counts(job), (2, 0, 5, 0))
        self.assertEqual(len(move.line_ids), 7)
        self.assertEqual(sum(to_cents(row.balance) for row in move.line_ids), 0)
        move.action_post()
        job = self._job("balances", *BALANCES, *more)
        job.action_check()
        self.assertIn("posted", self._reasons(job)["L4"])
        job = self._job("balances", *lines, *more, "L8;;512001;;1;", "L9;;106800;;;1")
        job.action_check()
        self.assertIn("posted", self._reasons(job)["L8"])

    def test_both_halves_agree_once_everything_is_in(self):
        self._apply("balances", *BALANCES)
        job = self._apply("invoices", INVOICE)
        self._record("balances", "L1").move_id.action_post()
        self._record("invoices", "F1").action_post()
        self.assertFalse(job.opening_left, "the opening account is nil")
        spreads = self.env["oe.cae.balance"]._spreads(self.cae, job.date)
        mine = self.activity.account_id.id
        shared, codes = {}, {}
        for _day, spread in spreads:
            account = self.env["account.account"].browse(spread.line.account)
            code = account.with_company(self.cae).code[:3]
            shared[code] = shared.get(code, 0) + sum(spread.shares.values())
            codes[code] = codes.get(code, 0) + spread.shares.get(mine, 0)
        ledger = {}
        for row in self.env["account.move.line"].search(
            [("company_id", "=", self.cae.id), ("parent_state", "=", "posted")]
        ):
            code = row.account_id.with_company(self.cae).code[:3]
            ledger[code] = ledger.get(code, 0) + to_cents(row.balance)
        self.assertEqual(shared, ledger)
        self.assertEqual(codes["411"], 1200_00)
        self.assertEqual(codes["512"], 4000_00)
        self.assertEqual(codes["890"], 0)
        self.assertEqual(codes["110"], -5000_00)

    def test_what_was_forgotten_shows_on_the_opening_account(self):
        job = self._apply("balances", *BALANCES)
        self._record("balances", "L1").move_id.action_post()
        job.invalidate_recordset()
        self.assertIn("1\u202f000,00", job.opening_left)

    def test_an_open_invoice_is_no_turnover(self):
        self._apply("invoices", INVOICE)
        move = self._record("invoices", "F1")
        self.assertEqual((move.state, move.move_type), ("draft", "out_invoice"))
        self.assertEqual((move.amount_total, move.amount_tax), (1200, 200))
        self.assertEqual(str(move.invoice_date_due), "2026-06-15")
        self.assertEqual((move.ref, move.oe_activity_id), ("F1", self.activity))
        move.action_post()
        self.assertEqual(str(move.date), "2026-07-01")
        self.assertEqual(str(move.invoice_date), "2026-05-15")
        amounts = self._amounts(move)
        self.assertEqual(amounts["890000"], -1000)
        self.assertFalse([code for code in amounts if code.startswith("7")])
        self.assertEqual(self._counts(self._apply("invoices", INVOICE)), (0, 0, 1, 0))

    def test_collected_schemes_count_it_when_the_client_pays(self):
        """720.00 due at 20 %, 360.00 paid in July: 300.00 collected, 30.00 charged."""
        self._apply("invoices", INVOICE.replace("1200,00", "720,00"))
        move = self._record("invoices", "F1")
        move.action_post()
        self._pay(move, 360, "2026-07-10")
        statement = self._close(self.cae, "2026-07-01").filtered(
            lambda row: row.activity_id == self.activity
        )
        self.assertEqual(statement.opening, 1250.40)
        self.assertEqual(statement.turnover, 300)
        self.assertEqual(statement.contribution, -30)
        self.assertEqual(statement.invoiced, 0)
        self.assertEqual(statement.balance, 1250.40 + 270)
        self._pay(move, 360, "2026-08-10")
        statement = self._close(self.cae, "2026-08-01").filtered(
            lambda row: row.activity_id == self.activity
        )
        self.assertEqual((statement.turnover, statement.contribution), (300, -30))

    def test_brackets_go_on_from_the_base_of_before(self):
        """9 800.00 charged before, 8 % from 10 000.00 on: 200 at 10 %, 100 at 8 %."""
        self._version(
            self.scheme,
            "2026-02-01",
            [(0, 10), (10000, 8)],
            recognition="collected",
            bracket_period="year",
        )
        self._apply("invoices", INVOICE.replace("1200,00", "360,00"))
        move = self._record("invoices", "F1")
        move.action_post()
        self._pay(move, 360, "2026-07-10")
        statement = self._close(self.cae, "2026-07-01").filtered(
            lambda row: row.activity_id == self.activity
        )
        self.assertEqual(statement.contribution, -28)

    def test_bases_before_count_in_their_windows(self):
        opening = self.env["oe.cae.opening"].search(
            [("activity_id", "=", self.activity.id)]
        )
        told = {str(day): cents for day, cents in opening._bases_before().items()}
        self.assertEqual(told, {"2026-06-30": 980000, "2025-12-31": 3120000 - 980000})
        opening.date = "2026-01-01"
        told = {str(day): cents for day, cents in opening._bases_before().items()}
        self.assertEqual(told, {"2025-12-31": 3120000})
        self._close(self.cae, "2026-07-01")
        with self.assertRefused(UserError, "closed"):
            opening.left = 1
        self.assertEqual(self._record("contracts", "C1").carried, 1250.40)

    def test_credit_notes_rates_and_declared_vat(self):
        self._apply(
            "invoices",
            INVOICE.replace("1200,00", "-120,00"),
            INVOICE.replace("F1", "F2").replace(";20;", ";5,5;"),
            INVOICE.replace("F1", "F3").replace(";20;", ";20;débits"),
            INVOICE.replace("F1", "F4").replace("1200,00", "99,99"),
            INVOICE.replace("F1", "F5").replace(";20;", ";0;"),
        )
        refund = self._record("invoices", "F1")
        self.assertEqual((refund.move_type, refund.amount_total), ("out_refund", 120))
        self.assertEqual(refund.oe_former_turnover, -100)
        self.assertEqual(self._record("invoices", "F2").amount_total, 1200)
        declared = self._record("invoices", "F3")
        self.assertEqual((declared.amount_total, declared.amount_tax), (1200, 0))
        self.assertEqual(declared.oe_former_turnover, 1000)
        self.assertEqual(self._record("invoices", "F4").amount_total, 99.99)
        self.assertEqual(self._record("invoices", "F5").oe_former_turnover, 1200)

    def test_a_draft_is_corrected_a_posted_one_stays(self):
        self._apply("invoices", INVOICE)
        move = self._record("invoices", "F1")
        self._apply("invoices", INVOICE.replace("1200,00", "600,00"))
        self.assertEqual(move.amount_total, 600)
        self.assertEqual(move.oe_former_turnover, 500)
        move.action_post()
        job = self._job("invoices", INVOICE)
        job.action_check()
        self.assertIn("posted", self._reasons(job)["F1"])
        job = self._job(
            "invoices", INVOICE.replace("F1", "F2").replace("15/05", "15/07")
        )
        job.action_check()
        self.assertIn("after the opening", self._reasons(job)["F2"])

    def test_its_entrepreneur_leaves_it_to_the_accountant(self):
        self._apply("invoices", INVOICE)
        move = self._record("invoices", "F1")
        with self.assertRefused(UserError, "former tool"):
            move._oe_done()
        with self.assertRefused(UserError, "former tool"):
            move._oe_discard()
        move.action_post()
        with self.assertRefused(UserError, "former tool"):
            move._oe_credit({move.invoice_line_ids[:1].id: 1}, "Erreur")

    def test_queries_of_invoices_grow_by_little(self):
        counts = []
        for size in (10, 100):
            lines = [INVOICE.replace("F1", f"G{size}-{n}") for n in range(size)]
            job = self._job("invoices", *lines)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            job.action_check()
            counts.append(self.env.cr.sql_log_count - before)
            self.assertEqual(job.new_count, size)
        self.assertLess((counts[1] - counts[0]) / 90, 12, counts)

    def test_the_structure_may_have_an_account_of_its_own(self):
        account = self.env["account.account"].create(
            {
                "code": "471900",
                "name": "Reprise",
                "account_type": "asset_current",
                "company_ids": [Command.set(self.cae.ids)],
            }
        )
        self.cae.oe_opening_account_id = account
        self._apply("invoices", INVOICE)
        self.assertIn("471900", self._amounts(self._record("invoices", "F1")))

    def test_its_page_offers_nothing_to_the_entrepreneur(self):
        self._apply("invoices", INVOICE)
        move = self._record("invoices", "F1")
        page = move.sudo()._oe_page()
        self.assertTrue(page["former"])
        move.action_post()
        self.assertFalse(move.sudo()._oe_page()["creditable"])

    def test_the_simulator_counts_the_base_of_before(self):
        scheme = self._version(
            self.scheme,
            "2026-02-01",
            [(0, 10), (10000, 8)],
            bracket_period="year",
        )
        contract = self._record("contracts", "C1")
        before = self.env["oe.cae.simulator"]._position(
            contract, scheme._terms(), date(2026, 7, 1), contract.date_start
        )
        self.assertEqual(before, 9800_00)
