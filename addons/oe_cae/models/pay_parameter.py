from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.oe_base.calc.money import percent, rate, to_cents

from ..calc import pay_parameters as calc


class PayParameter(models.Model):
    """Figures of the pay estimate from a day on: law, not ours, hence dated."""

    _name = "oe.cae.pay.parameter"
    _description = "Pay parameters"
    _inherit = ["oe.dated.mixin"]
    _oe_shared = "the law is the same for every company"

    name = fields.Char(required=True)
    smic_hour = fields.Float("SMIC an hour", digits=(8, 2), required=True)
    smic_month = fields.Float("SMIC of a full month", digits=(8, 2), required=True)
    full_hours = fields.Float("Hours of a full month", digits=(8, 2), default=151.67)
    ceiling = fields.Float("Social security ceiling a month", digits=(8, 2))
    ceiling_applies = fields.Boolean(
        "Cap the capped lines", help="Off in the estimate as a rule."
    )
    reduction_floor = fields.Float("Reduction: lowest coefficient", digits=(6, 4))
    reduction_delta = fields.Float("Reduction: T delta", digits=(6, 4))
    reduction_exponent = fields.Float("Reduction: exponent", digits=(6, 4))
    reduction_limit = fields.Integer("Reduction: nil from how many SMIC", default=3)
    health_employer = fields.Float("Health cover, employer", digits=(8, 2))
    health_employee = fields.Float("Health cover, employee", digits=(8, 2))
    csg_share = fields.Float("CSG on % of gross", digits=(6, 2), default=98.25)
    csg_on_health = fields.Boolean("CSG on the employer's health cover")
    income_tax_rate = fields.Float("Income tax withheld, %", digits=(5, 2))
    line_ids = fields.One2many("oe.cae.pay.line", "parameter_id", "Contributions")

    _start_unique = models.UniqueIndex(
        "(date_start)", "Pay parameters start that day already."
    )

    @api.constrains("line_ids", "smic_month", "reduction_floor", "reduction_delta")
    def _check_parameters(self):
        for parameter in self:
            try:
                parameter._parameters()
            except calc.BadParameters as error:
                raise ValidationError(
                    self.env._(
                        "%(what)s cannot be %(value)s: correct the pay parameters.",
                        what=error.params["parameter"],
                        value=str(error.params["value"]),
                    )
                )

    def _parameters(self):
        """These figures as the computing layer reads them."""
        self.ensure_one()
        return calc.PayParameters(
            smic_cents=to_cents(self.smic_month),
            full_hours=rate(self.full_hours),
            employer=self._lines("employer"),
            employee=self._lines("employee"),
            reduction=calc.Reduction(
                floor=rate(self.reduction_floor),
                delta=rate(self.reduction_delta),
                exponent=_decimal(self.reduction_exponent),
                limit=self.reduction_limit,
            ),
            health_employer_cents=to_cents(self.health_employer),
            health_employee_cents=to_cents(self.health_employee),
            csg_share=percent(self.csg_share),
            csg_on_health=self.csg_on_health,
            ceiling_cents=to_cents(self.ceiling) if self.ceiling_applies else None,
            income_tax_rate=percent(self.income_tax_rate),
        )

    def _lines(self, side):
        return tuple(
            calc.PayLine(line.code, percent(line.rate), calc.LineBase(line.base))
            for line in self.line_ids.filtered(lambda line: line.side == side)
        )


class PayLine(models.Model):
    """One contribution of the payslip."""

    _name = "oe.cae.pay.line"
    _description = "Contribution on pay"
    _order = "parameter_id, side desc, sequence, id"
    _oe_shared = "the law is the same for every company"

    parameter_id = fields.Many2one(
        "oe.cae.pay.parameter", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer(default=10)
    side = fields.Selection(
        [("employer", "Employer"), ("employee", "Employee")], required=True
    )
    code = fields.Char(required=True)
    name = fields.Char(required=True, translate=True)
    rate = fields.Float("Rate, %", digits=(7, 4), required=True)
    base = fields.Selection(
        [
            ("gross", "Gross"),
            ("capped", "Gross up to the ceiling"),
            ("csg", "Base of the CSG"),
            ("health", "Employer's health cover"),
        ],
        required=True,
        default="gross",
    )

    @api.model
    def _label(self, code):
        """Name of a contribution, whatever the year."""
        # Names of contributions are no secret; entrepreneurs read explanations.
        found_sudo = self.sudo().search([("code", "=", code)], limit=1)
        return found_sudo.name or code


def _decimal(value):
    fraction = rate(value)
    return calc.Decimal(fraction.numerator) / calc.Decimal(fraction.denominator)
