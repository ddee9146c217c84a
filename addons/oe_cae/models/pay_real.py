from odoo import fields, models


class Pay(models.Model):
    """What the payslip really said, beside the estimate."""

    _inherit = "oe.cae.pay"

    real_gross = fields.Monetary("Gross, real", readonly=True, copy=False)
    real_employer = fields.Monetary(
        "Employer contributions, real",
        readonly=True,
        copy=False,
        help="Less reductions, health cover included.",
    )
    real_employee = fields.Monetary("Employee contributions, real", readonly=True)
    real_net = fields.Monetary("Net before tax, real", readonly=True, copy=False)
    real_tax = fields.Monetary("Income tax withheld", readonly=True, copy=False)
    real_paid = fields.Monetary("Net paid", readonly=True, copy=False)
    real_on = fields.Datetime("Payslip imported on", readonly=True, copy=False)
