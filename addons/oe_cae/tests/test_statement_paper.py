"""Statements on paper: own ones only, the same bytes each time, all in one ZIP."""

import io
import zipfile

from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base import paper
from odoo.addons.oe_base.tests.common import PASSWORD

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestStatementPaper(CaeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create({"name": "Client"})
        cls.scheme = cls._scheme()
        cls.nadia, activity = cls._worker(
            "Nadia <b>", cls.scheme, login="nadia-pdf", fixed_pay=0
        )
        cls._worker("Paul", cls.scheme, login="paul-pdf", fixed_pay=0)
        cls._invoice(cls.cae, cls.buyer, [(2000, activity, None)], "2026-06-10")
        cls.rows = cls._close(cls.cae, "2026-06-01")
        cls.mine = cls.rows.filtered(lambda row: row.entrepreneur_id == cls.nadia)
        cls.others = cls.rows - cls.mine
        cls.period = cls._period(cls.cae, "2026-06-01")
        cls._staff("gerante-pdf", "manager", cls.cae).password = PASSWORD
        cls._staff("conseil-pdf", "advisor", cls.cae).password = PASSWORD
        cls._staff("ailleurs-pdf", "manager", cls.cae_sap).password = PASSWORD
        cls.route = f"/my/oe/statements/{cls.mine.id}/pdf"

    def test_i_download_mine(self):
        self.authenticate("nadia-pdf", PASSWORD)
        page = self.url_open(f"/my/oe/statements/{self.mine.id}").text
        self.assertIn(self.route, page)
        answer = self.url_open(self.route)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))
        self.assertEqual(answer.content, self.url_open(self.route).content)
        self.assertGreater(len(answer.content), 1500)

    def test_not_those_of_others_nor_drafts(self):
        other = self.others[:1]
        draft = self.mine.copy({"month": "2026-07-01", "state": "draft"})
        self.authenticate("nadia-pdf", PASSWORD)
        for row in (other, draft):
            answer = self.url_open(f"/my/oe/statements/{row.id}/pdf")
            self.assertEqual(answer.status_code, 404)
        zipped = f"/my/oe/statements/month/{self.period.id}"
        self.assertEqual(self.url_open(zipped).status_code, 404)
        for login in ("conseil-pdf", "ailleurs-pdf"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(zipped).status_code, 404, login)
        self.assertEqual(self.url_open(self.route).status_code, 404)
        self._portal(self.buyer, "client-pdf", ["oe_base.group_oe_client"], self.cae)
        self.authenticate("client-pdf", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_logged_out(self):
        answer = self.url_open(self.route, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_a_manager_takes_them_all(self):
        self.authenticate("gerante-pdf", PASSWORD)
        answer = self.url_open(f"/my/oe/statements/month/{self.period.id}")
        with zipfile.ZipFile(io.BytesIO(answer.content)) as archive:
            names = archive.namelist()
            self.assertTrue(archive.read(names[0]).startswith(b"%PDF"))
        self.assertEqual(len(names), len(self.rows))
        self.assertTrue(all(name.startswith("2026-06-") for name in names))
        self.assertFalse(any("<" in name or "/" in name for name in names))
        self.assertEqual(self.url_open(self.route).status_code, 200)

    def test_the_paper_says_what_the_page_says(self):
        told = "\n".join(self._parts(self.mine))
        page = self.env["oe.portal"]._cae_statement_page(self.mine)
        for label, amount in page["totals"]:
            self.assertIn(label, told)
            self.assertIn(amount.replace("\u202f", "\u00a0"), told)
        self.assertIn("Nadia &lt;b&gt;", told)

    def _parts(self, statement):
        said = []
        original = paper.Paragraph

        def spy(text, style):
            said.append(text)
            return original(text, style)

        self.patch(paper, "Paragraph", spy)
        statement._paper()
        return said
