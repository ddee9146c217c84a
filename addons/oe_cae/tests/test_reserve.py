"""Reserves: put aside and taken out, dated, closed with the month, never negative."""

from psycopg2.errors import CheckViolation

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .pay_common import PayCase


@tagged("post_install", "-at_install")
class TestReserve(PayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person, cls.activity = cls._worker("Réserve", cls._scheme())
        cls._sale(cls.activity, 1000, "2026-01-10")
        cls._sale(cls.activity, 1000, "2026-02-10")

    def _move(self, amount, day="2026-01-31", direction="in", **values):
        return self._as("oe.cae.reserve.move", self.manager).create(
            {
                "activity_id": self.activity.id,
                "date": day,
                "amount": amount,
                "direction": direction,
                **values,
            }
        )

    def test_the_budget_of_the_month_moves_and_no_ledger_account_does(self):
        self._move(200)
        first = self._close(self.cae, "2026-01-01")
        self.assertEqual((first.budget, first.reserve), (700, -200))
        self.assertEqual(first.balance, 700)
        period = self._period(self.cae, "2026-01-01")
        self.assertEqual((period.cae_ledger, period.cae_difference), (1000, 0))
        self._move(150, "2026-02-15", "out")
        second = self._close(self.cae, "2026-02-01")
        self.assertEqual((second.reserve, second.budget), (150, 700 + 900 + 150))
        line = second.line_ids.filtered(lambda row: row.kind == "reserve")
        self.assertIn("150,00", line.explanation)
        third = self._close(self.cae, "2026-03-01")
        self.assertEqual((third.reserve, third.budget), (0, second.balance))

    def test_a_reserve_never_holds_less_than_nothing_on_any_day(self):
        self._move(100, "2026-02-10")
        with self.assertRefused(UserError, "Smoothing", "50,00"):
            self._move(150, "2026-02-20", "out")
        with self.assertRefused(UserError, "100,00"):
            self._move(100, "2026-02-09", "out")
        with self.assertRefused(UserError, "Leave", "10,00"):
            self._move(10, "2026-02-20", "out", kind="leave")
        out = self._move(100, "2026-02-10", "out")
        held = self.env["oe.cae.reserve.move"]._held(self.activity, out.date)
        self.assertEqual(held["smoothing"], 0)
        entered = self.env["oe.cae.reserve.move"].search([("direction", "=", "in")])
        with self.assertRefused(UserError, "lack"):
            self._as(entered, self.manager).unlink()
        with self.assertRefused(UserError, "lack"):
            self._as(entered, self.manager).amount = 99
        with self.assertRefused(UserError, "lack"):
            self._as(entered, self.manager).kind = "risk"
        (out | entered).unlink()

    def test_it_closes_with_the_month(self):
        move = self._move(100)
        self._close(self.cae, "2026-01-01")
        for change in (
            lambda: move.unlink(),
            lambda: move.write({"amount": 50}),
            lambda: move.write({"date": "2026-02-01"}),
            lambda: self._move(10),
            lambda: self._move(10, "2026-02-02").write({"date": "2026-01-02"}),
        ):
            with self.assertRefused(UserError, "01/2026"):
                change()

    def test_what_cannot_be(self):
        for amount in (0, -5):
            with (
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._move(amount)
        run = self._run("2026-01-01")
        with self.assertRefused(UserError, "pay list"):
            self._move(10, pay_id=run.pay_ids.id)

    def test_by_hand_nothing_moves_under_an_agreed_pay(self):
        move = self._move(100)
        run = self._run("2026-01-01")
        run.action_agree()
        for change in (
            lambda: self._move(10),
            lambda: move.write({"amount": 50}),
            lambda: move.unlink(),
            lambda: self._move(10, "2026-02-01").write({"date": "2026-01-02"}),
        ):
            with self.assertRefused(UserError, "01/2026", "agreed"):
                change()
        run.pay_ids.action_reopen()
        move.unlink()

    def test_activities_of_one_account_have_one_reserve(self):
        other = self._activity(
            self.person, self.cae, "Atelier", account_id=self.activity.account_id.id
        )
        self._move(100)
        out = self._move(60, "2026-02-01", "out", activity_id=other.id)
        self.assertEqual(out.account_id, self.activity.account_id)
        statement = self._close(self.cae, "2026-01-01")
        self.assertEqual(
            (statement.activity_id, statement.reserve), (self.activity, -100)
        )
        self.assertEqual(self._close(self.cae, "2026-02-01").reserve, 60)

    def test_the_phone_shows_it(self):
        self._portal(
            self.person.partner_id,
            "reserve-cae",
            ["oe_base.group_oe_entrepreneur"],
            self.cae,
        )
        user = self.env["res.users"].search([("login", "=", "reserve-cae")])
        self._move(200)
        statement = self._close(self.cae, "2026-01-01")
        page = self._as("oe.portal", user)._cae_statement_page(
            self._as(statement, user)
        )
        self.assertIn("-200,00", str(page["totals"]).replace("\u202f", ""))
