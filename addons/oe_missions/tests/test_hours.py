import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import JUNE, MissionCase


class HoursCase(MissionCase):
    """A cooperative with a rule: Sundays +25 %, nights +20 %, late cancellations."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rule = cls.env["oe.hour.rule"].create(
            {
                "company_id": cls.cae_sap.id,
                "date_start": "2026-01-01",
                "minimum_minutes": 60,
                "sunday_rate": 25,
                "holiday_rate": 100,
                "night_rate": 20,
                "cancel_ids": [
                    Command.create({"below_hours": 48, "percent": 25}),
                    Command.create({"below_hours": 24, "percent": 50}),
                ],
            }
        )
        cls.worker = cls._worker("Nadia Benali")

    @classmethod
    def _visit_on(cls, weekday="6"):
        mission = cls._mission(cls.worker, weekday=weekday)
        return mission.intervention_ids.sorted("planned_start")[0]

    def _invoice(self, start=JUNE.start, end=JUNE.end):
        return self.env["sale.order"]._oe_invoice_hours(self.cae_sap, start, end)

    def _hours(self, visit):
        return self.env["account.analytic.line"].search(
            [("oe_part_id", "in", visit.part_ids.ids)], order="id"
        )

    def _lines(self, move):
        return [
            (line.quantity, line.price_unit, line.price_subtotal)
            for line in move.invoice_line_ids
        ]


@tagged("post_install", "-at_install")
class TestHours(HoursCase):
    def test_a_sunday_costs_more_on_lines_of_its_own(self):
        visit = self._visit_on()
        self._record(visit)
        move = self._invoice()
        self.assertEqual(self._lines(move), [(1.0, 37.5, 37.5), (2.0, 31.25, 62.5)])
        self.assertIn("Sunday +25", move.invoice_line_ids[0].name)
        order = visit.mission_id.order_id
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [1.0, 2.0])

    def test_part_of_a_visit_at_night_is_split_in_quarters(self):
        visit = self._visit_on("0")
        self._record(visit, "20:00", "23:00")
        move = self._invoice()
        # 1 h of 3 before nine in the evening, in each service in proportion.
        self.assertEqual(
            self._lines(move),
            [(0.25, 30, 7.5), (0.75, 36, 27), (0.75, 25, 18.75), (1.25, 30, 37.5)],
        )
        self.assertEqual(sum(line[0] for line in self._lines(move)), 3)

    def test_whit_monday_is_a_holiday(self):
        mission = self._mission(
            self.worker, oe_date_start="2026-05-25", oe_date_end="2026-05-25"
        )
        mission._plan_days(mission._period())
        self._record(mission.intervention_ids)
        move = self._invoice(None)
        self.assertEqual(move.amount_untaxed, 160)  # twice 80

    def test_a_short_visit_is_billed_its_minimum(self):
        visit = self._visit_on("0")
        self._record(visit, "09:00", "09:20")
        self.assertEqual(visit.worked_minutes, 20)
        self.assertEqual(visit.billed_minutes, 60)

    def test_an_order_keeps_the_rule_it_was_signed_under(self):
        visit = self._visit_on()
        self.env["oe.hour.rule"].create(
            {
                "company_id": self.cae_sap.id,
                "date_start": "2026-02-01",
                "sunday_rate": 90,
            }
        )
        self._record(visit)
        self.assertEqual(self._invoice().amount_untaxed, 100)

    def test_a_signed_rule_does_not_change(self):
        self._visit_on()
        with self.assertRefused(UserError, "later date"):
            self.rule.sunday_rate = 50
        with self.assertRefused(UserError, "later date"):
            self.rule.cancel_ids[0].percent = 100
        with self.assertRefused(UserError, "later date"):
            self.rule.cancel_ids = [Command.create({"below_hours": 72, "percent": 10})]
        with self.assertRefused(UserError, "later date"):
            self.rule.unlink()

    def test_the_quote_says_the_rule_in_words(self):
        told = "\n".join(self.rule._sentences())
        for words in ("1\u00a0h at least", "+25", "less than 24 h before: 50"):
            self.assertIn(words, told)

    def test_a_rule_is_a_managers_to_make(self):
        for role in ("advisor", "accountant"):
            user = self._staff(f"{role}-hours", role, self.cae_sap)
            with self.assertRaises(AccessError):
                self._as(self.rule, user).write({"sunday_rate": 1})

    # -- clashes -------------------------------------------------------------------

    def test_nobody_is_planned_at_two_places_at_once(self):
        visit = self._visit_on("0")
        other = self._visit_on("1")
        with self.assertRefused(ValidationError, "has another visit on 01/06/2026"):
            other.write(
                {
                    "planned_start": visit.planned_start,
                    "planned_end": visit.planned_end,
                }
            )

    def test_eleven_hours_of_rest_where_the_company_plans_the_work(self):
        first, second = self._visit_on("0"), self._visit_on("1")
        late = datetime.datetime(2026, 6, 1, 19)
        first.write(
            {"planned_start": late, "planned_end": late.replace(hour=21)}
        )  # 23:00 on the wall
        self.worker.activity_link_ids.working_time_on_company = True
        early = datetime.datetime(2026, 6, 2, 5)
        times = {"planned_start": early, "planned_end": early.replace(hour=7)}
        with self.assertRefused(ValidationError, "8 h 00", "L.3131-1"):
            second.write(times)
        self.cae_sap.oe_rest_minutes = 480
        second.write(times)
        self.assertEqual(second.planned_start, early)

    def test_who_plans_his_own_work_is_not_held_to_it(self):
        first, second = self._visit_on("0"), self._visit_on("1")
        self.worker.activity_link_ids.working_time_on_company = False
        late = datetime.datetime(2026, 6, 1, 19)
        first.write({"planned_start": late, "planned_end": late.replace(hour=21)})
        early = datetime.datetime(2026, 6, 2, 5)
        second.write({"planned_start": early, "planned_end": early.replace(hour=7)})
        self.assertEqual(second.planned_start, early)

    def test_a_visit_moved_by_hand_is_not_moved_back(self):
        visit = self._visit_on("0")
        moved = datetime.datetime(2026, 6, 1, 12)
        visit.write({"planned_start": moved, "planned_end": moved.replace(hour=15)})
        visit.mission_id._plan_days(JUNE)
        self.assertEqual(visit.planned_start, moved)

    def test_a_rhythm_that_meets_another_visit_is_planned_without_the_person(self):
        mission = self._visit_on("0").mission_id
        self._visit_on("1")
        mission.pattern_ids.weekday = "1"
        mission.pattern_ids.minute_start = 600
        mission._plan_days(JUNE)
        planned = mission.intervention_ids.filtered(lambda v: v.state == "planned")
        self.assertTrue(planned)
        self.assertFalse(planned.entrepreneur_id)

    def test_without_anybody_nothing_is_recorded(self):
        visit = self._visit_on("0")
        visit.entrepreneur_id = False
        with self.assertRefused(UserError, "who came"):
            self._record(visit)

    # -- called off ----------------------------------------------------------------

    def _call_off(self, visit, hours, by="client", **values):
        told = visit.planned_start - datetime.timedelta(hours=hours)
        visit._call_off(by, told, **values)
        return visit.cancel_amount

    def test_the_notice_decides_what_a_cancellation_costs(self):
        visits = self._visit_on("0").mission_id.intervention_ids
        visits = visits.sorted("planned_start")
        self.assertEqual(self._call_off(visits[0], 49), 0)
        self.assertEqual(self._call_off(visits[1], 47), 20)  # a quarter of 80
        self.assertEqual(self._call_off(visits[2], 23), 40)
        self.assertEqual(self._call_off(visits[3], 0, "no_show"), 40)
        self.assertEqual(self._call_off(visits[4], 1, "entrepreneur"), 0)
        self.assertEqual(set(visits.mapped("state")), {"cancelled"})

    def test_a_waiver_costs_nothing_and_says_why(self):
        visit = self._visit_on("0")
        self.assertEqual(self._call_off(visit, 1, waiver="geste commercial"), 0)
        self.assertEqual(visit.cancel_waiver, "geste commercial")

    def test_what_it_costs_is_billed_once_without_vat_and_on_the_activity(self):
        visit = self._visit_on("0")
        self._call_off(visit, 1)
        move = self._invoice()
        line = move.invoice_line_ids
        self.assertEqual((line.price_subtotal, move.amount_tax), (40, 0))
        account = self.worker.activity_link_ids.account_id
        self.assertEqual(line.analytic_distribution, {str(account.id): 100})
        self.assertEqual(visit.cancel_line_id, line)
        self.assertFalse(self._invoice())
        move.unlink()
        self.assertEqual(self._invoice().amount_total, 40, "billed with the next run")

    def test_at_the_normal_rate_when_the_rule_says_so(self):
        self.rule.cancel_tax = "normal"
        visit = self._visit_on("0")
        self._call_off(visit, 1)
        self.assertEqual(self._invoice().amount_tax, 8)

    def test_a_visit_that_is_over_is_not_called_off(self):
        visit = self._visit_on("0")
        self._record(visit)
        with self.assertRefused(UserError, "already"):
            self._call_off(visit, 1)

    def test_the_rhythm_does_not_bring_it_back(self):
        visit = self._visit_on("0")
        self._call_off(visit, 50)
        count = len(visit.mission_id.intervention_ids)
        visit.mission_id._plan_days(JUNE)
        self.assertEqual(len(visit.mission_id.intervention_ids), count)

    def test_a_no_show_before_its_time_is_refused(self):
        visit = self._visit_on("0")
        visit.write(
            {
                "planned_start": "2030-06-01 08:00:00",
                "planned_end": "2030-06-01 10:00:00",
            }
        )
        with self.assertRefused(UserError, "not begun"):
            visit._no_show()

    def test_the_wizard_shows_the_cost_before(self):
        visit = self._visit_on("0")
        wizard = self.env["oe.cancel.wizard"].create(
            {
                "intervention_ids": [Command.set(visit.ids)],
                "told_on": visit.planned_start - datetime.timedelta(hours=2),
            }
        )
        self.assertEqual(wizard.cost, 40)
        wizard.action_cancel()
        self.assertEqual(visit.cancel_amount, 40)
        with self.assertRefused(UserError, "already"):
            wizard.action_cancel()
        wizard.told_on = "2090-01-01 00:00:00"
        with self.assertRefused(UserError, "future"):
            wizard.action_cancel()
