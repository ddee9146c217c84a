from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import PIXEL, MissionCase


@tagged("post_install", "-at_install")
class TestNeed(MissionCase):
    def test_a_need_at_home_gives_one_quote_of_the_declared_company(self):
        order = self._quotes(self._need())
        self.assertEqual(order.company_id, self.cae_sap)
        self.assertEqual(order.order_line.mapped("product_uom_qty"), [4, 8])
        taxes = [line.tax_ids.mapped("amount") for line in order.order_line]
        self.assertEqual(taxes, [[5.5], [10.0]])

    def test_a_mixed_need_gives_one_quote_per_company(self):
        lesson = self._service(
            "Formation", 49, "tva_normale_encaissement", nature="other"
        )
        orders = self._quotes(self._need([(self.care, 60), (lesson, 180)]))
        self.assertEqual(orders.company_id, self.cae_sap | self.cae)
        self.assertEqual(len(orders), 2)

    def test_making_quotes_again_keeps_them(self):
        need = self._need()
        self.assertEqual(self._quotes(need), self._quotes(need))

    def test_an_unqualified_need_says_what_is_missing(self):
        need = self._need(oe_territory_id=False)
        with self.assertRefused(UserError, "territory"):
            need.action_oe_quotes()

    def test_accepted_quote_opens_its_mission_once(self):
        self.care.oe_requirement_ids = [
            (0, 0, {"skill_id": self.tutor.id, "minimum": 3})
        ]
        order = self._quotes(self._need())
        self.assertEqual(order.oe_need_id.stage_id, self.env.ref("crm.stage_lead3"))
        order.action_confirm()
        self.assertTrue(order.oe_need_id.stage_id.is_won)
        order._oe_open_missions()
        mission = order.oe_mission_ids
        self.assertEqual(len(mission), 1)
        self.assertEqual(mission.partner_id, self.client)
        self.assertEqual(mission.requirement_ids.minimum, 3)

    def test_an_order_without_need_opens_no_mission(self):
        order = self.env["sale.order"].create(
            {"partner_id": self.client.id, "company_id": self.cae.id}
        )
        order.action_confirm()
        self.assertFalse(order.oe_mission_ids)

    def _sent(self):
        order = self._quotes(self._need())
        order.action_quotation_sent()
        return order

    def test_the_daughter_accepts_by_mandate(self):
        order = self._sent()
        order._oe_accept(self.daughter, "Anne Le Goff", PIXEL)
        self.assertEqual(order.state, "sale")
        self.assertEqual(order.oe_acceptance, "mandate")
        self.assertEqual(order.oe_accepted_by_id, self.daughter)

    def test_accepting_twice_or_unsigned_is_refused(self):
        order = self._sent()
        with self.assertRefused(UserError, "sign"):
            order._oe_accept(self.client, "Jeanne", None)
        with self.assertRefused(UserError, "name"):
            order._oe_accept(self.client, "  ", PIXEL)
        order._oe_accept(self.client, "Jeanne", PIXEL)
        with self.assertRefused(UserError, "already"):
            order._oe_accept(self.daughter, "Anne", PIXEL)

    def test_a_quote_not_sent_cannot_be_accepted(self):
        order = self._quotes(self._need())
        with self.assertRefused(UserError, "no longer open"):
            order._oe_accept(self.client, "Jeanne", PIXEL)

    def test_paper_needs_a_real_photo(self):
        order = self._sent()
        with self.assertRefused(UserError, "photo"):
            order._oe_accept_paper(b"<html>", "page.jpg", "image/jpeg")
        order._oe_accept_paper(b"\xff\xd8\xff....", "page.jpg", "image/jpeg")
        self.assertEqual(order.oe_acceptance, "paper")
        attached = self.env["ir.attachment"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        )
        self.assertIn("page.jpg", attached.mapped("name"))

    def test_quotes_readable_on_the_portal_are_own_or_by_mandate(self):
        order = self._sent()
        stranger = self.env["res.partner"].create({"name": "Autre"})
        read = self.env["sale.order"]._oe_readable_quotes
        self.assertIn(order, read(self.client))
        self.assertIn(order, read(self.daughter))
        self.assertNotIn(order, read(stranger))
