"""What a manager tries past the buttons, on works a client signed."""

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import MissionCase
from .works_common import LATE, WorksCase


@tagged("post_install", "-at_install")
class TestAttackWorks(WorksCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._staff("gerance-attaque", "manager", cls.cae)

    def test_a_signed_order_is_put_back_to_draft_and_deleted(self):
        order = self._chosen()
        mine = self._as(order, self.manager)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.state = "draft"
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.unlink()
        self.assertEqual(order.state, "chosen")

    def test_an_order_is_born_signed_by_defaults_of_the_context(self):
        model = self._as("oe.works.order", self.manager)
        values = {
            "title": "Façade",
            "company_id": self.cae.id,
            "territory_id": self.territory.id,
            "partner_id": self.client.id,
        }
        for defaults in (
            {"default_state": "received"},
            {"default_signed_by": "Jeanne"},
            {"default_chosen_on": "2026-06-01"},
        ):
            with self.subTest(defaults), self.assertRaises(UserError):
                model.with_context(**defaults).create(values)
        self.assertEqual(model.create(values).state, "draft")

    def test_an_offer_above_the_charter_is_put_before_the_client(self):
        order = self._order(self.bretonneau)
        values = {
            "order_id": order.id,
            "convention_id": self.bretonneau.id,
            "valid_until": LATE,
            "line_ids": [
                (0, 0, line)
                for line in self._lines(self.bretonneau, ((0, "10", 500.0),))
            ],
        }
        model = self._as("oe.works.offer", self.manager)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            model.create({**values, "state": "sent"})
        with self.assertRaises(UserError), self.env.cr.savepoint():
            model.with_context(default_state="chosen").create(values)
        offer = model.create(values)
        for state in ("sent", "chosen"):
            with self.subTest(state), self.assertRaises(UserError):
                offer.state = state

    def test_an_offer_that_was_chosen_is_opened_to_change_its_price(self):
        offer = self._chosen().chosen_offer_id
        mine = self._as(offer, self.manager)
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.state = "draft"
        self.assertEqual(offer.state, "chosen")

    def test_a_manager_still_records_an_offer_on_paper(self):
        order = self._order(self.bretonneau)
        offer = self._as("oe.works.offer", self.manager).create(
            {
                "order_id": order.id,
                "convention_id": self.bretonneau.id,
                "valid_until": LATE,
                "line_ids": [
                    (0, 0, line)
                    for line in self._lines(self.bretonneau, ((0, "10", 40.0),))
                ],
            }
        )
        offer.action_send()
        self.assertEqual((offer.state, order.state), ("sent", "offered"))


@tagged("post_install", "-at_install")
class TestAttackVisits(MissionCase):
    def test_a_recorded_visit_is_put_back_to_planned_and_deleted(self):
        visit = self._mission(self._worker("Nadia")).intervention_ids[:1]
        self._record(visit)
        manager = self._staff("gerance-visite", "manager", self.cae_sap)
        mine = self._as(visit, manager)
        for state in ("planned", "cancelled"):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                mine.state = state
        with self.assertRaises(UserError), self.env.cr.savepoint():
            mine.unlink()
        self.assertEqual(visit.state, "done")

    def test_a_manager_elsewhere_reads_or_changes_an_open_wizard(self):
        worker = self._worker("Nadia")
        visit = self._mission(worker).intervention_ids[:1]
        here = self._staff("gerance-ici", "manager", self.cae_sap)
        wizard = self._as("oe.replace.wizard", here).create(
            {"intervention_ids": visit.ids, "entrepreneur_id": worker.id}
        )
        away = self._staff("gerance-ailleurs", "manager", self.cae)
        self.assertFalse(self._as("oe.replace.wizard", away).search([]))
        with self.assertRaises(AccessError):
            self._as(wizard, away).write({"entrepreneur_id": worker.id})
