"""The cockpit: who is at risk, of what, when; each alert once."""

import datetime

from odoo.tests import Form, HttpCase, freeze_time, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestDeadline(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()
        cls.advisor = cls._staff("marc-echeances", "advisor", cls.cae)
        cls.manager = cls._staff("claire-echeances", "manager", cls.cae)
        cls.cape = cls._worker("Léa", cls.scheme, "cape", advisor_id=cls.advisor.id)[
            0
        ].cae_contract_ids
        cls.person, _activity = cls._worker("Nadia", cls.scheme)
        cls.cesa = cls.person.cae_contract_ids
        cls.person.advisor_id = cls.advisor
        # Only these two count, whatever else the database holds.
        cls.mine = cls.cape | cls.cesa

    @classmethod
    def _worker(cls, name, scheme, kind="salaried", advisor_id=False, **values):
        person, activity = super()._worker(name, scheme, kind, **values)
        person.advisor_id = advisor_id
        return person, activity

    def _rows(self):
        rows = self.env["oe.cae.deadline"].search(
            [("contract_id", "in", self.mine.ids)]
        )
        return {
            (row.contract_id, row.kind): (
                str(row.date_due),
                row.urgency,
                row.months_left,
            )
            for row in rows
        }

    def _alerts(self, day):
        with freeze_time(f"{day} 10:00:00"):
            self.env["oe.cae.alert"]._cron_alerts()
        found = self.env["oe.cae.alert"].search(
            [("contract_id", "in", self.mine.ids)], order="id"
        )
        return [(row.contract_id, row.kind, row.months) for row in found]

    @freeze_time("2026-10-05 10:00:00")
    def test_who_is_at_risk_of_what_and_when(self):
        self.assertEqual(
            self._rows(),
            {
                (self.cape, "cape_end"): ("2026-12-31", "3_months", 2),
                (self.cesa, "membership"): ("2029-01-01", "9_years", 26),
                (self.cesa, "interview"): ("2026-12-31", "3_months", 2),
            },
        )
        self.cesa.member_since = "2026-09-01"
        notices = self.env["oe.cae.notice"]
        notices._make(self.cape, "signature", self.cape.date_start)
        self.assertNotIn((self.cesa, "membership"), self._rows())
        self.assertEqual(
            self._rows()[self.cape, "notice"], ("2026-01-01", "0_late", -10)
        )
        self.cape.notice_ids.reference = "AR"
        self.cape.notice_ids.action_done()
        self.assertNotIn((self.cape, "notice"), self._rows())

    @freeze_time("2026-10-05 10:00:00")
    def test_what_follows_or_was_ended_is_at_risk_no_more(self):
        draft = self.env["oe.cae.contract"].browse(self.cape.action_convert()["res_id"])
        draft.write({**self.TERMS, "date_start": "2026-11-01"})
        self.assertIn((self.cape, "cape_end"), self._rows())
        self._sign(draft)
        self.assertNotIn((self.cape, "cape_end"), self._rows())
        self.cesa._end(datetime.date(2026, 10, 31), "es")
        self.assertFalse({key for key in self._rows() if key[0] == self.cesa})

    def test_it_is_the_company_s_own_day(self):
        # 23:30 UTC on the 31st is the 1st of January in Nantes.
        with freeze_time("2026-12-31 22:30:00"):
            self.assertEqual(self._rows()[self.cape, "cape_end"][1], "1_month")
        with freeze_time("2026-12-31 23:30:00"):
            self.env["oe.cae.deadline"].invalidate_model()
            self.assertEqual(self._rows()[self.cape, "cape_end"][1], "0_late")

    @freeze_time("2026-10-05 10:00:00")
    def test_one_click_leads_to_the_source(self):
        self.env["oe.cae.notice"]._make(self.cape, "signature", self.cape.date_start)
        rows = self._as("oe.cae.deadline", self.advisor).search(
            [("contract_id", "in", self.mine.ids)]
        )
        opened = {row.kind: row.action_open() for row in rows}
        self.assertEqual(opened["cape_end"]["res_id"], self.cape.id)
        self.assertEqual(opened["notice"]["res_model"], "oe.cae.notice")
        self.assertEqual(
            opened["interview"]["context"]["default_contract_id"], self.cesa.id
        )
        self.assertTrue(Form(self._as(self.cape, self.advisor)).id)

    @freeze_time("2026-10-05 10:00:00")
    def test_another_company_sees_nothing(self):
        away = self._staff("ailleurs-echeances", "advisor", self.cae_sap)
        rows = self._as("oe.cae.deadline", away).search([])
        self.assertNotIn(self.cae, rows.sudo().company_id)

    def test_each_threshold_is_told_once_and_only_the_nearest(self):
        # A CAPE of 12 months: "12 months left" on its first day would be no news.
        self.assertEqual(self._alerts("2026-01-02"), [])
        self.assertEqual(self._alerts("2026-07-01"), [(self.cape, "cape_end", 6)])
        self.assertEqual(len(self._alerts("2026-07-02")), 1)
        # Three months without running: the threshold of 3 is skipped.
        told = self._alerts("2026-12-01")
        self.assertEqual(
            sorted((kind, months) for _contract, kind, months in told),
            [("cape_end", 1), ("cape_end", 6), ("interview", 1)],
        )
        self.assertEqual(self._alerts("2026-12-02"), told)
        self.assertEqual(self._alerts("2027-02-01"), told)

    def test_the_advisor_has_one_activity_and_no_mail(self):
        self._alerts("2026-07-01")
        first = self.cape.activity_ids
        self.assertEqual(first.user_id, self.advisor)
        self.assertEqual(str(first.date_deadline), "2026-12-31")
        self._alerts("2026-12-01")
        self.assertEqual(len(self.cape.activity_ids), 1)
        self.assertFalse(first.exists())

    def test_a_person_without_advisor_goes_to_a_manager(self):
        self.cape.entrepreneur_id.advisor_id = False
        self._alerts("2026-07-01")
        user = self.cape.activity_ids.user_id
        self.assertTrue(user.has_group("oe_base.group_oe_manager"))

    def test_the_person_gets_a_message_without_a_name_in_its_subject(self):
        before = self.env["mail.mail"].search([])
        person = self.cape.entrepreneur_id
        person.partner_id.lang = "fr_FR"
        self._alerts("2026-07-01")
        mails = self.env["mail.mail"].search([]) - before
        mine = mails.filtered(lambda mail: person.partner_id in mail.recipient_ids)
        self.assertEqual(len(mine), 1)
        self.assertEqual(mine.subject, "Une date à retenir")
        self.assertIn("CAPE", mine.body_html)
        self.assertIn("31", mine.body_html)
        self.assertIn("/my/oe/tab/me", mine.body_html)

    def test_queries_do_not_grow_with_people(self):
        def run(count):
            for rank in range(count):
                self._worker(f"R{count} {rank}", self.scheme, "cape")
            self.env.flush_all()
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            self.env["oe.cae.deadline"].search([]).mapped("months_left")
            return self.env.cr.sql_log_count - start

        self.assertEqual(run(1), run(12))


@tagged("post_install", "-at_install")
class TestDeadlinePortal(CaeCase, HttpCase):
    def test_what_is_near_is_a_card(self):
        today = self.cae._oe_today()
        scheme = self._scheme()
        for name, days in (("proche", 60), ("loin", 200)):
            self._worker(
                name,
                scheme,
                "cape",
                login=f"{name}-echeance",
                date_start=str(today - datetime.timedelta(days=100)),
                date_end=str(today + datetime.timedelta(days=days)),
            )
            self.authenticate(f"{name}-echeance", PASSWORD)
            for tab in ("/my/oe", "/my/oe/tab/me"):
                page = self.url_open(tab).text
                check = self.assertIn if name == "proche" else self.assertNotIn
                check("Mon CAPE se termine", page)
