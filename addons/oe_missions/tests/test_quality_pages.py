from odoo.tests import new_test_user, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL
from .home_common import HomeCase

SIGNATURE = f"data:image/png;base64,{PIXEL}"


@tagged("post_install", "-at_install")
class TestQualityPages(HomeCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["oe.ethics.code"].search([]).date_start = "2000-01-01"
        cls.code = cls.env["oe.ethics.code"].create(
            {"name": "Version 1", "date_start": "2026-01-01", "text": "<p>Respect</p>"}
        )
        cls.anne = cls._portal(
            cls.daughter, "anne-pages", ["oe_base.group_oe_client"], cls.cae_sap
        )
        stranger = cls.env["res.partner"].create({"name": "Un voisin"})
        cls._portal(stranger, "voisin", ["oe_base.group_oe_client"], cls.cae_sap)
        cls.officer = new_test_user(
            cls.env,
            login="officer-pages",
            name="Solène Kerbrat",
            groups="base.group_user,oe_missions.group_oe_quality",
            company_id=cls.cae_sap.id,
            company_ids=[(6, 0, cls.cae_sap.ids)],
        )
        cls.mission = cls._mission(cls.worker)
        cls._record(cls.mission.intervention_ids.sorted("planned_start")[0])
        cls.question = cls.env["oe.satisfaction"].create(
            {
                "mission_id": cls.mission.id,
                "quarter": "first",
                "entrepreneur_ids": [(4, cls.worker.id)],
            }
        )

    def test_the_code_is_signed_on_the_phone(self):
        route = f"/my/oe/ethics/{self.code.id}"
        self.authenticate("nadia-home", PASSWORD)
        self.assertIn(route, self.url_open("/my/oe").text)
        self.assertIn("Respect", self.url_open(route).text)
        refused = self._post(f"{route}/sign", signed_by="Nadia", signature="")
        self.assertIn('role="alert"', refused.text)
        done = self._post(f"{route}/sign", signed_by="Nadia", signature=SIGNATURE)
        self.assertIn('role="status"', done.text)
        self.assertNotIn(route, self.url_open("/my/oe").text)
        self.assertTrue(self.code._signature_of(self.worker.partner_id))
        self.assertEqual(self.url_open("/my/oe/ethics/999999").status_code, 404)

    def test_a_client_signs_no_code(self):
        self.authenticate("anne-pages", PASSWORD)
        route = f"/my/oe/ethics/{self.code.id}"
        self.assertEqual(self.url_open(route).status_code, 404)
        answer = self._post(f"{route}/sign", signed_by="A", signature=SIGNATURE)
        self.assertEqual(answer.status_code, 404)

    def test_a_relative_reports_and_follows(self):
        self.authenticate("anne-pages", PASSWORD)
        page = self.url_open("/my/oe/incidents").text
        for number in ("tel:3977", "tel:119", "tel:112"):
            self.assertLess(page.index(number), page.index("<form method"))
        for name in ("Solène Kerbrat", "Nadia Benali", "Jeanne Le Goff"):
            self.assertIn(name, page)
        form = {
            "kind": "mistreatment",
            "description": "Elle a peur",
            "client_id": self.client.id,
            "named": self.worker.partner_id.id,
            "unknown": "1",
            "sent_ref": "page-1",
        }
        refused = self._post("/my/oe/incidents/send", **{**form, "kind": "x"})
        self.assertIn('role="alert"', refused.text)
        self.assertIn("Elle a peur", refused.text, "what was typed stays")
        for _twice in range(2):
            done = self._post("/my/oe/incidents/send", **form)
            self.assertIn('role="status"', done.text)
        incident = self.env["oe.incident"].search([("sent_ref", "=", "page-1")])
        self.assertEqual(incident.named_ids, self.worker.partner_id)
        self.assertEqual(incident.client_id, self.client)
        self.assertFalse(incident.reporter_id)
        self.assertIn(incident.name, done.text)
        self.authenticate("voisin", PASSWORD)
        self.assertNotIn(incident.name, self.url_open("/my/oe/incidents").text)

    def test_only_offered_people_and_companies_are_taken(self):
        self.authenticate("voisin", PASSWORD)
        form = {
            "kind": "other",
            "description": "Rien",
            "client_id": self.client.id,
            "named": self.client.id,
            "company_id": self.cae.id,
            "sent_ref": "page-2",
        }
        self._post("/my/oe/incidents/send", **form)
        incident = self.env["oe.incident"].search([("sent_ref", "=", "page-2")])
        self.assertFalse(incident.client_id | incident.named_ids)
        self.assertEqual(incident.company_id, self.cae_sap)

    def test_an_entrepreneur_declares_a_tie(self):
        self.authenticate("nadia-home", PASSWORD)
        page = self.url_open("/my/oe/conflicts").text
        self.assertIn("Jeanne Le Goff", page, "a client of hers")
        route = "/my/oe/conflicts/declare"
        refused = self._post(route, kind="family", told_name="")
        self.assertIn('role="alert"', refused.text)
        done = self._post(route, kind="family", partner_id=self.client.id)
        self.assertIn('role="status"', done.text)
        conflict = self.env["oe.interest.conflict"].search(
            [("entrepreneur_id", "=", self.worker.id)]
        )
        self.assertEqual(conflict.partner_id, self.client)
        self.assertEqual(conflict.source, "entrepreneur")
        self.authenticate("paul-home", PASSWORD)
        page = self.url_open("/my/oe/conflicts").text
        self.assertNotIn("Jeanne Le Goff", page)
        self._post(route, kind="family", partner_id=self.client.id)
        self.assertFalse(
            conflict.search([("entrepreneur_id", "=", self.other.id)]),
            "somebody else's client is no choice",
        )
        self.authenticate("anne-pages", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/conflicts").status_code, 404)
        self.assertEqual(self._post(route, kind="family").status_code, 404)

    def test_a_relative_answers_and_a_stranger_does_not(self):
        route = f"/my/oe/satisfactions/{self.question.id}"
        for login in ("voisin", "nadia-home"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(route).status_code, 404)
            self.assertEqual(self._post(f"{route}/answer", rating="1").status_code, 404)
        self.authenticate("anne-pages", PASSWORD)
        self.assertIn(route, self.url_open("/my/oe").text)
        self.assertIn("Nadia", self.url_open(route).text)
        refused = self._post(f"{route}/answer", comment="Bien")
        self.assertIn('role="alert"', refused.text)
        self._post(f"{route}/answer", rating="4", comment="Bien")
        self.question.invalidate_recordset()
        self.assertEqual(self.question.answered_by_id, self.daughter)
        again = self._post(f"{route}/answer", rating="1")
        self.assertIn('role="alert"', again.text)

    def test_logged_out_without_token_and_by_remote_call(self):
        posts = (
            f"/my/oe/ethics/{self.code.id}/sign",
            "/my/oe/incidents/send",
            "/my/oe/conflicts/declare",
            f"/my/oe/satisfactions/{self.question.id}/answer",
        )
        pages = (
            f"/my/oe/ethics/{self.code.id}",
            "/my/oe/incidents",
            "/my/oe/conflicts",
            f"/my/oe/satisfactions/{self.question.id}",
        )
        for route in pages:
            answer = self.url_open(route, allow_redirects=False)
            self.assertIn("/web/login", answer.headers["Location"], route)
        self.authenticate("anne-pages", PASSWORD)
        for route in posts:
            answer = self.url_open(route, data={"rating": "1"})
            self.assertEqual(answer.status_code, 400, route)
        self._assertCallsRefused(
            ("oe.satisfaction", "_answer", [[self.question.id], 1, "1"]),
            ("oe.satisfaction", "write", [[self.question.id], {"rating": "4"}]),
            ("oe.satisfaction", "search_read", [[]]),
            ("oe.incident", "search_read", [[]]),
            ("oe.incident", "create", [{"kind": "other", "description": "x"}]),
            ("oe.incident", "_mine", [1]),
            ("oe.incident", "action_close", [[1]]),
            ("oe.interest.conflict", "search_read", [[]]),
            ("oe.ethics.signature", "create", [{}]),
            ("oe.ethics.code", "read", [[self.code.id]]),
            ("oe.client.message", "search_read", [[]]),
            ("oe.call.task", "search_read", [[]]),
            ("res.partner", "_oe_tell", [[1], "a", "b", "c"]),
            ("oe.portal", "_report_choices", []),
        )
