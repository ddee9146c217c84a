from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MissionCase


@tagged("post_install", "-at_install")
class TestTurn(MissionCase):
    """Proposals in turn: a silence is no answer, and never counts against anybody."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls.env["oe.entrepreneur"]
        for name in ("Nadia", "Paul", "Rose"):
            cls.people |= cls._worker(name)
        cls.mission = cls._mission()

    def _ask(self):
        self.mission.action_find_candidates()
        self.mission.action_propose_in_turn()
        return self.mission.proposal_ids.sorted("rank")

    def _late(self, proposal):
        proposal.deadline = fields.Datetime.subtract(fields.Datetime.now(), minutes=1)
        self.env["oe.mission.proposal"]._cron_turn()

    def test_one_is_asked_and_the_others_wait_their_turn(self):
        proposals = self._ask()
        self.assertEqual(proposals.mapped("state"), ["sent", "queued", "queued"])
        self.assertTrue(proposals[0].deadline)
        self.assertFalse(proposals[1].deadline)

    def test_declining_asks_the_next_at_once(self):
        proposals = self._ask()
        proposals[0]._answer(False)
        self.assertEqual(proposals.mapped("state"), ["declined", "sent", "queued"])

    def test_silence_asks_the_next_and_run_again_changes_nothing(self):
        proposals = self._ask()
        self._late(proposals[0])
        self.assertEqual(proposals.mapped("state"), ["expired", "sent", "queued"])
        self.env["oe.mission.proposal"]._cron_turn()
        self.assertEqual(proposals.mapped("state"), ["expired", "sent", "queued"])

    def test_a_late_yes_is_welcome_as_long_as_it_is_free(self):
        proposals = self._ask()
        self._late(proposals[0])
        self.assertEqual(proposals[0]._answer(True), "accepted")
        self.assertEqual(proposals.mapped("state"), ["accepted", "taken", "taken"])
        self.assertEqual(proposals[1]._answer(True), "taken")

    def test_neither_silence_nor_no_changes_the_ranking(self):
        self.mission.action_find_candidates()
        before = self.mission.candidate_ids.mapped("score")
        proposals = self._ask()
        self._late(proposals[0])
        proposals[1]._answer(False)
        self.mission.action_find_candidates()
        self.assertEqual(self.mission.candidate_ids.mapped("score"), before)

    def test_the_deadline_is_that_of_the_company(self):
        self.mission.company_id.oe_proposal_hours = 3
        proposal = self._ask()[0]
        wait = proposal.deadline - fields.Datetime.now()
        self.assertAlmostEqual(wait.total_seconds() / 3600, 3, places=1)

    def test_asking_twice_queues_nobody_twice(self):
        proposals = self._ask()
        self.mission.action_propose_in_turn()
        self.assertEqual(self.mission.proposal_ids, proposals)

    def test_whom_a_rule_refuses_meanwhile_is_passed_over(self):
        proposals = self._ask()
        second = proposals[1].entrepreneur_id
        second.affiliation_ids.date_end = "2026-01-31"
        proposals[0]._answer(False)
        self.assertEqual(proposals.mapped("state"), ["declined", "withdrawn", "sent"])

    def test_without_anybody_the_reason_is_told(self):
        self.people.affiliation_ids.date_end = "2026-01-31"
        self.mission.action_find_candidates()
        with self.assertRefused(UserError, "says why"):
            self.mission.action_propose_in_turn()

    def test_a_mail_goes_out_without_a_name(self):
        self.people.partner_id.email = "essai@example.com"
        proposals = self._ask()
        mail = self.env["mail.mail"].search(
            [("model", "=", proposals._name), ("res_id", "in", proposals.ids)]
        )
        self.assertEqual(len(mail), 1, "who waits a turn is not told")
        self.assertNotIn("Le Goff", mail.subject + mail.body_html)
        self.assertIn(f"/my/oe/proposals/{proposals[0].id}", mail.body_html)

    def test_cancelling_the_mission_withdraws_the_queue(self):
        proposals = self._ask()
        self.mission.action_cancel()
        self.assertEqual(set(proposals.mapped("state")), {"withdrawn"})

    def test_an_advisor_reads_and_does_not_propose(self):
        advisor = self._staff("advisor-turn", "advisor", self.cae_sap)
        self.mission.action_find_candidates()
        for button in ("action_propose", "action_propose_in_turn"):
            with self.assertRaises(AccessError):
                getattr(self._as(self.mission.candidate_ids, advisor), button)()
