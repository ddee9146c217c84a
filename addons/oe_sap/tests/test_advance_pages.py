"""The client's pages: own, by mandate, somebody else's, logged out, forged."""

from odoo.tests import HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .advance_common import IBAN, PERSON, AdvanceCase


@tagged("post_install", "-at_install")
class TestAdvancePages(AdvanceCase, PageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        client = "oe_base.group_oe_client"
        cls._portal(cls.client, "jeanne-av", [client], cls.cae_sap)
        cls._portal(cls.daughter, "anne-av", [client], cls.cae_sap)
        stranger = cls.env["res.partner"].create({"name": "Inconnue"})
        cls._portal(stranger, "inconnue-av", [client], cls.cae_sap)
        cls.mandate = cls.client.oe_mandate_ids
        cls.mandate.can_pay = True
        cls._posted()
        cls.enrolled.action_close()
        cls.route = f"/my/oe/advances/{cls.cae_sap.id}/{cls.client.id}"

    def _form(self, **values):
        return {**PERSON, "consent": "yes", **values}

    def _mine(self):
        return self.env["oe.sap.advance.client"].search(
            [("partner_id", "=", self.client.id), ("state", "!=", "closed")]
        )

    def test_the_client_enrols_then_stops(self):
        self.authenticate("jeanne-av", PASSWORD)
        self.assertIn(self.route, self.url_open("/my/oe").text)
        page = self.url_open(self.route)
        self.assertIn("3 rue des Olivettes", page.text)
        self.assertIn('name="iban_typed"', page.text)
        with mute_logger("odoo.http"):
            bare = self.url_open(f"{self.route}/enrol", data=self._form())
        self.assertEqual(bare.status_code, 400)
        page = self._post(f"{self.route}/enrol", **self._form(consent=""))
        self.assertIn('role="alert"', page.text)
        page = self._post(f"{self.route}/enrol", **self._form(iban_typed="FR76"))
        self.assertIn("IBAN", page.text)
        self.assertIn("Le Goff", page.text)
        self.assertFalse(self._mine())
        page = self._post(f"{self.route}/enrol", **self._form())
        self.assertTrue(page.url.endswith("/my/oe/advances"))
        mine = self._mine()
        self.assertEqual((mine.state, mine.consent_by), ("to_send", "Jeanne Le Goff"))
        self.assertEqual(mine.consent_on, self.today)
        self.assertNotIn(IBAN, page.text)
        self.assertIn(self.route, page.text)
        # Sent: the form is over, and a second one is refused.
        again = self.url_open(self.route)
        self.assertTrue(again.url.endswith("/my/oe/advances"))
        self._post(f"{self.route}/enrol", **self._form())
        self.assertEqual(len(self._mine()), 1)
        self._post(f"{self.route}/stop")
        self.assertEqual((mine.state, mine.closed_by), ("closed", "Jeanne Le Goff"))
        self.assertFalse(mine.sudo().iban)
        self.assertEqual(self._post(f"{self.route}/stop").status_code, 404)

    def test_a_relative_by_mandate_for_invoices_only(self):
        self.authenticate("anne-av", PASSWORD)
        self._post(f"{self.route}/enrol", **self._form())
        self.assertEqual(self._mine().consent_by, "Anne Le Goff")
        self.assertIn("Jeanne Le Goff", self.url_open("/my/oe/advances").text)
        self.mandate.can_pay = False
        self.assertEqual(self.url_open(self.route).status_code, 404)
        self.assertNotIn("Jeanne", self.url_open("/my/oe/advances").text)
        self.assertEqual(self._post(f"{self.route}/stop").status_code, 404)

    def test_requests_are_shown_with_both_halves(self):
        self.enrolled.sudo()._set({"state": "active", "closed_on": False})
        rows = self._sent(2)
        self._tell(rows[0], 20)
        self._tell(rows[1], 70)
        self.authenticate("jeanne-av", PASSWORD)
        today = self.url_open("/my/oe").text
        self.assertIn("48 h", today)
        page = self.url_open("/my/oe/advances").text
        for row in rows:
            self.assertIn(row.number, page)
        self.assertIn("55,00", page)
        self.assertIn("110,00", page)

    def test_strangers_and_the_logged_out(self):
        for route in ("/my/oe/advances", self.route):
            self.assertIn("login", self.url_open(route).url)
        self.authenticate("inconnue-av", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/advances").status_code, 200)
        other = self.cae
        for route in (
            self.route,
            f"/my/oe/advances/{other.id}/{self.client.id}",
            "/my/oe/advances/0/0",
        ):
            self.assertEqual(self.url_open(route).status_code, 404, route)
            for action in ("enrol", "stop"):
                page = self._post(f"{route}/{action}", **self._form())
                self.assertEqual(page.status_code, 404)
        self.assertFalse(self._mine())

    def test_hostile_remote_calls(self):
        self.enrolled.sudo()._set({"state": "active", "closed_on": False})
        row = self._queued()
        self.authenticate("jeanne-av", PASSWORD)
        self._assertCallsRefused(
            ("oe.sap.advance", "search_read", [[]]),
            ("oe.sap.advance", "action_again", [row.ids]),
            ("oe.sap.advance", "action_drop", [row.ids]),
            ("oe.sap.advance", "action_replace", [row.ids]),
            ("oe.sap.advance", "_told", [row.ids, {"statut": {"code": "70"}}]),
            ("oe.sap.advance", "create", [{"number": "x"}]),
            ("oe.sap.advance.client", "search_read", [[]]),
            ("oe.sap.advance.client", "action_close", [self.enrolled.ids]),
            ("oe.sap.advance.client", "_set", [self.enrolled.ids, {"state": "draft"}]),
            ("oe.sap.advance.account", "read", [self.account.ids, ["secret"]]),
            ("oe.sap.advance.account", "action_test", [self.account.ids]),
            ("oe.sap.advance.account", "action_members", [self.account.ids]),
            ("oe.sap.advance.member", "search_read", [[]]),
            ("oe.sap.advance.parameter", "search_read", [[]]),
            ("oe.sap.advance.run", "create", [{}]),
            ("account.move", "action_oe_sap_advance", [row.move_id.ids]),
        )
        self.assertEqual((row.state, self.enrolled.state), ("queued", "active"))

    def test_a_company_that_does_not_offer_it(self):
        self.account.active = False
        self.authenticate("jeanne-av", PASSWORD)
        self.assertNotIn("/my/oe/advances", self.url_open("/my/oe").text)
        self.assertEqual(self.url_open(self.route).status_code, 404)
