"""Contributions through a pair of accounts: draft, then confirmed; nothing doubles."""

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestContributionEntry(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create({"name": "Client"})
        cls.scheme = cls._scheme()
        cls.person, cls.activity = cls._worker("Nadia", cls.scheme, fixed_pay=0)
        cls.manager = cls._staff("gerante-paire", "manager", cls.cae)
        cls.accountant = cls._staff("comptable-paire", "accountant", cls.cae)
        cls.accountant.group_ids += cls.env.ref("account.group_account_invoice")
        cls.expense = cls.cae._oe_chart_ref("pcg_6251").copy({"code": "6588"})
        cls.income = cls.cae._oe_chart_ref("pcg_6251").copy(
            {"code": "7588", "account_type": "income_other"}
        )

    def _pair(self):
        self.cae.write(
            {
                "oe_contribution_entries": "ledger",
                "oe_contribution_expense_id": self.expense.id,
                "oe_contribution_income_id": self.income.id,
            }
        )

    def _month(self, month, amount=1000):
        self._invoice(
            self.cae, self.buyer, [(amount, self.activity, None)], month[:8] + "10"
        )
        period = self._as(self._period(self.cae, month), self.manager)
        period.action_cae_close()
        return period.sudo()

    def _result(self, account):
        told = self.env["oe.cae.balance"]._spreads(
            self.cae, self.env.cr.now().date(), account
        )
        return -sum(
            spread.shares.get(account.id, 0)
            for _day, spread in told
            if spread.line.profit
        )

    def test_analytic_entries_are_the_default(self):
        period = self._month("2026-06-01")
        self.assertEqual(period.cae_entries, "analytic")
        self.assertFalse(period.cae_move_id)

    def test_a_draft_then_confirmed(self):
        self._pair()
        period = self._month("2026-06-01")
        self.assertEqual(period.cae_entries, "ledger")
        move = period.cae_move_id
        self.assertEqual(move.state, "draft")
        self.assertEqual(str(move.date), "2026-06-30")
        debit, credit = move.line_ids.sorted("balance", reverse=True)
        self.assertEqual((debit.balance, credit.balance), (100, -100))
        self.assertEqual(debit.account_id, self.expense)
        self.assertEqual(
            debit.analytic_distribution, {str(self.activity.account_id.id): 100}
        )
        self.assertEqual(
            credit.analytic_distribution,
            {str(self.cae.oe_structure_account_id.id): 100},
        )
        with self.assertRaises(AccessError):
            self._as(period, self.manager).action_cae_post()
        self._as(period, self.accountant).action_cae_post()
        self.assertEqual(move.state, "posted")
        with self.assertRefused(UserError, "no draft"):
            self._as(period, self.accountant).action_cae_post()
        self.assertEqual(self._result(self.activity.account_id), 90000)
        self.assertEqual(period.cae_difference, 0)
        rows, _told = self.env["oe.cae.balance"]._control_halves(self.cae, move.date)
        for row in rows:
            self.assertEqual(
                row["activities"] + row["structure"], row["ledger"], row["label"]
            )

    def test_what_is_booked_is_never_a_charge_again(self):
        self._pair()
        period = self._month("2026-06-01")
        self._as(period, self.accountant).action_cae_post()
        statement = self._month("2026-07-01", 500).cae_statement_ids.filtered(
            lambda row: row.activity_id == self.activity
        )
        self.assertEqual(statement.other_charges, 0)
        self.assertEqual(statement.contribution, -50)
        self.assertEqual(statement.balance, 1350)

    def test_a_dropped_draft_is_made_again_once(self):
        self._pair()
        period = self._month("2026-06-01")
        as_accountant = self._as(period, self.accountant)
        with self.assertRefused(UserError, "there already"):
            as_accountant.action_cae_draft_again()
        period.cae_move_id.unlink()
        as_accountant.action_cae_draft_again()
        self.assertEqual(period.cae_move_id.amount_total, 100)
        period.cae_move_id.button_cancel()
        as_accountant.action_cae_draft_again()
        self.assertEqual(period.cae_move_id.state, "draft")

    def test_another_way_changes_no_closed_month(self):
        period = self._month("2026-06-01")
        self._pair()
        self.assertEqual(period.cae_entries, "analytic")
        with self.assertRefused(UserError, "no entry"):
            self._as(period, self.accountant).action_cae_draft_again()

    def test_the_pair_is_two_accounts_outside_of_turnover(self):
        turnover = self.cae._oe_chart_ref("pcg_6251").copy(
            {"code": "70889", "account_type": "income"}
        )
        away = self.cae_sap._oe_chart_ref("pcg_6251")
        for expense, income in (
            (self.expense, self.expense),
            (self.expense, turnover),
            (self.expense, self.cae._oe_chart_ref("pcg_421")),
            (away, self.income),
            (self.env["account.account"], self.income),
        ):
            with self.assertRefused(ValidationError, "two different accounts"):
                self.cae.write(
                    {
                        "oe_contribution_entries": "ledger",
                        "oe_contribution_expense_id": expense.id,
                        "oe_contribution_income_id": income.id,
                    }
                )

    def test_closed_books_refuse_before_anything_is_done(self):
        self._pair()
        self._invoice(self.cae, self.buyer, [(100, self.activity, None)], "2026-06-10")
        self.cae.fiscalyear_lock_date = "2026-06-30"
        period = self._as(self._period(self.cae, "2026-06-01"), self.manager)
        with self.assertRefused(UserError, "06/2026"), self.cr.savepoint():
            period.action_cae_close()
        self.assertEqual(period.sudo().state, "open")

    def test_how_it_was_entered_is_not_written_by_hand(self):
        period = self._month("2026-06-01")
        with self.assertRaises(UserError):
            self._as(period, self.manager).write({"cae_entries": "ledger"})

    def test_the_yearly_account_shows_contributions_either_way(self):
        self._pair()
        period = self._month("2026-06-01")
        self._as(period, self.accountant).action_cae_post()
        account = self.env["oe.cae.services.account"].create(
            {"company_id": self.cae.id, "date_end": "2026-12-31"}
        )
        account.action_compute()
        self.assertEqual(account.contributions, 100)
