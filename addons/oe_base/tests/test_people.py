from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OeCase


@tagged("post_install", "-at_install")
class TestPeople(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.client = cls.env["res.partner"].create({"name": "Mme Le Goff"})
        cls.daughter = cls.env["res.partner"].create({"name": "Anne Le Goff"})

    def _mandate(self, **values):
        return self.env["oe.mandate"].create(
            {
                "principal_id": self.client.id,
                "holder_id": self.daughter.id,
                "date_start": "2026-06-01",
                "can_accept": True,
                **values,
            }
        )

    def test_mandate_opens_its_scopes_between_its_dates_only(self):
        self._mandate(date_end="2026-06-30")
        may = self.daughter._oe_may_act_for
        day = fields.Date.to_date
        self.assertTrue(may(self.client, "accept", day("2026-06-01")))
        self.assertTrue(may(self.client, "accept", day("2026-06-30")))
        self.assertFalse(may(self.client, "accept", day("2026-05-31")))
        self.assertFalse(may(self.client, "accept", day("2026-07-01")))
        self.assertFalse(may(self.client, "pay", day("2026-06-15")))
        self.assertFalse(self.client._oe_may_act_for(self.daughter, "accept"))
        self.assertTrue(self.client._oe_may_act_for(self.client, "pay"))

    def test_revoked_mandate_opens_nothing_more(self):
        mandate = self._mandate()
        mandate.action_revoke()
        today = fields.Date.context_today(mandate)
        self.assertFalse(self.daughter._oe_may_act_for(self.client, "accept", today))

    def test_unknown_scope_is_an_error_not_a_yes(self):
        with self.assertRaises(ValueError):
            self.env["oe.mandate"]._in_force(self.client, self.daughter, "everything")

    def test_legal_representative_needs_a_proof(self):
        with self.assertRefused(ValidationError, "proof"):
            self._mandate(kind="legal")

    def test_mandate_for_oneself_is_refused(self):
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._mandate(holder_id=self.client.id)

    def test_every_worker_has_one_employee_file_per_company(self):
        person = self._person("Nadia Benali", self.cae_sap, "cape")
        first = person.affiliation_ids.employee_id
        self.assertEqual(first.name, "Nadia Benali")
        self.assertEqual(first.company_id, self.cae_sap)
        person.affiliation_ids.date_end = "2026-03-31"
        later = self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": self.cae_sap.id,
                "status": "salaried",
                "date_start": "2026-04-01",
            }
        )
        self.assertEqual(later.employee_id, first)
        self.assertEqual(first.hourly_cost, 0)

    def test_a_volunteer_is_no_employee(self):
        person = self._person("Yann Riou", self.association, "volunteer")
        self.assertFalse(person.affiliation_ids.employee_id)

    def test_two_contracts_in_one_company_may_not_overlap(self):
        person = self._person("Nadia Benali")
        with self.assertRefused(ValidationError, "Nadia Benali"):
            self.env["oe.affiliation"].create(
                {
                    "entrepreneur_id": person.id,
                    "company_id": self.cae_sap.id,
                    "status": "cape",
                    "date_start": "2026-05-01",
                }
            )

    def test_part_time_in_two_companies_is_fine(self):
        person = self._person("Nadia Benali", self.cae_sap)
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": self.cae.id,
                "status": "salaried",
                "date_start": "2026-05-01",
            }
        )
        self.assertEqual(person.company_ids, self.cae_sap | self.cae)

    def test_register_number_is_asked_for_home_service_documents(self):
        day = fields.Date.to_date("2026-06-15")
        model = self.env["oe.affiliation"]
        with_number = self._person("A", register_number="R-001")
        without = self._person("B", status="cape")
        elsewhere = self._person("C", self.cae)
        ask = model._on_home_service_document
        self.assertEqual(ask(with_number, self.cae_sap, day), ("R-001", None))
        self.assertEqual(ask(without, self.cae_sap, day), (None, "no_number"))
        self.assertEqual(ask(elsewhere, self.cae_sap, day), (None, "not_hosted"))

    def test_one_register_number_serves_one_person(self):
        self._person("A", register_number="R-001")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._person("B", register_number="R-001")

    def test_six_key_competences_are_one_too_many(self):
        skill_type = self.env.ref("oe_base.skill_type_key")
        skills = skill_type.skill_ids
        self.assertEqual(len(skills), 5)
        person = self._person("A")
        person.competence_ids = skills
        extra = self.env["hr.skill"].create(
            {"name": "Autre", "skill_type_id": skill_type.id}
        )
        with self.assertRefused(ValidationError, "five"):
            person.competence_ids |= extra

    def test_nobody_is_ones_own_companion(self):
        person = self._person("A")
        with self.assertRefused(ValidationError):
            person.companion_id = person

    def test_login_needs_mail_and_host_and_is_made_once(self):
        person = self._person("Nadia Benali")
        person.action_create_login()
        user = person.user_id
        self.assertTrue(user.share)
        self.assertTrue(user.has_group("oe_base.group_oe_entrepreneur"))
        self.assertFalse(user.has_group("base.group_user"))
        person.action_create_login()
        self.assertEqual(person.user_id, user)
        other = self._person("Sans courriel")
        other.email = False
        with self.assertRefused(ValidationError, "e-mail"):
            other.action_create_login()

    def test_login_follows_into_a_second_company(self):
        person = self._person("Nadia", login="nadia-two")
        self.assertEqual(person.user_id.company_ids, self.cae_sap)
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": self.cae.id,
                "status": "salaried",
                "date_start": "2026-05-01",
            }
        )
        self.assertEqual(person.user_id.company_ids, self.cae_sap | self.cae)

    def test_a_company_is_never_given_to_an_internal_user(self):
        advisor = self._staff("advisor-company", "advisor", self.cae_sap)
        advisor._oe_add_company(self.cae)
        self.assertEqual(advisor.company_ids, self.cae_sap)
        person = self._person("Sans accès")
        with self.assertRaises(AccessError):
            self._as(person, advisor).action_create_login()

    def test_activity_makes_its_account_in_the_plan(self):
        activity = self._activity(self._person("Nadia"))
        self.assertEqual(
            activity.account_id.plan_id,
            self.env.ref("oe_base.analytic_plan_activities"),
        )
        self.assertEqual(activity.account_id.company_id, self.cae_sap)

    def test_notes_and_logs_go_away_at_their_term(self):
        note = self.env["oe.note"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "body": "Clé chez la voisine",
            }
        )
        self.env.cr.execute(
            "UPDATE oe_note SET create_date = '2020-01-01' WHERE id = %s", [note.id]
        )
        self.env["oe.read.log"]._record(self.client, "visit", self.cae_sap)
        note.invalidate_recordset()
        gone = self.env["oe.note"]._purge_expired()
        self.assertEqual(gone, 1)
        self.assertFalse(note.exists())
        self.assertEqual(self.env["oe.read.log"]._purge_expired(), 0)

    def test_purge_runs_over_every_model_with_a_class(self):
        self.env["oe.retention.mixin"]._cron_purge()
        codes = set(self.env["oe.retention.class"].search([]).mapped("code"))
        for model in self.env.registry.values():
            code = getattr(model, "_retention_code", "")
            if code and not model._abstract:
                self.assertIn(code, codes, model._name)
