import base64

from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL
from .pool_common import DAY, PDF, PoolCase

PHOTO = {"photo": ("page.png", base64.b64decode(PIXEL), "image/png")}
TEXT = {"photo": ("page.txt", b"rien", "text/plain")}


@tagged("post_install", "-at_install")
class TestPoolPages(PoolCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._portal(cls.daughter, "anne-pool", ["oe_base.group_oe_client"], cls.cae_sap)
        cls.path = cls.solene._make_link()
        cls.base = "/" + cls.path.split("/", 3)[3]
        cls.said = cls.env["oe.pool.reference"].create(
            {"employee_id": cls.solene.id, "referee": "Mme Roy", "words": "Ponctuelle"}
        )
        cls.told = cls.env["oe.pool.reference"].create(
            {
                "entrepreneur_id": cls.nadia.id,
                "company_id": cls.cae_sap.id,
                "referee": "M. Le Bras",
                "words": "Douce et calme",
                "phone": "02 99 99 99 99",
            }
        )

    def _mine(self, person=None):
        return self.env["oe.pool.document"].search(
            [("entrepreneur_id", "=", (person or self.nadia).id)]
        )

    def test_an_es_sends_a_document_and_reads_what_came_of_it(self):
        self.insurance.compulsory_from = self.day
        self.authenticate("nadia-pool", PASSWORD)
        self.assertIn("manquante", self.url_open("/my/oe/tab/me").text)
        page = self.url_open("/my/oe/documents").text
        self.assertIn("Identité", page)
        form = {"kind": self.insurance.id, "sent_ref": "d-1"}
        for wrong, files in (
            ({"kind": self.identity.id}, PHOTO),
            ({"kind": "x"}, PHOTO),
            ({"until": self.day - DAY}, PHOTO),
            ({"until": "demain"}, PHOTO),
            ({}, TEXT),
            ({}, None),
        ):
            answer = self._post(
                "/my/oe/documents/send", files=files, **{**form, **wrong}
            )
            self.assertIn('role="alert"', answer.text, (wrong, files))
        self.assertFalse(self._mine())
        until = self.day + 20 * DAY
        for _twice in range(2):
            done = self._post("/my/oe/documents/send", files=PHOTO, until=until, **form)
            self.assertIn('role="status"', done.text)
        row = self._mine()
        self.assertEqual(
            (len(row), row.state, row.company_id), (1, "sent", self.cae_sap)
        )
        self.assertTrue(row.activity_ids)
        copy = f"/my/oe/documents/{row.id}/file"
        self.assertEqual(self.url_open(copy).status_code, 200)
        row.with_user(self.manager).action_check()
        self.assertFalse(row.activity_ids)
        self.assertIn("expire le", self.url_open("/my/oe/tab/me").text)
        self.assertIn("o_oe_base_badge", self.url_open("/my/oe").text)
        self._post("/my/oe/documents/send", files=PHOTO, kind=self.insurance.id)
        self.assertEqual(len(self._mine()), 2)
        self._post("/my/oe/documents/send", files=PHOTO, kind=self.insurance.id)
        self.assertEqual(len(self._mine()), 2, "nobody had checked the one before")
        self.authenticate("paul-pool", PASSWORD)
        self.assertEqual(self.url_open(copy).status_code, 404)
        self.authenticate("anne-pool", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/documents").status_code, 404)
        self.assertEqual(self._post("/my/oe/documents/send").status_code, 404)

    def test_an_es_agrees_to_a_reference_or_not(self):
        self.authenticate("nadia-pool", PASSWORD)
        page = self.url_open("/my/oe/documents").text
        self.assertIn("Douce et calme", page)
        self.assertNotIn("02 99", page)
        route = f"/my/oe/documents/references/{self.told.id}"
        self._post(route, agreed="1")
        self.told.invalidate_recordset()
        self.assertTrue(self.told.person_agreed_on)
        self._post(route)
        self.told.invalidate_recordset()
        self.assertFalse(self.told.person_agreed_on)
        other = f"/my/oe/documents/references/{self.said.id}"
        self.assertEqual(self._post(other, agreed="1").status_code, 404)
        self.authenticate("paul-pool", PASSWORD)
        self.assertEqual(self._post(route, agreed="1").status_code, 404)

    def test_an_address_opens_one_person_s_page(self):
        self.authenticate(None, None)
        page = self.url_open(self.base)
        self.assertIn("Solène", page.text)
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        token = self.base.rsplit("/", 1)[1]
        other = self._employee("Une autre")
        for wrong in (
            f"/oe/pool/{self.solene.id}/x",
            f"/oe/pool/{other.id}/{token}",
            f"/oe/pool/999999999999/{token}",
        ):
            self.assertEqual(self.url_open(wrong).status_code, 404, wrong)
            self.assertEqual(self._post(f"{wrong}/leave").status_code, 404, wrong)
        self._post(f"{self.base}/photo", shown="1")
        self._post(f"{self.base}/references/{self.said.id}", agreed="1")
        answer = self._post(f"{self.base}/references/{self.told.id}", agreed="1")
        self.assertEqual(answer.status_code, 404)
        self.env.invalidate_all()
        self.assertTrue(self.solene.shows_photo)
        self.assertTrue(self.said.person_agreed_on)
        done = self._post(f"{self.base}/leave")
        self.assertIn('role="status"', done.text)
        self.env.invalidate_all()
        self.assertTrue(self.solene.withdrawn_on)
        self._post(f"{self.base}/agree")
        self.env.invalidate_all()
        self.assertEqual((self.solene.in_pool, self.solene.consent_how), (True, "page"))
        self.solene._make_link()
        self.assertEqual(self.url_open(self.base).status_code, 404, "an older one dies")

    def test_logged_out_without_token_and_by_remote_call(self):
        row = self._document(self.nadia, file=PDF)
        pages = ("/my/oe/documents", f"/my/oe/documents/{row.id}/file")
        for route in pages:
            answer = self.url_open(route, allow_redirects=False)
            self.assertIn(answer.status_code, (302, 303), route)
        forms = (
            "/my/oe/documents/send",
            f"/my/oe/documents/references/{self.told.id}",
            f"{self.base}/leave",
            f"{self.base}/references/{self.said.id}",
        )
        self.authenticate("nadia-pool", PASSWORD)
        for route in forms:
            answer = self.url_open(route, data={"kind": "1"})
            self.assertEqual(answer.status_code, 400, route)
        self.env.invalidate_all()
        self.assertTrue(self.solene.in_pool)
        self._assertCallsRefused(
            ("oe.pool.document", "action_check", [row.ids]),
            ("oe.pool.document", "write", [row.ids, {"valid_until": "2099-01-01"}]),
            ("oe.pool.document", "read", [row.ids, ["file"]]),
            ("oe.pool.document", "create", [{"entrepreneur_id": self.nadia.id}]),
            ("oe.pool.document", "_send", [self.nadia.id]),
            ("oe.pool.document", "_cron_remind", []),
            ("oe.pool.document.type", "search_read", [[]]),
            ("oe.pool.employee", "search_read", [[]]),
            ("oe.pool.employee", "action_make_link", [self.solene.ids]),
            ("oe.pool.employee", "_consent", [self.solene.ids, "page"]),
            ("oe.pool.person", "search_read", [[]]),
            ("oe.pool.reference", "read", [self.told.ids, ["phone"]]),
            ("oe.pool.reference", "action_person_agrees", [self.told.ids]),
            ("oe.pool.skill", "search_read", [[]]),
            ("oe.pool.availability", "search_read", [[]]),
        )
        self.authenticate("advisor-pool", PASSWORD)
        self._assertCallsRefused(
            ("oe.pool.document", "action_check", [row.ids]),
            ("oe.pool.document", "read", [row.ids, ["file"]]),
            ("oe.pool.employee", "action_consent_paper", [self.solene.ids]),
            ("oe.pool.employee", "read", [self.solene.ids, ["token_hash"]]),
            ("oe.pool.reference", "action_called", [self.said.ids]),
        )
