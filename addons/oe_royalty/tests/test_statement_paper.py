"""The statement on paper: who may have it, and what it says."""

from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestStatementPaper(PageCase, RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license()
        cls._license(cls.cae_sap)
        cls._sale(1000, "2027-01-05")
        cls._sale(300, "2027-01-06", cls.sas.partner_id)
        cls.statement = cls._statement("2027-01", lock=True)
        cls.url = cls.statement.action_paper()["url"]
        for login, group, company in (
            ("paper-mine", "manager", cls.cae),
            ("paper-other", "manager", cls.cae_sap),
            ("paper-brand", "network_manager", cls.sas),
        ):
            cls._staff(login, group, company).password = PASSWORD
        person = cls._person("Moi", cls.cae, login="paper-es")
        person.user_id.password = PASSWORD

    def test_who_may_have_it(self):
        for login, status in (
            ("paper-mine", 200),
            ("paper-brand", 200),
            ("paper-other", 404),
            ("paper-es", 404),
        ):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(self.url).status_code, status, login)
        self.authenticate("paper-mine", PASSWORD)
        missing = self.url.replace(str(self.statement.id), "999999999")
        self.assertEqual(self.url_open(missing).status_code, 404)
        self.authenticate(None, None)
        page = self.url_open(self.url, allow_redirects=False)
        self.assertEqual(page.status_code, 303)
        self.assertIn("/web/login", page.headers["Location"])

    def test_what_it_says(self):
        self.assertTrue(self.statement._paper().startswith(b"%PDF"))
        self.assertEqual(self.statement._paper(), self.statement._paper())
        rows = self.statement._sums("rate_id", amount=True)
        self.assertEqual([row[1:] for row in rows], [(1000, 50, 1)])
        left = self.statement._sums("reason", amount=False)
        self.assertEqual([(row[1], row[3]) for row in left], [(300, 1)])
