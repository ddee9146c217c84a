from odoo.exceptions import UserError
from odoo.tests import tagged

from ..calc.quote import MENTIONS
from .common import NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestQuote(SapCase):
    def test_a_missing_mention_blocks_sending_and_is_named(self):
        for values, word in (
            ({"validity_date": False}, "validity"),
            ({"oe_sap_fees": False}, "extra fees"),
            ({"oe_sap_fees": "lines"}, "extra fees"),
        ):
            order = self._order("II-1", **values)
            order.validity_date = values.get("validity_date", order.validity_date)
            with self.assertRefused(UserError, word):
                order.action_quotation_sent()
            self.assertEqual(order.state, "draft")

    def test_the_place_and_a_price_must_be_said(self):
        homeless = self.env["res.partner"].create({"name": "Sans adresse"})
        with self.assertRefused(UserError, "place"):
            self._order("II-1", partner_id=homeless.id).action_quotation_sent()
        with self.assertRefused(UserError, "price", "line 1"):
            self._order("II-1", price=0).action_quotation_sent()

    def test_a_validity_before_the_date_is_refused(self):
        order = self._order("II-1", validity_date="2026-04-01")
        with self.assertRefused(UserError, "validity"):
            order.action_quotation_sent()

    def test_all_twelve_are_in_the_report_and_the_advantage_apart(self):
        order = self._order("II-1")
        block = order._oe_sap_quote_block()
        self.assertEqual(len(block["mentions"]), len(MENTIONS))
        self.assertTrue(all(text for _label, text in block["mentions"]))
        html = str(
            self.env["ir.actions.report"]._render_qweb_html(
                "sale.report_saleorder", order.ids
            )[0],
            "utf-8",
        )
        self.assertIn(NUMBER, html)
        self.assertIn("o_oe_sap_credit", html)
        self.assertLess(html.index(NUMBER), html.index("o_oe_sap_credit"))

    def test_agency_prints_the_employer_warning(self):
        self.declaration.mode_mandataire = True
        order = self._order("II-1", oe_sap_mode="mandataire")
        self.assertTrue(order._oe_sap_quote_block()["notices"])

    def test_a_quote_without_home_services_prints_nothing_more(self):
        order = self._order("II-1")
        order.order_line.product_id = self.care
        self.assertIsNone(order._oe_sap_quote_block())
        order.validity_date = False
        order.action_quotation_sent()

    def test_fees_on_lines_are_detailed(self):
        order = self._order("II-1", oe_sap_fees="lines")
        travel = self.env["product.product"].create(
            {
                "name": "Déplacement",
                "type": "service",
                "list_price": 5,
                "oe_sale_tax": "tva_intermediaire_encaissement",
                "oe_sap_is_fee": True,
            }
        )
        order.order_line = [(0, 0, {"product_id": travel.id, "product_uom_qty": 1})]
        order.action_quotation_sent()
        fees = order._oe_sap_quote_block()["mentions"][-1][1]
        self.assertIn("Déplacement", fees)

    def test_bulk_quotes_are_computed_in_a_fixed_number_of_queries(self):
        self._sap("II-1")
        self._order("II-1").action_quotation_sent()
        few, many = (self._queries(count) for count in (1, 20))
        self.assertLessEqual(many - few, 60)

    def _queries(self, count):
        orders = self.env["sale.order"].union(
            *(self._order("II-1") for _ in range(count))
        )
        self.env.flush_all()
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        self.env["oe.sap.rules"]._decisions(orders.order_line)
        self.env["oe.sap.rules"]._assert_allowed(orders.order_line)
        return self.env.cr.sql_log_count - before
