from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import MissionCase


@tagged("post_install", "-at_install")
class TestOpen(MissionCase, HttpCase):
    """Entrepreneurs browse and apply; nobody reads the client before."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia = cls._worker("Nadia Benali", login="nadia-open")
        cls.paul = cls._worker("Paul Martin", login="paul-open")
        cls.mission = cls._mission(oe_date_end="2030-06-30")
        cls.mission.is_open = True

    def _applied(self, person=None):
        return self.mission.proposal_ids.filtered(
            lambda p: (
                p.entrepreneur_id == (person or self.nadia) and p.state == "applied"
            )
        )

    def _post(self, route, **data):
        data.setdefault("csrf_token", Request.csrf_token(self))
        return self.url_open(route, data=data, timeout=60)

    def test_who_applies_and_is_kept_has_the_mission(self):
        self.mission._apply(self.nadia)
        self.mission._apply(self.paul)
        self._applied().action_keep()
        self.assertEqual(self.mission.member_ids.entrepreneur_id, self.nadia)
        self.assertEqual(self.mission.state, "staffed")
        self.assertEqual(
            set(self.mission.proposal_ids.mapped("state")), {"accepted", "taken"}
        )

    def test_applying_twice_is_once_and_kept_twice_is_refused(self):
        first = self.mission._apply(self.nadia)
        self.assertEqual(self.mission._apply(self.nadia), first)
        first.action_keep()
        with self.assertRefused(UserError, "already"):
            first.action_keep()

    def test_thanked_or_withdrawn_may_apply_again(self):
        first = self.mission._apply(self.nadia)
        first.action_thank()
        second = self.mission._apply(self.nadia)
        second._withdraw()
        with self.assertRefused(UserError, "already"):
            second._withdraw()
        self.assertNotIn(self.mission._apply(self.nadia), first | second)

    def test_a_hard_rule_refuses_with_its_words(self):
        self.mission.requirement_ids = [
            (0, 0, {"skill_id": self.tutor.id, "minimum": 3})
        ]
        with self.assertRefused(UserError, "Tutor"):
            self.mission._apply(self.nadia)
        card = self.mission._open_values(self.nadia)[0]
        self.assertIn("Tutor", card["refused"][0])

    def test_closed_taken_or_far_missions_are_not_shown(self):
        missions = self.env["oe.mission"]
        self.assertIn(self.mission, missions._open_to(self.nadia))
        self.mission.is_open = False
        self.assertNotIn(self.mission, missions._open_to(self.nadia))
        self.mission.is_open = True
        self.mission._propose(self.paul)._answer(True)
        self.assertNotIn(self.mission, missions._open_to(self.nadia))
        with self.assertRefused(UserError, "meanwhile"):
            self.mission._apply(self.nadia)

    def test_an_application_is_a_managers_to_answer(self):
        application = self.mission._apply(self.nadia)
        advisor = self._staff("advisor-open", "advisor", self.cae_sap)
        for button in ("action_keep", "action_thank"):
            for user in (self.nadia.user_id, advisor):
                with self.assertRaises(AccessError):
                    getattr(self._as(application, user), button)()

    # -- pages ---------------------------------------------------------------------

    def test_the_page_shows_place_and_hours_and_no_client(self):
        self.authenticate("nadia-open", PASSWORD)
        page = self.url_open("/my/oe/missions").text
        self.assertIn(f"/my/oe/missions/{self.mission.id}/apply", page)
        self.assertIn("Nantes", page)
        card = self.mission._open_values(self.nadia)[0]
        self.assertEqual(card["weekly"], "3\u00a0h")
        for price in ("25", "30"):
            self.assertIn(price, card["price"])
        self.assertNotIn("Le Goff", page)
        self.assertNotIn("Olivettes", page)

    def test_apply_and_withdraw_by_the_page(self):
        self.authenticate("nadia-open", PASSWORD)
        page = self._post(f"/my/oe/missions/{self.mission.id}/apply").text
        self.assertIn("Votre candidature est envoyée", page)
        application = self._applied()
        route = f"/my/oe/missions/applications/{application.id}/withdraw"
        self.authenticate("paul-open", PASSWORD)
        self.assertEqual(self._post(route).status_code, 404, "another's application")
        self.authenticate("nadia-open", PASSWORD)
        self._post(route)
        self.assertEqual(application.state, "withdrawn")
        self.assertIn("déjà", self._post(route).text)

    def test_other_missions_strangers_and_forged_forms_find_nothing(self):
        hidden = self._mission()
        self.authenticate("nadia-open", PASSWORD)
        route = f"/my/oe/missions/{hidden.id}/apply"
        self.assertEqual(self._post(route).status_code, 404)
        route = f"/my/oe/missions/{self.mission.id}/apply"
        self.assertEqual(self._post(route, csrf_token="x").status_code, 400)
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/oe/missions").url)
        self._portal(
            self.daughter, "anne-open", ["oe_base.group_oe_client"], self.cae_sap
        )
        self.authenticate("anne-open", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/missions").status_code, 404)
        self.assertEqual(self._post(route).status_code, 404)

    def test_the_rpc_shows_an_entrepreneur_no_open_mission(self):
        missions = self._as(self.env["oe.mission"], self.nadia.user_id)
        self.assertFalse(missions.search([("id", "=", self.mission.id)]))
        with self.assertRaises(AccessError):
            self._as(self.mission, self.nadia.user_id).read(["name"])

    def test_a_badge_counts_what_waits(self):
        self.mission._propose(self.nadia)
        self.authenticate("nadia-open", PASSWORD)
        self.assertIn("o_oe_base_badge", self.url_open("/my/oe").text)
        self.authenticate("paul-open", PASSWORD)
        self.assertNotIn("o_oe_base_badge", self.url_open("/my/oe").text)
