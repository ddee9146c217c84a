from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import rate

from ..calc import plan_variant as calc

ONLY_BOTTOM_UP = ("billed_months", "ramp", "opening_month")


class PlanVariant(models.Model):
    """The scenario with one setting changed, to see what it hangs on."""

    _name = "oe.plan.variant"
    _description = "Sensitivity of a scenario"
    _inherit = ["oe.plan.input.mixin"]
    _order = "plan_id, sequence, id"

    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    parameter = fields.Selection(
        [
            ("base", "As planned"),
            ("rate", "Royalty rate, %"),
            ("billed_months", "Months billed a year"),
            ("ramp", "Months added to each ramp"),
            ("cap", "ETD opened a year, at most"),
            ("delay", "Years later after the first ETD"),
            ("opening_month", "Month of opening"),
        ],
        required=True,
        default="rate",
    )
    value = fields.Float(digits=(8, 4))
    recovery_year = fields.Integer("Repaid in year", readonly=True, copy=False)
    covering_years = fields.Char(
        "Years whose royalty covers their spend", readonly=True, copy=False
    )
    last_turnover = fields.Float(
        "Turnover of the last year, thousands",
        digits=(16, 1),
        readonly=True,
        copy=False,
    )
    royalty_total = fields.Float(
        "Royalty of all years, thousands", digits=(16, 1), readonly=True, copy=False
    )
    point_ids = fields.One2many("oe.plan.point", "variant_id", "Curve")

    _same_once = models.UniqueIndex(
        "(plan_id, parameter, value)", "This change is in the scenario already."
    )

    @api.constrains("parameter", "value", "plan_id")
    def _check_value(self):
        for row in self:
            if row.parameter in ONLY_BOTTOM_UP and row.plan_id.engine == "origin":
                raise ValidationError(
                    self.env._(
                        "The plan of origin has no ramp, no billed months and no month "
                        "of opening: change them in a bottom-up scenario."
                    )
                )
            try:
                row._changed()
            except CalcError:
                raise ValidationError(
                    self.env._(
                        "“%(name)s”: %(value)s is no possible value of that setting.",
                        name=row.name,
                        value=f"{row.value:g}",
                    )
                )

    def _changed(self):
        """Openings, profiles, settings and rate with the one change made."""
        self.ensure_one()
        plan = self.plan_id
        openings, profiles = plan._openings(), plan._profiles()
        settings, share = plan._settings(), plan.rate
        value = rate(self.value)
        if self.parameter == "rate":
            if not 0 <= value < 100:
                raise calc.BadVariant(parameter="rate", value=value)
            share = self.value
        elif self.parameter == "cap":
            openings = calc.capped(openings, value)
        elif self.parameter == "delay":
            openings = calc.delayed(openings, value)
        elif self.parameter == "ramp":
            profiles = calc.ramped(profiles, value)
        elif self.parameter == "billed_months":
            settings = calc.with_billed_months(settings, value)
        elif self.parameter == "opening_month":
            settings = calc.with_opening_month(settings, value)
        return openings, profiles, settings, share


class PlanPoint(models.Model):
    """A year of a curve: turnover, royalty and spend, that year and cumulated."""

    _name = "oe.plan.point"
    _description = "Point of a curve of the plan"
    _order = "plan_id, variant_id, year"

    variant_id = fields.Many2one(
        "oe.plan.variant", required=True, index=True, ondelete="cascade"
    )
    plan_id = fields.Many2one(
        related="variant_id.plan_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="variant_id.company_id", store=True, index=True, precompute=True
    )
    parameter = fields.Selection(
        related="variant_id.parameter", store=True, precompute=True
    )
    year = fields.Integer("Year of the plan", required=True)
    turnover = fields.Float("Turnover, thousands", digits=(16, 3))
    royalty = fields.Float("Royalty, thousands", digits=(16, 3))
    spend = fields.Float("Spend, thousands", digits=(16, 3))
    royalty_to_date = fields.Float("Royalty to date, thousands", digits=(16, 3))
    spend_to_date = fields.Float("Spend to date, thousands", digits=(16, 3))
    covering_rate = fields.Float("Rate that covers the spend, %", digits=(7, 2))
    is_covered = fields.Boolean("Spend covered")
