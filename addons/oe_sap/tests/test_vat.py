"""The worked cases of VAT, 100 € excl. each, on real order lines."""

from odoo.tests import tagged

from .common import SapCase


@tagged("post_install", "-at_install")
class TestVat(SapCase):
    def _total(self, *codes, rank=0, **values):
        order = self._order(*codes, **values)
        return order.order_line[rank].price_total

    def test_cleaning_110(self):
        self.assertEqual(self._total("II-1"), 110.00)

    def test_cleaning_for_an_apa_client_110(self):
        self.assertEqual(self._total("II-1", oe_sap_public="dependent"), 110.00)

    def test_personal_care_105_50(self):
        self.assertEqual(self._total("I-3", oe_sap_public="dependent"), 105.50)

    def test_one_hour_of_care_and_one_of_cleaning_are_two_lines_two_rates(self):
        order = self._order("I-3", "II-1", oe_sap_public="dependent")
        self.assertEqual(order.order_line.mapped("price_total"), [105.50, 110.00])

    def test_gardening_120(self):
        self.assertEqual(self._total("II-2"), 120.00)

    def test_school_support_110(self):
        self.assertEqual(self._total("II-5"), 110.00)

    def test_guitar_120(self):
        order = self._order("II-5")
        product = order.order_line.product_id.copy({"oe_sap_school_support": False})
        order.order_line.product_id = product
        order.order_line.price_unit = 25
        self.assertEqual(order.order_line.price_total, 120.00)
        self.assertIn("school support", order.order_line.oe_sap_vat_reason)

    def test_shopping_delivery_in_a_bundle_110(self):
        self.assertEqual(self._total("II-10", "II-1"), 110.00)

    def test_shopping_delivery_alone_120(self):
        self.assertEqual(self._total("II-10"), 120.00)

    def test_shopping_delivery_with_cleaning_on_another_quote_110(self):
        order = self._order("II-10")
        order.oe_sap_in_bundle = True
        self.assertEqual(order.order_line.price_total, 110.00)

    def test_service_on_9_may_with_a_declaration_of_10_may_20_percent(self):
        self.declaration.date_start = "2026-05-10"
        order = self._order("II-1", oe_sap_day="2026-05-09")
        self.assertEqual(order.order_line.price_total, 120.00)
        self.assertIn("not declared yet", order.order_line.oe_sap_vat_reason)
        order.oe_sap_day = "2026-05-10"
        self.assertEqual(order.order_line.price_total, 110.00)
        self.assertIn("art. 86", order.order_line.oe_sap_vat_reason)

    def test_mandataire_fee_of_30_gives_36(self):
        order = self._order("II-1", hours=1, price=30.0, oe_sap_mode="mandataire")
        self.assertEqual(order.order_line.price_total, 36.00)

    def test_neither_exclusive_nor_dispensed_20_percent_and_no_credit_mention(self):
        self.cae_sap.oe_sap_exclusivity = "none"
        order = self._order("II-1")
        self.assertEqual(order.order_line.price_total, 120.00)
        self.assertFalse(order._oe_sap_quote_block()["credit"])
        self.cae_sap.oe_sap_exclusivity = "dispensed"
        again = self._order("II-1")
        self.assertEqual(again.order_line.price_total, 110.00)
        self.assertIn("199 sexdecies", again._oe_sap_quote_block()["credit"])

    def test_taxes_are_those_of_the_chart_due_on_payment(self):
        line = self._order("II-1").order_line
        wanted = self.cae_sap._oe_chart_ref("tva_intermediaire_encaissement")
        self.assertEqual(line.tax_ids, wanted)

    def test_other_products_keep_their_tax(self):
        order = self._order("II-1")
        order.order_line.product_id = self.care
        self.assertEqual(order.order_line.tax_ids.amount, 5.5)
        self.assertFalse(order.order_line.oe_sap_vat_reason)
