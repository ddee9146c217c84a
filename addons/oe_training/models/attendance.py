import base64

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.calc.errors import CalcError

from ..calc import attendance as calc_attendance, seal as calc_seal

SIGNING = frozenset(
    {
        "signed_on",
        "signature",
        "signed_by_id",
        "countersigned_on",
        "countersigned_by_id",
        "countersignature",
        "is_regularised",
    }
)


class TrainingAttendance(models.Model):
    """One trainee in one half-day: signed, counter-signed, minutes realised."""

    _name = "oe.training.attendance"
    _description = "Attendance of a half-day"
    _inherit = ["oe.retention.mixin"]
    _order = "slot_id, partner_id"
    _check_company_auto = True

    _retention_code = "training_attendance"
    _retention_date_field = "slot_end"

    slot_id = fields.Many2one(
        "oe.training.slot", "Half-day", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="slot_id.company_id", store=True, index=True)
    event_id = fields.Many2one(related="slot_id.event_id", store=True, index=True)
    slot_end = fields.Datetime(related="slot_id.end", store=True)
    partner_id = fields.Many2one(
        "res.partner", "Trainee", required=True, index=True, ondelete="restrict"
    )
    late_minutes = fields.Integer("Late, minutes")
    early_minutes = fields.Integer("Left early, minutes")
    signed_on = fields.Datetime("Signed", readonly=True, copy=False)
    signed_by_id = fields.Many2one(
        "res.partner", readonly=True, copy=False, index="btree_not_null"
    )
    signature = fields.Binary(attachment=True, readonly=True, copy=False)
    countersigned_on = fields.Datetime("Counter-signed", readonly=True, copy=False)
    countersigned_by_id = fields.Many2one(
        "res.partner", readonly=True, copy=False, index="btree_not_null"
    )
    countersignature = fields.Binary(attachment=True, readonly=True, copy=False)
    is_regularised = fields.Boolean(readonly=True, copy=False)
    reason = fields.Char(
        "Reason of a late signature", copy=False, help="No health cause."
    )
    minutes = fields.Integer("Realised, minutes", compute="_compute_minutes")

    _trainee_once = models.UniqueIndex(
        "(slot_id, partner_id)", "This trainee is in the half-day already."
    )

    @api.depends("slot_id", "partner_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = (
                f"{row.partner_id.name or ''}, {row.slot_id.display_name or ''}"
            )

    @api.depends(
        "signed_on",
        "countersigned_on",
        "late_minutes",
        "early_minutes",
        "slot_id.start",
        "slot_id.end",
    )
    def _compute_minutes(self):
        for row in self:
            row.minutes = (
                calc_attendance.realised_minutes(row._prepare_calc())
                if row.slot_id.start and row._delay_is_possible()
                else 0
            )

    def _prepare_calc(self):
        self.ensure_one()
        return calc_attendance.Attendance(
            self.partner_id.id,
            self.slot_id._prepare_calc(),
            bool(self.signed_on),
            bool(self.countersigned_on),
            self.late_minutes,
            self.early_minutes,
        )

    def _delay_is_possible(self):
        self.ensure_one()
        try:
            calc_attendance.realised_minutes(self._prepare_calc())
        except CalcError:
            return False
        return True

    @api.constrains("late_minutes", "early_minutes")
    def _check_delay(self):
        for row in self:
            if not row._delay_is_possible():
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot miss more minutes than the half-day has, nor "
                        "less than none.",
                        name=row.partner_id.name,
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # One signs with the buttons, never by creating a signed row. Forced, not
            # left out: a missing value would come from default_* of the context.
            vals.update(dict.fromkeys(SIGNING, False))
        rows = super().create(vals_list)
        rows.slot_id._refuse_closed()
        return rows

    def write(self, vals):
        self.slot_id._refuse_closed()
        if SIGNING & set(vals):
            raise UserError(self.env._("One signs with the buttons only."))
        moved = {"slot_id", "partner_id"} & set(vals)
        if moved and any(row.signed_on for row in self):
            raise UserError(self.env._("A signature stays with its half-day."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term the proof goes
        self.slot_id._refuse_closed()
        if any(row.signed_on for row in self):
            raise UserError(self.env._("A signed attendance is never deleted."))

    def _set_signed(self, values):
        """The one way to a signature: past :meth:`write`, which refuses it."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    def _signatures(self):
        """This row's signatures, as the seal wants them."""
        self.ensure_one()
        found = []
        for role, moment, person, image in (
            ("trainee", self.signed_on, self.signed_by_id, self.signature),
            (
                "trainer",
                self.countersigned_on,
                self.countersigned_by_id,
                self.countersignature,
            ),
        ):
            if moment:
                found.append(
                    calc_seal.Signature(
                        signed_at=moment,
                        role=role,
                        person=f"{self.partner_id.id}/{person.id}",
                        minutes=self.minutes,
                        image_hash=self.slot_id._image_hash(
                            image and base64.b64decode(image)
                        ),
                        reason=self.reason or "",
                    )
                )
        return found
