"""The support report of a year: counted, published, then fixed."""

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestSupport(CaeCase, PageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()
        cls.nadia, _activity = cls._worker("Nadia", cls.scheme, login="nadia-app")
        cls.lea, _activity = cls._worker("Léa", cls.scheme, "cape", fixed_pay=0)
        cls._worker("Ancien", cls.scheme, date_end="2026-03-31")
        for day in ("2026-02-10", "2026-05-10"):
            row = cls._interview(cls.nadia.cae_contract_ids, date=day)
            row.action_send()
            row._sign_es(cls.nadia.partner_id, "Nadia", "iVBORw0KGgo=")
        cls.manager = cls._staff("gerante-app", "manager", cls.cae)
        cls.manager.password = PASSWORD
        cls.report = cls._as("oe.cae.support.report", cls.manager).create(
            {
                "company_id": cls.cae.id,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "word": "Huit ateliers",
                "figures": {"people": 999},
                "state": "published",
            }
        )

    def test_counted_from_contracts_and_interviews(self):
        self.assertEqual((self.report.figures, self.report.state), (False, "draft"))
        with self.assertRefused(UserError, "Count first"):
            self.report.action_publish()
        self.report.action_compute()
        figures = self.report.figures
        expected = {
            **{"people": 3, "cape": 1, "salaried": 1, "entered": 3, "converted": 0},
            **{"left": 1, "interviews": 2, "enough": 1, "few": 0, "meetings": 0},
        }
        self.assertEqual({key: figures[key] for key in expected}, expected)
        self.assertIn(">3<", self.report.table)

    def test_published_it_never_changes(self):
        with self.assertRefused(UserError, "buttons"):
            self.report.figures = {"people": 5}
        self.report.action_compute()
        self.report.action_publish()
        for refused in (
            lambda: self.report.write({"word": "Autre"}),
            self.report.action_compute,
            self.report.unlink,
        ):
            with self.assertRefused(UserError, "closed"):
                refused()

    def test_read_on_the_phone_once_published(self):
        route = f"/my/oe/supports/{self.report.id}"
        self.authenticate("nadia-app", PASSWORD)
        for page in (route, f"{route}/pdf"):
            self.assertEqual(self.url_open(page).status_code, 404)
        self.report.action_compute()
        self.report.action_publish()
        self.assertIn(route, self.url_open("/my/oe/tab/account").text)
        self.assertIn("Huit ateliers", self.url_open(route).text)
        self.assertTrue(self.url_open(f"{route}/pdf").content.startswith(b"%PDF"))
        away = self._person("Zoé", self.cae_sap, login="zoe-app")
        self.authenticate("zoe-app", PASSWORD)
        self.assertTrue(away)
        for page in (route, f"{route}/pdf"):
            self.assertEqual(self.url_open(page).status_code, 404)
        self.authenticate("gerante-app", PASSWORD)
        self.assertEqual(self.url_open(f"{route}/pdf").status_code, 200)
        self.authenticate(None, None)
        answer = self.url_open(route, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.authenticate("nadia-app", PASSWORD)
        self._assertCallsRefused(
            ("oe.cae.support.report", "search_read", [[]]),
            ("oe.cae.support.report", "action_publish", [self.report.ids]),
        )
