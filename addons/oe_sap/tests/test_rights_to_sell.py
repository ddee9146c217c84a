from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import DAY, NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestRightsToSell(SapCase):
    def _agree(self, kind="agrement", **values):
        return self.env["oe.sap.authorization"].create(
            {
                "company_id": self.cae_sap.id,
                "kind": kind,
                "number": NUMBER,
                "date_start": "2026-01-01",
                "departments": "44",
                **values,
            }
        )

    def test_cleaning_by_a_declared_company_is_sold(self):
        order = self._order("II-1")
        order.action_quotation_sent()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_no_declaration_on_the_day_refuses(self):
        self.declaration.date_start = "2026-06-01"
        order = self._order("II-1")
        with self.assertRefused(UserError, "L.7232-1-1"):
            order.action_quotation_sent()
        with self.assertRefused(UserError, "L.7232-1-1"):
            order.action_confirm()
        with self.assertRefused(UserError, "L.7232-1-1"):
            order.action_quotation_send()
        self.assertEqual(order.state, "draft")

    def test_a_child_of_two_needs_an_agreement_in_the_department(self):
        child = {"oe_sap_public": "child", "oe_sap_child_birthdate": "2024-01-01"}
        order = self._order("I-1", **child)
        with self.assertRefused(UserError, "L.7232-1)"):
            order.action_confirm()
        held = self._agree(departments="49")
        with self.assertRefused(UserError, "44"):
            order.action_confirm()
        held.departments = "49, 44"
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_a_child_of_four_is_fine_and_no_age_is_not(self):
        four = {"oe_sap_public": "child", "oe_sap_child_birthdate": "2022-01-01"}
        self._order("II-4", **four).action_confirm()
        with self.assertRaises(UserError):
            self._order("II-4", oe_sap_public="child").action_confirm()

    def test_dependent_care_without_authorisation_of_the_department_refuses(self):
        order = self._order("I-3", oe_sap_public="dependent")
        with self.assertRefused(UserError, "CASF L.313-1"):
            order.action_confirm()
        self._agree("autorisation", number="2026-44-1")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_an_ended_agreement_says_when(self):
        self._agree(date_end="2026-05-09")
        child = {"oe_sap_public": "child", "oe_sap_child_birthdate": "2024-01-01"}
        order = self._order("I-1", **child)
        with self.assertRefused(UserError, "ended on", "2026"):
            order.action_confirm()

    def test_animals_only_for_dependent_people(self):
        with self.assertRaises(UserError):
            self._order("II-12").action_confirm()
        self._order("II-12", oe_sap_public="dependent").action_confirm()

    def test_a_firm_is_no_household_for_the_declared_company(self):
        firm = self.env["res.partner"].create({"name": "Usine", "is_company": True})
        with self.assertRaises(UserError):
            self._order("II-1", partner_id=firm.id).action_confirm()

    def test_the_general_company_cleans_for_a_firm_at_20_percent(self):
        firm = self.env["res.partner"].create({"name": "Usine", "is_company": True})
        order = self._order("II-1", partner_id=firm.id, company=self.cae)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.amount_total, 120.0)

    def test_lessons_by_video_are_not_home_services(self):
        order = self._order("II-5")
        order.order_line.product_id.oe_sap_place = "video"
        with self.assertRaises(UserError):
            order.action_confirm()

    def test_delivery_alone_away_from_home_is_refused_and_in_a_bundle_sold(self):
        self._sap("II-10").oe_sap_place = "away"
        with self.assertRaises(UserError):
            self._order("II-10").action_confirm()
        self._order("II-10", "II-1").action_confirm()

    def test_small_repairs_of_2_h_15_are_refused_and_2_h_planned(self):
        worker = self._worker("Nadia Benali")
        mission = self._mission(worker, lines=[(self._sap("II-3"), 60)])
        visit = mission.intervention_ids[:1]
        visit.part_ids[:1].minutes = 120
        with self.assertRefused(UserError, "120", "135"):
            visit.part_ids[:1].minutes = 135
        with self.assertRefused(UserError, "135"):
            self._record(visit, "09:00", "11:15")
        self._record(visit, "09:00", "11:00")

    def test_the_sale_is_judged_on_the_service_date(self):
        order = self._order("II-1")
        self.assertEqual(order.oe_sap_day, DAY)
        self.declaration.date_start = DAY
        order.action_confirm()
        self.assertEqual(order.state, "sale")
