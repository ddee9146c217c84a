"""The worked cases of émargement, on real records."""

import datetime

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import PIXEL, TrainingCase


@tagged("post_install", "-at_install")
class TestEmargement(TrainingCase):
    def test_8_registered_6_sign_all_1_signs_3_1_none_gives_94_5_hours(self):
        people = self._people(8)
        event = self._session(people)
        for rank, slot in enumerate(event.oe_slot_ids):
            present = people[:6] + (people[6:7] if rank < 3 else [])
            self._sign_all(slot, present)
        total = event._oe_total()
        self.assertEqual(event.oe_realised_hours, 94.5)
        self.assertEqual(event.oe_trainee_count, 7)
        self.assertEqual(total.trainer_minutes, 14 * 60)
        minutes = {row.trainee: row.minutes for row in total.by_trainee}
        hours = [minutes[person.partner_id.id] / 60 for person in people]
        self.assertEqual(hours, [14.0] * 6 + [10.5, 0.0])

    def test_20_late_and_40_early_of_210_minutes_is_2_h_30(self):
        (person,) = self._people(1)
        slot = self._session([person]).oe_slot_ids[0]
        row = self._row(slot, person)
        row.write({"late_minutes": 20, "early_minutes": 40})
        self._sign_all(slot, [person])
        self.assertEqual(row.minutes, 150)

    def test_signing_30_minutes_before_is_refused(self):
        (person,) = self._people(1)
        slot = self._session([person]).oe_slot_ids[0]
        row = self._row(slot, person)
        with self._at(slot.start - datetime.timedelta(minutes=30)):
            with self.assertRefused(UserError, "Too early"):
                row._sign(person.partner_id, PIXEL)
        with self._at(slot.start - datetime.timedelta(minutes=15)):
            row._sign(person.partner_id, PIXEL)
        self.assertTrue(row.signed_on)

    def test_after_48_hours_only_somebody_else_with_a_reason(self):
        (person,) = self._people(1)
        event = self._session([person])
        row = self._row(event.oe_slot_ids[0], person)
        last = event.oe_slot_ids[-1].end
        with self._at(last + datetime.timedelta(hours=48)):
            row.reason = "Téléphone en panne"
            with self.assertRefused(UserError, "may still sign"):
                row.action_regularise()
        with self._at(last + datetime.timedelta(hours=49)):
            with self.assertRefused(UserError, "Too late"):
                row._sign(person.partner_id, PIXEL)
            row.reason = False
            with self.assertRefused(UserError, "reason"):
                row.action_regularise()
            row.reason = "Téléphone en panne"
            row.action_regularise()
        self.assertTrue(row.is_regularised)
        self.assertEqual(row.minutes, 210)
        self.assertEqual(row.signed_by_id, self.env.user.partner_id)

    def test_nobody_signs_for_another_and_only_the_trainer_countersigns(self):
        first, second = self._people(2)
        slot = self._session([first, second]).oe_slot_ids[0]
        row = self._row(slot, first)
        with self._at(slot.end):
            with self.assertRefused(UserError, "another person"):
                row._sign(second.partner_id, PIXEL)
            with self.assertRefused(UserError, "finger"):
                row._sign(first.partner_id, None)
            row._sign(first.partner_id, PIXEL)
            with self.assertRefused(UserError, "already"):
                row._sign(first.partner_id, PIXEL)
            with self.assertRefused(UserError, "trainer"):
                row._countersign(second.partner_id, PIXEL)

    def test_without_counter_signature_no_minute_counts(self):
        (person,) = self._people(1)
        slot = self._session([person]).oe_slot_ids[0]
        self._sign_all(slot, [person], countersign=False)
        self.assertEqual(self._row(slot, person).minutes, 0)
        with self.assertRefused(UserError, person.name):
            slot.action_seal()

    def test_a_signature_is_not_written_by_hand(self):
        (person,) = self._people(1)
        slot = self._session([person]).oe_slot_ids[0]
        row = self._row(slot, person)
        with self.assertRaises(UserError):
            row.signed_on = slot.end
        with self.assertRaises(UserError):
            slot.write({"state": "sealed"})
        row.unlink()
        made = self.env["oe.training.attendance"].create(
            {
                "slot_id": slot.id,
                "partner_id": person.partner_id.id,
                "signed_on": slot.end,
            }
        )
        self.assertFalse(made.signed_on)

    def test_missing_more_than_the_half_day_is_refused(self):
        (person,) = self._people(1)
        slot = self._session([person]).oe_slot_ids[0]
        for values in ({"late_minutes": 211}, {"early_minutes": -1}):
            with self.assertRaises(ValidationError), self.env.cr.savepoint():
                self._row(slot, person).write(values)

    def test_sealed_it_does_not_change_and_the_chain_holds(self):
        people = self._people(2)
        event = self._signed_session(people)
        event.oe_slot_ids.action_seal()
        first, second = event.oe_slot_ids[:2]
        self.assertEqual(set(event.oe_slot_ids.mapped("state")), {"sealed"})
        self.assertEqual(second.seal_before, first.seal)
        self.assertTrue(all(slot._seal_is_true() for slot in event.oe_slot_ids))
        row = first.attendance_ids[0]
        for change in (
            lambda: first.write({"room": "B"}),
            lambda: row.write({"late_minutes": 5}),
            lambda: row.unlink(),
            lambda: first.unlink(),
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                change()
        self.env.cr.execute(
            "UPDATE oe_training_attendance SET late_minutes = 5 WHERE id = %s", [row.id]
        )
        row.invalidate_recordset()
        self.assertFalse(first._seal_is_true())

    def test_a_change_after_sealing_is_a_new_version_with_a_reason(self):
        people = self._people(1)
        event = self._signed_session(people)
        event.oe_slot_ids.action_seal()
        slot = event.oe_slot_ids[0]
        before = slot.seal
        with self.assertRefused(UserError, "why"):
            slot.action_reopen()
        slot.reopen_reason = "Retard oublié"
        slot.action_reopen()
        self.assertEqual((slot.state, slot.version), ("open", 2))
        slot.attendance_ids.late_minutes = 10
        slot.action_seal()
        self.assertEqual(slot.seal_before, before)
        self.assertNotEqual(slot.seal, before)
        self.assertTrue(slot._seal_is_true())

    def test_an_unsigned_half_day_has_nothing_to_seal(self):
        (person,) = self._people(1)
        slot = self._session([person]).oe_slot_ids[0]
        with self.assertRefused(UserError, "nothing to seal"):
            slot.action_seal()
        with self._at(slot.start), self.assertRefused(UserError, "not over"):
            slot.action_seal()

    def test_making_the_rows_again_adds_nobody_twice(self):
        event = self._session(self._people(2))
        event.action_oe_attendance()
        self.assertEqual(len(event.oe_slot_ids.attendance_ids), 8)

    def test_totals_take_a_fixed_number_of_queries(self):
        def queries(event):
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            event._oe_total()
            return self.env.cr.sql_log_count - before

        small = self._signed_session(self._people(1))
        large = self._signed_session(self._people(12, "Autre"), shift=10)
        self.assertLessEqual(queries(large), queries(small) + 2)
