"""The pay list of a month: computed, decided, agreed, never beyond the account."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .pay_common import PayCase


@tagged("post_install", "-at_install")
class TestPay(PayCase):
    def test_case_2_cesa_under_smic(self):
        person, activity = self._case_2()
        pay = self._pay_of(self._run(), person)
        self.assertEqual((pay.kind, pay.activity_id), ("salaried", activity))
        self.assertEqual((pay.budget, pay.pending), (1552, 0))
        self.assertEqual((pay.fixed_pay, pay.variable_pay), (600, 870.97))
        self.assertEqual((pay.gross, pay.pay_cost), (1470.97, 1552))
        self.assertEqual((pay.net, pay.residue, pay.hours), (1135.40, 0, 119.49))
        self.assertFalse(pay.problem)
        self.assertIn("0,4021", pay.explanation)
        self.assertIn("1\u202f552,00", pay.explanation)
        self.assertEqual(pay.share_ids.mapped("budget"), [1552])
        self.assertEqual(pay.register_number, "44-001")

    def test_case_3_margin_scheme_with_reserve(self):
        scheme = self._scheme(base="margin", rate=13.5, fixed_part=30)
        person, activity = self._worker("Trois", scheme)
        self._sale(activity, 4800)
        for amount in (600, 500, 180):
            self._charge(activity, amount, "pcg_604")
        self._charge(activity, 40)
        run = self._run()
        pay = self._as(self._pay_of(run, person), self.manager)
        self.assertEqual(pay.budget, 2974.80)
        pay.reserve = 300
        self.assertEqual((pay.gross, pay.net), (2233.76, 1739.24))
        self.assertEqual(pay.pay_cost + pay.residue, 2674.80)
        self.assertIn("300,00", pay.explanation)
        pay.action_agree()
        move = pay.reserve_move_ids
        self.assertEqual((move.movement, move.kind), (300, "smoothing"))
        self.assertEqual(str(move.date), "2026-06-30")
        statement = self._close(self.cae, "2026-06-01")
        self.assertEqual((statement.budget, statement.reserve), (2674.80, -300))
        self.assertEqual((statement.gross, statement.net), (2233.76, 1739.24))
        self.assertEqual(self._lines(statement, "reserve"), [("2026-06", -300)])
        line = statement.line_ids.filtered(lambda row: row.kind == "reserve")
        self.assertIn("300,00", line.explanation)
        found = self.env["oe.cae.reserve.move"].search(line.action_sources()["domain"])
        self.assertEqual(found, move)

    def test_a_month_begun_or_left_has_its_part_of_the_part_fixe(self):
        begun, _activity = self._case_2("Entrée", "44-011", date_start="2026-06-16")
        left, _activity = self._case_2("Sortie", "44-012", date_end="2026-06-10")
        whole, _activity = self._case_2("Entière", "44-013")
        run = self._run()
        told = [self._pay_of(run, person).fixed_pay for person in (begun, left, whole)]
        self.assertEqual(told, [300, 200, 600])

    def test_computing_twice_changes_nothing_and_keeps_what_was_decided(self):
        person, _activity = self._case_2()
        run = self._run()
        pay = self._as(self._pay_of(run, person), self.manager)
        pay.write({"variable_pay": 500, "reserve": 100, "note": "Août sera maigre"})
        self.assertTrue(pay.variable_by_hand)
        before = pay.read()[0]
        self._as(run, self.manager).action_compute()
        self.assertEqual(run.pay_ids, pay)
        after = pay.read()[0]
        names = [name for name in before if name not in ("write_date", "share_ids")]
        self.assertEqual(
            [before[name] for name in names], [after[name] for name in names]
        )
        self.assertEqual((pay.gross, pay.reserve), (1100, 100))
        self.assertIn("100,00", pay.explanation)
        pay.variable_by_hand = False
        self.assertEqual(pay.pay_cost + pay.residue, 1452)
        self.assertGreater(pay.variable_pay, 500)

    def test_an_advance_beyond_the_account_is_refused_with_figures(self):
        person, _activity = self._case_2()
        pay = self._pay_of(self._run(), person)
        with self.assertRefused(UserError, "1\u202f552,00", "870,97"):
            self._as(pay, self.manager).variable_pay = 900
        self.assertEqual(pay.variable_pay, 870.97)

    def test_a_reserve_beyond_the_account_is_refused_with_figures(self):
        person, _activity = self._case_2(overdraft=500)
        pay = self._as(self._pay_of(self._run(), person), self.manager)
        with self.assertRefused(UserError, "1\u202f552,00", "1\u202f500,00"):
            pay.reserve = 1500
        with self.assertRefused(UserError, "smoothing".title(), "0,00"):
            pay.reserve = -10
        pay.reserve = 200
        self.assertEqual(pay.pay_cost + pay.residue, 1352)

    def test_the_overdraft_is_never_exceeded(self):
        scheme = self._scheme()
        person, activity = self._worker("Fixe", scheme, fixed_pay=1500)
        self._sale(activity, 100)
        run = self._run()
        pay = self._as(self._pay_of(run, person), self.manager)
        self.assertIn("90,00", pay.problem)
        self.assertEqual((pay.gross, run.problem_count), (1500, 1))
        with self.assertRefused(UserError, "Fixe", "90,00"):
            pay.action_agree()
        with self.assertRefused(UserError, "Fixe", "90,00"):
            self._as(run, self.manager).action_agree()
        self.assertEqual(pay.state, "draft")
        person.cae_contract_ids.overdraft = 2000
        pay.action_agree()
        self.assertEqual((pay.state, pay.agreed_by_id), ("agreed", self.manager))
        self.assertLess(pay.residue, 0)
        self.assertGreaterEqual(pay.residue, -2000)

    def test_below_the_minimum_activity_is_flagged(self):
        scheme = self._scheme()
        terms = {"minimum_turnover": 500, "minimum_hours": 20}
        person, activity = self._worker("Peu", scheme, **terms)
        self._sale(activity, 100)
        self.env["oe.worked.slot"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": self.cae.id,
                "start": "2026-06-10 07:00:00",
                "end": "2026-06-10 10:30:00",
                "break_minutes": 30,
                "source": "test,1",
            }
        )
        pay = self._pay_of(self._run(), person)
        for words in ("100,00", "500,00", "3 h 00", "20 h 00"):
            self.assertIn(words, pay.warning)
        self.assertFalse(pay.problem)

    def test_a_cape_holder_appears_and_is_paid_nothing(self):
        person, activity = self._worker("Cape", self._scheme(), "cape")
        self._sale(activity, 1000)
        run = self._run()
        pay = self._pay_of(run, person)
        self.assertEqual((pay.kind, pay.budget, pay.residue), ("cape", 900, 900))
        self.assertEqual((pay.gross, pay.net, pay.pay_cost), (0, 0, 0))
        self.assertEqual(run.pay_count, 0)
        with self.assertRefused(UserError, "CAPE"):
            pay.action_agree()
        with self.assertRefused(UserError, "CAPE"):
            pay.reserve = 10

    def test_who_is_hosted_no_more_leaves_the_drafts(self):
        person, activity = self._case_2()
        run = self._run()
        person.cae_contract_ids.date_end = "2026-05-31"
        run.action_compute()
        self.assertFalse(self._pay_of(run, person))
        bare = self._person("Sans activité", self.cae)
        self._contract(bare, self._scheme(), fixed_pay=100)
        run.action_compute()
        self.assertIn("no activity", self._pay_of(run, bare).problem)

    def test_what_was_agreed_and_not_booked_is_not_paid_again(self):
        person, activity = self._case_2()
        first = self._pay_of(self._run(), person)
        first.action_agree()
        self._close(self.cae, "2026-06-01")
        self._sale(activity, 1000, "2026-07-10")
        second = self._pay_of(self._run("2026-07-01"), person)
        # 1 552 still on the account, 880 new, 1 552 promised.
        self.assertEqual((second.budget, second.pending), (2432, 1552))
        self.assertEqual(second.pay_cost + second.residue, 880)
        self.assertIn("1\u202f552,00", second.explanation)
        (live,) = self.env["oe.cae.month"]._live(person, self.cae, second.month)
        self.assertEqual(live.pay.estimate.net_cents, round(second.net * 100))
        self.assertIn("1\u202f552,00", live.alert)
        person.cae_contract_ids.fixed_pay = 2000
        (live,) = self.env["oe.cae.month"]._live(person, self.cae, second.month)
        self.assertIsNone(live.pay)
        self.assertIn("880,00", live.alert)
        person.cae_contract_ids.fixed_pay = 600
        first.action_booked_otherwise()
        self.assertEqual(first.state, "paid")
        second.run_id.action_compute()
        self.assertEqual(second.pending, 0)

    def test_agreed_lines_change_by_going_back_only(self):
        person, _activity = self._case_2()
        pay = self._as(self._pay_of(self._run(), person), self.manager)
        pay.reserve = 50
        pay.action_agree()
        for name, value in (("variable_pay", 1), ("reserve", 0), ("note", "x")):
            with self.assertRefused(UserError, "agreed"):
                pay[name] = value
        for name, value in (("state", "paid"), ("gross", 1), ("budget", 1)):
            with self.assertRefused(UserError, "computed"):
                pay.write({name: value})
        with self.assertRefused(UserError, "agreed with the pay"):
            pay.reserve_move_ids.amount = 1
        with self.assertRefused(UserError, "agreed with the pay"):
            pay.reserve_move_ids.unlink()
        with self.assertRefused(UserError, "agreed"):
            pay.action_agree()
        pay.run_id.action_compute()
        self.assertEqual(pay.reserve_move_ids.amount, 50)
        pay.action_reopen()
        self.assertEqual((pay.state, pay.reserve), ("draft", 50))
        self.assertFalse(pay.reserve_move_ids)
        with self.assertRefused(UserError, "cannot be taken back"):
            pay.action_reopen()

    def test_a_closed_month_is_not_computed_nor_agreed(self):
        person, _activity = self._case_2()
        run = self._run()
        pay = self._pay_of(run, person)
        self._close(self.cae, "2026-06-01")
        for action in (run.action_compute, pay.action_agree):
            with self.assertRefused(UserError, "06/2026"):
                action()
        with self.assertRefused(UserError, "06/2026"):
            pay.reserve = 10

    def test_the_statement_tells_what_was_agreed(self):
        person, _activity = self._case_2()
        pay = self._pay_of(self._run(), person)
        pay.variable_pay = 400
        pay.action_agree()
        statement = self._close(self.cae, "2026-06-01")
        self.assertEqual((statement.gross, statement.variable_pay), (1000, 400))
        self.assertEqual(statement.net, pay.net)
        self.assertFalse(statement.pay_alert)

    def test_several_activities_are_paid_together_and_bear_it_together(self):
        person, first = self._case_2()
        second = self._activity(person, self.cae, "Conseil")
        self._sale(second, 1000)
        pay = self._pay_of(self._run(), person)
        self.assertEqual(pay.budget, 1552 + 880)
        self.assertEqual(pay.activity_id, first)
        shares = {row.activity_id: row.budget for row in pay.share_ids}
        self.assertEqual(shares, {first: 1552, second: 880})

    def test_only_managers_compute_and_agree(self):
        person, _activity = self._case_2()
        run = self._run()
        pay = self._pay_of(run, person)
        advisor = self._staff("marc-paie", "advisor", self.cae)
        for user in (advisor, self.accountant):
            for record, name in (
                (run, "action_compute"),
                (run, "action_agree"),
                (pay, "action_agree"),
                (pay, "action_reopen"),
            ):
                with self.assertRaises(AccessError):
                    getattr(self._as(record, user), name)()
            with self.assertRaises(AccessError):
                self._as(pay, user).reserve = 1
        with self.assertRaises(AccessError):
            self._as(pay, advisor).action_booked_otherwise()

    def test_a_manager_pays_a_month_from_the_menu(self):
        person, _activity = self._case_2()
        wizard = self._as("oe.cae.pay.wizard", self.manager).create(
            {"company_id": self.cae.id, "day": "2026-06-15"}
        )
        action = wizard.action_open()
        run = self._as("oe.cae.pay.run", self.manager).browse(action["res_id"])
        self.assertEqual(str(run.month), "2026-06-01")
        with Form(run) as form, form.pay_ids.edit(0) as line:
            line.reserve = 20
        pay = self._pay_of(run, person)
        self.assertEqual(pay.reserve, 20)
        self.assertEqual(run.action_pays()["domain"], [("run_id", "=", run.id)])
        self.assertEqual(pay.action_open()["res_id"], pay.id)
        run.action_agree()
        self.assertEqual((pay.state, run.state), ("agreed", "agreed"))
        for user in (self.accountant, self.manager):
            self.assertTrue(Form(self._as(pay, user)).id)
        with self.assertRefused(UserError, "computed"):
            run.month = "2026-07-01"

    def test_nobody_opens_the_list_of_another_company(self):
        wizard = self._as("oe.cae.pay.wizard", self.manager).create(
            {"company_id": self.cae.id, "day": "2026-06-15"}
        )
        wizard.sudo().company_id = self.cae_sap
        with self.assertRaises(AccessError):
            wizard.action_open()
        self.assertFalse(
            self.env["oe.cae.pay.run"].search([("company_id", "=", self.cae_sap.id)])
        )

    def test_smoothing_is_worth_something(self):
        person, activity = self._case_2()
        self._close(self.cae, "2026-06-01")
        self._sale(activity, 6000, "2026-07-10")
        self._close(self.cae, "2026-07-01")
        pay = self._pay_of(self._run("2026-08-01"), person)
        self.assertGreater(pay.smoothing_value, 0)
        self.assertGreater(pay.smoothing_reduction, 0)


@tagged("post_install", "-at_install")
class TestPayQueries(PayCase):
    def _queries(self, count, month):
        scheme = self._scheme()
        for rank in range(count):
            _person, activity = self._worker(f"Q {month} {rank}", scheme)
            self._sale(activity, 1000, f"{month}-10")
        run = self.env["oe.cae.pay.run"]._get(
            self.cae, self._period(self.cae, f"{month}-01").month
        )
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        run.action_compute()
        run.action_agree()
        self.env.flush_all()
        return self.env.cr.sql_log_count - start, run

    def test_computing_asks_no_more_for_many_than_for_one(self):
        one, _run = self._queries(1, "2026-01")
        many, run = self._queries(50, "2026-02")
        self.assertEqual(set(run.pay_ids.mapped("state")), {"agreed"})
        self.assertLess(one, 150)
        self.assertLess(many, one + 40)
