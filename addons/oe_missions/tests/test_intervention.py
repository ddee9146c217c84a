import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oe_base.calc.period import Period

from .common import JUNE, PIXEL, MissionCase


@tagged("post_install", "-at_install")
class TestIntervention(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali")
        cls.mission = cls._mission(cls.worker)
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")
        cls.visit = cls.visits[0]

    def test_five_mondays_of_june_are_planned_in_wall_time(self):
        self.assertEqual(len(self.visits), 5)
        walls = [self.cae_sap._oe_wall(v.planned_start) for v in self.visits]
        self.assertEqual({wall.weekday() for wall in walls}, {0})
        self.assertEqual({wall.hour for wall in walls}, {9})
        ends = {self.cae_sap._oe_wall(v.planned_end).hour for v in self.visits}
        self.assertEqual(ends, {12})
        self.assertEqual(self.visit.planned_start, datetime.datetime(2026, 6, 1, 7))

    def test_planning_again_changes_nothing_and_keeps_what_a_hand_moved(self):
        moved = self.visits[1]
        moved.write(
            {
                "planned_start": datetime.datetime(2026, 6, 9, 12),
                "planned_end": datetime.datetime(2026, 6, 9, 15),
                "is_manual": True,
            }
        )
        self.visits[2].action_cancel()
        before = self.mission.intervention_ids.ids
        self.mission._plan_days(JUNE)
        self.assertEqual(self.mission.intervention_ids.ids, before)
        self.assertEqual(moved.planned_start, datetime.datetime(2026, 6, 9, 12))
        self.assertEqual(self.visits[2].state, "cancelled")

    def test_recording_splits_the_hours_over_the_services(self):
        self.assertEqual(self._record(self.visit), "recorded")
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.visit.part_ids.mapped("billed_minutes"), [60, 120])
        hours = self.env["account.analytic.line"].search(
            [("oe_part_id", "in", self.visit.part_ids.ids)], order="oe_part_id"
        )
        self.assertEqual(hours.mapped("unit_amount"), [1.0, 2.0])
        self.assertEqual(hours.so_line, self.mission.order_id.order_line)
        self.assertEqual(set(hours.mapped("amount")), {0.0})
        self.assertEqual(
            self.mission.order_id.order_line.mapped("qty_delivered"), [1.0, 2.0]
        )
        self.assertEqual(self.mission.state, "running")

    def test_a_little_late_is_rounded_to_the_quarter_and_no_minute_is_lost(self):
        self._record(self.visit, "09:04", "12:20")
        self.assertEqual(self.visit.worked_minutes, 196)
        self.assertEqual(self.visit.billed_minutes, 195)
        self.assertEqual(sum(self.visit.part_ids.mapped("billed_minutes")), 195)

    def test_sent_twice_it_is_recorded_once(self):
        self._record(self.visit, sent_ref="phone-1")
        self.assertEqual(self._record(self.visit, sent_ref="phone-1"), "known")
        slots = self.env["oe.worked.slot"].search(
            [("source", "=", f"oe.intervention,{self.visit.id}")]
        )
        self.assertEqual(len(slots), 1)

    def test_refusals_say_why_and_save_nothing(self):
        cases = (
            (("12:00", "09:00"), {}, "end after"),
            (("09:00", "12:00"), {"break_minutes": 180}, "break"),
            (("09:00", "12:00"), {"travel_km": -1}, "negative"),
            (("09:00", "12:00"), {"signature": None}, "sign"),
        )
        for times, details, word in cases:
            with self.assertRefused(UserError, word):
                self._record(self.visit, *times, **details)
            self.assertEqual(self.visit.state, "planned")

    def test_not_signed_needs_its_reason(self):
        self._record(self.visit, signature=None, not_signed_reason="asleep")
        self.assertEqual(self.visit.not_signed_reason, "asleep")

    def test_unsigned_it_counts_no_more_than_planned(self):
        with self.assertRefused(UserError, "180"):
            self._record(
                self.visit, "08:00", "18:00", signature=None, not_signed_reason="absent"
            )

    def test_nothing_is_recorded_ahead_of_time(self):
        mission = self._mission(self.worker, oe_date_end="2099-12-31")
        ahead = Period(datetime.date(2099, 6, 1), datetime.date(2099, 6, 8))
        visit = mission._plan_days(ahead)
        with self.assertRefused(UserError, "once it is over"):
            self._record(visit)

    def test_recorded_twice_without_the_same_identifier_is_refused(self):
        self._record(self.visit, sent_ref="phone-1")
        with self.assertRefused(UserError, "already"):
            self._record(self.visit, sent_ref="phone-2")

    def test_overlapping_work_is_refused_with_its_hours(self):
        other_mission = self._mission(self.worker)
        clash = other_mission.intervention_ids.sorted("planned_start")[0]
        self.assertFalse(clash.entrepreneur_id, "planned without whom is elsewhere")
        clash.write(
            {
                "planned_start": datetime.datetime(2026, 6, 1, 12),
                "planned_end": datetime.datetime(2026, 6, 1, 15),
                "entrepreneur_id": self.worker.id,
                "activity_id": self.visit.activity_id.id,
            }
        )
        self._record(self.visit)
        with self.assertRefused(UserError, "09:00", "12:00"):
            self._record(clash, "11:00", "13:00")
        self._record(clash, "12:00", "13:00")

    def test_a_closed_month_is_refused(self):
        self.env["oe.period"]._get(self.cae_sap, JUNE.start)._close()
        with self.assertRefused(UserError, "06/2026"):
            self._record(self.visit)

    def test_a_suspended_mission_is_refused_and_resumes(self):
        self.mission.action_suspend()
        with self.assertRefused(UserError, "not running"):
            self._record(self.visit)
        self.mission.action_resume()
        self._record(self.visit)

    def test_a_mission_that_ended_still_takes_the_hours_of_visits_it_had_begun(self):
        self._record(self.visits[1])
        self.mission.action_done()
        self.assertEqual(self._record(self.visit), "recorded")

    def test_ended_early_what_has_begun_is_owed_and_the_rest_goes(self):
        ahead = self.visits[4]
        ahead.write(
            {
                "planned_start": datetime.datetime(2090, 6, 29, 7),
                "planned_end": datetime.datetime(2090, 6, 29, 10),
            }
        )
        self.mission._end_early()
        self.assertEqual(self.mission.state, "done")
        self.assertEqual(ahead.state, "cancelled")
        self.assertEqual(self._record(self.visit), "recorded")

    def test_ended_before_it_began_is_cancelled(self):
        mission = self._mission(oe_date_start="2090-06-01", oe_date_end="2090-06-30")
        mission._end_early()
        self.assertEqual(mission.state, "cancelled")

    def test_a_replacement_takes_one_visit_and_the_mission_stays(self):
        second = self._worker("Paul Martin")
        self.visits[1]._replace(second)
        self.assertEqual(self.visits[1].replaced_id, self.worker)
        self.assertEqual(self.visits[1].activity_id, second.activity_link_ids)
        self.assertEqual(self.mission.member_ids.entrepreneur_id, self.worker)
        self.mission._plan_days(JUNE)
        self.assertEqual(self.visits[1].entrepreneur_id, second)
        self._record(self.visits[1])
        with self.assertRefused(UserError, "planned visit"):
            self.visits[1]._replace(self.worker)

    def test_a_replacement_needs_contract_and_activity(self):
        stranger = self._person("Ailleurs", self.cae)
        with self.assertRefused(UserError, self.cae_sap.name):
            self.visit._replace(stranger)
        idle = self._person("Sans activité", self.cae_sap)
        with self.assertRefused(UserError, "activity"):
            self.visit._replace(idle)

    def test_a_recorded_visit_neither_moves_nor_disappears(self):
        self._record(self.visit, signature=PIXEL)
        with self.assertRefused(UserError, "recorded"):
            self.visit.planned_start = datetime.datetime(2026, 6, 2, 7)
        with self.assertRefused(UserError, "never deleted"):
            self.visit.unlink()
        with self.assertRefused(UserError, "closed, not deleted"):
            self.mission.unlink()

    def test_summer_time_keeps_wall_time(self):
        wall = datetime.datetime(2026, 10, 25, 2, 30)
        self.assertEqual(self.cae_sap._oe_wall(self.cae_sap._oe_utc(wall)), wall)
        self.assertEqual(
            self.cae_sap._oe_utc(datetime.datetime(2026, 12, 1, 9)),
            datetime.datetime(2026, 12, 1, 8),
        )
