from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc.attendance import session_total


class EventEvent(models.Model):
    """A training session is an event with a programme and half-days of its own."""

    _inherit = "event.event"

    oe_program_id = fields.Many2one(
        "oe.training.program", "Programme", index="btree_not_null", check_company=True
    )
    oe_slot_ids = fields.One2many("oe.training.slot", "event_id", "Half-days")
    oe_certificate_ids = fields.One2many(
        "oe.training.certificate", "event_id", "Certificates of completion"
    )
    oe_realised_hours = fields.Float(
        "Realised hours", compute="_compute_oe_realised", digits=(8, 2)
    )
    oe_trainee_count = fields.Integer(
        "Trainees with hours", compute="_compute_oe_realised"
    )

    @api.depends(
        "oe_slot_ids.attendance_ids.signed_on",
        "oe_slot_ids.attendance_ids.countersigned_on",
        "oe_slot_ids.attendance_ids.late_minutes",
        "oe_slot_ids.attendance_ids.early_minutes",
    )
    def _compute_oe_realised(self):
        for event in self:
            total = event._oe_total()
            event.oe_realised_hours = total.minutes / 60
            event.oe_trainee_count = total.trainees

    def _oe_total(self):
        """Minutes realised by trainee and by trainers, from the computing layer."""
        self.ensure_one()
        slots = self.oe_slot_ids
        return session_total(
            [slot._prepare_calc() for slot in slots],
            [row._prepare_calc() for row in slots.attendance_ids],
        )

    def _oe_registrations(self):
        self.ensure_one()
        return self.registration_ids.filtered(
            lambda row: row.active and row.state != "cancel" and row.partner_id
        )

    def action_oe_attendance(self):
        """A row to sign for each registered trainee in each open half-day."""
        self.check_access("write")
        for event in self:
            if not event.oe_slot_ids:
                raise UserError(
                    self.env._("Add the half-days of the session first, then the rows.")
                )
            people = event._oe_registrations().partner_id
            rows = [
                {"slot_id": slot.id, "partner_id": person.id}
                for slot in event.oe_slot_ids.filtered(lambda s: s.state == "open")
                for person in people - slot.attendance_ids.partner_id
            ]
            self.env["oe.training.attendance"].create(rows)

    def action_oe_certificates(self):
        """Certificates of completion of everybody with realised hours."""
        self.ensure_one()
        self.env["oe.training.certificate"]._issue_session(self)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Certificates of completion"),
            "res_model": "oe.training.certificate",
            "views": [(False, "list"), (False, "form")],
            "domain": [("event_id", "=", self.id)],
        }
