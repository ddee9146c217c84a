import base64

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools import mute_logger

from .common import PIXEL
from .pool_common import DAY, PDF, PoolCase


@tagged("post_install", "-at_install")
class TestPool(PoolCase):
    """People of three kinds on one list, each CAE its own."""

    def test_three_kinds_on_one_screen(self):
        people = self._people()
        kinds = {row.name: row.kind for row in people}
        self.assertEqual(kinds["Nadia Benali"], "entrepreneur")
        self.assertEqual(kinds["Solène Guého"], "employee")
        self.assertEqual(kinds["Yann B."], "technician")
        self.assertEqual(len(people), len(set(people.ids)))
        for row in people:
            Form(row)
            self.assertTrue(row.action_open()["res_id"])
        advisor = self._as("oe.pool.person", self.advisor).search([])
        self.assertNotIn("Yann B.", advisor.mapped("name"), "of another cooperative")

    def test_nobody_is_listed_before_consent_nor_after(self):
        silent = self._employee("Anonyme", consent=None)
        self.assertNotIn(silent, self._people().employee_id)
        silent.with_user(self.manager).action_consent_phone()
        self.assertIn(silent, self._people().employee_id)
        silent._show_photo(True)
        silent._withdraw()
        self.assertNotIn(silent, self._people().employee_id)
        self.assertFalse(silent.shows_photo)
        self.env["oe.pool.employee"]._purge_expired()
        self.assertFalse(silent.exists(), "taken back: nothing is kept")
        self.assertTrue(self.solene.exists())
        self.solene.sudo().last_contact_on = self.day - 800 * DAY
        self.env["oe.pool.employee"]._purge_expired()
        self.assertFalse(self.solene.exists(), "two years without contact")

    def test_consent_is_written_by_no_hand(self):
        row = self.solene.with_user(self.manager)
        for values in (
            {"consented_on": "2026-01-01"},
            {"withdrawn_on": False},
            {"shows_photo": True},
        ):
            with self.assertRaises(UserError):
                row.write(values)
        partner = self.env["res.partner"].create({"name": "Autre"})
        made = (
            self.env["oe.pool.employee"]
            .with_user(self.manager)
            .with_context(default_consented_on="2026-01-01")
            .create({"partner_id": partner.id, "company_id": self.cae_sap.id})
        )
        self.assertFalse(made.in_pool)

    def test_filters_by_service_day_place_and_document(self):
        names = self._people(("product_ids", "ilike", "Ménage")).mapped("name")
        self.assertIn("Solène Guého", names)
        self.assertIn("Nadia Benali", names)
        self.assertNotIn("Yann B.", names)
        self.cleaning.oe_requirement_ids = [
            (0, 0, {"skill_id": self.tutor.id, "minimum": 3})
        ]
        self._assess(self.nadia, self.tutor, 3, start=self.day)
        self._assess(self.paul, self.tutor, 2, start=self.day)
        wanted = [("product_ids", "in", self.cleaning.ids)]
        names = self._people(*wanted).mapped("name")
        self.assertIn("Nadia Benali", names)
        self.assertNotIn("Paul Martin", names, "the one check of assessments")
        tuesday = self._people(("weekdays", "ilike", "1"))
        self.assertEqual(tuesday.employee_id, self.solene)
        self.assertIn("tuesday", tuesday.filtered("employee_id").week)
        near = self._people(("near", "=", "Vertou 2 km"))
        self.assertEqual(near.mapped("name"), ["Solène Guého"])
        self.assertFalse(self._people(("near", "=", "Nulle part")))
        far = near.with_context(oe_near="44000 Nantes")
        far.invalidate_recordset()
        self.assertTrue(4 < far.distance_km < 12)
        self._expire(self._document(self.solene))
        lacking = self._people(("documents", "=", "lacking"))
        self.assertEqual(lacking.mapped("name"), ["Solène Guého"])
        self.insurance.compulsory_from = self.day
        lacking = self._people(("documents", "=", "lacking"))
        self.assertIn("Yann B.", lacking.mapped("name"))
        self._document(self.solene, until=self.day + 30 * DAY)
        soon = self._people(("documents", "=", "soon"))
        self.assertEqual(soon.mapped("name"), ["Solène Guého"])

    def test_competences_are_assessed_or_declared(self):
        self._assess(self.nadia, self.tutor, 3, start=self.day)
        skills = self.env["oe.pool.skill"]
        skills.create(
            {"employee_id": self.solene.id, "skill_id": self.tutor.id, "level": "2"}
        )
        by_name = {row.name: row.qualification for row in self._people()}
        self.assertIn("3/4", by_name["Nadia Benali"])
        self.assertIn("2/4", by_name["Solène Guého"])
        self.assertEqual(by_name["Yann B."], "Façadier")
        for model, values in (
            (skills, {"skill_id": self.tutor.id}),
            (self.env["oe.pool.availability"], {}),
        ):
            with (
                self.assertRaises(IntegrityError),
                mute_logger("odoo.sql_db"),
                self.env.cr.savepoint(),
            ):
                model.create(
                    {
                        "entrepreneur_id": self.nadia.id,
                        "company_id": self.cae_sap.id,
                        **values,
                    }
                )

    def test_a_reference_is_shown_when_both_agree(self):
        row = self.env["oe.pool.reference"].create(
            {
                "employee_id": self.solene.id,
                "referee": "Mme Roy",
                "role": "Ancienne employeuse",
                "phone": "02 40 00 00 09",
            }
        )
        manager = row.with_user(self.manager)
        with self.assertRaises(UserError):
            manager.action_called()
        manager.words = "Ponctuelle, soigneuse."
        manager.action_called()
        manager.action_person_agrees()
        self.assertFalse(row.is_shown)
        manager.referee_agreed_on = self.day
        self.assertTrue(row.is_shown)
        manager.words = "Autre chose."
        self.assertFalse(row.is_shown, "the person agreed to other words")
        with self.assertRaises(UserError):
            manager.write({"person_agreed_on": self.day})
        advisor = self._as(row, self.advisor)
        self.assertNotIn("phone", advisor.fields_get())
        with self.assertRaises(AccessError):
            advisor.action_person_agrees()
        manager._agree(True)
        manager._agree(False)
        self.assertFalse(row.is_shown)

    def test_clients_words_are_those_of_satisfaction(self):
        mission = self._mission(self.nadia)
        row = self.env["oe.satisfaction"].create(
            {
                "mission_id": mission.id,
                "quarter": "first",
                "entrepreneur_ids": [(4, self.nadia.id)],
            }
        )
        row._answer(self.client, "4", "Parfait.", True)
        nadia = self._people(("entrepreneur_id", "=", self.nadia.id))
        self.assertFalse(nadia.opinion_ids, "nobody has read it yet")
        row.with_user(self.manager).action_show()
        nadia.invalidate_recordset()
        self.assertEqual(nadia.opinion_ids.comment, "Parfait.")

    def test_of_one_person_of_one_company(self):
        documents = self.env["oe.pool.document"]
        with (
            self.assertRaises(IntegrityError),
            mute_logger("odoo.sql_db"),
            self.env.cr.savepoint(),
        ):
            documents.create(
                {
                    "type_id": self.insurance.id,
                    "employee_id": self.solene.id,
                    "technician_id": self.yann.id,
                    "company_id": self.cae_sap.id,
                }
            ).flush_recordset()
        with self.assertRefused(ValidationError, "not hosted"):
            self._document(self.nadia, company=self.cae, check=False)
        self.assertEqual(self._document(self.yann).company_id, self.cae)


