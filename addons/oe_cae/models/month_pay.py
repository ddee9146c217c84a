from odoo import models

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.pay import estimate
from ..calc.pay_solver import PayMonth


class Month(models.AbstractModel):
    """What was agreed in the pay list is what the statement tells, not an estimate."""

    _inherit = "oe.cae.month"

    def _add_pay(self, company, month, results):
        super()._add_pay(company, month, results)
        agreed = self.env["oe.cae.pay"]._agreed_in(company, month)
        if not agreed:
            return
        parameters = self.env["oe.cae.pay.parameter"]._at(month)._parameters()
        told = set()
        for result in results:
            pay = agreed.get(result.contract)
            # On the first activity of the person, as an estimate is.
            if pay and pay.id not in told:
                told.add(pay.id)
                result.alert = ""
                result.pay = _as_agreed(parameters, pay, result)


def _as_agreed(parameters, pay, result):
    found = estimate(parameters, to_cents(pay.gross))
    fixed = to_cents(pay.fixed_pay)
    return PayMonth(
        budget_cents=result.statement.budget_cents,
        fixed_cents=min(fixed, found.gross_cents),
        variable_cents=to_cents(pay.variable_pay),
        residue_cents=to_cents(pay.residue),
        estimate=found,
    )
