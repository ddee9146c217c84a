import base64
import datetime

from odoo import fields
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL
from .home_common import HomeCase

SIGNATURE = f"data:image/png;base64,{PIXEL}"


@tagged("post_install", "-at_install")
class TestHomePages(HomeCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mandate = cls.client.oe_mandate_ids
        cls.mandate.can_write = True
        cls.anne = cls._portal(
            cls.daughter, "anne-home", ["oe_base.group_oe_client"], cls.cae_sap
        )
        stranger = cls.env["res.partner"].create({"name": "Un voisin"})
        cls._portal(stranger, "voisin-home", ["oe_base.group_oe_client"], cls.cae_sap)
        cls.today = fields.Date.today()
        start = cls.today - datetime.timedelta(days=21)
        cls.mission = cls._mission(cls.worker, oe_date_start=start, oe_date_end=False)
        cls.mission.action_plan()
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")
        cls._record(cls.visits[0])
        cls.worker.partner_id.image_1920 = PIXEL
        cls.order = cls._quotes(cls._need(oe_date_start=cls.today, oe_date_end=False))
        cls.order.action_quotation_sent()

    def _month(self, visit):
        return f"{visit.planned_start:%Y-%m}"

    def test_visits_of_a_month_with_signature_and_photo(self):
        visit = self.visits[0]
        route = f"/my/oe/visits?month={self._month(visit)}"
        picture = f"/my/oe/visits/{visit.id}/signature"
        face = f"/my/oe/visits/{visit.id}/photo"
        self.authenticate("anne-home", PASSWORD)
        page = self.url_open(route).text
        self.assertIn("Nadia", page)
        self.assertIn(picture, page)
        self.assertNotIn(face, page)
        self.assertEqual(self.url_open(face).status_code, 404, "no consent yet")
        answer = self.url_open(picture)
        self.assertEqual(answer.headers["Content-Type"], "image/png")
        self.authenticate("nadia-home", PASSWORD)
        self._post("/my/oe/photos/consent", shown="1")
        self.authenticate("anne-home", PASSWORD)
        self.assertIn(face, self.url_open(route).text)
        self.assertEqual(self.url_open(face).status_code, 200)
        self.assertEqual(self.url_open("/my/oe/visits?month=x").status_code, 404)
        week = self.url_open("/my/oe/visits/week")
        self.assertTrue(week.content.startswith(b"%PDF"))
        self.authenticate("voisin-home", PASSWORD)
        for other in (picture, face):
            self.assertEqual(self.url_open(other).status_code, 404, other)
        self.assertNotIn("Nadia", self.url_open(route).text)

    def test_each_page_asks_its_own_scope(self):
        self.authenticate("anne-home", PASSWORD)
        home = f"/my/oe/homes/{self.mission.id}"
        notebook = f"/my/oe/notebooks/{self.client.id}"
        self.assertEqual(self.url_open(home).status_code, 200)
        self.mandate.can_write = False
        self.assertEqual(self.url_open(home).status_code, 404)
        self.assertEqual(self._post(f"{home}/end").status_code, 404)
        self.assertEqual(self.url_open(notebook).status_code, 200)
        self.mandate.can_visits = False
        self.assertEqual(self.url_open(notebook).status_code, 404)
        self.assertEqual(self._post(f"{notebook}/write", body="x").status_code, 404)

    def test_a_relative_asks_for_an_absence_and_the_end(self):
        self.authenticate("anne-home", PASSWORD)
        route = f"/my/oe/homes/{self.mission.id}"
        page = self.url_open(route).text
        self.assertIn("Nadia", page)
        start = self.today + datetime.timedelta(days=7)
        end = start + datetime.timedelta(days=6)
        refused = self._post(f"{route}/pause", start="x", end=end)
        self.assertIn('role="alert"', refused.text)
        done = self._post(f"{route}/pause", start=start, end=end)
        self.assertIn('role="status"', done.text)
        refused = self._post(f"{route}/end", end=self.today)
        self.assertIn('role="alert"', refused.text)
        later = self.today + datetime.timedelta(days=20)
        self._post(f"{route}/end", end=later)
        kinds = self.mission.request_ids.mapped("kind")
        self.assertEqual(sorted(kinds), ["end", "pause"])
        self.assertEqual(self.mission.request_ids.asked_by_id, self.daughter)
        for login in ("voisin-home", "nadia-home"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(route).status_code, 404, login)
            answer = self._post(f"{route}/pause", start=start, end=end)
            self.assertEqual(answer.status_code, 404, login)

    def test_needs_for_oneself_or_by_mandate_and_not_by_the_hundred(self):
        self.authenticate("anne-home", PASSWORD)
        page = self.url_open("/my/oe/needs").text
        self.assertIn("Jeanne Le Goff", page)
        form = {"client_id": self.client.id, "service_id": self.cleaning.id}
        for _twice in range(2):
            done = self._post("/my/oe/needs/send", sent_ref="need-1", **form)
            self.assertIn('role="status"', done.text)
        lead = self.env["crm.lead"].search([("oe_asked_by_id", "=", self.daughter.id)])
        self.assertEqual(lead.oe_beneficiary_id, self.client)
        self.assertEqual(lead.oe_need_line_ids.product_id, self.cleaning)
        self.assertEqual(lead.oe_territory_id, self.territory)
        for rank in range(4):
            self._post("/my/oe/needs/send", sent_ref=f"more-{rank}", **form)
        refused = self._post("/my/oe/needs/send", words="Encore", **form)
        self.assertIn('role="alert"', refused.text)
        self.assertIn("Encore", refused.text)
        self.authenticate("voisin-home", PASSWORD)
        refused = self._post("/my/oe/needs/send", words="Pour elle", **form)
        self.assertIn('role="alert"', refused.text)
        self.authenticate("nadia-home", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/needs").status_code, 404)
        self.assertEqual(self._post("/my/oe/needs/send").status_code, 404)

    def test_the_quote_says_the_rights_and_takes_the_express_request(self):
        self.authenticate("anne-home", PASSWORD)
        route = f"/my/oe/quotes/{self.order.id}"
        page = self.url_open(route).text
        self.assertIn('name="express"', page)
        self.assertIn("L.221-18", page)
        paper = self.url_open(f"{route}/form")
        self.assertTrue(paper.content.startswith(b"%PDF"))
        self._post(f"{route}/accept", signed_by="Anne", signature=SIGNATURE)
        self.assertFalse(self.order.oe_express_on)
        self.assertIn(f"{route}/express", self.url_open(route).text)
        self._post(f"{route}/express")
        self.order.invalidate_recordset()
        self.assertTrue(self.order.oe_express_on)
        done = self._post(f"{route}/withdraw")
        self.assertIn('role="status"', done.text)
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "cancel")
        self.authenticate("voisin-home", PASSWORD)
        for step in ("withdraw", "express"):
            self.assertEqual(self._post(f"{route}/{step}").status_code, 404)
        self.assertEqual(self.url_open(f"{route}/form").status_code, 404)

    def test_a_sheet_of_paper(self):
        visit = self.visits[1]
        self.authenticate("nadia-home", PASSWORD)
        page = self.url_open("/my/oe/sheets").text
        self.assertIn(f'value="{visit.id}"', page)
        photo = {"photo": ("page.png", base64.b64decode(PIXEL), "image/png")}
        refused = self._post("/my/oe/sheets/send", visit=visit.id)
        self.assertIn('role="alert"', refused.text)
        done = self._post("/my/oe/sheets/send", files=photo, visit=visit.id)
        self.assertIn('role="status"', done.text)
        visit.invalidate_recordset()
        self.assertEqual(visit.state, "done")
        self.authenticate("paul-home", PASSWORD)
        refused = self._post("/my/oe/sheets/send", files=photo, visit=self.visits[2].id)
        self.assertIn('role="alert"', refused.text, "somebody else's visit")
        self.authenticate("anne-home", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/sheets").status_code, 404)
        self.assertEqual(self._post("/my/oe/sheets/send").status_code, 404)

    def test_a_word_in_the_notebook(self):
        route = f"/my/oe/notebooks/{self.client.id}"
        self.authenticate("nadia-home", PASSWORD)
        self.assertIn(route, self.url_open("/my/oe").text)
        done = self._post(f"{route}/write", body="Le pain est pris", sent_ref="n-1")
        self.assertIn('role="status"', done.text)
        self.authenticate("anne-home", PASSWORD)
        self.assertIn("Le pain est pris", self.url_open(route).text)
        for login in ("voisin-home", "paul-home"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(route).status_code, 404)

    def test_the_office_prints_weeks_and_nobody_else(self):
        route = f"/my/oe/weeks/print?clients={self.client.id}"
        self.authenticate("advisor-home", PASSWORD)
        self.assertTrue(self.url_open(route).content.startswith(b"%PDF"))
        bad = self.url_open("/my/oe/weeks/print?clients=x")
        self.assertEqual(bad.status_code, 404)
        for login in ("anne-home", "nadia-home"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(route).status_code, 404)

    def test_logged_out_without_token_and_by_remote_call(self):
        home = f"/my/oe/homes/{self.mission.id}"
        quote = f"/my/oe/quotes/{self.order.id}"
        notebook = f"/my/oe/notebooks/{self.client.id}"
        visit = f"/my/oe/visits/{self.visits[0].id}"
        pages = (
            *("/my/oe/visits", "/my/oe/visits/week", "/my/oe/needs", home, notebook),
            *("/my/oe/sheets", "/my/oe/photos", "/my/oe/weeks/print?clients=1"),
            *(f"{quote}/form", f"{visit}/signature", f"{visit}/photo"),
        )
        for route in pages:
            answer = self.url_open(route, allow_redirects=False)
            self.assertIn("/web/login", answer.headers["Location"], route)
        posts = (
            *(f"{home}/pause", f"{home}/end", f"{notebook}/write"),
            *("/my/oe/needs/send", "/my/oe/sheets/send", "/my/oe/photos/consent"),
            *(f"{quote}/withdraw", f"{quote}/express"),
        )
        self.authenticate("anne-home", PASSWORD)
        for route in posts:
            answer = self.url_open(route, data={"x": "1"})
            self.assertEqual(answer.status_code, 400, route)
        self._assertCallsRefused(
            ("oe.client.request", "search_read", [[]]),
            ("oe.client.request", "action_apply", [[1]]),
            ("oe.liaison.note", "search_read", [[]]),
            ("oe.visit.sheet", "search_read", [[]]),
            ("oe.death.wizard", "create", [{"partner_id": self.client.id}]),
            ("res.partner", "_oe_close_with_dignity", [[self.client.id], "", {}, 1]),
            ("res.partner", "action_oe_week", [[self.client.id]]),
            ("sale.order", "_oe_withdraw", [[self.order.id], 1]),
            ("sale.order", "write", [[self.order.id], {"oe_express_on": "2026-01-01"}]),
            ("crm.lead", "_oe_ask", [1, 1, "", 1, None, ""]),
        )
