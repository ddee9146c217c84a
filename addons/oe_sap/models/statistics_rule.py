from odoo import fields, models


class SapStatisticsRule(models.Model):
    """When statements are due, from a day on: the text changes, the code does not."""

    _name = "oe.sap.statistics.rule"
    _description = "Deadlines of activity statements"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "the rule is the same for the whole network"

    quarter_day = fields.Integer(
        "Quarter: day of the next month", required=True, default=15
    )
    year_month = fields.Integer("Year: month", required=True, default=4)
    year_day = fields.Integer("Year: day", required=True, default=15)
    warn_days = fields.Integer("Managers are asked, days before", default=15)

    _start_unique = models.UniqueIndex(
        "(date_start)", "These deadlines exist already from that day on."
    )
    _days = models.Constraint(
        "CHECK (quarter_day BETWEEN 1 AND 28 AND year_day BETWEEN 1 AND 28 "
        "AND year_month BETWEEN 1 AND 12 AND warn_days >= 0)",
        "A day goes from 1 to 28, a month from 1 to 12.",
    )
