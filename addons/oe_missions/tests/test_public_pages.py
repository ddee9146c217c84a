import datetime

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .profile_common import ProfileCase, photo_bytes

ROOT = "/entrepreneurs"
NEED = {
    "name": "Lucie Hervé",
    "phone": "02 40 99 88 77",
    "place": "44000",
    "words": "Deux heures de ménage\n<b>gras</b>",
    "when": "le mardi matin",
    "consent": "1",
}


@tagged("post_install", "-at_install")
class TestPublicPages(ProfileCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._published(photo=photo_bytes())
        cls.page = f"{ROOT}/{cls.profile.slug}"

    def setUp(self):
        super().setUp()
        self.authenticate(None, None)

    def _needs(self):
        return self.env["crm.lead"].search([("oe_profile_id", "=", self.profile.id)])

    def _send(self, ref="form-1", **given):
        return self._post(f"{self.page}/contact", sent_ref=ref, **{**NEED, **given})

    def test_everybody_finds_her_by_service_and_commune(self):
        found = self.url_open(
            f"{ROOT}?service={self.care.id}&place=Nantes&km=10&skill={self.tutor.id}"
        )
        self.assertEqual(found.status_code, 200)
        self.assertIn(self.page, found.text)
        self.assertIn('content="noindex, follow"', found.text)
        self.assertIn('rel="canonical"', found.text)
        for query in ("place=Brest&km=5", "place=Nantes&km=5&service=abc&page=-4"):
            self.assertEqual(self.url_open(f"{ROOT}?{query}").status_code, 200, query)
        self.assertNotIn(self.page, self.url_open(f"{ROOT}?place=Brest&km=5").text)
        lost = self.url_open(f"{ROOT}?place=<script>alert(1)</script>").text
        self.assertIn('role="alert"', lost)
        self.assertNotIn("<script>alert", lost)

    def test_a_profile_for_search_engines_without_contact_data(self):
        page = self.url_open(self.page)
        self.assertIn("<title>Nadia B.</title>", page.text)
        self.assertIn('name="description"', page.text)
        self.assertIn(f'{self.page}"', page.text)
        self.assertNotIn("noindex", page.text)
        for secret in ("Benali", "Jean Fraix", "06 11 22", "nadia.benali@"):
            self.assertNotIn(secret, page.text, secret)
        self.assertIn("SIREN", page.text)
        photo = self.url_open(f"{self.page}/photo")
        self.assertEqual(photo.status_code, 200)
        self.assertEqual(photo.headers["X-Content-Type-Options"], "nosniff")

    def test_withdrawn_suspended_or_unknown_there_is_no_page(self):
        self.assertEqual(self.url_open(f"{ROOT}/nobody-x").status_code, 404)
        self.assertEqual(self.url_open(f"{ROOT}/{self.profile.id}").status_code, 404)
        self._as(self.profile, self.manager)._suspend("essai")
        for address in (self.page, f"{self.page}/photo", f"{self.page}/contact"):
            self.assertEqual(self.url_open(address).status_code, 404, address)
        self.assertEqual(self._send().status_code, 404)
        self.assertNotIn(self.page, self.url_open(ROOT).text)

    def test_a_request_becomes_a_need_for_the_coordinator(self):
        start = (fields.Date.today() + datetime.timedelta(days=9)).isoformat()
        for _twice in range(2):
            sent = self._send(service=str(self.care.id), start=start, email="l@x.fr")
            self.assertTrue(sent.url.endswith("/contact"))
            self.assertIn('role="status"', sent.text)
        need = self._needs()
        self.assertEqual(len(need), 1, "sent twice it is one")
        self.assertEqual(need.oe_chosen_ids, self.worker)
        self.assertEqual(need.oe_territory_id, self.territory)
        self.assertEqual(need.oe_need_line_ids.product_id, self.care)
        self.assertEqual((need.city, need.contact_name), ("Nantes", "Lucie Hervé"))
        self.assertEqual(need.oe_date_start.isoformat(), start)
        self.assertNotIn("Lucie", need.name)
        self.assertNotIn("<b>", need.description)
        self.assertIn("le mardi matin", need.description)
        self.assertFalse(need.oe_brought_by_id)
        self.assertNotIn("Lucie", str(need.message_ids.mapped("body")))

    def test_refused_in_one_sentence_and_kept_as_typed(self):
        for given in (
            {"name": ""},
            {"phone": ""},
            {"phone": "12"},
            {"email": "x", "phone": ""},
            {"place": "Nulle part"},
            {"words": ""},
            {"consent": ""},
            {"start": "demain"},
            {"start": "2020-01-01"},
        ):
            with self.subTest(given):
                refused = self._send(**given)
                self.assertIn('role="alert"', refused.text)
                self.assertIn("le mardi matin", refused.text)
        self.assertFalse(self._needs())

    def test_machines_and_floods(self):
        trapped = self._send(website="http://spam.example")
        self.assertIn('role="status"', trapped.text, "a machine is not told")
        self.assertFalse(self._needs())
        rules = self.env["oe.home.parameter"].search([])
        rules.write({"contacts_session": 2, "contacts_profile": 9})
        for rank in range(4):
            last = self._send(ref=f"form-{rank}")
        self.assertIn('role="alert"', last.text)
        self.assertEqual(len(self._needs()), 2)
        counts = self.env["oe.contact.counter"].search([])
        self.assertTrue(counts)
        self.assertNotIn("127.0.0.1", str(counts.mapped("key")))
        rules.write({"contacts_session": 99, "contacts_profile": 3})
        self._send(ref="form-8")
        self.assertIn('role="alert"', self._send(ref="form-9").text)
        self.assertEqual(len(self._needs()), 3)
        counts.day = "2026-01-01"
        counts._gc_old()
        self.assertFalse(counts.exists())

    def test_no_token_no_request(self):
        answer = self.url_open(f"{self.page}/contact", data=NEED)
        self.assertEqual(answer.status_code, 400)
        self.assertFalse(self._needs())
        self._assertCallsRefused(
            ("oe.public.profile", "search_read", [[], ["job"]]),
            ("oe.public.profile", "_directory", []),
            ("crm.lead", "_oe_contact", [self.profile.id, {}, {}]),
            ("crm.lead", "search_read", [[], ["phone"]]),
        )

    def test_the_entrepreneur_reads_the_contact_once_it_is_passed_on(self):
        self._send()
        need = self._needs()
        self.authenticate("nadia-home", PASSWORD)
        before = self.url_open("/my/oe/profile").text
        self.assertIn("Nantes", before)
        for secret in ("Lucie", "02 40 99", "ménage"):
            self.assertNotIn(secret, before.split("<form")[1], secret)
        seller = self.env.ref("sales_team.group_sale_salesman_all_leads")
        with self.assertRaises(AccessError):
            self._as(need, self.worker.user_id).action_oe_pass_on()
        self.manager.group_ids += seller
        coordinator = self._as(need, self.manager)
        coordinator.action_oe_pass_on()
        coordinator.action_oe_beneficiary()
        self.assertEqual(need.oe_beneficiary_id.name, "Lucie Hervé")
        self.assertEqual(need.oe_beneficiary_id.city, "Nantes")
        after = self.url_open("/my/oe/profile").text
        for told in ("Lucie Hervé", "02 40 99 88 77", "le mardi matin"):
            self.assertIn(told, after, told)
        with self.assertRaises(ValidationError):
            self._as(self._need(), self.manager).action_oe_pass_on()

    def test_what_came_to_nothing_goes_after_a_year(self):
        self._send()
        need = self._needs()
        self.env["crm.lead"]._gc_oe_contacts()
        self.assertTrue(need.exists())
        self.env.cr.execute(
            "UPDATE crm_lead SET create_date = %s WHERE id = %s",
            [fields.Datetime.subtract(fields.Datetime.now(), months=13), need.id],
        )
        need.invalidate_recordset()
        self.env["crm.lead"]._gc_oe_contacts()
        self.assertFalse(need.exists())
