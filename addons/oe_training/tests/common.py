"""A two-day session of four half-days of 3 h 30, as the worked case has it."""

import datetime
from unittest.mock import patch

from odoo import Command, fields

from odoo.addons.oe_base.tests.common import OeCase

PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAA"
    "ABJRU5ErkJggg=="
)
DAY = datetime.date(2026, 6, 1)


class TrainingCase(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cae.write(
            {
                "oe_training_representative": "Claire Morin, gérante",
                "oe_training_nda": "52440000044",
                "city": "Nantes",
            }
        )
        cls.trainer = cls._person("Formatrice", cls.cae)
        cls.program = cls.env["oe.training.program"].create(
            {"name": "Gestes et postures", "company_id": cls.cae.id}
        )

    @classmethod
    def _people(cls, count, prefix="Stagiaire"):
        return [cls._person(f"{prefix} {rank}", cls.cae) for rank in range(count)]

    @classmethod
    def _wall(cls, day, hour, minute=0):
        """UTC moment of a wall time, days counted from the first of June."""
        wall = datetime.datetime.combine(DAY, datetime.time(hour, minute))
        return cls.cae._oe_utc(wall + datetime.timedelta(days=day))

    @classmethod
    def _session(cls, people, days=2, trainer=None, shift=0, room=False):
        """A session with its half-days and a row to sign for everybody."""
        trainer = trainer or cls.trainer
        times = ((9, 0, 12, 30), (13, 30, 17, 0))
        event = cls.env["event.event"].create(
            {
                "name": "Gestes et postures, juin",
                "company_id": cls.cae.id,
                "oe_program_id": cls.program.id,
                "date_begin": cls._wall(shift, 9),
                "date_end": cls._wall(shift + days - 1, 17),
                "event_mail_ids": False,
                "oe_slot_ids": [
                    Command.create(
                        {
                            "start": cls._wall(shift + day, *time[:2]),
                            "end": cls._wall(shift + day, *time[2:]),
                            "trainer_id": trainer.partner_id.id,
                            "room": room,
                        }
                    )
                    for day in range(days)
                    for time in times
                ],
                "registration_ids": [
                    Command.create({"partner_id": person.partner_id.id})
                    for person in people
                ],
            }
        )
        event.action_oe_attendance()
        return event

    @classmethod
    def _row(cls, slot, person):
        return slot.attendance_ids.filtered(
            lambda row: row.partner_id == person.partner_id
        )

    @classmethod
    def _at(cls, moment):
        """The clock of signing, stopped at a moment."""
        return patch.object(fields.Datetime, "now", lambda: moment)

    @classmethod
    def _sign_all(cls, slot, people, countersign=True):
        with cls._at(slot.end):
            for person in people:
                cls._row(slot, person)._sign(person.partner_id, PIXEL)
            if countersign:
                slot.attendance_ids._countersign(slot.trainer_id, PIXEL)

    @classmethod
    def _signed_session(cls, people, **values):
        event = cls._session(people, **values)
        for slot in event.oe_slot_ids:
            cls._sign_all(slot, people)
        return event
