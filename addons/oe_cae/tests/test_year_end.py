"""The balance of the part variable: computed once a year, due, left as agreed."""

import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, freeze_time, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .pay_common import PayCase

DEGRESSIVE = [(0, 10), (35000, 8), (45000, 6)]


@tagged("post_install", "-at_install")
class TestYearEnd(PayCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scheme = cls._scheme(recognition="collected", brackets=DEGRESSIVE)
        cls.nadia, cls.activity = cls._worker(
            "Nadia", scheme, login="nadia-an", kept_share=20
        )
        move = cls._sale(cls.activity, 40000, "2026-11-10")
        cls._pay(move, 40000, "2026-11-20")
        cls._charge(cls.activity, 5000, day="2026-11-20")
        cls._charge(cls.activity, 28000, "pcg_6411", "2026-12-20")
        cls.other, cls.others = cls._worker("Paul", scheme, login="paul-an")
        for month in ("2026-11-01", "2026-12-01"):
            cls._close(cls.cae, month)
        cls.run_values = {
            "company_id": cls.cae.id,
            "date_from": "2026-01-01",
            "date_to": "2026-12-31",
            "meeting": "2027-05-20",
            "resolution": "Résolution 4",
        }

    def _year(self, **values):
        model = self._as("oe.cae.year.end", self.manager)
        return model.create({**self.run_values, **values})

    def _line(self, run, person=None):
        person = person or self.nadia
        return run.line_ids.filtered(lambda row: row.entrepreneur_id == person)

    def test_case_10_year_end(self):
        run = self._year()
        run.action_compute()
        line = self._line(run)
        self.assertEqual(line.contribution, -3900)
        self.assertEqual((line.available, line.paid), (31100, 28000))
        self.assertEqual(line.may_leave, 620)
        line.left = 600
        self.assertEqual((line.balance, line.overpaid), (2500, 0))
        self.assertEqual(line.date_due, datetime.date(2027, 6, 20))
        for words in ("40\u202f000,00", "-3\u202f900,00", "-600,00"):
            self.assertIn(words, line.explanation)
        run.action_compute()
        self.assertEqual((line.left, line.balance), (600, 2500))
        run.action_confirm()
        self.assertEqual((run.state, run.balance, run.left), ("confirmed", 2500, 600))
        move = self.env["oe.cae.reserve.move"].search([("kind", "=", "kept")])
        self.assertEqual((move.movement, str(move.date)), (600, "2027-05-20"))
        self.assertEqual(self._line(run, self.other).balance, 0)

    def test_what_is_left_is_what_the_contract_lets_stay(self):
        run = self._year()
        run.action_compute()
        with self.assertRefused(UserError, "620,00", "20"):
            self._line(run).left = 620.01
        with self.assertRefused(UserError, "Paul", "nothing"):
            self._line(run, self.other).left = 1
        with self.assertRefused(UserError, "negative"):
            self._line(run).left = -1
        with self.assertRefused(UserError, "nothing else"):
            self._line(run).balance = 1

    def test_what_was_agreed_and_not_booked_counts_as_paid(self):
        self._sale(self.others, 1000, "2027-01-10")
        run = self.env["oe.cae.pay.run"]._get(self.cae, datetime.date(2026, 12, 1))
        run.flush_recordset()
        pay = self.env["oe.cae.pay"].create(
            {
                "run_id": run.id,
                "entrepreneur_id": self.nadia.id,
                "contract_id": self.nadia.cae_contract_ids.id,
                "kind": "salaried",
                "pay_cost": 100,
                "state": "agreed",
            }
        )
        year = self._year()
        year.action_compute()
        self.assertEqual(self._line(year).paid, 28100)
        pay.action_booked_otherwise()
        year.action_compute()
        self.assertEqual(self._line(year).paid, 28000)

    def test_what_a_year_asks_for(self):
        with self.assertRefused(UserError, "general meeting"):
            self._year(meeting="2026-12-31").action_compute()
        with self.assertRefused(UserError, "resolution"):
            self._year(resolution=" ").action_confirm()
        with self.assertRefused(UserError, "03/2027"):
            self._year(date_from="2026-04-01", date_to="2027-03-31").action_compute()
        self._close(self.cae, "2027-01-01")
        with self.assertRefused(UserError, "02/2027, 03/2027"):
            self._year(date_from="2026-04-01", date_to="2027-03-31").action_compute()

    def test_a_confirmed_year_does_not_change(self):
        run = self._year()
        run.action_confirm()
        for change in (
            lambda: run.write({"meeting": "2027-06-01"}),
            lambda: self._line(run).write({"left": 1}),
            run.action_compute,
            run.action_confirm,
            run.unlink,
        ):
            with self.assertRefused(UserError, "closed"):
                change()
        for name in ("state", "confirmed_by_id"):
            with self.assertRefused(UserError, "button"):
                run.write({name: False})
        made = self._year(date_to="2027-12-31", state="confirmed")
        self.assertEqual(made.state, "draft")

    def test_the_closed_month_of_the_meeting_refuses(self):
        run = self._year(meeting="2027-01-20")
        run.action_compute()
        self._line(run).left = 10
        self._close(self.cae, "2027-01-01")
        with self.assertRefused(UserError, "01/2027"):
            run.action_confirm()

    def test_the_cockpit_and_the_phone_tell_the_day(self):
        run = self._year()
        run.action_confirm()
        self.env.flush_all()
        deadlines = self._as("oe.cae.deadline", self.manager)
        found = deadlines.search([("kind", "=", "part_variable")])
        self.assertEqual(found.entrepreneur_id, self.nadia)
        self.assertEqual(str(found.date_due), "2027-06-20")
        self.assertEqual(found.action_open()["res_id"], run.id)
        with freeze_time("2027-05-25"):
            self.env["oe.cae.alert"]._cron_alerts()
            user = self.env["res.users"].search([("login", "=", "nadia-an")])
            cards = self._as("oe.portal", user)._cae_deadline_cards()
        self.assertIn("/my/oe/pays", [card["url"] for card in cards])
        alert = self.env["oe.cae.alert"].search([("kind", "=", "part_variable")])
        self.assertEqual(alert.months, 1)
        self.authenticate("nadia-an", PASSWORD)
        page = self.url_open("/my/oe/pays").text.replace("\u202f", "")
        for words in ("3100,00", "20/06/2027", "Part variable de 2026"):
            self.assertIn(words, page)
        self.authenticate("paul-an", PASSWORD)
        page = self.url_open("/my/oe/pays").text.replace("\u202f", "")
        self.assertNotIn("3100,00", page)
        self._as(self._line(run), self.accountant).action_settled()
        self.env.flush_all()
        self.assertFalse(deadlines.search([("kind", "=", "part_variable")]))
        with self.assertRefused(UserError, "only once"):
            self._line(run).action_settled()

    def test_only_managers_settle(self):
        run = self._year()
        run.action_compute()
        advisor = self._staff("marc-an", "advisor", self.cae)
        for user in (advisor, self.accountant):
            for name in ("action_compute", "action_confirm"):
                with self.assertRaises(AccessError):
                    getattr(self._as(run, user), name)()
            with self.assertRaises(AccessError):
                self._as(self._line(run), user).left = 1
            self.assertTrue(Form(self._as(run, user)).id)
        with self.assertRaises(AccessError):
            self._as(self._line(run), advisor).action_settled()
        with self.assertRefused(UserError, "confirmed"):
            self._line(run).action_settled()

    def test_the_form_proposes_the_last_year(self):
        with freeze_time("2027-05-25"):
            form = Form(self._as("oe.cae.year.end", self.manager))
        self.assertEqual(str(form.date_from), "2026-01-01")
        self.assertEqual(str(form.date_to), "2026-12-31")


@tagged("post_install", "-at_install")
class TestYearEndQueries(PayCase):
    def _queries(self, count, year):
        scheme = self._scheme(start=f"{year}-01-01")
        for rank in range(count):
            _person, activity = self._worker(
                f"Q {year} {rank}", scheme, date_start=f"{year}-01-01"
            )
            self._sale(activity, 1000, f"{year}-12-10")
        self._close(self.cae, f"{year}-12-01")
        run = self.env["oe.cae.year.end"].create(
            {
                "company_id": self.cae.id,
                "date_from": f"{year}-01-01",
                "date_to": f"{year}-12-31",
                "meeting": f"{year + 1}-05-20",
                "resolution": "4",
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        start = self.env.cr.sql_log_count
        run.action_confirm()
        self.env.flush_all()
        self.assertGreaterEqual(len(run.line_ids), count)
        return self.env.cr.sql_log_count - start

    def test_a_year_asks_no_more_for_many_than_for_one(self):
        one = self._queries(1, 2027)
        for month in range(1, 12):
            self._close(self.cae, f"2028-{month:02d}-01")
        many = self._queries(50, 2028)
        self.assertLess(one, 80)
        self.assertLess(many, one + 40)


@tagged("post_install", "-at_install")
class TestPayPageQueries(PayCase):
    def test_the_list_of_pays_asks_no_more_for_many_than_for_one(self):
        person, _activity = self._case_2(login="liste-paies")
        user = self.env["res.users"].search([("login", "=", "liste-paies")])
        pays = self.env["oe.cae.pay"]
        counts = []
        for year in (2027, 2028, 2029):
            for month in range(1, 13):
                run = self.env["oe.cae.pay.run"]._get(
                    self.cae, datetime.date(year, month, 1)
                )
                values = {"run_id": run.id, "entrepreneur_id": person.id}
                contract = person.cae_contract_ids.id
                row = {"contract_id": contract, "kind": "salaried", "state": "agreed"}
                pays.create({**values, **row})
                if (year, month) == (2027, 1) or (year, month) == (2029, 12):
                    self.env.flush_all()
                    self.env.invalidate_all()
                    start = self.env.cr.sql_log_count
                    self._as("oe.portal", user)._cae_pay_rows()
                    counts.append(self.env.cr.sql_log_count - start)
        self.assertLess(counts[1], counts[0] + 5)
