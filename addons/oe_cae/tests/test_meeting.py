"""Slots of an advisor, taken on the phone: once, by one's own people."""

import datetime

from odoo import fields
from odoo.exceptions import UserError, ValidationError
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestMeeting(CaeCase, PageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.advisor = cls._staff("marc-creneaux", "advisor", cls.cae)
        cls.other_advisor = cls._staff("jeanne-creneaux", "advisor", cls.cae)
        cls.scheme = cls._scheme()
        cls.nadia, _activity = cls._worker("Nadia", cls.scheme, login="nadia-rdv")
        cls.paul, _activity = cls._worker("Paul", cls.scheme, login="paul-rdv")
        (cls.nadia | cls.paul).advisor_id = cls.advisor
        cls.slot, cls.later = cls._slots(cls.advisor, 3, 4)
        cls.strange = cls._slots(cls.other_advisor, 3)

    @classmethod
    def _slots(cls, advisor, *days):
        base = fields.Datetime.now().replace(minute=0, second=0, microsecond=0)
        return cls._as("oe.cae.meeting", advisor).create(
            [
                {
                    "company_id": cls.cae.id,
                    "start": base + datetime.timedelta(days=day),
                    "place": "12 quai de la Fosse",
                }
                for day in days
            ]
        )

    def test_taken_once_and_in_the_calendar(self):
        slot = self.slot.sudo()
        slot._book(self.nadia, "Mes prix")
        self.assertEqual(slot.event_id.user_id, self.advisor)
        self.assertIn(self.nadia.partner_id, slot.event_id.partner_ids)
        slot._book(self.nadia)
        with self.assertRefused(UserError, "not free"):
            slot._book(self.paul)
        with self.assertRefused(UserError, "already"):
            self.later.sudo()._book(self.nadia)
        with self.assertRefused(UserError, "not free"):
            self.strange.sudo()._book(self.paul)

    def test_given_back_until_the_day_before(self):
        slot = self.slot.sudo()
        slot._book(self.nadia)
        event = slot.event_id
        with self.assertRefused(UserError, "not yours"):
            slot._cancel(self.paul)
        slot._cancel(self.nadia)
        self.assertFalse(event.exists())
        self.assertEqual(slot.state, "free")
        slot._book(self.nadia)
        with self.assertRefused(UserError, "taken"):
            slot.start = fields.Datetime.now() + datetime.timedelta(hours=20)
        self.env.cr.execute(
            "UPDATE oe_cae_meeting SET start = %s WHERE id = %s",
            [fields.Datetime.now() + datetime.timedelta(hours=20), slot.id],
        )
        slot.invalidate_recordset()
        with self.assertRefused(UserError, "less than a day"):
            slot._cancel(self.nadia)
        self._as(slot, self.advisor).action_release()
        self.assertEqual(slot.state, "free")

    def test_taken_it_is_nobody_s_to_change(self):
        self.slot.sudo()._book(self.nadia)
        slot = self._as(self.slot, self.advisor)
        for refused in (
            slot.unlink,
            lambda: slot.write({"start": "2030-01-01 08:00:00"}),
            lambda: slot.write({"entrepreneur_id": self.paul.id}),
        ):
            with self.assertRaises(UserError):
                refused()

    def test_slots_do_not_overlap(self):
        with self.assertRefused(ValidationError, "overlap"):
            self._as("oe.cae.meeting", self.advisor).create(
                {
                    "company_id": self.cae.id,
                    "start": self.slot.start + datetime.timedelta(minutes=30),
                }
            )

    def test_many_slots_at_once_and_again(self):
        day = fields.Date.add(self.cae._oe_today(), days=30)
        wizard = self._as("oe.cae.meeting.wizard", self.advisor).create(
            {
                "company_id": self.cae.id,
                "date_from": day,
                "date_to": fields.Date.add(day, days=6),
                "wednesday": True,
                "friday": True,
            }
        )
        before = self.env["oe.cae.meeting"].search_count([])
        for _time in range(2):
            wizard.action_offer()
            after = self.env["oe.cae.meeting"].search_count([])
            self.assertEqual(after - before, 15)
        first = self.env["oe.cae.meeting"].search([], order="start desc", limit=1)
        self.assertEqual(self.cae._oe_wall(first.start).hour, 11)
        wizard.write({"hour_to": 9})
        with self.assertRefused(UserError, "No slot"):
            wizard.action_offer()
        wizard.write({"hour_to": 12, "date_to": fields.Date.add(day, days=200)})
        with self.assertRefused(UserError, "three months"):
            wizard.action_offer()

    def test_the_interview_is_one_click_away(self):
        self.slot.sudo()._book(self.nadia)
        action = self._as(self.slot, self.advisor).action_interview()
        contract = self.nadia.cae_contract_ids
        self.assertEqual(action["context"]["default_contract_id"], contract.id)
        self.assertEqual(action["context"]["default_place"], "12 quai de la Fosse")

    def test_the_portfolio_tells_what_matters(self):
        self.slot.sudo()._book(self.nadia)
        person = self._as(self.nadia, self.advisor)
        self.assertEqual(person.portfolio_meeting, self.slot.start)
        self.assertTrue(person.portfolio_interview)
        self.assertIn("CESA", person.portfolio_contract)
        self.assertTrue(person.portfolio_risk)
        people = self._as(self.nadia | self.paul, self.advisor)
        people.invalidate_recordset()
        with self.assertQueryCount(40):
            people.mapped("portfolio_risk")

    def test_on_the_phone(self):
        self.authenticate("nadia-rdv", PASSWORD)
        page = self.url_open("/my/oe/meetings").text
        self.assertIn(f"/my/oe/meetings/{self.slot.id}/book", page)
        self.assertNotIn(f"/my/oe/meetings/{self.strange.id}/book", page)
        done = self._post(f"/my/oe/meetings/{self.slot.id}/book", topic="Mes prix")
        self.assertIn("alert-success", done.text)
        self.assertIn("Mes prix", done.text)
        self.assertIn("12 quai de la Fosse", self.url_open("/my/oe").text)
        self.authenticate("paul-rdv", PASSWORD)
        page = self.url_open("/my/oe/meetings").text
        self.assertNotIn("Mes prix", page)
        late = self._post(f"/my/oe/meetings/{self.slot.id}/book")
        self.assertIn('role="alert"', late.text)
        wrong = self._post(f"/my/oe/meetings/{self.slot.id}/cancel")
        self.assertIn('role="alert"', wrong.text)
        self.slot.invalidate_recordset()
        self.assertEqual(self.slot.sudo().entrepreneur_id, self.nadia)
        answer = self._post(f"/my/oe/meetings/{self.strange.id}/book")
        self.assertEqual(answer.status_code, 404)
        self.authenticate("nadia-rdv", PASSWORD)
        self._post(f"/my/oe/meetings/{self.slot.id}/cancel")
        self.slot.invalidate_recordset()
        self.assertEqual(self.slot.state, "free")

    def test_logged_out_without_token_and_by_rpc(self):
        answer = self.url_open("/my/oe/meetings", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.authenticate("nadia-rdv", PASSWORD)
        for name in ("book", "cancel"):
            route = f"/my/oe/meetings/{self.slot.id}/{name}"
            answer = self.url_open(route, data={"topic": "x"})
            self.assertEqual(answer.status_code, 400)
        model = "oe.cae.meeting"
        self._assertCallsRefused(
            (model, "search_read", [[]]),
            (model, "_book", [self.slot.ids, self.paul.id]),
            (model, "action_release", [self.slot.ids]),
            (model, "action_interview", [self.slot.ids]),
            ("oe.cae.meeting.wizard", "create", [{"date_to": "2030-01-01"}]),
        )
        client = self.env["res.partner"].create({"name": "Cliente"})
        self._portal(client, "client-rdv", ["oe_base.group_oe_client"], self.cae)
        self.authenticate("client-rdv", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/meetings").status_code, 404)
