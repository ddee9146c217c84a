"""The meter of a household: used, left, to come; over every ceiling of the law."""

from freezegun import freeze_time

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oe_base.calc.money import NARROW_NBSP

from .common import SapCase


def euros(text):
    return text.replace(" ", NARROW_NBSP) + f"{NARROW_NBSP}€"


@tagged("post_install", "-at_install")
class TestMeter(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        frozen = freeze_time("2026-06-15 10:00:00")
        frozen.start()
        cls.addClassCleanup(frozen.stop)
        cls.worker = cls._worker("Nadia Benali", register_number="042")

    def setUp(self):
        super().setUp()
        self.bank = self._bank()

    def _paid(self, code, price, day="2026-05-10", amount=None, journal=None):
        """An invoice of one hour at a price, paid (in part) that day."""
        move = self._sap_invoice(day, hours=1, price=price, code=code)
        move.action_oe_sap_vat()
        move.action_post()
        if amount != 0:
            self._pay_into(move, amount or move.amount_total, day, journal or self.bank)
        return move

    def _meter(self, year=None, wanted=()):
        return self.env["oe.sap.meter"]._of(self.client, year, wanted)

    def _household(self, **values):
        return self.env["oe.sap.household"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "date_start": "2026-01-01",
                **values,
            }
        )

    def _amount(self, kind, amount, code=None):
        return self.env["oe.sap.household.amount"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "year": 2026,
                "kind": kind,
                "amount": amount,
                "activity_id": code and self._activity_of(code).id,
            }
        )

    def test_without_home_service_there_is_no_meter(self):
        self.assertIsNone(self._meter())

    def test_cleaning_4000_opens_2000(self):
        self._paid("II-1", 4000 / 1.1)
        meter = self._meter()
        self.assertEqual(meter["used"], euros("4 000,00"))
        self.assertEqual(meter["credit"], euros("2 000,00"))
        self.assertEqual(meter["left"], euros("8 000,00"))
        self.assertFalse(meter["grows"] or meter["warnings"])

    def test_gardening_stops_at_its_cap(self):
        self._paid("II-2", 6200 / 1.2)
        meter = self._meter()
        self.assertEqual(meter["credit"], euros("2 500,00"))
        (row,) = meter["rows"]
        self.assertEqual(row["cap"], euros("5 000,00"))
        self.assertEqual(row["left"], euros("0,00"))
        self.assertIn("1 200,00".replace(" ", NARROW_NBSP), meter["warnings"][0])

    def test_couple_with_a_child_14000_opens_6750(self):
        self._household(children=1)
        self._paid("II-1", 14000 / 1.1)
        meter = self._meter()
        self.assertEqual(meter["ceiling"], euros("13 500,00"))
        self.assertEqual(meter["credit"], euros("6 750,00"))
        self.assertEqual(meter["left"], euros("0,00"))

    def test_disability_25000_opens_10000(self):
        self._household(disability=True, children=2)
        self._paid("II-1", 25000 / 1.1)
        self.assertEqual(self._meter()["credit"], euros("10 000,00"))

    def test_paid_6000_with_1800_of_apa_opens_2100(self):
        self._amount("apa", 1800)
        self._paid("II-1", 6000 / 1.1)
        self.assertEqual(self._meter()["credit"], euros("2 100,00"))

    def test_another_provider_uses_the_same_ceiling(self):
        self._amount("elsewhere", 11000, "II-1")
        meter = self._meter()
        self.assertEqual(meter["left"], euros("1 000,00"))
        self._paid("II-1", 2000 / 1.1)
        meter = self._meter()
        self.assertEqual(meter["used"], euros("12 000,00"))
        self.assertIn("1 000,00".replace(" ", NARROW_NBSP), meter["warnings"][0])

    def test_an_unpaid_invoice_is_to_come_and_last_years_payment_is_not_ours(self):
        move = self._paid("II-1", 1000, amount=600)
        meter = self._meter()
        self.assertEqual(meter["used"], euros("600,00"))
        self.assertEqual(meter["then_used"], euros("1 100,00"))
        self.assertTrue(meter["grows"])
        self._pay_into(move, 500, "2027-01-05", self.bank)
        self.assertEqual(self._meter(2026)["then_used"], euros("600,00"))
        self.assertEqual(self._meter(2027)["used"], euros("500,00"))

    def test_cash_never_counts_and_is_named(self):
        cash = self._journal("cash", "CSM")
        self._paid("II-1", 100, journal=cash)
        meter = self._meter()
        self.assertEqual(meter["used"], euros("0,00"))
        self.assertIn("110,00", meter["warnings"][0])

    def test_a_quote_and_a_draft_say_what_they_would_use(self):
        order = self._order("II-2", hours=10, price=500)
        html = str(order.oe_sap_meter)
        self.assertIn(euros("5 000,00"), html)
        self.assertIn("1 000,00".replace(" ", NARROW_NBSP), html)
        move = self._sap_invoice("2026-06-10", hours=1, price=100)
        move.action_oe_sap_vat()
        self.assertIn(euros("11 890,00"), str(move.oe_sap_meter))
        firm = self.env["res.partner"].create({"name": "Firme", "is_company": True})
        self.assertFalse(self._order("II-1", partner_id=firm.id).oe_sap_meter)

    def test_planned_and_recorded_visits_are_to_come(self):
        mission = self._mission(self.worker)
        for line, code in zip(
            mission.order_id.order_line, ("II-1", "II-3"), strict=True
        ):
            line.product_id.oe_sap_activity_id = self._activity_of(code)
        ahead = mission.intervention_ids
        price = {
            line: round(line.price_reduce_taxinc * 100)
            for line in mission.order_id.order_line
        }
        cents = sum(
            price[part.order_line_id] * part.minutes // 60 for part in ahead.part_ids
        )
        meter = self._meter()
        self.assertIn(f"{cents // 100:,}".replace(",", NARROW_NBSP), meter["then_used"])
        self.assertTrue(mission.oe_sap_meter)
        before = meter["then_used"]
        self._record(mission.intervention_ids.sorted("planned_start")[0])
        self.assertEqual(self._meter()["then_used"], before, "done, it counts once")

    def test_one_invoice_paid_too_much_hides_no_other(self):
        self._paid("II-1", 100)
        broken = self._paid("II-1", 50)
        line = broken.invoice_line_ids
        self.env.cr.execute(
            "UPDATE account_move_line SET price_total = 10 WHERE id = %s", [line.id]
        )
        self.env.cr.execute(
            "UPDATE account_move SET amount_total = 10 WHERE id = %s", [broken.id]
        )
        self.env.invalidate_all()
        self.assertEqual(self._meter()["used"], euros("110,00"))

    def test_who_declares_for_somebody_else_has_the_meter(self):
        self.client.oe_taxpayer_id = self.daughter
        self._paid("II-1", 100)
        self.assertIsNone(self._meter())
        meter = self.env["oe.sap.meter"]._of(self.daughter)
        self.assertEqual(meter["used"], euros("110,00"))

    def test_the_composition_is_that_of_the_end_of_the_year(self):
        self._household(children=1, date_start="2027-01-01")
        self._amount("elsewhere", 10, "II-1")
        self.assertEqual(self._meter()["ceiling"], euros("12 000,00"))

    def test_numbers_of_people_that_cannot_be_are_refused(self):
        with self.assertRefused(UserError, "between 0 and 20"):
            self.env["oe.sap.household"]._declare(
                self.client, self.cae_sap, {"children": 21}, False
            )

    def test_the_cost_does_not_grow_with_the_invoices(self):
        self._paid("II-1", 10)
        self._meter()
        self.env.invalidate_all()
        with self.assertQueryCount(80):
            self._meter()
        for _more in range(5):
            self._paid("II-1", 10)
        self.env.invalidate_all()
        with self.assertQueryCount(80):
            self._meter()
