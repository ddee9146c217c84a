from odoo import fields, models
from odoo.exceptions import UserError
from odoo.tools import format_datetime

from ..calc import attendance as calc_attendance


class TrainingAttendance(models.Model):
    """Signing on the phone, and putting right what was not signed in time."""

    _inherit = "oe.training.attendance"

    def _sign(self, signer, image):
        """The trainee signs the half-day.

        :param signer: the partner who signs
        :param str image: PNG of the signature, base64
        :raises UserError: with the rule that refuses
        """
        self.ensure_one()
        self._lock()
        if self.signed_on:
            raise UserError(self.env._("You have signed this half-day already."))
        if not image:
            raise UserError(self.env._("Sign in the frame with your finger."))
        self._assert_may_sign(signer)
        self._set_signed(
            {
                "signed_on": fields.Datetime.now(),
                "signed_by_id": signer.id,
                "signature": image,
            }
        )

    def _countersign(self, signer, image):
        """The trainer counter-signs for the trainees who signed.

        :raises UserError: with the rule that refuses
        """
        self._lock()
        waiting = self.filtered(lambda row: row.signed_on and not row.countersigned_on)
        if not waiting:
            raise UserError(
                self.env._("No trainee waits for your signature in this half-day.")
            )
        if not image:
            raise UserError(self.env._("Sign in the frame with your finger."))
        for row in waiting:
            row._assert_may_sign(signer, countersign=True)
        waiting._set_signed(
            {
                "countersigned_on": fields.Datetime.now(),
                "countersigned_by_id": signer.id,
                "countersignature": image,
            }
        )

    def _lock(self):
        # Two taps at once: the second reads what the first did.
        self.env.cr.execute(
            "SELECT id FROM oe_training_attendance WHERE id IN %s FOR UPDATE",
            [tuple(self.ids or [0])],
        )
        self.invalidate_recordset(["signed_on", "countersigned_on"])

    def _assert_may_sign(self, signer, countersign=False, reason=""):
        self.ensure_one()
        slots = self.slot_id.event_id.oe_slot_ids
        refused = calc_attendance.signing_refusals(
            calc_attendance.Signing(
                self.partner_id.id,
                signer.id,
                fields.Datetime.now(),
                countersign,
                reason,
            ),
            self.slot_id._prepare_calc(),
            max(slots.mapped("end")),
            self.company_id.sudo()._oe_signing_rules(),
        )
        if refused:
            raise UserError("\n".join(self._explain(item) for item in refused))

    def _explain(self, refused):
        moments = {
            name: format_datetime(self.env, refused.get(name), dt_format="short")
            for name in ("opens_at", "closed_at", "closes_at")
            if refused.get(name)
        }
        sentences = {
            "attendance.sealed": self.env._("This half-day is sealed."),
            "attendance.too_early": self.env._(
                "Too early: signing opens on %(when)s.", when=moments.get("opens_at")
            ),
            "attendance.too_late": self.env._(
                "Too late: signing closed on %(when)s. Ask the office to put it right "
                "with a reason.",
                when=moments.get("closed_at"),
            ),
            "attendance.not_late": self.env._(
                "The trainee may still sign until %(when)s: no need to put it right.",
                when=moments.get("closes_at"),
            ),
            "attendance.not_own": self.env._("Nobody signs for another person."),
            "attendance.not_trainer": self.env._(
                "Only the trainer of the half-day counter-signs."
            ),
            "attendance.self_regularisation": self.env._(
                "Somebody else puts a missed signature right."
            ),
        }
        return sentences.get(refused.code, refused.code)

    def action_regularise(self):
        """Put missed signatures right after the window, with the reason written.

        :raises UserError: without reason, inside the window, or for oneself
        """
        self.check_access("write")
        person = self.env.user.partner_id
        for row in self:
            if not (row.reason or "").strip():
                raise UserError(
                    self.env._(
                        "Write the reason for %(name)s first.", name=row.partner_id.name
                    )
                )
            row._assert_may_sign(person, reason=row.reason)
            now = fields.Datetime.now()
            values = {"is_regularised": True}
            if not row.signed_on:
                values |= {"signed_on": now, "signed_by_id": person.id}
            if not row.countersigned_on:
                values |= {"countersigned_on": now, "countersigned_by_id": person.id}
            row._set_signed(values)
