import datetime
import random

from psycopg2 import IntegrityError

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from odoo.addons.oe_base.calc import geo

from .common import MissionCase


@tagged("post_install", "-at_install")
class TestFacts(MissionCase):
    """The one query says what the rules in ``calc`` say."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.recruiter = cls.env.ref("oe_base.skill_recruiter")
        cls.mission = cls._mission()
        cls.person = cls._worker("Nadia Benali")
        cls.person.partner_id.write({"zip": "44100", "city": "Nantes"})

    def _row(self, person=None, mission=None, **options):
        mission = mission or self.mission
        rows = mission._match_facts(**options)
        person = person or self.person
        return next(row for row in rows if row["person_id"] == person.id)

    def _free(self, **values):
        return self.env["oe.availability"].create(
            {"entrepreneur_id": self.person.id, **values}
        )

    def test_random_assessments_are_judged_as_the_gate_judges(self):
        dice = random.Random(2026)
        people = self.env["oe.entrepreneur"]
        for number in range(40):
            people |= self._worker(f"P{number}", register_number=f"P{number}")
        day = fields.Date.to_date("2026-01-01")
        for person in people:
            for _n in range(dice.randrange(4)):
                start = day + datetime.timedelta(days=dice.randrange(220))
                level = self.env["oe.competence.assessment"].create(
                    {
                        "entrepreneur_id": person.id,
                        "skill_id": dice.choice([self.tutor.id, self.recruiter.id]),
                        "situation": "essai",
                        "savoir": str(dice.randrange(5)),
                        "vouloir": "4",
                        "pouvoir": str(dice.randrange(2, 5)),
                    }
                )
                end = start + datetime.timedelta(days=dice.randrange(120))
                level._set_judged("valid", start, dice.choice([end, False]))
        self.mission.requirement_ids = [
            (0, 0, {"skill_id": self.tutor.id, "minimum": 2}),
            (0, 0, {"skill_id": self.recruiter.id, "minimum": 1, "is_hard": False}),
        ]
        gates = self.env["oe.competence.assessment"]._gate(
            people,
            self.mission.requirement_ids._prepare_calc(),
            self.mission._period(),
        )
        rows = {row["person_id"]: row for row in self.mission._match_facts()}
        refused = 0
        for person in people:
            gate, row = gates[person.id], rows[person.id]
            self.assertEqual(row["hard_unmet"], len(gate.refusals), person.name)
            self.assertEqual(row["soft_met"], gate.soft_met, person.name)
            self.assertEqual(row["soft_total"], gate.soft_total)
            refused += bool(gate.refusals)
        self.assertTrue(0 < refused < len(people), "some pass, some do not")

    def test_the_distance_is_that_of_the_communes(self):
        here = self.client._oe_coordinates()
        there = self.person.partner_id._oe_coordinates()
        self.assertEqual(
            self._row()["distance_m"], geo.distance_m(*there, *here), "to the metre"
        )

    def test_coordinates_of_the_address_come_before_its_commune(self):
        self.client.write({"partner_latitude": 47.2, "partner_longitude": -1.5})
        there = self.person.partner_id._oe_coordinates()
        self.assertEqual(self._row()["distance_m"], geo.distance_m(*there, 47.2, -1.5))

    def test_the_place_of_the_work_comes_before_the_client_s_address(self):
        there = self.env["res.partner"].create(
            {"name": "Atelier", "zip": "44110", "city": "Châteaubriant"}
        )
        need = self._need(oe_place_id=there.id, oe_need_kind="firm")
        order = self._quotes(need)
        order.action_confirm()
        mission = order.oe_mission_ids
        self.assertEqual(mission.place_id, there)
        self.assertGreater(self._row(mission=mission)["distance_m"], 40_000)
        proposal = mission.proposal_ids.create(
            {"mission_id": mission.id, "entrepreneur_id": self.person.id}
        )
        self.assertEqual(proposal._portal_values()["city"], "Châteaubriant")

    def test_the_need_asks_for_competences_besides_its_services(self):
        asked = self.env["oe.service.requirement"].create(
            {"skill_id": self.tutor.id, "minimum": 4}
        )
        self.care.oe_requirement_ids = [
            (0, 0, {"skill_id": self.tutor.id, "minimum": 2})
        ]
        order = self._quotes(self._need(oe_requirement_ids=[(6, 0, asked.ids)]))
        order.action_confirm()
        self.assertEqual(order.oe_mission_ids.requirement_ids.mapped("minimum"), [4])

    def test_an_unknown_address_has_no_distance(self):
        self.person.partner_id.zip = False
        self.assertIsNone(self._row()["distance_m"])

    def _mission_of_july(self):
        """Mondays 9:00 to 12:00 of a month ahead, so that six weeks are ahead."""
        return self._mission(
            oe_date_start=fields.Date.add(fields.Date.today(), days=7),
            oe_date_end=fields.Date.add(fields.Date.today(), days=34),
        )

    def test_without_hours_nobody_is_free(self):
        mission = self._mission_of_july()
        self.assertEqual(self._row(mission=mission)["slots_missed"], 4)

    def test_hours_of_two_lines_that_touch_are_one(self):
        mission = self._mission_of_july()
        self._free(weekday="0", minute_start=480, minute_end=600)
        self._free(weekday="0", minute_start=600, minute_end=720)
        self.assertEqual(self._row(mission=mission)["slots_missed"], 0)

    def test_a_day_off_and_a_planned_visit_are_no_free_visits(self):
        mission = self._mission_of_july()
        self._free(weekday="0")
        slots = mission._occurrences(mission._match_today())
        self.assertEqual(self._row(mission=mission)["slots_missed"], 0)
        self._free(date=slots[0].start.date(), is_available=False)
        self.assertEqual(self._row(mission=mission)["slots_missed"], 1)
        other = self._mission(self.person)
        other.intervention_ids[0].write(
            {
                "planned_start": mission.company_id._oe_utc(slots[1].start),
                "planned_end": mission.company_id._oe_utc(slots[1].end),
            }
        )
        self.assertEqual(self._row(mission=mission)["slots_missed"], 2)

    def test_a_day_off_for_an_hour_refuses_a_visit_that_meets_it_only(self):
        mission = self._mission_of_july()
        self._free(weekday="0")
        slots = mission._occurrences(mission._match_today())
        day = slots[0].start.date()
        self._free(date=day, is_available=False, minute_start=720, minute_end=780)
        self.assertEqual(self._row(mission=mission)["slots_missed"], 0)

    def test_the_hours_of_a_running_mission_load_and_its_own_do_not(self):
        other = self._mission(self.person)
        self.assertEqual(self._row()["minutes_held"], 180)
        self.assertEqual(
            self._row(mission=other, people=self.person)["minutes_held"], 0
        )

    def test_a_language_and_a_choice_count_when_asked(self):
        lang = self.env.ref("base.lang_fr")
        self.mission.lang_ids = lang
        self.mission.chosen_ids = self.person
        self.mission.action_find_candidates()
        reasons = self.mission.candidate_ids.filtered(
            lambda row: row.entrepreneur_id == self.person
        ).reasons
        self.assertIn("speaks 0 of 1 languages asked", reasons)
        self.assertIn("chosen by the client", reasons)
        self.person.lang_ids = lang
        self.assertEqual(self._row()["langs"], [lang.id])

    def test_a_member_is_refused_with_the_rule(self):
        mission = self._mission(self.person)
        mission.seats = 2
        with self.assertRefused(UserError, "on this mission already"):
            mission._propose(self.person)

    def test_hosted_by_nobody_on_that_day_is_refused(self):
        self.person.affiliation_ids.date_end = "2026-05-31"
        self.mission.action_find_candidates()
        row = self.mission.candidate_ids.filtered(
            lambda r: r.entrepreneur_id == self.person
        )
        self.assertTrue(row.refused)
        self.assertIn("hosted by no cooperative", row.reasons)

    def test_ranking_is_one_query_whatever_the_number_of_missions(self):
        missions = self.mission | self._mission() | self._mission()
        missions._match_facts()
        with self.assertQueryCount(3):  # it, and a setting before and after
            missions._match_facts()

    def test_the_dispatch_keeps_the_best_of_each_and_makes_the_list_anew(self):
        for number in range(5):
            self._worker(f"P{number}", register_number=f"P{number}")
        missions = self.mission | self._mission()
        missions._dispatch(best=3)
        for mission in missions:
            self.assertEqual(mission.candidate_ids.mapped("rank"), [1, 2, 3])
        first = missions.candidate_ids.mapped("entrepreneur_id")
        missions._dispatch(best=3)
        self.assertEqual(missions.candidate_ids.mapped("entrepreneur_id"), first)

    def test_the_weekly_job_ranks_for_every_cooperative(self):
        lesson = self._service("Cours", 49, "tva_normale_encaissement", nature="other")
        ahead = {"oe_date_start": "2090-06-01", "oe_date_end": "2090-06-30"}
        missions = self._mission(**ahead) | self._mission(lines=[(lesson, 60)], **ahead)
        self.assertEqual(missions.company_id, self.cae_sap | self.cae)
        self.env["oe.mission"]._cron_dispatch()
        for mission in missions:
            self.assertIn(self.person, mission.candidate_ids.entrepreneur_id)

    def test_weights_are_settings_and_one_of_those_that_always_apply_counts(self):
        company = self.mission.company_id
        before = self._score()
        company.write({"oe_weight_distance": 100, "oe_weight_load": 0})
        self.assertNotEqual(self._score(), before)
        nil = {"oe_weight_distance": 0, "oe_weight_continuity": 0}
        with self.assertRefused(IntegrityError), mute_logger("odoo.sql_db"):
            company.write(nil)
            self.env.flush_all()

    def _score(self):
        self.mission.action_find_candidates()
        return self.mission.candidate_ids.filtered(
            lambda row: row.entrepreneur_id == self.person
        ).score
