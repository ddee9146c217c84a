import base64

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import TrainingCase


@tagged("post_install", "-at_install")
class TestCertificate(TrainingCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.people = cls._people(2)

    def _issued(self, event):
        event.action_oe_certificates()
        return event.oe_certificate_ids

    def test_refused_before_sealing(self):
        event = self._signed_session(self.people)
        event.oe_slot_ids[:3].action_seal()
        with self.assertRefused(UserError, "seal every half-day"):
            event.action_oe_certificates()

    def test_refused_with_a_field_missing_that_is_named(self):
        event = self._signed_session(self.people)
        event.oe_slot_ids.action_seal()
        self.cae.oe_training_representative = False
        with self.assertRefused(UserError, "representative"):
            event.action_oe_certificates()

    def test_one_per_trainee_with_hours_and_what_was_realised(self):
        event = self._session(self.people)
        for slot in event.oe_slot_ids:
            self._sign_all(slot, self.people[:1])
        event.oe_slot_ids.action_seal()
        issued = self._issued(event)
        self.assertEqual(issued.partner_id, self.people[0].partner_id)
        self.assertEqual(issued.minutes, 840)
        self.assertEqual(str(issued.date_start), "2026-06-01")
        self.assertEqual(str(issued.date_end), "2026-06-02")
        self.assertEqual(issued.slot_seal, event.oe_slot_ids[-1].seal)
        self.assertTrue(base64.b64decode(issued.pdf).startswith(b"%PDF"))
        self.assertTrue(issued._seal_is_true())
        event.action_oe_certificates()
        self.assertEqual(len(event.oe_certificate_ids), 1)

    def test_an_issued_certificate_does_not_change_nor_its_half_days(self):
        event = self._signed_session(self.people)
        event.oe_slot_ids.action_seal()
        issued = self._issued(event)[:1]
        with self.assertRaises(UserError):
            issued.minutes = 1
        with self.assertRaises(UserError):
            issued.unlink()
        event.oe_slot_ids[0].reopen_reason = "Erreur"
        with self.assertRefused(UserError, "stays sealed"):
            event.oe_slot_ids[0].action_reopen()
        self.env.cr.execute(
            "UPDATE oe_training_certificate SET issued_on = '2010-01-01' WHERE id = %s",
            [issued.id],
        )
        issued.invalidate_recordset()
        issued._purge_expired()
        self.assertFalse(issued.exists())
