from odoo import api, fields, models

WEEKDAYS = [
    ("0", "Monday"),
    ("1", "Tuesday"),
    ("2", "Wednesday"),
    ("3", "Thursday"),
    ("4", "Friday"),
    ("5", "Saturday"),
    ("6", "Sunday"),
]


class Availability(models.Model):
    """When a person wants to work: a weekly pattern, and dated exceptions."""

    _name = "oe.availability"
    _description = "Availability"
    _inherit = ["oe.clock.mixin"]
    _order = "entrepreneur_id, date, weekday, minute_start"
    _oe_shared = "belongs to the person, who may work for several companies"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    weekday = fields.Selection(WEEKDAYS, help="Each week on this day …")
    date = fields.Date(help="… or on this one day only, instead of the pattern.")
    minute_start = fields.Integer(default=480)
    minute_end = fields.Integer(required=True, default=1080)
    hour_end = fields.Float(
        "Ends at", compute="_compute_hour_end", inverse="_inverse_hour_end"
    )
    is_available = fields.Boolean("Available", default=True)

    _one_of_two = models.Constraint(
        "CHECK ((weekday IS NULL) <> (date IS NULL))",
        "Give either a weekday or a date.",
    )
    _minutes_ordered = models.Constraint(
        "CHECK (minute_start >= 0 AND minute_end <= 1440 "
        "AND minute_start < minute_end)",
        "The hours must lie within one day, the start before the end.",
    )

    def write(self, vals):
        result = super().write(vals)
        if "entrepreneur_id" in vals:
            # The core asks the rules before a write only: a line would slip into the
            # agenda of somebody else.
            self.check_access("write")
        return result

    @api.depends("minute_end")
    def _compute_hour_end(self):
        for line in self:
            line.hour_end = line.minute_end / 60

    def _inverse_hour_end(self):
        for line in self:
            line.minute_end = round(line.hour_end * 60)
