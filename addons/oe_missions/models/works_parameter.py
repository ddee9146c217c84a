from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import round_half_up

from ..calc import works as calc


class WorksParameter(models.Model):
    """Delays, texts and hours that the law sets for works, from a day on."""

    _name = "oe.works.parameter"
    _description = "Works: delays and hours of the law"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "the law is the same for the whole network"

    payment_days = fields.Integer("Days without payment", required=True, default=7)
    withdrawal_days = fields.Integer("Days to withdraw", required=True, default=14)
    yearly_hours = fields.Integer("Hours of a legal year", required=True, default=1607)
    senior_age = fields.Integer("Age counted from", required=True, default=45)
    payment_text = fields.Text("Text on payment", required=True, translate=True)
    withdrawal_text = fields.Text("Text on withdrawal", required=True, translate=True)
    express_text = fields.Text("Express request", required=True, translate=True)

    _start_unique = models.UniqueIndex(
        "(date_start)", "These values exist already from that day on."
    )
    _positive = models.Constraint(
        "CHECK (payment_days >= 0 AND withdrawal_days >= 0 AND yearly_hours > 0"
        " AND senior_age > 0)",
        "Delays and hours cannot be negative, and a year has hours.",
    )

    @api.model
    def _on(self, day):
        """The values in force on a day; they are no secret."""
        return self.sudo()._require_at(day)

    def _full_time(self, minutes):
        """Full-time equivalents of minutes, to four decimals, as a float."""
        self.ensure_one()
        exact = calc.full_time(minutes, self.yearly_hours * 60)
        return round_half_up(exact * 10_000) / 10_000
