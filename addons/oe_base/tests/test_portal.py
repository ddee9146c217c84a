from odoo.tests import HttpCase, tagged

from .common import PASSWORD, OeCase


@tagged("post_install", "-at_install")
class TestPortal(OeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person = cls._person("Nadia Benali", login="nadia-portail")
        client = cls.env["res.partner"].create({"name": "Mme Le Goff"})
        cls.client_user = cls._portal(
            client, "cliente-portail", ["oe_base.group_oe_client"], cls.cae_sap
        )

    def test_logged_out_people_are_sent_to_the_login(self):
        for route in ("/my/oe", "/my/oe/tab/me"):
            response = self.url_open(route, allow_redirects=False)
            self.assertEqual(response.status_code, 303, route)
            self.assertIn("/web/login", response.headers["Location"])

    def test_an_entrepreneur_has_five_tabs_and_lands_in_the_shell(self):
        self.authenticate("nadia-portail", PASSWORD)
        page = self.url_open("/my")
        self.assertTrue(page.url.endswith("/my/oe"), page.url)
        self.assertEqual(page.text.count("o_oe_base_tab "), 5)
        for key in ("missions", "account", "progress", "me"):
            self.assertEqual(self.url_open(f"/my/oe/tab/{key}").status_code, 200, key)

    def test_every_page_has_its_title(self):
        self.authenticate("nadia-portail", PASSWORD)
        self.assertIn("<title>Moi</title>", self.url_open("/my/oe/tab/me").text)
        for route in ("/my/account", "/my/security", "/web/login?redirect=/"):
            self.assertNotIn("<title>Odoo</title>", self.url_open(route).text)

    def test_the_me_tab_names_the_person_and_the_host(self):
        self.authenticate("nadia-portail", PASSWORD)
        page = self.url_open("/my/oe/tab/me").text
        self.assertIn("Nadia Benali", page)
        self.assertIn(self.cae_sap.name, page)

    def test_a_client_has_no_tab_of_entrepreneurs(self):
        self.authenticate("cliente-portail", PASSWORD)
        self.assertEqual(self.url_open("/my/oe").status_code, 200)
        self.assertEqual(self.url_open("/my/oe/tab/account").status_code, 404)
        self.assertEqual(self.url_open("/my/oe/tab/nothing").status_code, 404)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-portail", PASSWORD)
        calls = (
            ("oe.entrepreneur", "action_create_login", [self.person.ids]),
            ("oe.entrepreneur", "write", [self.person.ids, {"name": "x"}]),
            ("oe.competence.assessment", "action_validate", [[1]]),
            ("oe.mandate", "search_read", [[]]),
            ("oe.period", "write", [[1], {"state": "open"}]),
            ("res.users", "_oe_create_portal", [1, "x", [], 1]),
            ("oe.territory.wizard", "create", [{"code": "44", "name": "x"}]),
        )
        for model, method, args in calls:
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": {},
                    },
                },
            ).json()
            self.assertIn("error", answer, (model, method, answer))
