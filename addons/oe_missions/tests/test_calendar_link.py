import re

import vobject

from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from ..models.calendar_link import _short
from .week_common import WeekCase


@tagged("post_install", "-at_install")
class TestCalendarLink(WeekCase, PageCase):
    def _address(self, **form):
        self.authenticate("nadia-semaine", PASSWORD)
        page = self._post("/my/oe/calendars/make", **form).text
        return re.search(r"/oe/calendars/\d+/[\w-]+\.ics", page)[0]

    def test_shown_once_and_kept_as_a_hash(self):
        address = self._address()
        self.assertNotIn(address, self.url_open("/my/oe/calendars").text)
        link = self.env["oe.calendar.link"].search([])
        token = address.rsplit("/", 1)[1].removesuffix(".ics")
        self.env.cr.execute("SELECT token_hash FROM oe_calendar_link")
        self.assertEqual(
            self.env.cr.fetchone()[0], self.env["oe.token.mixin"]._hashed(token)
        )
        self.assertEqual(link.entrepreneur_id, self.nadia)

    def test_the_feed_is_a_calendar_of_first_names_towns_and_hours(self):
        self.visits[3].action_cancel()
        address = self._address()
        self.authenticate(None, None)
        answer = self.url_open(address)
        self.assertIn("text/calendar", answer.headers["Content-Type"])
        feed = vobject.readOne(answer.text)
        events = list(feed.vevent_list)
        self.assertEqual(len(events), len(self.visits) - 1)
        self.assertEqual(events[0].summary.value, "Jeanne G., Nantes")
        self.assertEqual(events[0].dtstart.value.hour, 7, "UTC")
        for word in ("Olivettes", "02 40", "Aide", "Ménage", "Goff"):
            self.assertNotIn(word, answer.text)
        self.assertEqual(self.env["oe.calendar.link"].search([]).read_on.day, 2)

    def test_address_and_phone_when_the_es_says_so(self):
        self.client.phone = "02 40 11 22 33"
        address = self._address(with_details="1")
        text = self.url_open(address).text
        self.assertIn("Olivettes", text)
        self.assertIn("02 40 11 22 33", text)
        self.assertNotIn("Ménage", text, "what it is for, never")

    def test_revoked_renewed_wrong_or_without_login_it_opens_nothing(self):
        first = self._address()
        second = self._address()
        self.assertEqual(self.url_open(first).status_code, 404)
        self.assertEqual(self.url_open(second).status_code, 200)
        for wrong in (
            second.replace(".ics", "x.ics"),
            re.sub(r"calendars/\d+", "calendars/99999999999", second),
            re.sub(r"calendars/\d+", "calendars/0", second),
        ):
            self.assertEqual(self.url_open(wrong).status_code, 404, wrong)
        self.nadia.user_id.active = False
        self.assertEqual(self.url_open(second).status_code, 404)
        self.nadia.with_context(active_test=False).user_id.active = True
        self.authenticate("nadia-semaine", PASSWORD)
        page = self._post("/my/oe/calendars/revoke")
        self.assertIn('role="status"', page.text)
        self.assertEqual(self.url_open(second).status_code, 404)

    def test_another_entrepreneur_keeps_the_own_address(self):
        address = self._address()
        self.authenticate("paul-semaine", PASSWORD)
        self.assertNotIn("/revoke", self.url_open("/my/oe/calendars").text)
        self._post("/my/oe/calendars/revoke")
        self.assertEqual(self.url_open(address).status_code, 200)

    def test_pages_of_entrepreneurs_only(self):
        self.authenticate("gerance-semaine", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/calendars").status_code, 404)
        for path in ("make", "revoke"):
            answer = self._post(f"/my/oe/calendars/{path}")
            self.assertEqual(answer.status_code, 404, path)
            answer = self.url_open(f"/my/oe/calendars/{path}", data={"x": "1"})
            self.assertEqual(answer.status_code, 400, "no token")
        self.authenticate(None, None)
        answer = self.url_open("/my/oe/calendars", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_short_names(self):
        for name, short in (
            ("Jeanne Le Goff", "Jeanne G."),
            ("Anne", "Anne"),
            ("", ""),
            (False, ""),
        ):
            self.assertEqual(_short(name), short)
