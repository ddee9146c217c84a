import datetime

from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .home_common import HomeCase

JULY = datetime.date(2026, 7, 2)


@tagged("post_install", "-at_install")
class TestSatisfaction(HomeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mission = cls._mission(cls.worker)
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")
        cls._record(cls.visits[0])
        cls.anne = cls._portal(
            cls.daughter, "anne-opinion", ["oe_base.group_oe_client"], cls.cae_sap
        )

    def _ask(self, today=None):
        asked = self.env["oe.satisfaction"]._cron_ask(today)
        return asked.filtered(lambda row: row.mission_id == self.mission)

    def test_asked_after_the_first_visit_once(self):
        question = self._ask()
        self.assertEqual(question.quarter, "first")
        self.assertEqual(question.entrepreneur_ids, self.worker)
        self.assertTrue(self._mails(self.daughter))
        messages = self.env["oe.client.message"].search([])
        self.assertNotIn(self.daughter, messages.reader_id, "a card says it already")
        self.assertEqual(question.display_name, "First visit")
        self.assertFalse(self._ask())

    def test_then_each_quarter(self):
        self._ask().asked_on = "2026-06-02"
        question = self._ask(JULY)
        self.assertEqual(question.quarter, "2026-Q2")
        self.assertFalse(self._ask(JULY))

    def test_asked_for_the_first_visit_this_quarter_is_enough(self):
        first = self._ask()
        first.asked_on = JULY
        self.assertFalse(self._ask(JULY))

    def test_nobody_is_asked_without_a_visit_or_after_a_death(self):
        other = self._mission(self.other)
        self.assertNotIn(other, self.env["oe.satisfaction"]._cron_ask().mission_id)
        question = self.env["oe.satisfaction"].search(
            [("mission_id", "=", self.mission.id)]
        )
        question.unlink()
        self.client.oe_deceased_on = "2026-06-03"
        self.assertFalse(self._ask())

    def test_a_client_without_a_screen_is_called(self):
        self.client.oe_no_screen = True
        self._ask()
        self.assertIn("Satisfaction", self._calls().reason)

    def test_an_answer_counts_once(self):
        question = self._ask()
        question._answer(self.daughter, "4", " Très bien ", True)
        self.assertEqual(
            (question.comment, question.publish_consent, question.score),
            ("Très bien", True, 4),
        )
        with self.assertRefused(UserError, "given already"):
            question._answer(self.client, "1")
        with self.assertRefused(UserError, "four answers"):
            question._answer(self.client, "9")
        self.assertFalse(self.mission.activity_ids)
        self.assertEqual(self.mission.satisfaction_average, 4)

    def test_a_low_answer_makes_one_task_without_a_name(self):
        self._ask()._answer(self.daughter, "1")
        task = self.mission.activity_ids
        self.assertEqual(len(task), 1)
        self.assertNotIn("Goff", task.summary)
        self.mission._oe_ask_coordinator(task.summary)
        self.assertEqual(len(self.mission.activity_ids), 1)

    def test_by_phone_or_on_paper(self):
        wizard = Form(
            self._as("oe.satisfaction.wizard", self.advisor).with_context(
                active_id=self.mission.id
            )
        )
        wizard.rating = "3"
        wizard.channel = "paper"
        kept = wizard.save()
        kept.action_note()
        question = self.mission.satisfaction_ids
        self.assertEqual((question.rating, question.channel), ("3", "paper"))
        with self.assertRefused(UserError, "given already"):
            kept.copy({"rating": "1"}).action_note()

    def test_own_average_from_three_answers_on(self):
        model = self.env["oe.satisfaction"]
        for rank, rating in enumerate(("4", "4", "1")):
            self.assertIsNone(model._average(self.worker))
            row = model.create(
                {
                    "mission_id": self.mission.id,
                    "quarter": f"2025-Q{rank + 1}",
                    "entrepreneur_ids": [(4, self.worker.id)],
                }
            )
            row._answer(self.client, rating)
        self.assertEqual(model._average(self.worker), (3, 3))
        self.assertIsNone(model._average(self.other))

    def test_rights(self):
        question = self._ask()
        for user in (self.worker.user_id, self.anne):
            with self.assertRaises(AccessError):
                self._as(question, user).read(["rating"])
        self.assertEqual(
            self._as(question, self.advisor).read(["state"])[0]["id"], question.id
        )
        self.assertFalse(self._as(question, self.manager).has_access("write"))
        foreign = self._staff("advisor-foreign", "advisor", self.cae)
        with self.assertRaises(AccessError):
            self._as(question, foreign).read(["rating"])
