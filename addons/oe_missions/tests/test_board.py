import datetime

from odoo import fields
from odoo.exceptions import AccessError
from odoo.tests import tagged

from odoo.addons.oe_base.calc.period import Period

from .common import MissionCase


@tagged("post_install", "-at_install")
class TestBoard(MissionCase):
    """What waits stands on the board, with the one action that ends it."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia = cls._worker("Nadia Benali")
        cls.paul = cls._worker("Paul Martin")
        today = fields.Date.today()
        cls.mission = cls._mission(
            oe_date_start=today + datetime.timedelta(days=1),
            oe_date_end=today + datetime.timedelta(days=34),
        )
        cls.mission._propose(cls.nadia)._answer(True)
        cls.mission._plan_days(Period(today, today + datetime.timedelta(days=34)))
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")

    def _count(self, kind):
        self.env.flush_all()
        self.env.invalidate_all()
        rows = self.env["oe.mission.board"].search(
            [("kind", "=", kind), ("company_id", "=", self.cae_sap.id)]
        )
        return rows.count if rows else 0

    def _unfilled(self):
        return self.env["oe.intervention"].search(
            [("is_unfilled", "=", True), ("mission_id", "=", self.mission.id)]
        )

    def test_a_visit_without_anybody_or_whose_person_cannot_come_is_unfilled(self):
        self.assertFalse(self._unfilled())
        before = self._count("unfilled")
        self.visits[0].entrepreneur_id = False
        self.visits[1].action_ask_replacement()
        self.assertEqual(self._unfilled(), self.visits[:2])
        self.assertEqual(self._count("unfilled"), before + 2)
        self.assertTrue(self.visits[0].is_unfilled)
        self.assertFalse(self.visits[2].is_unfilled)

    def test_one_action_finds_somebody_also_where_nobody_was_planned(self):
        visit = self.visits[0]
        visit.entrepreneur_id = False
        action = visit.action_find_somebody()
        people = self.env["oe.mission.candidate"].search(action["domain"])
        self.assertIn(self.paul, people.entrepreneur_id)
        self.assertEqual(visit.action_find_somebody()["domain"], action["domain"])
        people = self.env["oe.mission.candidate"].search(action["domain"])
        people.filtered(lambda row: row.entrepreneur_id == self.paul).action_propose()
        proposal = visit.replacement_id.proposal_ids
        self.assertEqual(proposal._answer(True), "accepted")
        self.assertEqual(visit.entrepreneur_id, self.paul)
        self.assertFalse(visit.is_unfilled)
        self.assertEqual(visit.replacement_id.state, "filled")

    def test_applications_missions_without_anybody_asked_and_visits_not_recorded(self):
        before = {kind: self._count(kind) for kind in ("applications", "unstaffed")}
        mission = self._mission(oe_date_end="2030-01-01")
        mission.is_open = True
        self.assertEqual(self._count("unstaffed"), before["unstaffed"] + 1)
        mission._apply(self.paul)
        self.assertEqual(self._count("unstaffed"), before["unstaffed"])
        self.assertEqual(self._count("applications"), before["applications"] + 1)
        old = self._mission(self.nadia, weekday="2")
        self.assertGreaterEqual(
            self._count("unrecorded"), len(old.intervention_ids) - 1
        )

    def test_hours_of_past_months_are_to_invoice(self):
        before = self._count("to_invoice")
        old = self._mission(self.nadia, weekday="2")
        self._record(old.intervention_ids.sorted("planned_start")[0])
        self.assertEqual(self._count("to_invoice"), before + 1)

    def test_each_kind_opens_where_it_is_dealt_with(self):
        board = self.env["oe.mission.board"]
        self.assertEqual(
            set(board._targets()), set(dict(board._fields["kind"].selection))
        )
        self.visits[0].entrepreneur_id = False
        self.env.flush_all()
        row = board.search(
            [("kind", "=", "unfilled"), ("company_id", "=", self.cae_sap.id)]
        )
        action = row.action_open()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertIn(self.visits[0], found)

    def test_the_load_is_what_is_planned_beside_what_is_wanted(self):
        self.nadia.wanted_hours_week = 6
        self.env.flush_all()
        rows = self.env["oe.load.report"].search(
            [("entrepreneur_id", "=", self.nadia.id)]
        )
        self.assertEqual(set(rows.mapped("hours")), {3})
        self.assertEqual(set(rows.mapped("load")), {50})

    def test_an_advisor_reads_an_accountant_and_another_company_do_not(self):
        self.visits[0].entrepreneur_id = False
        self.env.flush_all()
        board = self.env["oe.mission.board"]
        advisor = self._staff("advisor-board", "advisor", self.cae_sap)
        self.assertTrue(self._as(board, advisor).search([]))
        stranger = self._staff("advisor-board-2", "advisor", self.cae)
        mine = ("company_id", "=", self.cae_sap.id)
        self.assertFalse(self._as(board, stranger).search([mine]))
        with self.assertRaises(AccessError):
            self._as(self.visits[0], advisor).action_find_somebody()
        with self.assertRaises(AccessError):
            self._as(
                board,
                self._portal(
                    self.daughter,
                    "anne-board",
                    ["oe_base.group_oe_client"],
                    self.cae_sap,
                ),
            ).search([])
