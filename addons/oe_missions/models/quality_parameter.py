from odoo import api, fields, models


class QualityParameter(models.Model):
    """Delays that the network sets itself, from a day on."""

    _name = "oe.quality.parameter"
    _description = "Delays of quality"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "one rule for the whole network"

    acknowledge_days = fields.Integer(
        "Working days to acknowledge a report", required=True, default=2
    )
    close_days = fields.Integer("Days to close a report", required=True, default=30)

    _start_unique = models.UniqueIndex(
        "(date_start)", "These values exist already from that day on."
    )
    _positive = models.Constraint(
        "CHECK (acknowledge_days >= 0 AND close_days >= acknowledge_days)",
        "A report is acknowledged before it is closed.",
    )

    @api.model
    def _on(self, day):
        """The values in force on a day; they are no secret."""
        return self.sudo()._require_at(day)
