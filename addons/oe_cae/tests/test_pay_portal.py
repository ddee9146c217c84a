"""What an entrepreneur sees of the own pay, and of nobody else's."""

from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .pay_common import PayCase


@tagged("post_install", "-at_install")
class TestPayPortal(PayCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia, cls.activity = cls._case_2("Nadia", login="nadia-paie")
        cls.paul, _activity = cls._case_2("Paul", "44-002", login="paul-paie")
        cls.pay_list = cls._run()
        cls.mine = cls._pay_of(cls.pay_list, cls.nadia)
        cls.others = cls._pay_of(cls.pay_list, cls.paul)
        cls.mine.write({"reserve": 100, "note": "Comme convenu le 3"})
        cls.pay_list.action_agree()
        cls.later = cls._pay_of(cls._run("2026-07-01"), cls.nadia)
        cls._portal(cls.buyer, "client-paie", ["oe_base.group_oe_client"], cls.cae)
        cls._staff("marc-paie-portail", "advisor", cls.cae)
        cls.routes = ["/my/oe/pays", f"/my/oe/pays/{cls.mine.id}"]

    def _text(self, route):
        return self.url_open(route).text.replace("\u202f", "").replace("\xa0", "")

    def test_i_read_my_pay_and_why(self):
        self.authenticate("nadia-paie", PASSWORD)
        card = self._text("/my/oe/tab/account")
        self.assertIn("/my/oe/pays", card)
        page = self._text("/my/oe/pays")
        self.assertIn(f"/my/oe/pays/{self.mine.id}", page)
        self.assertNotIn(f"/my/oe/pays/{self.others.id}", page)
        self.assertNotIn(f"/my/oe/pays/{self.later.id}", page)
        self.assertIn("100,00", page)
        page = self._text(self.routes[1])
        net = f"{self.mine.net:.2f}".replace(".", ",")
        for words in (net, "1552,00", "Comme convenu le 3", "Mis de côté", "Lissage"):
            self.assertIn(
                words, page if words != "Lissage" else self._text(self.routes[0])
            )
        self.assertIn("Pourquoi cette paie", page)
        self.assertNotIn('<th scope="col">Bulletin</th>', page)

    def test_the_statement_shows_the_pay(self):
        statement = self._close(self.cae, "2026-06-01").filtered(
            lambda row: row.activity_id == self.activity
        )
        self.authenticate("nadia-paie", PASSWORD)
        page = self._text(f"/my/oe/statements/{statement.id}")
        self.assertIn(f"/my/oe/pays/{self.mine.id}", page)
        self.assertIn("-100,00", page)

    def test_others_and_drafts_are_not_found(self):
        self.authenticate("nadia-paie", PASSWORD)
        for pay in (self.others.id, self.later.id, 999999):
            answer = self.url_open(f"/my/oe/pays/{pay}")
            self.assertEqual(answer.status_code, 404, pay)
        for login in ("client-paie", "marc-paie-portail"):
            self.authenticate(login, PASSWORD)
            for route in self.routes:
                answer = self.url_open(route)
                self.assertEqual(answer.status_code, 404, (login, route))

    def test_logged_out(self):
        for route in self.routes:
            answer = self.url_open(route, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, route)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-paie", PASSWORD)
        ids, runs = self.mine.ids, self.pay_list.ids
        pay, run = "oe.cae.pay", "oe.cae.pay.run"
        calls = (
            (pay, "read", [ids, ["net"]]),
            (pay, "search_read", [[]]),
            (pay, "write", [ids, {"reserve": 1}]),
            (pay, "create", [{"run_id": runs[0]}]),
            (pay, "_put", [ids, {"state": "paid"}]),
            (pay, "_shown_to", [1]),
            (pay, "_agree", [ids]),
            *(
                (pay, name, [ids])
                for name in (
                    *("action_agree", "action_reopen", "action_open"),
                    "action_booked_otherwise",
                )
            ),
            *(
                (run, name, [runs])
                for name in ("action_compute", "action_agree", "action_pays")
            ),
            (run, "search_read", [[]]),
            ("oe.cae.pay.share", "search_read", [[]]),
            ("oe.cae.reserve.move", "search_read", [[]]),
            (
                "oe.cae.reserve.move",
                "create",
                [{"activity_id": self.activity.id, "amount": 1}],
            ),
            ("oe.cae.pay.wizard", "create", [{"company_id": self.cae.id}]),
            ("oe.cae.payslip.wizard", "create", [{"company_id": self.cae.id}]),
            ("oe.cae.payslip.wizard.line", "search_read", [[]]),
            ("oe.cae.pay.export", "search_read", [[]]),
            (run, "action_export", [runs]),
        )
        for name, method, args in calls:
            params = {"model": name, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                f"/web/dataset/call_kw/{name}/{method}",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
            self.assertIn("error", answer, (name, method))
        self.mine.invalidate_recordset()
        self.assertEqual((self.mine.state, self.mine.reserve), ("agreed", 100))
