"""A visit is planned where and when the company may sell it; the law's watch."""

import datetime

from freezegun import freeze_time

from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import SapCase


@tagged("post_install", "-at_install")
class TestPlanning(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.manager = cls._staff("gerance-pl", "manager", cls.cae_sap)
        cls.care, cls.cleaning = cls._sap("II-1", 24), cls._sap("II-3", 30)

    def _planned(self):
        return self._mission(self.worker, oe_date_end="2026-08-31")

    def test_a_visit_on_a_day_without_declaration_is_refused_with_the_rule(self):
        mission = self._planned()
        visit = mission.intervention_ids.sorted("planned_start")[0]
        self.declaration.date_end = "2026-06-20"
        with self.assertRefused(ValidationError, "L.7232-1-1"):
            visit._move_to(
                {
                    "planned_start": datetime.datetime(2026, 6, 22, 7, 0),
                    "planned_end": datetime.datetime(2026, 6, 22, 10, 0),
                }
            )

    def test_the_rhythm_leaves_those_days_out_and_the_coordinator_is_told(self):
        order = self._quotes(self._need(oe_date_end="2026-08-31"))
        order.action_confirm()
        self.declaration.date_end = "2026-06-20"
        mission = order.oe_mission_ids
        mission.pattern_ids = [
            (
                0,
                0,
                {
                    "weekday": "0",
                    "minute_start": 540,
                    "part_ids": [
                        (0, 0, {"order_line_id": order.order_line[0].id, "minutes": 60})
                    ],
                },
            )
        ]
        mission._propose(self.worker)._answer(True)
        with freeze_time("2026-06-01 06:00:00"):
            for _twice in range(2):
                mission._plan_ahead()
        days = {visit.planned_start.date() for visit in mission.intervention_ids}
        self.assertEqual(
            days, {datetime.date(2026, 6, day) for day in (8, 15)}, "none after it"
        )
        tasks = mission.activity_ids.filtered(lambda t: "No visit planned" in t.summary)
        self.assertEqual(len(tasks), 1)

    def test_another_service_on_a_planned_visit_is_judged_too(self):
        part = self._planned().intervention_ids.part_ids[0]
        part.order_line_id.order_id.oe_sap_public = "dependent"
        line = self.env["sale.order.line"].create(
            {
                "order_id": part.order_line_id.order_id.id,
                "product_id": self._sap("I-3", 27).id,
            }
        )
        with self.assertRefused(ValidationError, "CASF L.313-1"):
            part.order_line_id = line

    def test_a_done_visit_is_not_judged_again(self):
        visit = self._planned().intervention_ids.sorted("planned_start")[0]
        self.declaration.date_end = "2025-12-31"
        self.assertEqual(self._record(visit), "recorded")

    # -- the watch -------------------------------------------------------------------

    def _sold(self, day, amount, partner=None, code="II-1"):
        move = self._sap_invoice(
            day, hours=1, price=amount, code=code, partner=partner or self.client
        )
        move.action_oe_sap_vat()
        return move

    def _post_other(self, day, amount):
        """Something else, sold by the same company: posted as such a mistake is."""
        other = self._service("Façade", amount, "tva_normale_encaissement", "other")
        move = self._sap_invoice(
            day, hours=1, price=amount, line={"product_id": other.id}
        )
        move.action_post()

    def _tasks(self):
        return self.cae_sap.partner_id.activity_ids

    def _row(self):
        self.env.flush_all()
        self.env["oe.sap.exclusivity"].invalidate_model()
        return self.env["oe.sap.exclusivity"].browse(self.cae_sap.id)

    def test_shares_and_room_to_the_cent(self):
        with freeze_time("2026-12-15 10:00:00"):
            self._sold("2026-05-10", 700).action_post()
            self.assertEqual(self._row().state, "exclusive")
            self._post_other("2026-06-10", 300)
            row = self._row()
            self.assertEqual((row.sap_now, row.other_now), (700, 300))
            self.assertEqual((row.state, row.room), ("dispensed", 0))
            self._post_other("2026-07-10", 0.01)
            row = self._row()
            self.assertEqual((row.state, row.room), ("at_risk", -0.01))
            self.assertIn("30", row.findings)

    def test_eleven_employees_end_the_dispensation(self):
        with freeze_time("2026-12-15 10:00:00"):
            self._sold("2026-05-10", 700).action_post()
            self._post_other("2026-06-10", 10)
            have = self._row().employees
            for rank in range(11 - have):
                self.env["hr.employee"].create(
                    {"name": f"E{rank}", "company_id": self.cae_sap.id}
                )
            row = self._row()
            self.assertEqual((row.employees, row.state), (11, "breach"))
            self.assertIn("11", row.findings)

    def test_last_years_share_decides_this_year(self):
        self._sold("2026-05-10", 100).action_post()
        self._post_other("2026-06-10", 100)
        self._sold("2027-02-10", 100)
        with freeze_time("2027-03-01 10:00:00"):
            self._post_other("2027-02-10", 1)
            row = self._row()
            self.assertEqual((row.state, row.share_before), ("breach", 50))

    def test_a_firm_that_buys_cleaning_is_another_sale(self):
        firm = self.env["res.partner"].create({"name": "Firme", "is_company": True})
        query = self.env["oe.sap.exclusivity"]
        move = self._sold("2026-05-10", 50)
        move.action_post()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE account_move_line SET partner_id = %s WHERE move_id = %s",
            [firm.id, move.id],
        )
        with freeze_time("2026-12-15 10:00:00"):
            query.invalidate_model()
            self.assertEqual(self._row().other_now, 50)

    def test_the_managers_have_one_task_while_it_is_open(self):
        with freeze_time("2026-12-15 10:00:00"):
            self._sold("2026-05-10", 10).action_post()
            self._post_other("2026-06-10", 100)
            self.env.flush_all()
            for _twice in range(2):
                self.env["oe.sap.exclusivity"]._cron_watch()
        self.assertEqual(len(self._tasks()), 1)
        self.assertTrue(self._tasks().user_id)

    def test_a_renewal_is_asked_for_two_months_before_it_is_due(self):
        held = self.env["oe.sap.authorization"].create(
            {
                "company_id": self.cae_sap.id,
                "kind": "agrement",
                "number": "AGR-1",
                "date_start": "2022-07-01",
                "departments": "44",
            }
        )
        self.assertEqual(str(held.date_end), "2027-06-30")
        self.assertEqual(str(held.renewal_due), "2027-03-30")
        model = self.env["oe.sap.authorization"]
        model._cron_renew(datetime.date(2027, 1, 29))
        self.assertFalse(self._tasks())
        for _twice in range(2):
            model._cron_renew(datetime.date(2027, 1, 30))
        self.assertEqual(len(self._tasks()), 1)
        self._tasks().unlink()
        held.renewal_filed = "2027-02-01"
        model._cron_renew(datetime.date(2027, 3, 1))
        self.assertFalse(self._tasks())
