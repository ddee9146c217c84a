from odoo import api, fields, models

from odoo.addons.oe_base.calc import money

from ..calc.hours import unit_price
from .hour_rule import percent_text


class HourSurcharge(models.Model):
    """Minutes of a recorded service that cost more: Sunday, holiday, night.

    The minutes are signed: a counter-entry takes its surcharges back.
    """

    _name = "oe.hour.surcharge"
    _description = "Surcharged minutes"
    _order = "line_id, id"

    line_id = fields.Many2one(
        "account.analytic.line",
        "Hours",
        required=True,
        index=True,
        ondelete="cascade",
        readonly=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, readonly=True
    )
    minutes = fields.Integer(required=True, readonly=True)
    percent = fields.Float("Surcharge, %", digits=(6, 2), required=True, readonly=True)
    kinds = fields.Char(required=True, readonly=True)

    @api.depends("minutes", "percent")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.minutes} min, +{percent_text(row.percent)}"

    def _label(self):
        """Why it costs more, as the invoice prints it."""
        self.ensure_one()
        return self._label_of(self.kinds, self.percent)

    @api.model
    def _label_of(self, kinds, percent):
        words = {
            "sunday": self.env._("Sunday"),
            "holiday": self.env._("Public holiday"),
            "night": self.env._("Night"),
        }
        told = ", ".join(words[kind] for kind in kinds.split(","))
        return f"{told} +{percent_text(percent)}"


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    oe_surcharge_ids = fields.One2many(
        "oe.hour.surcharge",
        "line_id",
        "Surcharges",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    def _oe_minutes(self):
        """Billed minutes of hours of a visit, signed: hours are exact quarters."""
        self.ensure_one()
        return round(self.unit_amount * 60)

    def _oe_priced_minutes(self):
        """(percent, kinds, minutes) of these hours, the plain ones first."""
        self.ensure_one()
        rows = [
            (row.percent, row.kinds, row.minutes)
            for row in self.sudo().oe_surcharge_ids
        ]
        plain = self._oe_minutes() - sum(minutes for _p, _k, minutes in rows)
        return ([(0.0, "", plain)] if plain else []) + rows


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _oe_surcharged_price(self, percent):
        """The price of an hour with its surcharge, excl. VAT, rounded once."""
        self.ensure_one()
        if not percent:
            return self.price_unit
        cents = money.to_cents(self.price_unit)
        return unit_price(cents, money.percent(percent)) / 100
