"""Staff start on all companies of their territory, and keep what they choose."""

from odoo.tests import HttpCase, tagged

from .common import PASSWORD, OeCase


@tagged("post_install", "-at_install")
class TestWebClient(OeCase, HttpCase):
    def _first_page(self, login):
        self.authenticate(login, PASSWORD)
        self.opener.cookies.pop("cids", None)
        return self.url_open("/odoo").cookies.get("cids")

    def test_all_of_them_the_own_first(self):
        user = self._staff("claire-debut", "manager", self.cae | self.cae_sap)
        user.write({"password": PASSWORD, "company_id": self.cae.id})
        cids = self._first_page("claire-debut")
        self.assertEqual(cids, f"{self.cae.id}-{self.cae_sap.id}")
        self.opener.cookies.set("cids", str(self.cae.id))
        self.assertNotIn("cids", self.url_open("/odoo").cookies)

    def test_one_company_needs_no_choice(self):
        self._staff("marc-debut", "advisor", self.cae).password = PASSWORD
        self.assertFalse(self._first_page("marc-debut"))

    def test_logged_out(self):
        answer = self.url_open("/odoo", allow_redirects=False)
        self.assertNotIn("cids", answer.cookies)
