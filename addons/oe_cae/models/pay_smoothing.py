from dateutil.relativedelta import relativedelta

from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.smoothing import Smoothing, smoothing
from .statement import euros


class Pay(models.Model):
    """What the same pay every month would have given, over the last year."""

    _inherit = "oe.cae.pay"

    smoothing_value = fields.Monetary(
        "Smoothing, net a year",
        compute="_compute_smoothing",
        help="Net that the same budget every month would have added over the last "
        "twelve closed months: the general reduction weighs more on low pays.",
    )
    smoothing_reduction = fields.Monetary(
        "Of which general reduction",
        compute="_compute_smoothing",
        help="More general reduction of employer contributions (RGDU) over the year.",
    )

    @api.depends("entrepreneur_id", "month", "company_id")
    def _compute_smoothing(self):
        for pay in self:
            # One line is opened at a time: this is for its form.
            found = self._smoothing_of(pay.entrepreneur_id, pay.company_id, pay.month)
            pay.smoothing_value = euros(found.net_cents)
            pay.smoothing_reduction = euros(found.reduction_cents)

    @api.model
    def _smoothing_of(self, entrepreneur, company, month):
        """Smoothing over the twelve closed months before a month.

        What a month earned is its movement, pay and reserves left out.
        """
        parameter = self.env["oe.cae.pay.parameter"].sudo()._at(month)
        if not parameter:
            return Smoothing(0, 0, 0)
        # The account of one person, for two figures.
        groups = (
            self.env["oe.cae.statement"]
            .sudo()
            ._read_group(
                [
                    ("entrepreneur_id", "=", entrepreneur.id),
                    ("company_id", "=", company.id),
                    ("state", "=", "closed"),
                    ("month", "<", month),
                    ("month", ">=", month - relativedelta(months=12)),
                ],
                ["month:month"],
                ["movement:sum", "payroll:sum", "reserve:sum"],
                order="month:month",
            )
        )
        budgets = [
            to_cents(movement) - to_cents(payroll) - to_cents(reserve)
            for _month, movement, payroll, reserve in groups
        ]
        return smoothing(parameter._parameters(), budgets)
