"""What is owed stays owed, and one that fails stops no other."""

import datetime
import importlib.util
from unittest import mock

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import Form, tagged
from odoo.tools import file_path, mute_logger

from .common import JUNE
from .home_common import HomeCase
from .test_home import june
from .week_common import WeekCase

SCRIPT = "oe_missions/migrations/19.0.1.2.0/post-migration.py"
SATISFACTION = "odoo.addons.oe_missions.models.satisfaction"


@tagged("post_install", "-at_install")
class TestOwed(HomeCase):
    def test_visits_up_to_the_death_are_recorded_those_after_are_not(self):
        mission = self._mission(self.worker)
        before, *after = mission.intervention_ids.sorted("planned_start")
        form = Form(
            self._as("oe.death.wizard", self.manager).with_context(
                default_partner_id=self.client.id
            )
        )
        form.day = before.planned_start.date()
        self.assertEqual(form.visit_count, len(after))
        form.save().action_close()
        self.assertEqual((before.state, mission.state), ("planned", "done"))
        self.assertEqual({visit.state for visit in after}, {"cancelled"})
        self.assertEqual(self._record(before), "recorded")

    def test_past_its_last_day_a_mission_closes_once_all_is_recorded(self):
        mission = self._mission(self.worker)
        mission.date_end = june(7)
        mission._plan_ahead(from_start=True)
        visit, *later = mission.intervention_ids.sorted("planned_start")
        for late in later:
            late._call_off("office")
        missions = self.env["oe.mission"]
        missions._cron_plan()
        self.assertEqual(mission.state, "staffed", "hours are still to record")
        self._record(visit)
        with freeze_time("2026-06-07 20:00:00"):
            missions._cron_plan()
        self.assertEqual(mission.state, "running", "the last day is not over")
        missions._cron_plan()
        self.assertEqual(mission.state, "done")

    def test_the_night_the_clocks_change_has_its_hour(self):
        mission = self._mission(self.worker)
        mission.date_end = datetime.date(2026, 10, 31)
        visit = mission.intervention_ids[0]
        night = datetime.datetime(2026, 10, 25)
        with freeze_time("2026-10-20 10:00:00"):
            visit._move_to(
                {
                    "planned_start": datetime.datetime(2026, 10, 24, 23, 0),
                    "planned_end": datetime.datetime(2026, 10, 25, 3, 0),
                }
            )
        visit._record(
            night.replace(hour=1), night.replace(hour=4), not_signed_reason="asleep"
        )
        self.assertEqual(visit.worked_minutes, 4 * 60)

    def test_one_cooperative_that_cannot_ask_stops_no_other(self):
        mission = self._mission(self.worker)
        self._record(mission.intervention_ids.sorted("planned_start")[0])
        model = self.env["oe.satisfaction"]
        with (
            mock.patch.object(type(model), "_tell_asked", side_effect=UserError("x")),
            mute_logger(SATISFACTION),
        ):
            self.assertFalse(model._cron_ask())
        self.assertFalse(mission.satisfaction_ids)
        self.assertEqual(model._cron_ask().mission_id, mission)

    def test_a_run_of_another_month_is_waited_for(self):
        runs = self.env["oe.invoice.run"]
        run = runs._start(self.cae_sap, JUNE.start)
        self.assertEqual(runs._start(self.cae_sap, JUNE.start), run)
        with self.assertRefused(UserError, "wait until they are done"):
            runs._start(self.cae_sap, JUNE.end)

    def test_who_called_is_noted_by_the_buttons_only(self):
        values = {
            "partner_id": self.client.id,
            "company_id": self.cae_sap.id,
            "subject": "Visite",
            "body": "Demain 9 h",
            "reason": "Sans écran",
        }
        calls = self._as("oe.call.task", self.advisor)
        with self.assertRefused(UserError, "note who called"):
            calls.create({**values, "state": "done"})
        self.assertEqual(calls.create(values).state, "todo")

    def test_an_entrepreneur_reads_no_proposal_before_its_turn(self):
        mission = self._mission()
        mission.action_find_candidates()
        mission.action_propose_in_turn()
        queued = mission.proposal_ids.filtered(lambda row: row.state == "queued")
        sent = mission.proposal_ids - queued
        self.assertTrue(queued and sent)
        for row, seen in ((queued[0], False), (sent, True)):
            mine = self._as("oe.mission.proposal", row.entrepreneur_id.user_id)
            self.assertEqual(bool(mine.search([("id", "=", row.id)])), seen)

    def test_an_update_brings_that_rule_to_what_exists(self):
        rule = self.env.ref("oe_missions.oe_mission_proposal_rule_entrepreneur")
        new = rule.domain_force
        rule.domain_force = "[('entrepreneur_id.partner_id', '=', user.partner_id.id)]"
        spec = importlib.util.spec_from_file_location("script", file_path(SCRIPT))
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _again in range(2):
            script.migrate(self.env.cr, "19.0.1.1.0")
        self.assertEqual(rule.domain_force, new)


@tagged("post_install", "-at_install")
class TestAsideIsTold(WeekCase):
    def test_the_coordinator_has_one_task_for_all_records(self):
        visit = self.visit
        drafts = self.env["oe.visit.draft"]
        for rank in range(2):
            drafts.create(
                {
                    "intervention_id": visit.id,
                    "entrepreneur_id": self.nadia.id,
                    "sent_ref": f"{self.nadia.id}:told-{rank}",
                    "reason": "moved",
                    "start": visit.planned_start,
                    "end": visit.planned_end,
                }
            )
            drafts._choose(self.nadia, f"told-{rank}", "ask")
        tasks = visit.mission_id.activity_ids.mapped("summary")
        self.assertEqual(len([t for t in tasks if "set aside" in t]), 1)
