"""The works go on, are received and counted."""

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from .common import PIXEL
from .works_common import PHOTO, WorksCase

JUNE_15 = fields.Date.to_date("2026-06-15")


@tagged("post_install", "-at_install")
class TestLife(WorksCase):
    def test_hours_of_57_make_an_evidence(self):
        """3 days of 7 h at 57: 21 / 1 607; 14 h at 36 do not count."""
        order = self._chosen()
        senior, junior = self._technician(1969), self._technician(1990, "Loïc")
        for rank in range(3):
            order._record_hours(senior, fields.Date.add(JUNE_15, days=rank), 420)
        for rank in range(2):
            order._record_hours(junior, fields.Date.add(JUNE_15, days=rank), 420)
        self.assertEqual(order.state, "under_way")
        self.assertEqual(order.worked_hours, 35)
        self.assertEqual(order.senior_hours, 21)
        self.assertEqual(order.senior_fte, 0.0131)
        firm = self.bretonneau.partner_id
        self.assertEqual(firm.oe_senior_hours, 21)
        self.assertAlmostEqual(firm.oe_senior_fte, 21 / 1607, 4)
        ((count, hours),) = self.env["oe.works.report"]._read_group(
            [("order_id", "=", order.id)], [], ["__count", "hours:sum"]
        )
        self.assertEqual((count, hours), (3, 21))

    def test_a_corrected_year_counts_again(self):
        order = self._finished()
        order.hours_ids.technician_id.birth_year = 1985
        self.assertEqual(order.senior_hours, 0)

    def test_each_year_has_its_own_legal_hours(self):
        self.env["oe.works.parameter"].search([]).copy(
            {"date_start": "2026-06-16", "yearly_hours": 1400}
        )
        order = self._chosen()
        technician = self._technician()
        order._record_hours(technician, JUNE_15, 420)
        order._record_hours(technician, fields.Date.add(JUNE_15, days=1), 420)
        ((fte,),) = self.env["oe.works.report"]._read_group(
            [("order_id", "=", order.id)], [], ["fte:sum"]
        )
        self.assertAlmostEqual(fte, 7 / 1607 + 7 / 1400, 6)

    def test_sent_twice_recorded_once(self):
        order = self._chosen()
        technician = self._technician()
        self.assertEqual(order._record_hours(technician, JUNE_15, 420, "a"), "recorded")
        self.assertEqual(order._record_hours(technician, JUNE_15, 420, "a"), "known")
        self.assertEqual(order._add_photo(PHOTO, "Nord", "b"), "recorded")
        self.assertEqual(order._add_photo(PHOTO, "Nord", "b"), "known")
        self.assertEqual((len(order.hours_ids), len(order.photo_ids)), (1, 1))

    def test_hours_that_cannot_be(self):
        order = self._chosen()
        technician = self._technician()
        stranger = self._technician(convention=self.chaux)
        tomorrow = fields.Date.add(self.today, days=1)
        before = fields.Date.to_date("2026-06-07")
        for who, day, minutes, word in (
            (stranger, JUNE_15, 60, "technician of the firm"),
            (technician, tomorrow, 60, "no day of these works"),
            (technician, before, 60, "no day of these works"),
            (technician, JUNE_15, 0, "at most 12"),
            (technician, JUNE_15, 721, "at most 12"),
        ):
            with self.assertRefused(UserError, word):
                order._record_hours(who, day, minutes)
        order._record_hours(technician, JUNE_15, 420)
        with self.assertRefused(UserError, "12 hours"):
            order._record_hours(technician, JUNE_15, 301)

    def test_works_wait_for_the_days_to_withdraw(self):
        order = self._chosen(express=False)
        with self.assertRefused(UserError, "may withdraw until"):
            order._record_hours(self._technician(), self.today, 60)
        order.sudo().express_request = True
        order._record_hours(self._technician(), self.today, 60)

    def test_finished_needs_hours_and_reception_needs_the_end(self):
        order = self._chosen()
        with self.assertRefused(UserError, "does not apply"):
            order._finish()
        with self.assertRefused(UserError, "does not apply"):
            order._receive(self.client, "Jeanne", PIXEL)
        order._start(self.today)
        with self.assertRefused(UserError, "hours"):
            order._finish()
        with self.assertRefused(UserError, "not said yet"):
            order._receive(self.client, "Jeanne", PIXEL)

    def test_reception_with_reserves_closes_once_they_are_lifted(self):
        order = self._finished()
        order._finish()
        with self.assertRefused(UserError, "sign"):
            order._receive(self.client, "Jeanne", None)
        stranger = self.env["res.partner"].create({"name": "Autre"})
        with self.assertRefused(AccessError, "mandate"):
            order._receive(stranger, "Autre", PIXEL)
        with self.assertRefused(AccessError, "mandate"):
            order._receive(
                self.client, "Jeanne", PIXEL, witness=self._worker("Passant")
            )
        order._receive(self.daughter, "Anne", PIXEL, ["Coulure au nord", "", " "])
        self.assertEqual(order.state, "received")
        self.assertEqual(order.reserve_ids.mapped("name"), ["Coulure au nord"])
        with self.assertRefused(UserError, "Coulure au nord"):
            order.action_close()
        order.reserve_ids.lifted_on = self.today
        order.action_close()
        self.assertEqual(order.state, "closed")
        with self.assertRefused(UserError, "not deleted"):
            order.unlink()

    def test_satisfaction_from_1_to_5(self):
        order = self._finished()
        with self.assertRefused(UserError, "does not apply"):
            order._rate(self.client, "5")
        order._receive(self.client, "Jeanne", PIXEL)
        with self.assertRefused(UserError, "1 to 5"):
            order._rate(self.client, "6")
        order._rate(self.client, "5", "Très propre")
        self.assertEqual(order.rating, "5")

    def test_steps_are_not_written_by_hand(self):
        order = self._chosen()
        manager = self._staff("manager-steps", "manager", self.cae)
        mine = self._as(order, manager)
        for values in (
            {"state": "closed"},
            {"chosen_offer_id": False},
            {"fee_amount": 0},
        ):
            with self.assertRefused(UserError, "buttons"):
                mine.write(values)
        mine.title = "Façade nord"
        with self.assertRefused(UserError, "buttons"):
            self._as("oe.works.order", manager).create(
                {
                    "title": "x",
                    "partner_id": self.client.id,
                    "territory_id": self.territory.id,
                    "company_id": self.cae.id,
                    "state": "closed",
                }
            )

    def test_a_manager_s_own_buttons_work(self):
        manager = self._staff("manager-buttons", "manager", self.cae)
        order = self._as(self._order(), manager)
        link = self._as("oe.works.link", manager).create(
            {"order_id": order.id, "partner_id": self.bretonneau.partner_id.id}
        )
        action = link.action_send()
        self.assertIn(f"/oe/works/{link.id}/", action["context"]["default_url"])
        order.action_cancel()
        self.assertEqual(order.state, "cancelled")

    def test_title_and_description_name_nobody(self):
        order = self._order()
        for values in (
            {"title": "Façade de Mme le GOFF"},
            {"description": "Sonner chez Jeanne."},
        ):
            with self.assertRefused(ValidationError, "do not name"):
                order.write(values)
        firm = self.env["res.partner"].create(
            {"name": "Amicale de Doulon", "is_company": True}
        )
        self._order(partner_id=firm.id, title="Façade à Doulon")
        need = self._need(name="Façade, Jeanne Le Goff", oe_pole_id=self.building.id)
        action = need.action_oe_works()
        made = self.env["oe.works.order"].browse(action["res_id"])
        self.assertEqual(made.title, self.building.name)

    def test_a_need_becomes_an_order_once(self):
        need = self._need(oe_pole_id=False)
        with self.assertRefused(UserError, "pole"):
            need.action_oe_works()
        need.oe_pole_id = self.building
        action = need.action_oe_works()
        order = self.env["oe.works.order"].browse(action["res_id"])
        self.assertEqual(order.company_id, self.cae)
        self.assertEqual(order.place_id, self.client)
        self.assertEqual(need.action_oe_works()["res_id"], order.id)
        self.assertEqual(need.oe_works_count, 1)

    def test_reading_fifty_orders_asks_no_more_than_one(self):
        first = self._chosen()
        first._record_hours(self._technician(), JUNE_15, 420)
        orders = first
        for _rank in range(49):
            orders |= self._order()
        self.env.flush_all()

        def queries(records):
            self.env.invalidate_all()
            start = self.env.cr.sql_log_count
            records.mapped("senior_fte")
            return self.env.cr.sql_log_count - start

        one = queries(first)
        self.assertLessEqual(queries(orders), one + 2)
