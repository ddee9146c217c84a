from odoo import fields, models

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
    _order = "entrepreneur_id, date, weekday, minute_start"
    _oe_shared = "belongs to the person, who may work for several companies"

    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    weekday = fields.Selection(WEEKDAYS, help="Each week on this day …")
    date = fields.Date(help="… or on this one day only, instead of the pattern.")
    minute_start = fields.Integer("From, minutes of the day", default=480)
    minute_end = fields.Integer("To, minutes of the day", default=1080)
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
