import datetime

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_base.tests.common import PASSWORD

from .common import MissionCase


@tagged("post_install", "-at_install")
class TestReplacement(MissionCase, HttpCase):
    """Exactly the visits concerned, told to the client, back to the first after."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia = cls._worker("Nadia Benali", login="nadia-rempl")
        cls.paul = cls._worker("Paul Martin", login="paul-rempl")
        cls.today = fields.Date.today()
        cls.end = cls.today + datetime.timedelta(days=34)
        cls.mission = cls._mission(
            oe_date_start=cls.today + datetime.timedelta(days=1), oe_date_end=cls.end
        )
        cls.mission._propose(cls.nadia)._answer(True)
        cls.mission._plan_days(Period(cls.today, cls.end))
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")

    def _day(self, visit):
        return visit.company_id._oe_wall(visit.planned_start).date()

    def _ask(self, *visits):
        days = [self._day(visit) for visit in visits]
        return self.env["oe.replacement"]._ask(self.nadia, min(days), max(days))

    def _fill(self, wanted, person=None):
        return wanted._propose(person or self.paul)._answer(True)

    def test_exactly_the_visits_of_the_days_are_looked_for(self):
        wanted = self._ask(self.visits[0], self.visits[1])
        self.assertEqual(wanted.visit_ids, self.visits[:2])
        self.assertEqual(wanted.missing, 2)

    def test_asked_twice_is_looked_for_once_and_more_days_add_the_rest(self):
        first = self._ask(self.visits[0])
        self.assertEqual(self._ask(self.visits[0]), first)
        both = self._ask(self.visits[0], self.visits[1])
        self.assertEqual((both - first).visit_ids, self.visits[1])
        self.assertEqual(first.visit_ids, self.visits[0])

    def test_filled_by_another_who_then_goes_and_the_first_comes_back(self):
        wanted = self._ask(self.visits[0])
        self.assertEqual(self._fill(wanted), "accepted")
        self.assertEqual(wanted.state, "filled")
        self.assertEqual(self.visits[0].entrepreneur_id, self.paul)
        self.assertEqual(self.visits[0].replaced_id, self.nadia)
        self.assertEqual(self.visits[1:].entrepreneur_id, self.nadia)
        self.assertEqual(self.mission.member_ids.entrepreneur_id, self.nadia)
        self.mission._plan_ahead()
        self.assertEqual(self.visits[0].entrepreneur_id, self.paul, "kept by hand")
        later = self.mission._prepare_visit(
            (self.mission.pattern_ids.id, self._day(self.visits[-1])),
            self.mission._occurrences(self.today)[-1],
        )
        self.assertEqual(later["entrepreneur_id"], self.nadia.id)

    def test_the_client_is_told_who_comes(self):
        before = self.env["oe.client.message"].search_count([])
        calls = self.env["oe.call.task"].search_count([])
        self._fill(self._ask(self.visits[0]))
        told = self.env["oe.client.message"].search_count([]) - before
        called = self.env["oe.call.task"].search_count([]) - calls
        self.assertTrue(told or called)

    def test_of_two_who_accept_one_comes_and_the_other_reads_taken(self):
        rose = self._worker("Rose")
        wanted = self._ask(self.visits[0])
        late = wanted._propose(rose)
        self._fill(wanted)
        self.assertEqual(late.state, "taken")
        self.assertEqual(late._answer(True), "taken")

    def test_in_turn_and_urgent_within_two_days(self):
        company = self.mission.company_id
        company.write({"oe_proposal_hours": 24, "oe_urgent_hours": 2})
        wanted = self._ask(self.visits[3])
        self.assertEqual(wanted._hours_to_answer(), 24)
        start = fields.Datetime.add(fields.Datetime.now(), hours=40)
        self.visits[3].write(
            {"planned_start": start, "planned_end": fields.Datetime.add(start, hours=3)}
        )
        self.assertEqual(wanted._hours_to_answer(), 2)
        self._worker("Rose")
        wanted.action_find_candidates()
        self.assertNotIn(self.nadia, wanted.candidate_ids.entrepreneur_id)
        wanted.candidate_ids.filtered(
            lambda row: not row.refused
        ).action_propose_in_turn()
        self.assertEqual(
            wanted.proposal_ids.sorted("rank").mapped("state"), ["sent", "queued"]
        )
        wanted.proposal_ids.sorted("rank")[0]._answer(False)
        self.assertEqual(
            wanted.proposal_ids.sorted("rank").mapped("state"), ["declined", "sent"]
        )

    def test_candidates_are_judged_on_these_visits(self):
        day = self._day(self.visits[0])
        self.env["oe.availability"].create(
            {"entrepreneur_id": self.paul.id, "date": day}
        )
        wanted = self._ask(self.visits[0])
        wanted.action_find_candidates()
        row = wanted.candidate_ids.filtered(lambda r: r.entrepreneur_id == self.paul)
        self.assertIn("free on 1 of 1 visits", row.reasons)
        self.assertFalse(self.mission.candidate_ids, "the mission's own list is apart")

    def test_coming_after_all_takes_back_what_is_not_filled(self):
        wanted = self._ask(self.visits[0], self.visits[1])
        proposal = wanted._propose(self.paul)
        wanted._take_back()
        self.assertEqual(proposal.state, "withdrawn")
        self.assertFalse(self.visits.replacement_id)
        with self.assertRefused(UserError, "any more"):
            wanted._take_back()
        with self.assertRefused(UserError, "any more"):
            wanted._propose(self.paul)

    def test_dates_without_sense_or_visits_are_refused(self):
        ask = self.env["oe.replacement"]._ask
        with self.assertRefused(UserError, "first and the last day"):
            ask(self.nadia, self.today, self.today - datetime.timedelta(days=1))
        with self.assertRefused(UserError, "first and the last day"):
            ask(self.nadia, self.today, self.today + datetime.timedelta(days=400))
        with self.assertRefused(UserError, "No visit"):
            ask(self.paul, self.today, self.end)

    def test_rate_and_delay_are_those_of_the_rule(self):
        wanted = self._ask(self.visits[0])
        other = self._ask(self.visits[1])
        self._fill(wanted)
        wanted.asked_on = fields.Datetime.subtract(self.visits[0].replaced_on, hours=6)
        self.env.flush_all()
        rows = self.env["oe.replacement.report"].search(
            [("mission_id", "=", self.mission.id)]
        )
        self.assertEqual(sorted(rows.mapped("rate")), [0, 100])
        self.assertEqual(max(rows.mapped("delay_hours")), 6)
        other._take_back()
        self.env.flush_all()
        self.assertEqual(
            self.env["oe.replacement.report"].search_count(
                [("mission_id", "=", self.mission.id)]
            ),
            1,
        )

    def test_the_office_asks_for_visits_and_an_advisor_does_not(self):
        advisor = self._staff("advisor-rempl", "advisor", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(self.visits[0], advisor).action_ask_replacement()
        manager = self._staff("manager-rempl", "manager", self.cae_sap)
        self._as(self.visits[0], manager).action_ask_replacement()
        self.assertEqual(self.visits[0].replacement_id.state, "open")

    def test_a_suspension_takes_the_visits_ahead_and_brings_them_back(self):
        moved = self.visits[1]
        later = fields.Datetime.add(moved.planned_start, hours=1)
        moved.write(
            {"planned_start": later, "planned_end": fields.Datetime.add(later, hours=3)}
        )
        self.visits[2]._call_off("client")
        self.mission.action_suspend()
        self.assertEqual(set(self.visits.mapped("state")), {"cancelled"})
        self.mission.action_resume()
        self.assertEqual(
            (self.visits - self.visits[2]).mapped("state"), ["planned"] * 4
        )
        self.assertEqual(self.visits[2].state, "cancelled", "the client's own stays")
        self.assertEqual(moved.planned_start, later, "as a hand had moved it")
        self.assertEqual(self.visits[0].entrepreneur_id, self.nadia)

    def test_who_is_elsewhere_meanwhile_does_not_come_back(self):
        self.mission.action_suspend()
        other = self._mission(
            oe_date_start=self.today + datetime.timedelta(days=1),
            oe_date_end=self.end,
        )
        other._propose(self.nadia)._answer(True)
        other._plan_days(Period(self.today, self.end))
        self.mission.action_resume()
        self.assertEqual(set(self.visits.mapped("state")), {"planned"})
        self.assertFalse(self.visits.entrepreneur_id, "they look for somebody")

    # -- pages ---------------------------------------------------------------------

    def _post(self, route, **data):
        data.setdefault("csrf_token", Request.csrf_token(self))
        return self.url_open(route, data=data, timeout=60)

    def test_ask_and_take_back_by_the_page(self):
        self.authenticate("nadia-rempl", PASSWORD)
        visit = self.visits[0]
        page = self.url_open(f"/my/oe/replacements?visit={visit.id}").text
        self.assertIn("Jeanne Le Goff", page)
        self._post("/my/oe/replacements/ask", visit=visit.id)
        wanted = visit.replacement_id
        self.assertEqual(wanted.state, "open")
        self._post(f"/my/oe/replacements/{wanted.id}/back")
        self.assertEqual(wanted.state, "cancelled")
        page = self._post("/my/oe/replacements/ask", start="hier", end="x").text
        self.assertIn("premier et le dernier jour", page)

    def test_another_person_touches_nothing(self):
        wanted = self._ask(self.visits[0])
        self.authenticate("paul-rempl", PASSWORD)
        visit = self.visits[1]
        for response in (
            self.url_open(f"/my/oe/replacements?visit={visit.id}"),
            self._post("/my/oe/replacements/ask", visit=visit.id),
            self._post("/my/oe/replacements/ask", visit="x"),
            self._post(f"/my/oe/replacements/{wanted.id}/back"),
        ):
            self.assertEqual(response.status_code, 404)
        self.assertEqual(wanted.state, "open")
        self.assertEqual(
            self._post("/my/oe/replacements/ask", csrf_token="x").status_code, 400
        )
        self.authenticate(None, None)
        self.assertIn("/web/login", self.url_open("/my/oe/replacements").url)

    def test_the_rpc_shows_no_replacement_to_an_entrepreneur(self):
        wanted = self._ask(self.visits[0])
        with self.assertRaises(AccessError):
            self._as(wanted, self.nadia.user_id).read(["state"])
