import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from ..calc import competence
from ..calc.period import Period
from .common import OeCase


@tagged("post_install", "-at_install")
class TestCompetence(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.tutor = cls.env.ref("oe_base.skill_tutor")
        cls.person = cls._person("Nadia Benali", login="nadia-competence")
        cls.manager = cls._staff("manager-competence", "manager")

    def _self_assess(self, savoir, vouloir, pouvoir, user=None):
        return self._as("oe.competence.assessment", user or self.person.user_id).create(
            {
                "entrepreneur_id": self.person.id,
                "skill_id": self.tutor.id,
                "situation": "Aide à domicile",
                "savoir": str(savoir),
                "vouloir": str(vouloir),
                "pouvoir": str(pouvoir),
            }
        )

    def test_level_is_the_lowest_axis_and_names_it(self):
        row = self._self_assess(3, 4, 1)
        self.assertEqual((row.level, row.limiting_axis), (1, "pouvoir"))
        row = self._self_assess(1, 4, 4)
        self.assertEqual((row.level, row.limiting_axis), (1, "savoir"))
        row = self._self_assess(2, 2, 2)
        self.assertEqual(row.limiting_axis, "pouvoir")

    def test_self_assessment_cannot_come_in_validated(self):
        row = self._as("oe.competence.assessment", self.person.user_id).create(
            {
                "entrepreneur_id": self.person.id,
                "skill_id": self.tutor.id,
                "situation": "x",
                "savoir": "4",
                "vouloir": "4",
                "pouvoir": "4",
                "state": "valid",
                "date_start": "2026-01-01",
            }
        )
        self.assertEqual(row.state, "self")
        self.assertEqual(self.person._level(self.tutor), 0)

    def test_a_hostile_context_grants_nothing(self):
        hostile = self._as(
            "oe.competence.assessment", self.person.user_id
        ).with_context(
            default_state="valid",
            default_date_start="2020-01-01",
            default_validator_id=self.manager.id,
        )
        row = hostile.create(
            {
                "entrepreneur_id": self.person.id,
                "skill_id": self.tutor.id,
                "situation": "x",
                "savoir": "4",
                "vouloir": "4",
                "pouvoir": "4",
            }
        )
        self.assertEqual((row.state, bool(row.validator_id)), ("self", False))
        self.assertEqual(self.person._level(self.tutor), 0)

    def test_an_entrepreneur_cannot_validate_nor_write_a_state(self):
        row = self._self_assess(4, 4, 4)
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            row.action_validate()
        for values in ({"state": "valid"}, {"savoir": "4"}):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                row.write(values)  # AccessError is a UserError too

    def test_even_a_manager_uses_the_buttons(self):
        row = self._as(self._self_assess(3, 3, 3), self.manager)
        with self.assertRefused(UserError, "buttons"):
            row.write({"state": "valid"})

    def test_validation_starts_24_months_and_reaches_the_employee(self):
        row = self._as(self._self_assess(3, 3, 3), self.manager)
        row.action_validate()
        today = fields.Date.context_today(row)
        self.assertEqual(row.date_end, fields.Date.add(today, months=24, days=-1))
        employee = self.person.affiliation_ids.employee_id
        skill = employee.employee_skill_ids.filtered(
            lambda line: line.skill_id == self.tutor
        )
        self.assertEqual(skill.level_progress, 75)
        with self.assertRefused(UserError, "already"):
            row.action_validate()

    def test_a_judged_assessment_does_not_change(self):
        row = self._as(self._self_assess(3, 3, 3), self.manager)
        row.action_validate()
        with self.assertRefused(UserError, "history"):
            row.write({"savoir": "4"})

    def test_one_grants_no_more_than_one_holds(self):
        judge = self._person("Paul Judge")
        self.manager.partner_id = judge.partner_id
        row = self._as(self._self_assess(3, 3, 3), self.manager)
        with self.assertRefused(UserError, "3", "Tutor"):
            row.action_validate()
        self._assess(judge, self.tutor, 3)
        row.action_validate()
        self.assertEqual(row.state, "valid")

    def _refusals(self, minimum, start, end=None, people=None):
        people = people or self.person
        gates = self.env["oe.competence.assessment"]._gate(
            people,
            [competence.Requirement(self.tutor.id, minimum)],
            Period(start, end),
        )
        return gates[people[0].id].refusals

    def test_gate_missing_then_too_low_then_open(self):
        start = datetime.date(2026, 12, 1)
        (refusal,) = self._refusals(3, start)
        self.assertEqual(refusal.code, "competence.not_assessed")
        self._assess(self.person, self.tutor, 2, "2026-02-01")
        (refusal,) = self._refusals(3, start)
        self.assertEqual(refusal.code, "competence.level_too_low")
        self.assertEqual(refusal.get("level"), 2)
        self._assess(self.person, self.tutor, 3, "2026-03-01")
        self.assertEqual(self._refusals(3, start), ())

    def test_gate_checks_the_whole_period_of_the_mission(self):
        # training.md: mission 1 to 31 December, valid until the 15th: refused.
        self._assess(self.person, self.tutor, 3, "2026-02-01", "2026-12-15")
        (refusal,) = self._refusals(
            3, datetime.date(2026, 12, 1), datetime.date(2027, 1, 1)
        )
        self.assertEqual(refusal.code, "competence.expires_before_end")
        explain = self.env["oe.competence.assessment"]._explain_refusal
        self.assertIn("2026", explain(refusal))

    def test_gate_costs_the_same_number_of_queries_for_one_and_for_fifty(self):
        people = self.person
        for number in range(49):
            people |= self._person(f"Personne {number}", self.association, "volunteer")
        self._assess(self.person, self.tutor, 3)
        self.env.flush_all()
        for crowd in (self.person, people):
            self.env.invalidate_all()
            with self.assertQueryCount(3):
                self._refusals(3, datetime.date(2026, 12, 1), people=crowd)
