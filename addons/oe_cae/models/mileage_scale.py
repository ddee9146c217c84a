from fractions import Fraction

from odoo import fields, models

from odoo.addons.oe_base.calc.money import rate

from ..calc.mileage import Band

POWERS = [
    ("3", "3 CV and less"),
    ("4", "4 CV"),
    ("5", "5 CV"),
    ("6", "6 CV"),
    ("7", "7 CV and more"),
]


class MileageScale(models.Model):
    """The yearly scale for cars, by administrative power (CGI, annexe IV, art. 6 B)."""

    _name = "oe.cae.mileage.scale"
    _description = "Mileage scale"
    _inherit = ["oe.dated.mixin"]
    _oe_shared = "a scale of the tax law, the same for everybody"
    _dated_key = ("power",)
    _order = "power, date_start desc"

    power = fields.Selection(POWERS, "Administrative power", required=True)
    electric_percent = fields.Float(
        "Increase if electric (%)", default=20, digits=(5, 2)
    )
    band_ids = fields.One2many("oe.cae.mileage.band", "scale_id", "Bands")

    _once = models.UniqueIndex(
        "(power, date_start)", "A scale of this power starts on that day already."
    )

    def _compute_display_name(self):
        labels = dict(self._fields["power"]._description_selection(self.env))
        for scale in self:
            scale.display_name = f"{labels.get(scale.power, '')} {scale.date_start}"

    def _bands(self):
        """The bands as the computing layer wants them."""
        return tuple(
            Band(
                band.above_km,
                rate(f"{band.rate:.4f}"),
                int(round(band.constant * 100)),
            )
            for band in self.band_ids.sorted("above_km")
        )

    def _factor(self, electric):
        percent = rate(f"{self.electric_percent:.2f}") if electric else 0
        return 1 + Fraction(percent) / 100


class MileageBand(models.Model):
    """Euros a km, and what is added, above a distance cumulated over the year."""

    _name = "oe.cae.mileage.band"
    _description = "Band of a mileage scale"
    _oe_shared = "belongs to a scale of the tax law"
    _order = "above_km"

    scale_id = fields.Many2one(
        "oe.cae.mileage.scale", required=True, index=True, ondelete="cascade"
    )
    above_km = fields.Integer("Above (km)", required=True)
    rate = fields.Float("€ a km", required=True, digits=(6, 4))
    constant = fields.Float("Plus (€)", digits=(8, 2))

    _once = models.UniqueIndex("(scale_id, above_km)", "This band is there already.")
    _positive = models.Constraint(
        "CHECK (above_km >= 0 AND rate >= 0 AND constant >= 0)",
        "Distances and amounts of a scale are positive.",
    )
