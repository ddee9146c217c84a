"""The worked cases of the month, on real posted moves."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import CaeCase

DEGRESSIVE = [(0, 10), (35000, 8), (45000, 6)]


@tagged("post_install", "-at_install")
class TestMonth(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client_a = cls.env["res.partner"].create({"name": "Client"})
        cls.vat = "tva_normale_encaissement"

    def _sale(self, activity, amount, day, tax=None, paid=None):
        move = self._invoice(
            activity.company_id, self.client_a, [(amount, activity, tax)], day
        )
        if paid:
            self._pay(move, move.amount_total, paid)
        return move

    def test_case_1_cape_month(self):
        collected = self._scheme(recognition="collected")
        _person, activity = self._worker("Case 1", collected, "cape")
        self._sale(activity, 1400, "2026-06-10", paid="2026-06-20")
        self._charge(activity, 250, "pcg_604")
        self._charge(activity, 85.40, "pcg_6251")
        self._charge(activity, 2.50, "pcg_6161")
        self._charge(activity, 3.95, "pcg_6161")
        statement = self._close(self.cae, "2026-06-01")
        self.assertEqual(statement.turnover, 1400)
        self.assertEqual(statement.purchases, -250)
        self.assertEqual(statement.other_charges, -91.85)
        self.assertEqual(statement.contribution, -140)
        self.assertEqual(statement.balance, 918.15)
        self.assertEqual(statement.net, 0)
        self.assertIn("CAPE", statement.pay_alert)

    def test_case_1_on_the_margin_and_exempt(self):
        margin = self._scheme(recognition="collected", base="margin")
        exempt = self._scheme(recognition="collected", exempt_months=6)
        for scheme, left in ((margin, 943.15), (exempt, 1058.15)):
            _person, activity = self._worker(f"P {left}", scheme, "cape")
            self._sale(activity, 1400, "2026-06-10", paid="2026-06-20")
            self._charge(activity, 250, "pcg_604")
            self._charge(activity, 91.85)
            period = self._period(self.cae, "2026-06-01")
            period.action_cae_prepare()
            statement = period.cae_statement_ids.filtered(
                lambda row, activity=activity: row.activity_id == activity
            )
            self.assertEqual(statement.balance, left)

    def test_case_2_cesa_under_smic(self):
        person, activity = self._worker("Case 2", self._scheme(rate=12), fixed_pay=600)
        self._sale(activity, 1900, "2026-06-10")
        self._charge(activity, 120)
        self._period(self.cae, "2026-06-01").action_cae_prepare()
        live = person._pay_estimate(
            self.cae, self._period(self.cae, "2026-06-01").month
        )
        statement = self._close(self.cae, "2026-06-01")
        self.assertEqual(statement.budget, 1552)
        self.assertEqual(statement.gross, 1470.97)
        self.assertEqual(statement.variable_pay, 870.97)
        self.assertEqual(statement.net, 1135.40)
        self.assertEqual(live, 113540)
        self.assertIn("0,4021", statement.pay_explanation)

    def test_case_4_bracket_crossed(self):
        scheme = self._scheme(recognition="collected", brackets=DEGRESSIVE)
        _person, activity = self._worker("Case 4", scheme)
        self._sale(activity, 33600, "2026-01-10", paid="2026-01-20")
        self._sale(activity, 2900, "2026-02-10", paid="2026-02-20")
        self._close(self.cae, "2026-01-01")
        statement = self._close(self.cae, "2026-02-01")
        self.assertEqual(statement.contribution, -260)
        line = statement.line_ids.filtered(lambda li: li.kind == "contribution")
        self.assertIn("10 %", line.explanation)
        self.assertIn("8 %", line.explanation)

    def test_case_4_whole_amount(self):
        scheme = self._scheme(
            recognition="collected", brackets=DEGRESSIVE, marginal=False
        )
        _person, activity = self._worker("Case 4b", scheme)
        self._sale(activity, 33600, "2026-01-10", paid="2026-01-20")
        self._sale(activity, 2900, "2026-02-10", paid="2026-02-20")
        self._close(self.cae, "2026-01-01")
        self.assertEqual(self._close(self.cae, "2026-02-01").contribution, -232)

    def test_case_5_profit_and_loss_half_and_the_structure(self):
        _person, activity = self._worker("Case 5", self._scheme())
        move = self._sale(activity, 1000, "2026-06-10", self.vat)
        self._pay(move, 700, "2026-06-20")
        self._charge(activity, 300, "pcg_604")
        statement = self._close(self.cae, "2026-06-01")
        self.assertEqual(statement.balance, 600)
        entries = self.env["account.analytic.line"].search(
            [("oe_cae_statement_id", "=", statement.id)]
        )
        self.assertEqual(sorted(entries.mapped("amount")), [-100, 100])
        plan = self.env["account.analytic.plan"]._oe_activities_plan()
        by_account = {line[plan._column_name()]: line.amount for line in entries}
        self.assertEqual(by_account[activity.account_id], -100)
        self.assertEqual(by_account[self.cae.oe_structure_account_id], 100)

    def test_case_6_collected(self):
        scheme = self._scheme(recognition="collected")
        _person, activity = self._worker("Case 6", scheme)
        move = self._sale(activity, 1000, "2026-01-10", self.vat)
        self._pay(move, 480, "2026-02-10")
        self._pay(move, 720, "2026-03-10")
        found = [
            self._close(self.cae, f"2026-0{month}-01").contribution
            for month in (1, 2, 3)
        ]
        self.assertEqual(found, [0, -40, -60])

    def test_case_7_locked_month(self):
        scheme = self._scheme()
        _person, activity = self._worker("Case 7", scheme)
        january = self._sale(activity, 2000, "2026-01-10")
        first = self._close(self.cae, "2026-01-01")
        self.assertEqual(first.contribution, -200)
        self._version(scheme, "2026-02-01", [(0, 12)])
        self._sale(activity, 1000, "2026-02-10")
        self._refund(january, 300, "2026-02-15")
        second = self._close(self.cae, "2026-02-01")
        self.assertEqual(
            self._lines(second, "contribution"), [("2026-02", -120), ("2026-01", 30)]
        )
        self.assertEqual(second.contribution, -90)
        self.assertEqual(second.turnover, 700)
        self.assertEqual(first.contribution, -200)
        self.assertTrue(all(line.explanation for line in second.line_ids))

    def test_late_invoice_is_a_regularisation_once(self):
        scheme = self._scheme()
        _person, activity = self._worker("Late", scheme)
        self._sale(activity, 2000, "2026-01-10")
        self._close(self.cae, "2026-01-01")
        self._version(scheme, "2026-02-01", [(0, 12)])
        self._sale(activity, 400, "2026-01-28")
        second = self._close(self.cae, "2026-02-01")
        self.assertEqual(self._lines(second, "invoiced"), [("2026-01", 400)])
        self.assertEqual(second.contribution, -40)
        third = self._close(self.cae, "2026-03-01")
        self.assertEqual(third.turnover, 0)
        self.assertEqual(third.contribution, 0)

    def test_credit_note_after_a_bracket_gives_back_at_its_rate(self):
        scheme = self._scheme(brackets=[(0, 10), (1000, 5)])
        _person, activity = self._worker("Back", scheme)
        move = self._sale(activity, 2000, "2026-01-10")
        self.assertEqual(self._close(self.cae, "2026-01-01").contribution, -150)
        self._refund(move, 2000, "2026-02-10")
        self.assertEqual(self._close(self.cae, "2026-02-01").contribution, 150)

    def test_an_invoice_taken_back_leaves_the_next_month(self):
        _person, activity = self._worker("Undone", self._scheme())
        move = self._sale(activity, 2000, "2026-01-10")
        self._close(self.cae, "2026-01-01")
        move.button_draft()
        second = self._close(self.cae, "2026-02-01")
        self.assertEqual((second.turnover, second.contribution), (-2000, 200))
        self.assertEqual(second.balance, 0)

    def test_activities_and_structure_are_the_ledger(self):
        scheme = self._scheme()
        _person, one = self._worker("Un", scheme)
        _person, two = self._worker("Deux", scheme)
        self._sale(one, 1000, "2026-06-10", self.vat)
        self._sale(two, 333.33, "2026-06-11")
        self._charge(two, 77.77)
        self._invoice(self.cae, self.client_a, [(50, None, None)], "2026-06-12")
        statements = self._close(self.cae, "2026-06-01")
        period = self._period(self.cae, "2026-06-01")
        self.assertEqual(period.cae_ledger, 1305.56)
        self.assertEqual(period.cae_activities, 1255.56)
        self.assertEqual(period.cae_unassigned, 50)
        self.assertEqual(period.cae_difference, 0)
        told = sum(
            statement.invoiced + statement.purchases + statement.other_charges
            for statement in statements
        )
        self.assertEqual(round(told, 2), 1255.56)
        self.assertEqual(period.cae_contribution, 133.33)

    def test_a_line_split_in_part_shows_as_a_difference(self):
        _person, activity = self._worker("Part", self._scheme())
        move = self._sale(activity, 1000, "2026-06-10")
        move.invoice_line_ids.analytic_distribution = {str(activity.account_id.id): 60}
        self.assertEqual(self._period(self.cae, "2026-06-01").cae_difference, 400)

    def test_closing_twice_doubles_nothing(self):
        _person, activity = self._worker("Twice", self._scheme())
        self._sale(activity, 1000, "2026-06-10")
        period = self._period(self.cae, "2026-06-01")
        period.action_cae_prepare()
        period.action_cae_prepare()
        period.action_cae_close()
        for action in (period.action_cae_close, period.action_cae_prepare):
            with self.assertRefused(UserError, "closed already", self.env.user.name):
                action()
        entries = self.env["account.analytic.line"].search_count(
            [("oe_cae_statement_id.month", "=", "2026-06-01")]
        )
        self.assertEqual(entries, 2)

    def test_months_close_in_their_order(self):
        _person, activity = self._worker("Order", self._scheme())
        self._sale(activity, 1000, "2026-01-10")
        self._close(self.cae, "2026-01-01")
        with self.assertRefused(UserError, "02/2026"):
            self._close(self.cae, "2026-03-01")
        self._close(self.cae, "2026-02-01")
        with self.assertRefused(UserError, "later month"):
            self._close(self.cae, "2025-12-01")

    def test_money_without_contract_is_named(self):
        person = self._person("Sans contrat", self.cae)
        self._sale(self._activity(person, self.cae), 10, "2026-06-10")
        with self.assertRefused(UserError, "Sans contrat"):
            self._close(self.cae, "2026-06-01")

    def test_what_comes_late_for_somebody_who_left(self):
        person, activity = self._worker("Parti", self._scheme())
        move = self._sale(activity, 1000, "2026-01-10")
        self._close(self.cae, "2026-01-01")
        person.cae_contract_ids.date_end = "2026-01-31"
        self._refund(move, 100, "2026-02-10")
        self._charge(activity, 20, day="2026-02-10")
        second = self._close(self.cae, "2026-02-01")
        self.assertEqual(second.contribution, 10)
        self.assertEqual(second.balance, 900 - 100 + 10 - 20)

    def test_the_part_fixe_above_the_overdraft_is_told(self):
        _person, activity = self._worker("Fixe", self._scheme(), fixed_pay=1500)
        self._sale(activity, 100, "2026-06-10")
        statement = self._close(self.cae, "2026-06-01")
        self.assertEqual(statement.net, 0)
        self.assertIn("part fixe", statement.pay_alert)

    def test_closed_things_do_not_change(self):
        _person, activity = self._worker("Closed", self._scheme())
        self._sale(activity, 1000, "2026-06-10")
        statement = self._close(self.cae, "2026-06-01")
        with self.assertRefused(UserError, "closed"):
            statement.turnover = 5
        entry = self.env["account.analytic.line"].search(
            [("oe_cae_statement_id", "=", statement.id)], limit=1
        )
        with self.assertRefused(UserError, "regularises"):
            entry.amount = 1
        with self.assertRefused(UserError, "regularises"):
            entry.unlink()

    def test_what_is_left_is_carried_until_payroll_is_booked(self):
        _person, activity = self._worker("Carry", self._scheme(), "cape")
        self._sale(activity, 1000, "2026-01-10")
        self._close(self.cae, "2026-01-01")
        self._charge(activity, 400, "pcg_6411", "2026-02-20")
        second = self._close(self.cae, "2026-02-01")
        self.assertEqual((second.opening, second.budget), (900, 900))
        self.assertEqual((second.payroll, second.balance), (-400, 500))

    def test_lines_open_their_journal_items(self):
        _person, activity = self._worker("Sources", self._scheme())
        move = self._sale(activity, 1000, "2026-06-10")
        bill = self._charge(activity, 10)
        statement = self._close(self.cae, "2026-06-01")
        for line in statement.line_ids.filtered("counts"):
            action = line.action_sources()
            found = self.env["account.move.line"].search(action["domain"])
            wanted = bill if line.kind == "other" else move
            self.assertEqual(found.move_id, wanted, line.kind)
