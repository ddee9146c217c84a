import re

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import MissionCase


@tagged("post_install", "-at_install")
class TestMatching(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.care.oe_requirement_ids = [(0, 0, {"skill_id": cls.tutor.id, "minimum": 3})]
        cls.able = cls._worker("Nadia Benali")
        cls._assess(cls.able, cls.tutor, 3)
        cls.near = {"zip": "44000", "city": "Nantes"}
        cls.able.partner_id.write(cls.near)
        cls.env["oe.availability"].create(
            {"entrepreneur_id": cls.able.id, "weekday": "0"}
        )
        cls.mission = cls._mission()

    def _row(self, person):
        self.mission.action_find_candidates()
        return self.mission.candidate_ids.filtered(
            lambda row: row.entrepreneur_id == person
        )

    def test_the_able_neighbour_is_first_with_her_reasons(self):
        row = self._row(self.able)
        self.assertEqual(row.rank, 1)
        self.assertFalse(row.refused)
        self.assertIn("free on 5 of 5 visits", row.reasons)
        self.assertIn("0 km away", row.reasons)
        parts = [self._numbers(line) for line in row.reasons.splitlines()]
        self.assertEqual(sum(weight for _share, weight in parts), 100)
        mean = sum(share * weight for share, weight in parts) / 100
        self.assertAlmostEqual(row.score, mean, delta=1)

    def _numbers(self, line):
        """(share, weight) of "…: 84 %, weighs 29 %"."""
        return tuple(int(number) for number in re.findall(r"(\d+) %", line)[-2:])

    def test_without_the_competence_one_is_listed_with_the_rule(self):
        other = self._worker("Paul Martin")
        row = self._row(other)
        self.assertTrue(row.refused)
        self.assertIn("Tutor", row.reasons)
        with self.assertRefused(UserError, "Paul Martin", "Tutor"):
            row.action_propose()

    def test_beyond_the_limit_one_is_refused_with_both_distances(self):
        self.able.partner_id.write({"zip": "44110", "city": "Châteaubriant"})
        row = self._row(self.able)
        self.assertTrue(row.refused)
        self.assertIn("limit of 20 km", row.reasons)

    def test_without_contract_in_the_selling_company_one_is_refused(self):
        other = self._person("Ailleurs", self.cae)
        self._assess(other, self.tutor, 4)
        row = self._row(other)
        self.assertTrue(row.refused)
        self.assertIn(self.cae_sap.name, row.reasons)

    def test_ranking_again_makes_the_list_anew(self):
        self._row(self.able)
        first = len(self.mission.candidate_ids)
        self._row(self.able)
        self.assertEqual(len(self.mission.candidate_ids), first)

    def test_proposing_twice_is_one_proposal(self):
        row = self._row(self.able)
        row.action_propose()
        row.action_propose()
        self.assertEqual(len(self.mission.proposal_ids), 1)
        self.assertEqual(self.mission.state, "proposed")

    def test_accepting_staffs_and_plans_and_the_other_reads_taken(self):
        second = self._worker("Paul Martin")
        self._assess(second, self.tutor, 4)
        first = self.mission._propose(self.able)
        late = self.mission._propose(second)
        self.assertEqual(first._answer(True), "accepted")
        self.assertEqual(self.mission.state, "staffed")
        self.assertEqual(late.state, "taken")
        self.assertEqual(late._answer(True), "taken")
        self.assertEqual(self.mission.member_ids.entrepreneur_id, self.able)

    def test_declining_changes_no_score(self):
        before = self._row(self.able).score
        proposal = self.mission._propose(self.able)
        self.assertEqual(proposal._answer(False), "declined")
        self.assertEqual(self._row(self.able).score, before)
        with self.assertRefused(UserError, "already"):
            proposal._answer(True)

    def test_a_competence_that_expired_meanwhile_refuses_the_acceptance(self):
        proposal = self.mission._propose(self.able)
        self.env["oe.competence.assessment"].search([])._set_judged(
            "valid",
            fields.Date.to_date("2025-01-01"),
            fields.Date.to_date("2026-06-15"),
        )
        with self.assertRefused(UserError, "expires"):
            proposal._answer(True)
        self.assertEqual(proposal.state, "sent")

    def test_ranking_costs_the_same_number_of_queries_for_ten_more(self):
        self._worker("Sans compétence")
        self.env.flush_all()
        self.mission._prepare_candidates()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.mission._prepare_candidates()
        base = self.cr.sql_log_count - before
        for number in range(10):
            self._worker(f"Personne {number}", register_number=f"N{number}")
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.cr.sql_log_count
        self.mission._prepare_candidates()
        self.assertLessEqual(self.cr.sql_log_count - before, base + 2)
