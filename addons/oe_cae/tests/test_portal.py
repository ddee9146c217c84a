from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestPortal(CaeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scheme = cls._scheme()
        client = cls.env["res.partner"].create({"name": "Client"})
        cls.mine, mine = cls._worker("Nadia", scheme, login="nadia-cae")
        _other, other = cls._worker("Paul", scheme)
        for activity in (mine, other):
            cls._invoice(cls.cae, client, [(1900, activity, None)], "2026-06-10")
        statements = cls._close(cls.cae, "2026-06-01")
        cls.own = statements.filtered(lambda row: row.activity_id == mine)
        cls.others = statements - cls.own
        today = cls.env["oe.portal"]._today()
        cls._invoice(cls.cae, client, [(777, mine, None)], str(today))
        cls._portal(client, "client-cae", ["oe_base.group_oe_client"], cls.cae)

    def test_my_account_shows_the_month_and_why(self):
        self.authenticate("nadia-cae", PASSWORD)
        page = self.url_open("/my/oe/tab/account").text
        self.assertIn("777,00", page)
        page = self.url_open("/my/oe/statements").text
        self.assertIn("77,70", page)
        self.assertIn("10 %", page)
        self.assertIn(f"/my/oe/statements/{self.own.id}", page)
        self.assertNotIn(f"/my/oe/statements/{self.others.id}", page)

    def test_an_entrepreneur_reads_french(self):
        self.authenticate("nadia-cae", PASSWORD)
        page = self.url_open("/my/oe/statements").text
        for words in ("Pourquoi ce net", "Assurance maladie", "Budget de paie"):
            self.assertIn(words, page)
        page = self.url_open(f"/my/oe/statements/{self.own.id}").text
        self.assertIn("Factures moins avoirs", page)

    def test_a_statement_is_for_its_person_only(self):
        self.authenticate("nadia-cae", PASSWORD)
        page = self.url_open(f"/my/oe/statements/{self.own.id}")
        self.assertEqual(page.status_code, 200)
        self.assertIn("190,00", page.text)
        for wrong in (self.others.id, 999999):
            page = self.url_open(f"/my/oe/statements/{wrong}")
            self.assertEqual(page.status_code, 404)

    def test_a_draft_is_not_shown(self):
        self.env["oe.period"]._get(
            self.cae, self.own.month.replace(month=7)
        ).action_cae_prepare()
        draft = self.env["oe.cae.statement"].search(
            [
                ("month", "=", "2026-07-01"),
                ("activity_id", "=", self.own.activity_id.id),
            ]
        )
        self.assertTrue(draft)
        self.authenticate("nadia-cae", PASSWORD)
        page = self.url_open(f"/my/oe/statements/{draft.id}")
        self.assertEqual(page.status_code, 404)

    def test_logged_out_and_clients(self):
        routes = ("/my/oe/statements", f"/my/oe/statements/{self.own.id}")
        for route in routes:
            page = self.url_open(route, allow_redirects=False)
            self.assertEqual(page.status_code, 303, route)
        self.authenticate("client-cae", PASSWORD)
        for route in routes:
            self.assertEqual(self.url_open(route).status_code, 404, route)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-cae", PASSWORD)
        period = self._period(self.cae, "2026-07-01")
        calls = (
            ("oe.period", "action_cae_close", [period.ids]),
            ("oe.period", "action_cae_prepare", [period.ids]),
            ("oe.cae.statement", "read", [self.others.ids, ["net"]]),
            ("oe.cae.statement", "write", [self.own.ids, {"net": 1}]),
            ("oe.cae.statement.line", "action_sources", [self.others.line_ids.ids]),
            ("oe.cae.contract", "search_read", [[]]),
            ("oe.cae.month.wizard", "create", [{"company_id": self.cae.id}]),
            ("oe.cae.month", "_live", [1, 1, "2026-06-01"]),
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
