"""« Est-ce que je peux faire ça ? », and the prices that everybody reads."""

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestPerimeter(SapCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker(
            "Nadia Benali", login="nadia-pe", register_number="042"
        )
        cls._portal(cls.client, "jeanne-pe", ["oe_base.group_oe_client"], cls.cae_sap)
        for code in ("II-1", "II-3", "I-1", "I-3"):
            cls._sap(code, 24)

    def _ask(self, code, whom="anybody", where="home", age=None, bundle=False):
        return self.env["oe.sap.perimeter"]._answer(
            self.worker, self._activity_of(code), whom, where, age, bundle
        )

    def test_cleaning_yes_with_vat_price_and_credit(self):
        answer = self._ask("II-1")
        self.assertTrue(answer["allowed"])
        told = " ".join(answer["good"])
        for words in ("10\N{NO-BREAK SPACE}%", "26,40", "50\N{NO-BREAK SPACE}%"):
            self.assertIn(words, told)

    def test_small_repairs_say_their_limits(self):
        told = " ".join(self._ask("II-3")["good"])
        self.assertIn("120", told)
        self.assertIn("500,00", told)

    def test_a_dependent_person_needs_the_authorisation(self):
        answer = self._ask("I-3", whom="dependent")
        self.assertFalse(answer["allowed"])
        self.assertIn("CASF L.313-1", answer["why"][0])

    def test_a_child_of_two_without_agreement_no_of_four_yes(self):
        self.assertFalse(self._ask("I-1", whom="child", age=2)["allowed"])
        self.assertTrue(self._ask("II-4", whom="child", age=4)["allowed"])

    def test_a_firm_and_a_video_are_no_home_service(self):
        for values in ({"whom": "firm"}, {"where": "video"}):
            with self.subTest(values):
                self.assertFalse(self._ask("II-5", **values)["allowed"])

    def test_shopping_alone_no_with_work_at_home_yes(self):
        self.assertFalse(self._ask("II-10", where="away")["allowed"])
        self.assertTrue(self._ask("II-10", where="away", bundle=True)["allowed"])

    def test_who_has_no_contract_there_or_no_number(self):
        other = self._person("Paul Ailleurs", self.cae)
        answer = self.env["oe.sap.perimeter"]._answer(
            other, self._activity_of("II-1"), "anybody", "home", None, False
        )
        self.assertIn("no contract", answer["why"][0])
        self.worker.affiliation_ids.register_number = False
        self.assertIn("staff register", self._ask("II-1")["why"][0])

    def test_a_competence_that_lacks_is_named(self):
        skill = self.env.ref("oe_base.skill_tutor")
        self._activity_of("II-1").product_tmpl_id.oe_requirement_ids = [
            (0, 0, {"skill_id": skill.id, "minimum": 2})
        ]
        self.assertIn(skill.name, self._ask("II-1")["why"][0])

    def test_the_page_on_the_phone(self):
        route = "/my/oe/perimeter"
        self.assertIn("/web/login", self.url_open(route).url)
        self.authenticate("nadia-pe", PASSWORD)
        self.assertIn(route, self.url_open("/my/oe/tab/missions").text)
        page = self.url_open(f"{route}?activity={self._activity_of('II-1').id}")
        self.assertIn("26,40", page.text)
        for bad in ("activity=x", "activity=999999999999", "whom=<b>", "age=-3"):
            self.assertEqual(self.url_open(f"{route}?{bad}").status_code, 200)
        self.authenticate("jeanne-pe", PASSWORD)
        self.assertEqual(self.url_open(route).status_code, 404)
        with self.assertRaises(AccessError):
            self._as("oe.sap.activity", self.client.user_ids).search([])

    # -- prices for everybody --------------------------------------------------------

    def test_prices_with_vat_mentions_and_limits_without_an_account(self):
        self.cae_sap.oe_legal_form = "SCOP SA"
        page = self.url_open("/services").text
        page = page.replace("\u202f", " ").replace("\xa0", " ")
        for words in (
            NUMBER,
            "26,40",
            "SCOP SA",
            "852456789",
            "100 €",
            "50 %",
        ):
            self.assertIn(words, page)
        self.assertIn("120 minutes", page)

    def test_no_price_of_what_may_not_be_sold(self):
        names = {
            service["name"]
            for seller in self.env["oe.sap.activity"]._price_page()
            for service in seller["services"]
        }
        self.assertIn(self._activity_of("II-1").name, names)
        self.assertNotIn(self._activity_of("I-3").name, names)
        self.assertNotIn(self._activity_of("II-2").name, names, "without price")
        self.declaration.date_end = "2025-12-31"
        self.assertFalse(self.env["oe.sap.activity"]._price_page())
        self.assertEqual(self.url_open("/services?department=44").status_code, 200)
