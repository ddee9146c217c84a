"""Late invoices: reminders in one's own words, an agreement, the cooperative."""

import datetime

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


class ReminderCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scheme = cls._scheme()
        cls.person, cls.mine = cls._worker("Nadia", scheme, login="nadia-relance")
        cls._worker("Paul", scheme, login="paul-relance")
        cls.manager = cls._staff("gerante-relance", "manager", cls.cae)
        cls.firm = cls.env["res.partner"].create(
            {"name": "Garage Blain", "is_company": True, "email": "g@example.com"}
        )
        cls.today = cls.cae._oe_today()
        cls.move = cls._late()

    @classmethod
    def _late(cls, days=10, partner=None):
        day = cls.today - datetime.timedelta(days=days)
        move = cls._invoice(
            cls.cae,
            partner or cls.firm,
            [(100, cls.mine, None)],
            day.isoformat(),
            oe_activity_id=cls.mine.id,
            invoice_date_due=day,
            invoice_payment_term_id=False,
        )
        return move

    def _ago(self, days):
        """Pretend that the last reminder went out some days ago."""
        last = self.move.oe_reminder_ids.sorted("id")[-1]
        last.sent_on = self.today - datetime.timedelta(days)
        self.move.invalidate_recordset()


@tagged("post_install", "-at_install")
class TestReminder(ReminderCase):
    def test_three_reminders_then_the_cooperative(self):
        mails = self.env["mail.mail"].search_count([])
        first = self.move._oe_remind("Bonjour, un oubli ?")
        self.assertEqual((first.level, first.by_mail), ("1", True))
        self.assertNotIn("L.441-10", first.text)
        with self.assertRefused(UserError, "the next one from"):
            self.move._oe_remind("Encore")
        with self.assertRefused(UserError, "Three reminders first"):
            self.move._oe_take_over()
        self._ago(7)
        second = self.move._oe_remind("Toujours rien")
        self.assertIn("L.441-10", second.text)
        self.assertIn("40,00", second.text)
        self.assertIn("10 points", second.text)
        self._ago(7)
        self.move._oe_remind("Dernière fois")
        self._ago(7)
        with self.assertRefused(UserError, "hand it to the cooperative"):
            self.move._oe_remind("Et encore")
        self.move._oe_take_over()
        self.assertEqual(self.move.oe_taken_over_on, self.today)
        self.assertTrue(self.move.activity_ids.user_id._is_internal())
        with self.assertRefused(UserError, "it writes now"):
            self.move._oe_take_over()
        self.assertGreaterEqual(self.env["mail.mail"].search_count([]), mails)

    def test_a_household_is_not_told_the_law_of_firms(self):
        home = self.env["res.partner"].create({"name": "Jeanne"})
        move = self._late(partner=home)
        move._oe_remind("Bonjour")
        move.oe_reminder_ids.sent_on = self.today - datetime.timedelta(8)
        move.invalidate_recordset()
        second = move._oe_remind("Rebonjour")
        self.assertEqual((second.text, second.by_mail), ("Rebonjour", False))

    def test_nothing_for_what_is_paid_young_or_agreed(self):
        with self.assertRefused(UserError, "not late"):
            self._late(0)._oe_remind("x")
        for day in (self.today, self.today + datetime.timedelta(days=93)):
            with self.assertRefused(UserError, "next three months"):
                self.move._oe_pause(day)
        self.move._oe_pause(self.today + datetime.timedelta(days=5))
        with self.assertRefused(UserError, "agreed"):
            self.move._oe_remind("x")
        self.move.oe_pause_until = False
        with self.assertRefused(UserError, "words"):
            self.move._oe_remind("  ")
        self._pay(self.move, 100, self.today)
        with self.assertRefused(UserError, "not late"):
            self.move._oe_remind("x")

    def test_a_form_sent_twice_reminds_once(self):
        one = self.move._oe_remind("Bonjour", "abc")
        self.assertEqual(self.move._oe_remind("Bonjour", "abc"), one)

    def test_one_s_own_words_are_kept_and_filled_in(self):
        name = self.move.name
        self.move._oe_remind(f"Coucou Garage Blain, {name} !", keep=True)
        own = self.env["oe.cae.reminder.text"]._of(self.person, "1")
        self.assertEqual(own.body, "Coucou {client}, {number} !")
        other = self._late()
        page = other._oe_reminder_page()
        self.assertEqual(page["text"], f"Coucou Garage Blain, {other.name} !")
        self.assertEqual(
            own._filled({"client": "{number}"}), "Coucou {number}, {number} !"
        )
        with self.assertRefused(ValidationError, "{salaire}"):
            own.body = "{salaire}"

    def test_the_texts_of_the_house_are_french_and_filled_in(self):
        page = self.move._oe_reminder_page()
        self.assertIn(self.move.name, page["text"])
        self.assertIn("Bonjour", page["text"])
        self.assertNotIn("{", page["text"])

    def test_the_night_hands_over_what_stays_unpaid(self):
        for days in (40, 30, 8):
            self.move._oe_remind("x")
            self._ago(days)
        self.env["account.move"]._oe_cron_take_over()
        self.assertFalse(self.move.oe_taken_over_on)
        self._ago(15)
        self.move._oe_pause(self.today + datetime.timedelta(days=1))
        self.env["account.move"]._oe_cron_take_over()
        self.assertFalse(self.move.oe_taken_over_on, "an agreement holds")
        self.move.oe_pause_until = False
        self.env["account.move"]._oe_cron_take_over()
        self.assertEqual(self.move.oe_taken_over_on, self.today)
        self.env["account.move"]._oe_cron_take_over()

    def test_who_may_read(self):
        reminder = self.move._oe_remind("x")
        away = self._staff("ailleurs-relance", "manager", self.cae_sap)
        for who in (away, self.person.user_id):
            with self.assertRaises(AccessError):
                self._as(reminder, who).read(["text"])
        self.assertEqual(self._as(reminder, self.manager).level, "1")
        with self.assertRaises(AccessError):
            self._as(reminder, self.manager).write({"text": "y"})


