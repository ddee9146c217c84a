import datetime
from io import BytesIO

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, tagged
from odoo.tools.pdf import PdfFileReader

from .pool_common import DAY
from .recruitment_common import RecruitmentCase

# What would make the household's employee one of the cooperative's.
PAY = (
    *("hr.employee", "hr.version", "oe.entrepreneur", "oe.affiliation"),
    *("oe.worked.slot", "oe.intervention", "account.analytic.line", "account.move"),
)


@tagged("post_install", "-at_install")
class TestRecruitment(RecruitmentCase):
    def test_pay_is_at_least_the_lowest_of_its_level_and_day(self):
        row = self.recruitment
        self.assertEqual((row.wage_minimum, row.wage_source), (12.02, "SMIC"))
        row.wage = 12.02
        with self.assertRefused(ValidationError, "below the lowest pay", "SMIC"):
            row.wage = 12.01
        wages = self.env["oe.household.wage"]
        third = {"level": 3, "amount": 12.5, "legal_reference": "IDCC 3239"}
        wages.create({**third, "date_start": "2026-02-01"})
        with self.assertRefused(ValidationError, "level 3"):
            row.level = 3
        row.write({"level": 3, "wage": 12.5})
        wages.create({"level": 1, "amount": 12.6, "date_start": "2026-03-01"})
        row.invalidate_recordset()
        self.assertEqual(row.wage_minimum, 12.6, "the raised floor overtakes")
        self.assertEqual(
            wages._minimum(3, datetime.date(2026, 2, 15)).amount, 12.5, "of that day"
        )
        with self.assertRefused(UserError, "in force"):
            wages._minimum(1, datetime.date(2020, 1, 1))

    def test_two_or_three_who_agreed_on_a_whole_sheet(self):
        row = self.recruitment
        paul = self._employee("Paul Quatre")
        counts = []
        for person in (self.solene, self.fatou, self.bruno, paul):
            self._candidates(person)
            try:
                with self.env.cr.savepoint():
                    row._present()
                counts.append(len(row._shown()))
            except UserError as refusal:
                self.assertIn("Two or three", str(refusal))
                counts.append(0)
            row.invalidate_recordset()
        self.assertEqual(counts, [0, 2, 3, 0])
        row.candidate_ids[-1]._answer(False, "phone")
        asked = row._add_candidate(self._employee("Anne Cinq"))
        row._present()
        self.assertEqual(len(row._shown()), 3, "who was only asked is not presented")
        self.assertFalse(asked.is_presented)
        empty = self._recruitment(title=False, wage=0)
        self._candidates(recruitment=empty)
        with self.assertRefused(UserError, "Job", "Gross"):
            empty._present()

    def test_who_takes_it_back_is_read_no_more(self):
        first, second = self._presented()
        first._answer(False, "page")
        self.assertEqual(self.recruitment._shown(), second)
        with self.assertRefused(UserError, "no more"):
            self.recruitment._choose(self.client, first)
        self.fatou._withdraw()
        self.assertFalse(self.recruitment._shown())
        self.env["oe.pool.employee"]._purge_expired()
        self.assertFalse(second.employee_id)
        self.assertIn("left the pool", second.display_name)

    def test_nobody_without_consent_to_the_pool_or_with_an_expired_document(self):
        silent = self._employee("Sans accord", consent=None)
        with self.assertRefused(UserError, "not in the pool"):
            self.recruitment._add_candidate(silent)
        self.insurance.compulsory_from = self.day
        with self.assertRefused(UserError, "Assurance"):
            self.recruitment._add_candidate(self.bruno)
        papers = self._document(self.bruno)
        self.assertTrue(self.recruitment._add_candidate(self.bruno))
        self._document(self.solene)
        self._candidates(self.solene, self.bruno)
        self._expire(papers)
        with self.assertRefused(UserError, "Bruno", "Assurance"):
            self.recruitment._present()

    def test_the_household_chooses_once_and_each_candidate_is_called(self):
        first, second = self._presented()
        with self.assertRefused(AccessError, "household decides"):
            self.recruitment._choose(self.nadia.partner_id, first)
        self.env["oe.mandate"].create(
            {
                "principal_id": self.client.id,
                "holder_id": self.nadia.partner_id.id,
                "date_start": "2026-01-01",
                "can_accept": True,
            }
        )
        with self.assertRefused(AccessError, "does not choose"):
            self.recruitment._choose(self.nadia.partner_id, first)
        self.recruitment._choose(self.daughter, first)
        self.assertEqual(self.recruitment.chosen_by_id, self.daughter)
        self.recruitment._choose(self.client, first)
        with self.assertRefused(UserError, "already"):
            self.recruitment._choose(self.client, second)
        calls = self.env["oe.call.task"].search(
            [("subject", "=", "Ménage et repassage")]
        )
        self.assertEqual(
            calls.partner_id, self.solene.partner_id | self.fatou.partner_id
        )
        with self.assertRefused(UserError, "chosen meanwhile"):
            second._answer(True, "page")

    def test_the_grid_is_the_household_s(self):
        first, _second = self._presented()
        line, other = self.recruitment.criterion_ids[:2]
        marks = {line.id: ("4", " Très bien "), other.id: ("9", "x" * 500)}
        for _twice in range(2):
            self.recruitment._fill_grid(self.client, first, marks)
        self.assertEqual(len(first.mark_ids), len(self.recruitment.criterion_ids))
        kept = first.mark_ids.filtered(lambda row: row.criterion_id == line)
        self.assertEqual((kept.mark, kept.words), ("4", "Très bien"))
        kept = first.mark_ids.filtered(lambda row: row.criterion_id == other)
        self.assertEqual((kept.mark, len(kept.words)), (False, 200))
        self.assertEqual(first.score, 4)
        with self.assertRaises(AccessError):
            self.recruitment._fill_grid(self.nadia.partner_id, first, marks)

    def test_duties_are_dated_from_the_first_day_and_from_the_last(self):
        row = self.recruitment
        with self.assertRefused(UserError, "does not apply"):
            row._hire(self.day, self.client)
        self._chosen()
        with self.assertRefused(UserError, "first day"):
            row._hire(False, self.client)
        with self.assertRefused(UserError, "within a year"):
            row._hire(self.day + 800 * DAY, self.client)
        for _twice in range(2):
            row._hire(self.day, self.client)
        lines = {line.name: line.deadline for line in row.duty_ids}
        self.assertEqual(
            lines,
            {"Contrat écrit": self.day, "Visite médicale": self.day + 90 * DAY},
            "neither of children nor of the end",
        )
        line = row.duty_ids[0]
        for _twice in range(2):
            line._tick(self.client, True)
        self.assertEqual((line.done_on, line.done_by_id), (self.day, self.client))
        line._tick(self.client, False)
        self.assertFalse(line.done_on or line.done_by_id)
        self.contract.name = "Autre texte"
        self.assertEqual(line.name, "Contrat écrit", "lists keep their words")
        manager = row.with_user(self.manager)
        with self.assertRefused(UserError, "last day"):
            manager.action_end()
        manager.ended_on = self.day + 10 * DAY
        manager.action_end()
        papers = row.duty_ids.filtered(lambda each: each.duty_id == self.papers)
        self.assertEqual(papers.deadline, self.day + 12 * DAY)
        self.assertEqual((row.state, row.closed_on), ("done", self.day))
        with self.assertRefused(UserError, "over"):
            manager.ended_on = self.day

    def test_nothing_of_the_employment_enters_the_cooperative_s_pay(self):
        counts = {name: self.env[name].search_count([]) for name in PAY}
        self._chosen()
        self.recruitment._hire(self.day, self.client)
        self.env.flush_all()
        for name, before in counts.items():
            self.assertEqual(self.env[name].search_count([]), before, name)
        self.assertFalse(self.solene.partner_id.employee)
        for name in ("oe.recruitment", "oe.pool.employee", "oe.recruitment.candidate"):
            reached = {field.comodel_name for field in self.env[name]._fields.values()}
            self.assertFalse(reached & {"hr.employee", "hr.version", "account.move"})

    def test_what_is_billed_is_an_ordinary_service(self):
        mission = self._mission(self.nadia)
        self.recruitment.mission_id = mission
        self.assertEqual(self.recruitment.order_id, mission.order_id)
        neighbour = self.env["res.partner"].create({"name": "Voisin"})
        with self.assertRefused(ValidationError, "another client"):
            self._recruitment(partner_id=neighbour.id, mission_id=mission.id)
        stranger = self._person("Loin", self.cae)
        with self.assertRefused(ValidationError, "not hosted"):
            self.recruitment.recruiter_id = stranger

    def test_steps_are_taken_by_buttons_only(self):
        row = self.recruitment.with_user(self.manager)
        candidate = self._candidates(self.solene).with_user(self.manager)
        for record, values in (
            (row, {"state": "hired"}),
            (row, {"chosen_id": candidate.id}),
            (candidate, {"state": "agreed"}),
            (candidate, {"is_presented": True}),
        ):
            with self.assertRaises(UserError):
                record.write(values)
        made = (
            self.env["oe.recruitment"]
            .with_user(self.manager)
            .with_context(default_state="hired")
            .create({"partner_id": self.client.id, "company_id": self.cae_sap.id})
        )
        self.assertEqual((made.state, len(made.criterion_ids)), ("draft", 4))
        self.assertRegex(made.name, r"REC/\d{4}/\d+")
        with Form(made) as form:
            form.title = "Jardin"
        made.action_cancel()
        self.assertEqual(made.closed_on, self.day)

    def test_the_folder_says_who_the_employer_is_on_each_page(self):
        said = self.env["oe.pool.reference"].create(
            {
                "employee_id": self.solene.id,
                "referee": "Mme Roy",
                "words": "Soigneuse",
                "phone": "02 77 77 77 77",
                "referee_agreed_on": self.day,
            }
        )
        said.action_called()
        said._agree(True)
        self.recruitment.tasks = "Une tâche\n" * 90
        self._chosen()
        self.recruitment._hire(self.day, self.client)
        texts = self._pages(self.recruitment.with_context(lang="fr_FR")._folder())
        self.assertGreater(len(texts), 1)
        for text in texts:
            self.assertIn("Vous êtes l'employeur", text.replace("’", "'"))
        whole = "\n".join(texts)
        for word in ("Soigneuse", "Solène", "Contrat écrit", "13,50"):
            self.assertIn(word, whole)
        for secret in ("Guého", "02 77", "06 11"):
            self.assertNotIn(secret, whole)

    def _pages(self, data):
        reader = PdfFileReader(BytesIO(data))
        return [page.extract_text() for page in reader.pages]

    def test_what_is_over_goes(self):
        row = self.recruitment
        row.with_user(self.manager).action_cancel()
        self.env["oe.recruitment"]._purge_expired()
        self.assertTrue(row.exists())
        row.sudo().closed_on = self.day - 800 * DAY
        self.env["oe.recruitment"]._purge_expired()
        self.assertFalse(row.exists())
