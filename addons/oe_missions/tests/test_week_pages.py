import json
import re

from odoo.tests import freeze_time, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from ..controllers import week as pages
from .test_week import jpeg
from .week_common import WeekCase

MOST = 150 * 1024


@tagged("post_install", "-at_install")
class TestWeekPages(WeekCase, PageCase):
    """Every route: own, other's, logged out, without token, staff."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mission.instruction_ids = [(0, 0, {"kind": "keys", "text": "Boîte 4 7 1"})]

    def _json(self, path, token=True, raw=None, **values):
        headers = {"Content-Type": "application/json"}
        if token:
            headers["X-CSRF-Token"] = self.csrf_token()
        return self.url_open(
            f"/my/oe/week{path}",
            data=json.dumps(values) if raw is None else raw,
            headers=headers,
        )

    def test_the_page_is_small_and_alone(self):
        page = self.url_open("/my/oe/week")
        self.assertEqual(page.status_code, 200, "logged out: the page without data")
        self.assertNotIn("assets_frontend", page.text)
        self.assertNotIn("/web/assets", page.text)
        self.assertFalse(re.search(r'(src|href)="https?://', page.text))
        icons = sum(path.stat().st_size for path in pages.FOLDER.glob("*"))
        worker = self.url_open("/my/oe/week/worker.js")
        total = len(page.content) + len(worker.content) + icons
        self.assertLess(total, MOST, "all that a phone loads, icons twice")
        self.assertIn('<script type="application/json" id="first">null<', page.text)

    def test_the_kept_page_holds_nothing_personal(self):
        self.authenticate("nadia-semaine", PASSWORD)
        shell = self.url_open("/my/oe/week/shell").text
        for word in ("Nadia", "Le Goff", "Olivettes"):
            self.assertNotIn(word, shell)
        page = self.url_open("/my/oe/week")
        self.assertIn("Le Goff", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")

    def test_worker_and_manifest(self):
        worker = self.url_open("/my/oe/week/worker.js")
        self.assertEqual(worker.headers["Service-Worker-Allowed"], "/my/oe")
        self.assertIn("javascript", worker.headers["Content-Type"])
        manifest = self.url_open("/my/oe/week/manifest.webmanifest").json()
        self.assertEqual(manifest["start_url"], "/my/oe/week")
        self.assertTrue(manifest["start_url"].startswith(manifest["scope"]))
        for icon in manifest["icons"]:
            self.assertEqual(self.url_open(icon["src"]).status_code, 200)
        core = self.url_open("/web/service-worker.js").headers
        self.assertEqual(core["Service-Worker-Allowed"], "/odoo", "left alone")

    def test_data_of_whoever_is_logged_in(self):
        logged_out = self.url_open("/my/oe/week/data")
        self.assertEqual(
            (logged_out.status_code, logged_out.json()["user"]), (401, None)
        )
        self.authenticate("nadia-semaine", PASSWORD)
        data = self.url_open("/my/oe/week/data").json()
        self.assertEqual(data["user"]["key"], str(self.nadia.user_id.id))
        ids = [visit["id"] for visit in data["visits"]]
        self.assertEqual(ids, self.visits[:2].ids, "two days back, eight ahead")
        self.assertNotIn("Boîte", str(data), "no instruction days before")
        self.authenticate("paul-semaine", PASSWORD)
        data = self.url_open("/my/oe/week/data")
        self.assertEqual(data.json()["visits"], [])
        self.assertEqual(data.headers["Cache-Control"], "no-store")

    def test_nobody_but_an_entrepreneur(self):
        self._portal(
            self.daughter, "anne-semaine", ["oe_base.group_oe_client"], self.cae_sap
        )
        for login in ("anne-semaine", "gerance-semaine"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open("/my/oe/week/data").status_code, 401)
            answer = self._json("/send", records=[self._item()])
            self.assertEqual(answer.status_code, 401, login)
        self.assertEqual(self.visit.state, "planned")

    def test_a_record_is_sent_and_sent_again(self):
        self.authenticate("nadia-semaine", PASSWORD)
        told = self.url_open("/my/oe/week/token").json()
        self.assertEqual(told["user"]["key"], str(self.nadia.user_id.id))
        item = self._item(photo=jpeg())
        for expected in ("recorded", "known"):
            answer = self._json("/send", records=[item]).json()
            self.assertEqual(answer["results"][0]["result"], expected)
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(len(self._hours()), 2)

    def test_posts_that_are_no_posts_of_the_page(self):
        item = self._item()
        self.authenticate(None, None)
        self.assertEqual(self._json("/send", records=[item]).status_code, 401)
        self.assertEqual(self.url_open("/my/oe/week/token").status_code, 401)
        self.authenticate("nadia-semaine", PASSWORD)
        for path in ("/send", "/choose"):
            answer = self._json(path, token=False, records=[item])
            self.assertEqual(
                (answer.status_code, answer.json()["error"]), (403, "token")
            )
            form = self.url_open(
                f"/my/oe/week{path}",
                data={"records": "x"},
                headers={"X-CSRF-Token": self.csrf_token()},
            )
            self.assertEqual(form.status_code, 415)
            for raw in ("[]", "{", '"x"', "[" * 100_000, "7"):
                self.assertEqual(self._json(path, raw=raw).status_code, 400, raw[:9])
        for records in (None, {}, "x", [1] * 21):
            answer = self._json("/send", records=records)
            self.assertEqual(answer.status_code, 400)
        large = self._json("/send", raw="x" * (pages.MOST_BYTES + 1))
        self.assertEqual(large.status_code, 413)
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.state, "planned")

    def test_choosing(self):
        seen = self._read(self.visit)
        self.visit.action_cancel()
        self.authenticate("nadia-semaine", PASSWORD)
        item = self._item(seen=seen)
        answer = self._json("/send", records=[item]).json()["results"][0]
        self.assertEqual(answer["result"], "conflict")
        for bad in (
            {"ref": item["ref"], "choice": "accept"},
            {"ref": 7, "choice": "keep"},
            {"ref": item["ref"], "choice": "ask", "message": "x" * 300},
        ):
            self.assertEqual(self._json("/choose", **bad).status_code, 400, bad)
        self.authenticate("paul-semaine", PASSWORD)
        told = self._json("/choose", ref=item["ref"], choice="keep").json()
        self.assertTrue(told["message"], "another's record is not found")
        self.authenticate("nadia-semaine", PASSWORD)
        told = self._json("/choose", ref=item["ref"], choice="ask", message="Oui")
        self.assertEqual(told.json()["message"], "")
        self.assertEqual(self.visit.draft_ids.state, "asked")
        data = self.url_open("/my/oe/week/data").json()
        self.assertEqual(data["asides"][0]["state"], "asked")

    def test_logging_out_leaves_a_word_for_the_phone(self):
        self.authenticate("nadia-semaine", PASSWORD)
        out = self.url_open("/web/session/logout", allow_redirects=False)
        self.assertIn("oe_week_out=1", out.headers["Set-Cookie"])

    def test_remote_calls_reach_nothing(self):
        self.authenticate("nadia-semaine", PASSWORD)
        self._assertCallsRefused(
            ("oe.intervention", "_week_take", [self.nadia.id, []]),
            ("oe.intervention", "write", [self.visit.ids, {"started_on": False}]),
            ("oe.intervention", "read", [self.visit.ids, ["photo"]]),
            ("oe.mission.instruction", "search_read", [[]]),
            ("oe.mission", "read", [self.mission.ids, ["instruction_ids"]]),
            ("oe.visit.draft", "search_read", [[]]),
            ("oe.visit.draft", "action_accept", [[1]]),
            ("oe.calendar.link", "search_read", [[]]),
        )


@tagged("post_install", "-at_install")
class TestVisitPage(WeekCase, PageCase):
    """Start and finish on the page of the visit, with network."""

    def test_start_then_finish_fills_the_form(self):
        route = f"/my/oe/interventions/{self.visit.id}"
        with self._at("2026-06-01 07:02:00"):
            self.authenticate("nadia-semaine", PASSWORD)
            self.assertIn(f"{route}/start", self.url_open(route).text)
            page = self._post(f"{route}/start")
            self.assertIn('role="status"', page.text)
            self.assertNotIn(f"{route}/start", page.text)
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.started_on.minute, 2)
        with self._at("2026-06-01 10:17:00"):
            page = self.url_open(f"{route}?ended=1").text
        self.assertRegex(page, r'name="start"[^>]*value="09:02"')
        self.assertRegex(page, r'name="end"[^>]*value="12:17"')

    def _at(self, moment):
        return freeze_time(moment)

    def test_a_visit_is_started_on_its_day(self):
        route = f"/my/oe/interventions/{self.visits[2].id}"
        self.authenticate("nadia-semaine", PASSWORD)
        self.assertIn('role="alert"', self._post(f"{route}/start").text)
        self.assertFalse(self.visits[2].started_on)

    def test_others_and_nobody(self):
        self._take(self._item(photo=jpeg()))
        route = f"/my/oe/interventions/{self.visit.id}"
        self.authenticate("nadia-semaine", PASSWORD)
        self.assertEqual(self.url_open(f"{route}/photo").status_code, 200)
        self.assertIn(f"{route}/photo", self.url_open(route).text)
        self.assertEqual(self.url_open(f"{route}/start").status_code, 200, "the page")
        answer = self.url_open(f"{route}/start", data={"x": "1"})
        self.assertEqual(answer.status_code, 400, "no token")
        for login in ("paul-semaine", "gerance-semaine"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self._post(f"{route}/start").status_code, 404, login)
            self.assertEqual(self.url_open(f"{route}/photo").status_code, 404, login)
        self.authenticate(None, None)
        for path in ("photo", "start"):
            answer = self.url_open(f"{route}/{path}", allow_redirects=False)
            self.assertEqual(answer.status_code, 303, path)

    def test_emergency_numbers_and_on_call(self):
        self.cae_sap.oe_on_call_phone = "02 40 00 00 15"
        self.authenticate("nadia-semaine", PASSWORD)
        page = self.url_open(f"/my/oe/interventions/{self.visit.id}").text
        for number in ("tel:15", "tel:112", "02 40 00 00 15"):
            self.assertIn(number, page)
