from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged

from .common import SapCase


class PriceCapCase(SapCase):
    """CASF L.347-1: 2 % in 2026 (order of 23 December 2025)."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.ref("oe_sap.parameter_2026").copy({"date_start": "2025-01-01"})
        cls.right = cls.env["oe.sap.authorization"].create(
            {
                "company_id": cls.cae_sap.id,
                "kind": "autorisation",
                "number": "44-2025-1",
                "date_start": "2025-01-01",
                "departments": "44",
            }
        )

    def _quote(self, price, day="2026-05-10", code="I-3", **values):
        return self._order(
            code, price=price, oe_sap_day=day, oe_sap_public="dependent", **values
        )

    def _contract(self, price, day="2025-06-01"):
        order = self._quote(price, day)
        order.action_confirm()
        return order


@freeze_time("2026-05-15 09:00")
@tagged("post_install", "-at_install")
class TestPriceCap(PriceCapCase):
    def test_a_new_client_is_free(self):
        self._quote(40)._oe_sap_check()

    def test_a_quote_for_a_client_who_has_a_contract_is_held(self):
        self._contract(25)
        self._quote(25.5)._oe_sap_check()
        with self.assertRefused(UserError, "25,50", "25,00", "L.347-1"):
            self._quote(25.51)._oe_sap_check()
        with self.assertRefused(UserError, "25,50"):
            self._quote(26).action_confirm()

    def test_rises_of_one_year_are_counted_from_its_beginning(self):
        order = self._contract(25)
        order.order_line.price_unit = 25.25
        order.order_line.price_unit = 25.5
        with self.assertRefused(UserError, "25,50"):
            order.order_line.price_unit = 25.75
        order.order_line.price_unit = 24
        self.assertEqual(order.order_line.oe_sap_year_price, 25)

    def test_a_contract_of_the_year_counts_from_its_first_price(self):
        self._contract(25, "2026-02-01")
        self._contract(25.4, "2026-03-01")
        with self.assertRefused(UserError, "25,50"):
            self._quote(25.8)._oe_sap_check()

    def test_an_unwritten_year_lets_nothing_rise(self):
        self._contract(25)
        self._quote(25, "2027-02-01")._oe_sap_check()
        with self.assertRefused(UserError, "2027"):
            self._quote(25.1, "2027-02-01")._oe_sap_check()

    def test_up_to_the_tariff_of_the_department(self):
        self._contract(22)
        self.env["oe.sap.price.cap"].create(
            {
                "date_start": "2026-01-01",
                "department": "44",
                "rate": 2,
                "tariff": 24.58,
            }
        )
        self._quote(24.58)._oe_sap_check()
        with self.assertRefused(UserError, "24,58"):
            self._quote(24.6)._oe_sap_check()

    def test_who_is_entitled_and_other_services_are_free(self):
        self._contract(25)
        self.right.is_aid_entitled = True
        self._quote(40)._oe_sap_check()
        self.right.is_aid_entitled = False
        cleaning = self._order("II-1", price=20)
        cleaning.action_confirm()
        cleaning.order_line.price_unit = 40
        self.assertEqual(cleaning.order_line.price_unit, 40)

    def test_the_screen_says_what_prices_may_rise_to(self):
        order = self._contract(25)
        order.order_line.price_unit = 25.25
        self.env.flush_all()
        advisor = self._staff("conseil-prix", "advisor", self.cae_sap)
        rows = self._as("oe.sap.price.room", advisor).search(
            [("partner_id", "=", self.client.id)]
        )
        self.assertEqual(len(rows), 1)
        self.assertEqual(
            (rows.base, rows.price, rows.most, rows.room), (25, 25.25, 25.5, 0.25)
        )
        elsewhere = self._staff("conseil-prix2", "advisor", self.cae)
        other = self._as("oe.sap.price.room", elsewhere)
        self.assertFalse(other.search([("partner_id", "=", self.client.id)]))

    def test_the_network_writes_the_years(self):
        cap = self.env.ref("oe_sap.price_cap_2026")
        advisor = self._staff("conseil-prix3", "advisor", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(cap, advisor).rate = 9
        setter = self._staff("reseau-prix", "network_manager", self.cae_sap)
        self._as(cap, setter).rate = 3
        self.assertEqual(cap.rate, 3)
