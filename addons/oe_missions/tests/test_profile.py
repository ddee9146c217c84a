import io

from PIL import Image

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged

from .profile_common import ProfileCase, photo_bytes

OPERATIONS = {"r": "read", "w": "write", "c": "create", "d": "unlink"}


@tagged("post_install", "-at_install")
class TestProfile(ProfileCase):
    def test_only_the_person_publishes_and_by_consent(self):
        for user in (self.manager, self.other.user_id, self.env.user):
            with self.assertRaises(AccessError):
                self.profile._publish(user, True)
            with self.assertRaises(AccessError):
                self.profile._save(user, self._values())
        own = self.worker.user_id
        with self.assertRefused(UserError, "Tick"):
            self.profile._publish(own, False)
        with self.assertRefused(UserError, "what you do", "one service"):
            self.profile._publish(own, True)
        self.profile._save(own, self._values())
        self.profile._publish(own, True)
        self.assertEqual(self.profile.state, "published")
        self.assertTrue(self.profile.consented_on)
        self.profile._withdraw(own)
        self.assertEqual(self.profile.state, "draft")
        self.assertTrue(self.profile.withdrawn_on)
        self.assertFalse(self.profile._open(self.profile.slug))

    def test_one_profile_by_person_under_a_stable_address(self):
        again = self.env["oe.public.profile"]._of(self.worker)
        self.assertEqual(again, self.profile)
        slug = self.profile.slug
        self.assertRegex(slug, r"^nadia-[a-z0-9]{8}$")
        self.worker.partner_id.name = "Nadège Benali"
        self.assertEqual(self.profile.slug, slug)
        self.assertEqual(self.profile.shown_name, "Nadège B.")

    def test_no_contact_data_in_the_words(self):
        own = self.worker.user_id
        for text, word in (
            ("Appelez le 06 12 34 56 78", "phone"),
            ("nadia@example.com", "e-mail"),
            ("www.nadia.example", "site"),
            ("a" * 601, "600"),
        ):
            with self.assertRefused(ValidationError, word):
                self.profile._save(own, self._values(text=text))
        with self.assertRefused(ValidationError, "phone"):
            self.profile._save(own, self._values(job="Aide, 06.12.34.56.78"))

    def test_only_what_the_person_may_show(self):
        foreign = self._service("Bilan", 60, "tva_normale_encaissement", nature="other")
        coordinator = self.env.ref("oe_base.skill_coordinator")
        self._published(
            services={self.care.id, foreign.id}, skills={self.tutor.id, coordinator.id}
        )
        self.assertEqual(self.profile.service_ids, self.care)
        self.assertEqual(self.profile.competence_ids, self.tutor)
        self.assertEqual(self.profile._page()["skills"], [self.tutor.name])
        self.worker.assessment_ids._set_judged("valid", "2024-01-01", "2024-12-31")
        self.assertEqual(self.profile._page()["skills"], [], "no longer validated")
        self.assertFalse(
            self.env["oe.public.profile"]._directory()["rows"][0]["skills"]
        )

    def test_published_it_stays_complete(self):
        self._published()
        with self.assertRefused(UserError, "one service"):
            self.profile._save(self.worker.user_id, self._values(services=set()))
        with self.assertRefused(UserError, "postal code"):
            self.profile._save(self.worker.user_id, self._values(place="Nulle part"))

    def test_the_page_tells_nothing_else(self):
        self._published()
        told = str(self.profile._page())
        for secret in ("Benali", "Jean Fraix", "06 11", "@"):
            self.assertNotIn(secret, told)
        self.assertIn("Rezé", told)
        self._published(name_kind="full")
        self.assertEqual(self.profile._page()["name"], "Nadia Benali")

    def test_prices_include_vat_and_name_the_seller(self):
        page = self._published()._page()
        prices = {row["name"]: row["price"] for row in page["services"]}
        # 30.00 at 5.5 %, 25.00 at 10 %.
        self.assertIn("31.65", prices[self.care.name].replace(",", "."))
        self.assertIn("27.50", prices[self.cleaning.name].replace(",", "."))
        (seller,) = page["sellers"]
        self.assertEqual(seller["name"], self.cae_sap.name)
        self.assertEqual(seller["siren"], "900\u00a0000\u00a0002")
        self.assertEqual(seller["form"], "SCOP SARL à capital variable")

    def test_a_photo_is_drawn_anew(self):
        own = self.worker.user_id
        self.profile._save(own, self._values(photo=photo_bytes()))
        kept = self._photo()
        self.assertNotIn(b"appareil", kept)
        with Image.open(io.BytesIO(kept)) as picture:
            self.assertEqual((picture.format, picture.size), ("JPEG", (512, 256)))
            self.assertFalse(picture.getexif())
        with self.assertRefused(UserError, "photo"):
            self.profile._save(own, self._values(photo=b"%PDF-1.4"))
        self.profile._save(own, self._values())
        self.assertTrue(self.profile.has_photo)
        self.profile._save(own, self._values(photo=False))
        self.assertFalse(self.profile.has_photo)

    def test_opinions_from_three_on_consented_and_read(self):
        self._published()
        rows = self._opinions(("4", "Très bien", True), ("4", "Privé", False))
        self.assertNotIn("average", self.profile._page())
        rows |= self._opinions(("1", "Bof", True))
        page = self.profile._page()
        self.assertEqual(
            (page["average"].replace(",", "."), page["answers"]), ("3.0", 3)
        )
        self.assertEqual(page["opinions"], [], "nobody read them yet")
        with self.assertRefused(UserError, "agreed"):
            self._as(rows[1], self.manager).action_show()
        with self.assertRaises(AccessError):
            self._as(rows[0], self.advisor).action_show()
        self._as(rows[0], self.manager).action_show()
        page = self.profile._page()
        self.assertEqual([row["comment"] for row in page["opinions"]], ["Très bien"])
        rows[0].entrepreneur_ids = self.worker | self.other
        self.assertEqual(self.profile._page()["opinions"], [], "on two people")
        self._as(rows[0], self.manager).action_hide()
        self.assertFalse(rows[0].is_shown)
        self.profile._save(self.worker.user_id, self._values(shows_opinions=False))
        self.assertNotIn("average", self.profile._page())

    def test_a_manager_suspends_with_a_reason_and_lifts(self):
        self._published()
        wizard = Form(
            self._as("oe.suspend.wizard", self.manager).with_context(
                active_ids=self.profile.ids
            )
        )
        wizard.reason = "Une autre personne est sur la photo"
        wizard.save().action_suspend()
        self.assertEqual(self.profile.state, "suspended")
        self.assertEqual(self.profile.suspended_by_id, self.manager)
        self.assertFalse(self.profile._open(self.profile.slug))
        with self.assertRaises(AccessError):
            self._as(self.profile, self.advisor)._suspend("x")
        with self.assertRaises(AccessError):
            self._as(self.profile, self.worker.user_id).action_lift()
        self._as(self.profile, self.manager).action_lift()
        self.assertEqual(self.profile.state, "published")
        with self.assertRefused(UserError, "reason"):
            self._as(self.profile, self.manager)._suspend(" ")

    def test_somebody_who_left_is_shown_no_more(self):
        self._published()
        self.worker.affiliation_ids.date_end = fields.Date.subtract(
            fields.Date.today(), days=1
        )
        self.assertFalse(self.profile._open(self.profile.slug))
        self.assertFalse(self.env["oe.public.profile"]._directory()["rows"])

    def test_goes_away_a_year_after(self):
        self._published()
        today = fields.Date.today()
        later = fields.Date.add(today, months=13)
        self.assertEqual(self.profile._purge_expired(later), 0)
        self.profile._withdraw(self.worker.user_id)
        self.assertEqual(self.profile._purge_expired(today), 0)
        self.assertEqual(self.profile._purge_expired(later), 1)
        gone = self._published(self.other, skills=set())
        self.other.affiliation_ids.date_end = today
        self.assertEqual(gone._purge_expired(later), 1)

    def test_rights(self):
        self._published()
        elsewhere = self._staff("manager-profile", "manager", self.cae)
        anne = self._portal(
            self.daughter, "anne-profile", ["oe_base.group_oe_client"], self.cae_sap
        )
        public_user = self.env.ref("base.public_user")
        table = (
            (self.worker.user_id, "r"),
            (self.other.user_id, ""),
            (anne, ""),
            (public_user, ""),
            (self.advisor, "r"),
            (self.manager, "r"),
            (elsewhere, ""),
        )
        for user, allowed in table:
            record = self._as(self.profile, user)
            for letter, operation in OPERATIONS.items():
                with self.subTest(user=user.login, operation=operation):
                    self.assertEqual(record.has_access(operation), letter in allowed)
            counter = self._as("oe.contact.counter", user)
            self.assertFalse(counter.has_access("read"), user.login)
        for user in (self.advisor, self.manager):
            record = self._as(self.profile, user)
            record.invalidate_recordset()
            self.assertTrue(record.read())
            Form(record)
