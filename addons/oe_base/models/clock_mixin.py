from odoo import api, fields, models


class ClockMixin(models.AbstractModel):
    """A time of day kept as whole minutes, typed and read as hours and minutes."""

    _name = "oe.clock.mixin"
    _description = "Time of day"

    minute_start = fields.Integer(required=True, default=540)
    hour_start = fields.Float(
        "Starts at", compute="_compute_hour_start", inverse="_inverse_hour_start"
    )

    @api.depends("minute_start")
    def _compute_hour_start(self):
        for record in self:
            record.hour_start = record.minute_start / 60

    def _inverse_hour_start(self):
        for record in self:
            record.minute_start = round(record.hour_start * 60)
