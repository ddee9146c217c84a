from odoo import fields, models

from .mileage_scale import POWERS


class Vehicle(models.Model):
    """A person's own car: its power, and what it drove before the suite knew it."""

    _name = "oe.cae.vehicle"
    _description = "Vehicle of an entrepreneur"
    _oe_shared = "belongs to the person, who may work for several companies"
    _order = "entrepreneur_id, name"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    power = fields.Selection(POWERS, "Administrative power", required=True)
    electric = fields.Boolean()
    km_before = fields.Float(
        "Claimed elsewhere (km)",
        digits=(8, 1),
        help="Distance already refunded in that year before the first claim here: the "
        "scale is cumulated over the calendar year.",
    )
    year_before = fields.Integer("In the year")

    _positive = models.Constraint(
        "CHECK (km_before >= 0)", "A distance is not negative."
    )

    def _elsewhere(self, year):
        """Distance of a year claimed elsewhere, exact text for the computing layer."""
        return f"{self.km_before:.1f}" if self.year_before == year else "0"
