from odoo import models

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import format_fr, to_cents

from ..calc.pay import estimate
from ..calc.pay_list import PayInput, agree
from ..calc.pay_solver import PayMonth


class Month(models.AbstractModel):
    """The pay list corrects the estimate: what was agreed is told as it is, and what
    was promised for earlier months is not promised again."""

    _inherit = "oe.cae.month"

    def _add_pay(self, company, month, results):
        super()._add_pay(company, month, results)
        parameter = self.env["oe.cae.pay.parameter"]._at(month)
        if not parameter:
            return
        agreed = self.env["oe.cae.pay"]._agreed_in(company, month)
        pending = self.env["oe.cae.pay.run"]._pending(company, month)
        told = set()
        for result in results:
            contract = result.contract
            # On the first activity of the person, as an estimate is.
            if contract.kind != "salaried" or contract in told:
                continue
            told.add(contract)
            waiting = pending.get(contract.entrepreneur_id.id, 0)
            if contract in agreed:
                result.alert = ""
                result.pay = _as_agreed(
                    parameter._parameters(), agreed[contract], result
                )
            elif waiting > 0:
                group = [row for row in results if row.contract == contract]
                self._pay_less(parameter._parameters(), group, waiting)

    def _pay_less(self, parameters, group, waiting):
        """The estimate on what earlier pays leave."""
        head = group[0]
        data = PayInput(
            budget_cents=sum(row.statement.budget_cents for row in group),
            pending_cents=waiting,
            fixed_cents=to_cents(head.terms["fixed_pay"]),
            overdraft_cents=to_cents(head.terms["overdraft"]),
        )
        head.alert = self.env._(
            "%(amount)s of pay agreed before are not in the books yet.",
            amount=format_fr(waiting),
        )
        try:
            head.pay = agree(parameters, data)
        except CalcError as error:
            head.pay = None
            head.alert += " " + self.env["oe.cae.pay"]._refusal(error)


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
