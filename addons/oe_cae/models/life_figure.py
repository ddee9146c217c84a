from odoo import fields, models


class LifeFigure(models.Model):
    """Figures of the law around a life's stages, from a day on.

    Thresholds of benefits (net a month) are told beside a simulation; the others are
    the rules of pension quarters and of progressive retirement.
    """

    _name = "oe.cae.life.figure"
    _description = "Figure of a stage of life"
    _inherit = ["oe.dated.mixin"]
    _order = "code, date_start desc"
    _dated_key = ("code",)
    _oe_shared = "the law is the same for every company"

    code = fields.Char(required=True, index=True)
    name = fields.Char(required=True, translate=True)
    value = fields.Float(digits=(12, 2), required=True)
    unit = fields.Selection(
        [
            ("net_month", "€ net a month: threshold of a benefit"),
            ("hours", "hours of SMIC"),
            ("quarters", "quarters"),
            ("percent", "%"),
            ("years", "years"),
        ],
        required=True,
        default="net_month",
    )

    _start_unique = models.UniqueIndex(
        "(code, date_start)", "This figure starts that day already."
    )
    _not_negative = models.Constraint(
        "CHECK (value >= 0)", "A figure of the law is never negative."
    )

    def _in_force(self, day):
        """The figures in force on a day, by code."""
        found = self.search([("date_start", "<=", day)], order="date_start")
        return {figure.code: figure for figure in found}