@tagged("post_install", "-at_install")
class TestDocuments(PoolCase):
    """Seen, or kept; checked by somebody else; told in time, once."""

    def test_what_is_only_seen_keeps_no_copy_by_any_way(self):
        row = self._document(self.nadia, self.identity, check=False)
        manager = row.with_user(self.manager)
        attachments = self.env["ir.attachment"].with_user(self.manager)
        beside = {"name": "x.pdf", "datas": PDF}
        loose = attachments.create(beside)
        manager.message_post(body="Vue au bureau")
        on_record = {"res_model": row._name, "res_id": row.id}
        field = {**beside, **on_record, "res_field": "file"}
        ways = (
            lambda: manager.write({"file": PDF}),
            lambda: self._document(self.paul, self.identity, file=PDF),
            lambda: attachments.create({**beside, **on_record}),
            lambda: attachments.sudo().create(field),
            lambda: loose.write(on_record),
            lambda: manager.message_post(body="x", attachments=[("x.pdf", b"%PDF")]),
            lambda: manager.message_post(body="x", attachment_ids=loose.ids),
            lambda: (
                manager.message_ids[:1]
                .sudo()
                .write({"attachment_ids": [(6, 0, loose.ids)]})
            ),
        )
        for rank, way in enumerate(ways):
            with (
                self.subTest(way=rank),
                self.assertRefused(ValidationError, "Identité"),
            ):
                way()
        kept = self._document(self.nadia, file=PDF, check=False)
        with self.assertRefused(ValidationError, "Identité"):
            kept.type_id = self.identity
        with self.assertRefused(ValidationError, "Copies"):
            self.insurance.seen_only = True

    def test_a_copy_is_a_photo_or_a_pdf(self):
        self._document(self.nadia, file=PIXEL)
        with self.assertRefused(ValidationError, "photo or a PDF"):
            self._document(self.paul, file=base64.b64encode(b"<script>"))

    def test_a_manager_checks_and_nobody_the_own(self):
        row = self._document(self.nadia, check=False)
        with self.assertRaises(AccessError):
            self._as(row, self.advisor).action_check()
        for values in ({"state": "valid"}, {"seen_by_id": self.manager.id}):
            with self.assertRaises(UserError):
                row.with_user(self.manager).write(values)
        made = (
            self.env["oe.pool.document"]
            .with_user(self.manager)
            .with_context(default_state="valid", default_seen_on="2026-01-01")
            .create(
                {
                    "entrepreneur_id": self.paul.id,
                    "company_id": self.cae_sap.id,
                    "type_id": self.insurance.id,
                }
            )
        )
        self.assertEqual((made.state, made.seen_on), ("sent", False))
        own = self.env["oe.entrepreneur"].create(
            {"partner_id": self.manager.partner_id.id}
        )
        self.env["oe.affiliation"].create(
            {
                "entrepreneur_id": own.id,
                "company_id": self.cae_sap.id,
                "status": "salaried",
                "date_start": "2026-01-01",
                "register_number": "R-own",
            }
        )
        with self.assertRefused(UserError, "Somebody else"):
            self._document(own)

    def test_a_newer_one_replaces_and_the_older_copy_goes(self):
        old = self._document(self.nadia, file=PDF)
        self.assertEqual((old.state, old.seen_by_id), ("valid", self.manager))
        with self.assertRefused(UserError, "enter a new one"):
            old.with_user(self.manager).valid_until = self.day
        new = self._document(self.nadia, file=PDF)
        self.assertEqual((old.state, old.file), ("replaced", False))
        new.with_user(self.manager).action_check()
        self.assertEqual(new.state, "valid", "twice is once")
        late = self._document(self.nadia, until=self.day - DAY, check=False)
        with self.assertRefused(UserError, "expired already"):
            late.with_user(self.manager).action_check()
        with self.assertRefused(UserError, "reason"):
            late.with_user(self.manager).action_refuse()
        late.refusal_reason = "Date passée"
        late.with_user(self.manager).action_refuse()
        self.assertEqual(late.state, "refused")

    def test_months_give_the_last_day(self):
        self.identity.months_valid = 12
        row = self._document(self.nadia, self.identity, check=False)
        row.valid_until = False
        row.with_user(self.manager).action_check()
        self.assertGreater(row.valid_until, self.day + 360 * DAY)

    def test_told_at_sixty_and_thirty_days_once_each(self):
        row = self._document(self.nadia, until=self.day + 90 * DAY)
        remind = self.env["oe.pool.document"]._cron_remind
        remind(self.day)
        self.assertFalse(row.activity_ids)
        for today, step in ((self.day + 40 * DAY, 60), (self.day + 61 * DAY, 30)):
            remind(today)
            task = row.activity_ids
            self.assertEqual((len(task), row.told_days), (1, step))
            self.assertNotIn("Nadia", task.summary)
            task.unlink()
            remind(today)
            self.assertFalse(row.activity_ids, "told once")
        self._document(self.nadia)
        self.assertFalse(row.activity_ids)

    def test_one_bad_record_keeps_nobody_else_from_being_told(self):
        rows = self._document(self.nadia, until=self.day + 20 * DAY)
        rows |= self._document(self.paul, until=self.day + 20 * DAY)
        documents = self.env.registry["oe.pool.document"]
        kept = documents._tell_manager

        def broken(these, *args, **options):
            if rows[0] in these:
                raise ValueError("broken")
            return kept(these, *args, **options)

        self.patch(documents, "_tell_manager", broken)
        with mute_logger("odoo.addons.oe_missions.models.pool_reminder"):
            self.env["oe.pool.document"]._cron_remind(self.day)
        self.assertFalse(rows[0].told_days)
        self.assertTrue(rows[1].activity_ids)

    def test_reminders_do_not_grow_with_their_number(self):
        remind = self.env["oe.pool.document"]._cron_remind
        self._document(self.nadia, until=self.day + 20 * DAY)
        counts = []
        for number in (1, 30):
            for rank in range(number):
                person = self._worker(f"R{number}-{rank}")
                self._document(person, until=self.day + 20 * DAY)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            remind(self.day)
            self.env.flush_all()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertLess(counts[1], counts[0] + 60, counts)

    def test_what_is_old_goes(self):
        old = self._document(self.nadia)
        self._expire(old, self.day - 400 * DAY)
        kept = self._document(self.paul, self.identity)
        gone = self._document(self.solene, self.identity)
        gone.sudo().valid_until = False
        self.solene.sudo().last_contact_on = self.day - 500 * DAY
        self.env["oe.pool.document"]._purge_expired()
        self.assertFalse((old | gone).exists())
        self.assertTrue(kept.exists())
