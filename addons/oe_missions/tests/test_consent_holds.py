"""What a person agreed to is not moved to somebody else, or to another home."""

import base64

from markupsafe import Markup

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL
from .recruitment_common import RecruitmentCase

PAGE = b"<script>alert(1)</script>"


@tagged("post_install", "-at_install")
class TestConsentHolds(RecruitmentCase, PageCase):
    def test_who_agreed_is_not_changed_into_somebody_else(self):
        first, _second = self._presented()
        mine = self._as(first, self.manager)
        other = self._recruitment(partner_id=self.daughter.id)
        for values in ({"employee_id": self.bruno.id}, {"recruitment_id": other.id}):
            with self.assertRefused(UserError, "Consent is the person's"):
                mine.write(values)
        self.recruitment._choose(self.client, first)
        with self.assertRefused(UserError, "chosen"):
            mine.unlink()

    def test_who_is_only_asked_may_be_changed_for_one_of_the_pool(self):
        row = self.recruitment._add_candidate(self.solene)
        mine = self._as(row, self.manager)
        mine.employee_id = self.bruno
        self.assertEqual(row.employee_id, self.bruno)
        silent = self._employee("Sans accord", consent=None)
        with self.assertRefused(UserError, "not in the pool"):
            mine.employee_id = silent

    def test_what_candidates_agreed_to_stands(self):
        mine = self._as(self.recruitment, self.manager)
        mine.wage = 14
        self._presented()
        for values in (
            {"partner_id": self.daughter.id},
            {"wage": 13},
            {"tasks": "Tout"},
            {"company_id": self.cae.id},
        ):
            with self.assertRefused(UserError, "agreed to"):
                mine.write(values)
        mine.replacement_plan = "Appeler"

    def test_the_consent_to_the_pool_stays_with_the_person(self):
        mine = self._as(self.solene, self.manager)
        with self.assertRefused(UserError, "Consent is the person's"):
            mine.partner_id = self.bruno.partner_id
        new = self._as(self._employee("Nouvelle", consent=None), self.manager)
        new.partner_id = self.daughter
        self.assertEqual(new.partner_id, self.daughter)

    def test_a_reference_agreed_to_is_of_that_person_and_referee(self):
        row = self.env["oe.pool.reference"].create(
            {
                "employee_id": self.solene.id,
                "referee": "Mme Martin",
                "words": "Très bien",
                "referee_agreed_on": self.day,
            }
        )
        mine = self._as(row, self.manager)
        for values in ({"employee_id": self.bruno.id}, {"referee": "Un ministre"}):
            row._agree(True)
            row.sudo().called_on = self.day
            mine.write(values)
            self.assertFalse(row.is_shown, values)

    def test_a_no_said_on_the_own_page_is_not_turned_by_phone(self):
        row = self._candidates(self.solene)
        row._answer(False, "page")
        self.authenticate("nadia-pool", PASSWORD)
        work = f"/my/oe/recruitings/{self.recruitment.id}"
        refused = self._post(f"{work}/answer", candidate=row.id, agreed="1")
        self.assertIn('role="alert"', refused.text)
        with self.assertRefused(UserError, "own page"):
            self._as(row, self.manager).action_agrees()
        row._answer(True, "page")
        self.assertEqual(row.state, "agreed")

    def test_who_was_not_chosen_is_read_no_more_after_the_hiring(self):
        first, second = self._presented(self.solene, self.fatou)
        self.fatou._show_photo(True)
        self.recruitment._choose(self.client, first)
        self.recruitment._hire(self.day)
        self._portal(
            self.daughter, "anne-apres", ["oe_base.group_oe_client"], self.cae_sap
        )
        self.authenticate("anne-apres", PASSWORD)
        home = f"/my/oe/recruitments/{self.recruitment.id}"
        self.assertEqual(self.url_open(home).status_code, 200)
        photo = self.url_open(f"{home}/photos/{second.id}")
        self.assertEqual(photo.status_code, 404)
        self.assertEqual(self.recruitment._read_now(), first)

    def test_who_left_the_pool_has_no_name_nor_phone_for_the_recruiter(self):
        self._candidates()
        self.fatou._withdraw()
        page = self.recruitment._recruiter_page()
        gone = [row for row in page["people"] if "Fatou" in row["name"]]
        self.assertFalse(gone)
        self.assertEqual([bool(row["phone"]) for row in page["people"]].count(True), 1)

    def test_an_end_without_a_first_day_is_a_sentence(self):
        self._chosen()
        self.recruitment._hire(self.day)
        mine = self._as(self.recruitment, self.manager)
        with self.assertRefused(UserError, "first day"):
            mine.hired_on = False

    def test_the_floor_of_pay_is_not_dodged_by_a_day_of_long_ago(self):
        with self.assertRefused(ValidationError, "below the lowest pay"):
            self.recruitment.write({"date_wanted": "1900-01-01", "wage": 5})

    # -- copies -----------------------------------------------------------------------

    def test_the_copy_that_was_checked_is_not_replaced_past_the_document(self):
        row = self._document(self.nadia, file=PIXEL)
        attachments = self.env["ir.attachment"]
        kept = attachments.sudo().search(
            [("res_model", "=", row._name), ("res_field", "=", "file")]
        )
        mine = kept.with_user(self.manager)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.write({"raw": PAGE})
        waiting = self._document(self.paul, check=False)
        values = {
            "name": "x.html",
            "raw": PAGE,
            "res_model": row._name,
            "res_id": waiting.id,
            "res_field": "file",
        }
        with self.assertRaises(UserError), self.env.cr.savepoint():
            attachments.with_user(self.manager).create(values)

    def test_a_picture_in_the_words_is_a_copy_too(self):
        row = self._document(self.nadia, self.identity)
        mine = self._as(row, self.manager)
        image = base64.b64encode(base64.b64decode(PIXEL)).decode()
        body = f'<img src="data:image/png;base64,{image}"/>'
        with self.assertRefused(UserError, "Identité"):
            mine.message_post(body=Markup(body))
        said = mine.message_post(body="Vue au bureau")
        with self.assertRefused(UserError, "Identité"):
            said.body = Markup(body)
