"""One training half-day of today, to be signed on the phone."""

import datetime

from odoo import Command, fields


class Session:
    """Part of the stage: a programme, a session that goes on now, two trainees."""

    def _training_session(self):
        named = {
            person.name: person for person in self.env["oe.entrepreneur"].search([])
        }
        trainer = named["Samira Cohen"]
        trainer.user_id._oe_add_company(self.samad)
        self.samad.write(
            {
                "oe_training_representative": "Claire Moreau, directrice",
                "oe_training_nda": "52440000044",
            }
        )
        program = self.env["oe.training.program"].create(
            {"name": "Gestes et postures à domicile", "company_id": self.samad.id}
        )
        # Begun an hour ago, so that signing is open whenever the demo is made.
        start = fields.Datetime.now() - datetime.timedelta(hours=1)
        end = start + datetime.timedelta(hours=3, minutes=30)
        event = self.env["event.event"].create(
            {
                "name": "Gestes et postures",
                "company_id": self.samad.id,
                "oe_program_id": program.id,
                "date_begin": start,
                "date_end": end,
                "event_mail_ids": False,
                "oe_slot_ids": [
                    Command.create(
                        {
                            "start": start,
                            "end": end,
                            "trainer_id": trainer.partner_id.id,
                        }
                    )
                ],
            }
        )
        self.env["event.registration"].create(
            [
                {
                    "event_id": event.id,
                    "partner_id": named[name].partner_id.id,
                    "name": name,
                    "state": "open",
                }
                for name in ("Nadia Benali", "Paul Martin")
            ]
        )
        event.action_oe_attendance()
