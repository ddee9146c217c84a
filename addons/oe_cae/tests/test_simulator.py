"""The simulator on the phone: own scheme and contract, nothing stored."""

import json

from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import Form, HttpCase, freeze_time, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .pay_common import PayCase

PAGE = "/my/oe/simulator"
COMPUTE = f"{PAGE}/compute"
# Worked case 2: 100 h at 19.00, charges 120.00, 12 %.
CASE_2 = {
    "hours": "100",
    "price": "19,00",
    "purchases": "0",
    "charges": "120",
    "reserve": "0",
    "months": "12",
}


@tagged("post_install", "-at_install")
class TestSimulator(PayCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        profile = cls.env.ref("oe_base.profile_tc_dep")
        cls.nadia, cls.activity = cls._case_2("Nadia", login="nadia-sim")
        cls.nadia.profile_id = profile
        cls.paul, _activity = cls._worker(
            "Paul", cls._scheme(rate=50), "cape", login="paul-sim"
        )
        cls.bare = cls._person("Sans contrat", cls.cae, login="bare-sim")
        cls._close(cls.cae, "2026-06-01")
        cls._portal(cls.buyer, "client-sim", ["oe_base.group_oe_client"], cls.cae)
        cls._staff("marc-sim", "advisor", cls.cae)
        # The figures of a day, whatever the law says later.
        cls.startClassPatcher(freeze_time("2026-07-10"))

    def csrf_token(self):
        return Request.csrf_token(self)

    def _clean(self, text):
        return text.replace("\u202f", "").replace("\xa0", "")

    def _send(self, **values):
        data = {"csrf_token": self.csrf_token(), **CASE_2, **values}
        return self._clean(self.url_open(PAGE, data=data).text)

    def _ask(self, **values):
        answer = self.url_open(
            COMPUTE,
            json={"jsonrpc": "2.0", "method": "call", "params": {**CASE_2, **values}},
        ).json()
        result = answer.get("result") or {}
        return {key: self._clean(text) for key, text in result.items()}, answer

    def test_it_starts_on_the_last_statement(self):
        self.authenticate("nadia-sim", PASSWORD)
        card = self.url_open("/my/oe/tab/account").text
        page = self._clean(self.url_open(PAGE).text)
        self.assertIn(PAGE, card)
        # 1 900.00 at the profile's 20.85 is 91.25 h, rounded to a quarter.
        for words in ("91,25", "20,85", 'value="120"', "06/2026"):
            self.assertIn(words, page)

    def test_case_2_without_any_script(self):
        self.authenticate("nadia-sim", PASSWORD)
        page = self._send()
        for words in ("1135,40", "1552,00", "12 %", "0,4021", "4 trimestre(s)"):
            self.assertIn(words, page)
        self.assertIn('value="19,00"', page)
        self.assertIn("646,52", page)
        self.assertIn("Seuil", page)

    def test_the_sliders_get_the_same_as_the_form(self):
        self.authenticate("nadia-sim", PASSWORD)
        result, _answer = self._ask()
        self.assertIn("1135,40", result["html"])
        more, _answer = self._ask(reserve="200", months="11")
        self.assertIn("-200,00", more["html"])
        self.assertNotIn("1135,40", more["html"])
        pension, _answer = self._ask(pension="1000", kept="60")
        self.assertIn("400,00", pension["html"])
        outside, _answer = self._ask(pension="1000", kept="90")
        self.assertIn("80%", outside["html"])  # without its hard space

    def test_what_cannot_be_read_is_said_and_stays(self):
        self.authenticate("nadia-sim", PASSWORD)
        page = self._send(hours="beaucoup")
        self.assertIn('role="alert"', page)
        self.assertIn('value="beaucoup"', page)
        for values in (
            {"price": "-5"},
            {"hours": "401"},
            {"pension": "x"},
            {"charges": "<script>"},
            {"hours": ["1", 2]},
            {"hours": {"$": 1}},
        ):
            result, answer = self._ask(**values)
            self.assertIn("error", result, (values, answer))
            self.assertNotIn("html", result)

    def test_nothing_is_stored(self):
        self.authenticate("nadia-sim", PASSWORD)
        names = ("oe.cae.statement", "oe.cae.pay", "oe.cae.reserve.move")
        before = [self.env[name].search_count([]) for name in names]
        self._send(reserve="300")
        self._ask(reserve="300")
        self.assertEqual(before, [self.env[name].search_count([]) for name in names])
        self.assertEqual(self.nadia.cae_contract_ids.fixed_pay, 600)

    def test_only_the_own_scheme_counts(self):
        self.authenticate("nadia-sim", PASSWORD)
        contract = self.paul.cae_contract_ids
        result, _answer = self._ask(contract_id=str(contract.id))
        self.assertIn("1135,40", result["html"])
        self.assertNotIn("CAPE", result["html"])
        self.authenticate("paul-sim", PASSWORD)
        result, _answer = self._ask()
        self.assertIn("CAPE", result["html"])
        self.assertIn("950,00", result["html"])

    def test_without_contract_the_page_says_so(self):
        self.authenticate("bare-sim", PASSWORD)
        page = self.url_open(PAGE).text
        self.assertNotIn("o_oe_cae_simulator", page)
        result, _answer = self._ask()
        self.assertIn("error", result)

    def test_who_else_comes(self):
        for login in ("client-sim", "marc-sim"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(PAGE).status_code, 404, login)
            _result, answer = self._ask()
            self.assertIn("error", answer, login)
        self.authenticate(None, None)
        answer = self.url_open(PAGE, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        _result, answer = self._ask()
        self.assertIn("error", answer)
        self.authenticate("nadia-sim", PASSWORD)
        self.assertEqual(self.url_open(PAGE, data=CASE_2).status_code, 400)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-sim", PASSWORD)
        for model, method, args in (
            ("oe.cae.simulator", "_place", [1, "2026-06-01"]),
            ("oe.cae.simulator", "_contracts", [self.paul.id, "2026-06-01"]),
            ("oe.cae.life.figure", "search_read", [[]]),
            ("oe.cae.life.figure", "create", [{"code": "x"}]),
        ):
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                data=json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}),
                headers={"Content-Type": "application/json"},
            ).json()
            self.assertIn("error", answer, method)

    def test_an_advisor_simulates_with_an_entrepreneur(self):
        advisor = self.env["res.users"].search([("login", "=", "marc-sim")])
        wizard = self._as("oe.cae.simulator.wizard", advisor).with_context(
            active_model="oe.entrepreneur", active_id=self.nadia.id
        )
        form = Form(wizard)
        self.assertEqual((form.hours, form.price, form.charges), (91.25, 20.85, 120))
        form.hours, form.price = 100, 19
        self.assertEqual(self._clean(form.net), "1135,40€")
        for words, text in (
            ("1552,00", form.chain),
            ("1350,00", form.gauge),
            ("0,4021", form.why),
            ("646,52", form.rights),
        ):
            self.assertIn(words, self._clean(text))
        form.entrepreneur_id = self._as(self.bare, advisor)
        self.assertFalse(form.net)
        self.assertIn("No contract", form.alert)
        for user in (self.accountant, self.users_of("nadia-sim")):
            with self.assertRaises(AccessError):
                self._as("oe.cae.simulator.wizard", user).create(
                    {"entrepreneur_id": self.nadia.id}
                )

    def users_of(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def test_the_ramp_of_a_beginner(self):
        place_of = self.env["oe.cae.simulator"]._place
        contract = self.nadia.cae_contract_ids
        with freeze_time("2026-05-10"):
            place = place_of(contract.sudo(), self.cae._oe_today())
            ramp = self.env["oe.cae.simulator"]._ramp(place)
        # 2 814.75 × 5/9 in the fifth month.
        self.assertEqual(ramp["rows"][0][1].replace("\u202f", ""), "1563,75€")
        with freeze_time("2027-05-10"):
            place = place_of(contract.sudo(), self.cae._oe_today())
            self.assertIsNone(self.env["oe.cae.simulator"]._ramp(place))

    def test_brackets_know_how_far_the_year_is(self):
        scheme = self._scheme(brackets=[(0, 10), (1000, 5)])
        person, activity = self._worker("Loin", scheme)
        self._sale(activity, 1500, "2026-07-05")
        self._close(self.cae, "2026-07-01")
        with freeze_time("2026-08-10"):
            place = self.env["oe.cae.simulator"]._place(
                person.cae_contract_ids.sudo(), self.cae._oe_today()
            )
        self.assertEqual(place.ground.position_cents, 150000)
