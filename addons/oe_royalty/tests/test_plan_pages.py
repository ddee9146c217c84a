"""The files of a scenario: who may read it has them, nobody else."""

from odoo.tests import HOST, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestPlanPages(RoyaltyCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.published = cls.env.ref("oe_royalty.plan_origin")
        cls.draft = cls.published.copy({"name": "Brouillon"})
        cls._staff("manager-files", "manager", cls.cae)
        cls._staff("network-files", "network_manager", cls.sas)
        cls._person("Moi", cls.cae, login="moi-files")

    def _get(self, plan, kind):
        return self.url_open(f"/oe/plans/{plan.id}/board.{kind}", allow_redirects=False)

    def test_a_manager_has_what_is_published(self):
        self.authenticate("manager-files", PASSWORD)
        for kind, start in (("pdf", b"%PDF"), ("xlsx", b"PK")):
            answer = self._get(self.published, kind)
            self.assertEqual(answer.status_code, 200)
            self.assertTrue(answer.content.startswith(start))
            self.assertIn("no-store", answer.headers["Cache-Control"])
            self.assertEqual(self._get(self.draft, kind).status_code, 404)
        self.assertEqual(self._get(self.published, "exe").status_code, 404)

    def test_the_network_manager_has_drafts_too(self):
        self.authenticate("network-files", PASSWORD)
        for kind in ("pdf", "xlsx"):
            self.assertEqual(self._get(self.draft, kind).status_code, 200)

    def test_an_entrepreneur_has_nothing(self):
        self.authenticate("moi-files", PASSWORD)
        for kind in ("pdf", "xlsx"):
            self.assertEqual(self._get(self.published, kind).status_code, 404)
        self._assertCallsRefused(
            ("oe.plan", "read", [[self.published.id]]),
            ("oe.plan", "action_compute", [[self.published.id]]),
            ("oe.plan", "_run", [[self.published.id]]),
            ("oe.plan", "action_xlsx", [[self.published.id]]),
            ("oe.plan.actual", "search_read", [[]]),
        )

    def test_logged_out(self):
        answer = self._get(self.published, "pdf")
        self.assertIn("/web/login", answer.headers["Location"])
        self.assertIn(HOST, self.base_url())
