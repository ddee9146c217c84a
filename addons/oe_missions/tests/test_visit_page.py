import base64
import datetime
import io

from PIL import Image

from odoo import fields
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL
from .profile_common import photo_bytes
from .test_hours import HoursCase

SIGNATURE = f"data:image/png;base64,{PIXEL}"


@tagged("post_install", "-at_install")
class TestVisitPage(HoursCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker.partner_id.email = "nadia@example.com"
        cls._portal(
            cls.worker.partner_id,
            "nadia-page",
            ["oe_base.group_oe_entrepreneur"],
            cls.cae_sap,
        )
        cls._worker("Paul Martin", login="paul-page")
        cls.visit = cls._visit_on()
        cls.route = f"/my/oe/interventions/{cls.visit.id}"

    def test_a_photo_with_the_record(self):
        self.authenticate("nadia-page", PASSWORD)
        self.assertIn('name="photo"', self.url_open(self.route).text)
        day = self.visit.planned_start.date().isoformat()
        form = {
            "date": day,
            "start": "09:00",
            "end": "10:00",
            "signed_by": "Jeanne Le Goff",
            "signature": SIGNATURE,
        }
        bad = {"photo": ("x.pdf", b"%PDF-1.4", "application/pdf")}
        refused = self._post(f"{self.route}/record", files=bad, **form)
        self.assertIn('role="alert"', refused.text)
        self.assertEqual(self.visit.state, "planned")
        good = {"photo": ("x.jpg", photo_bytes(3000), "image/jpeg")}
        self._post(f"{self.route}/record", files=good, **form)
        self.assertEqual(self.visit.state, "done")
        kept = base64.b64decode(self.visit.photo)
        self.assertNotIn(b"appareil", kept)
        with Image.open(io.BytesIO(kept)) as picture:
            self.assertEqual(picture.width, 1600)

    def test_nobody_opened_is_asked_once_more(self):
        step = f"{self.route}/no-show"
        away = self.url_open(step, allow_redirects=False)
        self.assertIn("/web/login", away.headers["Location"])
        self.authenticate("paul-page", PASSWORD)
        self.assertEqual(self.url_open(step).status_code, 404)
        self.assertEqual(self._post(step).status_code, 404)
        self.authenticate("nadia-page", PASSWORD)
        self.assertIn(step, self.url_open(self.route).text)
        asked = self.url_open(step)
        self.assertIn(self.visit._no_show_fee(), asked.text)
        self.assertEqual(self.url_open(step, data={"x": "1"}).status_code, 400)
        self.assertEqual(self.visit.state, "planned")
        done = self._post(step)
        self.assertIn('role="status"', done.text)
        self.assertEqual(
            (self.visit.state, self.visit.cancelled_by), ("cancelled", "no_show")
        )
        self.assertGreater(self.visit.cancel_amount, 0)
        again = self._post(step)
        self.assertTrue(again.url.endswith(self.route))

    def test_not_before_it_begins(self):
        self.visit.write(
            {
                "planned_start": fields.Datetime.now() + datetime.timedelta(hours=1),
                "planned_end": fields.Datetime.now() + datetime.timedelta(hours=2),
            }
        )
        self.authenticate("nadia-page", PASSWORD)
        self.assertNotIn("/no-show", self.url_open(self.route).text)
        refused = self._post(f"{self.route}/no-show")
        self.assertIn('role="alert"', refused.text)
        self.assertEqual(self.visit.state, "planned")

    def test_the_quote_tells_its_rule_before_one_signs(self):
        order = self._quotes(self._need())
        order.action_quotation_sent()
        self._portal(
            self.daughter, "anne-page", ["oe_base.group_oe_client"], self.cae_sap
        )
        self.authenticate("anne-page", PASSWORD)
        page = self.url_open(f"/my/oe/quotes/{order.id}").text
        sentences = order.with_context(lang="fr_FR").oe_hour_rule_id._sentences()
        self.assertTrue(sentences)
        for sentence in sentences:
            self.assertIn(sentence, page.replace("&#39;", "'"))
