"""What somebody who may issue certificates tries to make up."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestAttack(TrainingCase):
    def test_a_manager_makes_up_a_certificate_without_a_single_signature(self):
        person = self._people(1)[0]
        event = self._session([person])
        manager = self._staff("gerance-attaque-formation", "manager", self.cae)
        model = self._as("oe.training.certificate", manager)
        values = {
            "event_id": event.id,
            "company_id": self.cae.id,
            "partner_id": person.partner_id.id,
            "title": "Gestes",
            "nature": "training",
            "signatory": "Gérante",
            "date_start": "2026-06-01",
            "date_end": "2026-06-02",
            "minutes": 4000,
            "place": "Nantes",
            "issued_on": "2026-06-03",
        }
        with self.assertRaises(UserError), self.env.cr.savepoint():
            model.create(values)

    def test_an_attendance_says_itself_when_it_is_forgotten(self):
        """Its day is that of the half-day: the retention counts from there."""
        people = self._people(2)
        slot = self._session(people[:1]).oe_slot_ids[0]
        manager = self._staff("gerance-attaque-oubli", "manager", self.cae)
        self.env.flush_all()
        row = self._as("oe.training.attendance", manager).create(
            {
                "slot_id": slot.id,
                "slot_end": "2000-01-01",
                "partner_id": people[1].partner_id.id,
            }
        )
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(row.slot_end, slot.end)
        row.write({"slot_end": "2000-01-01"})
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertEqual(row.slot_end, slot.end)