@tagged("post_install", "-at_install")
class TestReminderPages(ReminderCase, PageCase):
    def test_from_the_invoice(self):
        self.authenticate("nadia-relance", PASSWORD)
        route = f"/my/oe/sales/invoices/{self.move.id}"
        page = self.url_open(route).text
        self.assertIn(f"{route}/remind", page)
        refused = self._post(f"{route}/remind", text=" ")
        self.assertIn('role="alert"', refused.text)
        done = self._post(f"{route}/remind", text="Bonjour", sent_ref="r1")
        self.assertIn('role="status"', done.text)
        self.assertNotIn(f"{route}/remind", done.text)
        self.assertIn('role="alert"', self._post(f"{route}/pause", day="x").text)
        tomorrow = self.today + datetime.timedelta(days=1)
        paused = self._post(f"{route}/pause", day=tomorrow.isoformat())
        self.assertIn('role="status"', paused.text)
        self.assertIn('role="alert"', self._post(f"{route}/takeover").text)

    def test_others_strangers_and_no_token(self):
        route = f"/my/oe/sales/invoices/{self.move.id}"
        self.authenticate("paul-relance", PASSWORD)
        for verb in ("remind", "pause", "takeover"):
            self.assertEqual(self._post(f"{route}/{verb}").status_code, 404)
        self.authenticate("nadia-relance", PASSWORD)
        for verb in ("remind", "pause", "takeover"):
            answer = self.url_open(f"{route}/{verb}", data={"text": "x"})
            self.assertEqual(answer.status_code, 400, verb)
        self.authenticate(None, None)
        answer = self._post(f"{route}/remind", text="x")
        self.assertIn("/web/login", answer.url)
        self.assertFalse(self.move.oe_reminder_ids)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-relance", PASSWORD)
        self._assertCallsRefused(
            ("account.move", "_oe_remind", [[self.move.id], "x"]),
            ("account.move", "_oe_take_over", [[self.move.id]]),
            (
                "account.move",
                "write",
                [[self.move.id], {"oe_pause_until": "2030-01-01"}],
            ),
            ("oe.cae.reminder.text", "search_read", [[]]),
            ("oe.cae.reminder", "create", [{"move_id": self.move.id}]),
        )
