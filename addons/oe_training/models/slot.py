from hashlib import sha256

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from ..calc import attendance as calc_attendance, seal as calc_seal


class TrainingSlot(models.Model):
    """A half-day of a session, signed by each trainee and by the trainer.

    Sealed, it does not change any more: the seal is the head of a hash chain over
    the signatures in their order, and it is printed on the sheet.
    """

    _name = "oe.training.slot"
    _description = "Training half-day"
    _inherit = ["oe.closed.mixin"]
    _order = "start, id"
    _check_company_auto = True

    _closed_states = ("sealed",)
    _open_fields = frozenset({"reopen_reason"})

    event_id = fields.Many2one(
        "event.event", "Session", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        compute="_compute_company_id",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        index=True,
    )
    start = fields.Datetime(required=True)
    end = fields.Datetime(required=True)
    trainer_id = fields.Many2one("res.partner", required=True, index=True)
    room = fields.Char()
    state = fields.Selection(
        [("open", "Open"), ("sealed", "Sealed")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
    )
    version = fields.Integer(default=1, readonly=True, copy=False, aggregator=None)
    reopen_reason = fields.Char(copy=False, help="Why a sealed half-day changes.")
    attendance_ids = fields.One2many("oe.training.attendance", "slot_id", "Trainees")

    _times_ordered = models.Constraint(
        'CHECK ("end" > start)', "A half-day ends after it starts."
    )
    _trainer_start = models.Index("(trainer_id, start)")

    @api.depends("event_id")
    def _compute_company_id(self):
        for slot in self:
            slot.company_id = slot.event_id.company_id or self.env.company

    @api.depends("event_id", "start")
    def _compute_display_name(self):
        for slot in self:
            wall = slot.start and slot.company_id._oe_wall(slot.start)
            label = wall.strftime("%d/%m/%Y %H:%M") if wall else ""
            slot.display_name = f"{slot.event_id.name or ''} {label}".strip()

    def _prepare_calc(self):
        self.ensure_one()
        return calc_attendance.TrainingSlot(
            self.id, self.start, self.end, self.trainer_id.id, self.state == "sealed"
        )

    @api.constrains("start", "end", "trainer_id", "room", "event_id")
    def _check_overlap(self):
        for slot in self:
            rooms = [("room", "=", slot.room)] if slot.room else [(0, "=", 1)]
            # A trainer or a room of another company is taken just the same.
            other_sudo = self.sudo().search(
                [
                    ("id", "!=", slot.id),
                    ("start", "<", slot.end),
                    ("end", ">", slot.start),
                    *("|", ("event_id", "=", slot.event_id.id)),
                    *("|", ("trainer_id", "=", slot.trainer_id.id)),
                    *("&", ("company_id", "=", slot.company_id.id), *rooms),
                ],
                limit=1,
            )
            if other_sudo:
                raise ValidationError(
                    self.env._(
                        "%(slot)s overlaps another half-day of the same session, "
                        "trainer or room: move one of them.",
                        slot=slot.display_name,
                    )
                )

    def write(self, vals):
        if {"state", "version"} & set(vals):
            raise UserError(
                self.env._("A half-day is sealed and opened again with its buttons.")
            )
        return super().write(vals)

    def _set_state(self, values):
        """The one way to a state: past :meth:`write`, which refuses it to everybody."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    def _signatures(self):
        """Every signature of the half-day, as the seal wants them."""
        self.ensure_one()
        return [
            signature for row in self.attendance_ids for signature in row._signatures()
        ]

    def _compute_seal_of(self):
        self.ensure_one()
        start = self.seal_before or calc_seal.GENESIS
        return calc_seal.seal(self._signatures(), start).head

    def action_seal(self):
        """Seal half-days that are over; from then on they do not change.

        :raises UserError: naming what is still missing
        """
        self.check_access("write")
        for slot in self.filtered(lambda slot: slot.state == "open").sorted("start"):
            slot._check_sealable()
            before = slot.event_id.oe_slot_ids.filtered(lambda other: other.seal)
            previous = slot if slot.seal else before.sorted("start")[-1:]
            slot._seal(previous)
            slot._set_state({"state": "sealed"})

    def _check_sealable(self):
        self.ensure_one()
        if self.end > fields.Datetime.now():
            raise UserError(
                self.env._("%(slot)s is not over yet.", slot=self.display_name)
            )
        signed = self.attendance_ids.filtered("signed_on")
        if not signed:
            raise UserError(
                self.env._(
                    "Nobody has signed %(slot)s: there is nothing to seal.",
                    slot=self.display_name,
                )
            )
        waiting = signed.filtered(lambda row: not row.countersigned_on)
        if waiting:
            raise UserError(
                self.env._(
                    "The trainer still has to counter-sign for %(names)s.",
                    names=", ".join(waiting.partner_id.mapped("name")),
                )
            )

    def action_reopen(self):
        """Open a sealed half-day as a new version; the reason is written first.

        :raises UserError: without reason
        """
        self.check_access("write")
        for slot in self.filtered(lambda slot: slot.state == "sealed"):
            if not (slot.reopen_reason or "").strip():
                raise UserError(
                    self.env._("Write why this sealed half-day must change, first.")
                )
            if slot.event_id.oe_certificate_ids:
                raise UserError(
                    self.env._(
                        "Certificates were issued from this half-day: it stays sealed."
                    )
                )
            slot._set_state({"state": "open", "version": slot.version + 1})

    @api.model
    def _image_hash(self, image):
        return sha256(image).hexdigest() if image else ""
