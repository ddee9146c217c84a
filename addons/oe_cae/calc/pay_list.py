"""A line of the pay list: what the month holds, what is put aside, what is paid.

The overdraft serves the part fixe only: neither an advance on the part variable nor a
reserve is ever taken from money that is not there.
"""

from dataclasses import dataclass

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.explain import Step, step

from .pay import cost, estimate
from .pay_parameters import PayParameters
from .pay_solver import (
    NegativeAmount,
    OverdraftExceeded,
    PayMonth,
    pay_month,
    solve_gross,
)


class AdvanceTooHigh(CalcError):
    """The advance on the part variable costs more than the budget (cents).

    Params: ``budget_cents``, ``cost_cents``, ``missing_cents``, ``highest_cents``
    (the highest advance that fits).
    """

    code = "pay_list.advance_too_high"


class ReserveTooHigh(CalcError):
    """What is put aside is missing for the pay (cents).

    Params: ``budget_cents`` (before), ``reserve_cents``, ``cost_cents``,
    ``highest_cents`` (the most that can be put aside).
    """

    code = "pay_list.reserve_too_high"


@dataclass(frozen=True)
class PayInput:
    """What a line is agreed on, in cents.

    ``budget_cents`` is what the month holds before this line's own reserve;
    ``pending_cents`` the cost of earlier pays agreed and not booked yet;
    ``reserve_cents`` is positive when put aside, negative when taken out;
    ``advance_cents`` is what people decided (``None``: all that fits).
    """

    budget_cents: int
    pending_cents: int = 0
    reserve_cents: int = 0
    fixed_cents: int = 0
    overdraft_cents: int = 0
    advance_cents: int | None = None

    @property
    def left_cents(self) -> int:
        """What may be paid."""
        return self.budget_cents - self.pending_cents - self.reserve_cents


def agree(parameters: PayParameters, data: PayInput) -> PayMonth:
    """The pay of a line.

    :raises OverdraftExceeded: when the part fixe is not covered.
    :raises AdvanceTooHigh: when the advance is not covered.
    :raises ReserveTooHigh: when the overdraft would serve a reserve.
    :raises NegativeAmount: for a negative advance, part fixe or overdraft.
    """
    if data.reserve_cents > 0:
        _check_reserve(parameters, data)
    if data.advance_cents is None:
        return pay_month(
            parameters, data.left_cents, data.fixed_cents, data.overdraft_cents
        )
    return _decided(parameters, data, data.advance_cents)


def wanted(parameters: PayParameters, data: PayInput) -> PayMonth:
    """What a refused line would be: shown beside the reason."""
    gross = data.fixed_cents + max(0, data.advance_cents or 0)
    return _pay(parameters, data, gross)


def explain(data: PayInput, pay: PayMonth) -> tuple[Step, ...]:
    """How the budget became the pay; the estimate's own steps follow."""
    rows = [
        ("list.budget", data.budget_cents),
        ("list.pending", -data.pending_cents),
        ("list.reserve", -data.reserve_cents),
        ("list.cost", -pay.estimate.cost_cents),
    ]
    told = [step(key, "sum", cents) for key, cents in rows if cents]
    told.append(step("list.residue", "total", pay.residue_cents))
    told.append(step("list.fixed", "contract", pay.fixed_cents))
    key = "list.variable" if data.advance_cents is None else "list.decided"
    told.append(step(key, "gross - fixed", pay.variable_cents))
    return (*told, *pay.estimate.steps)


def _check_reserve(parameters: PayParameters, data: PayInput) -> None:
    """An overdraft pays no reserve."""
    base = cost(parameters, data.fixed_cents + max(0, data.advance_cents or 0))
    before = data.left_cents + data.reserve_cents
    if base > data.left_cents:
        raise ReserveTooHigh(
            budget_cents=before,
            reserve_cents=data.reserve_cents,
            cost_cents=base,
            highest_cents=max(0, before - base),
        )


def _decided(parameters: PayParameters, data: PayInput, advance: int) -> PayMonth:
    for name, cents in (
        ("advance", advance),
        ("fixed", data.fixed_cents),
        ("overdraft", data.overdraft_cents),
    ):
        if cents < 0:
            raise NegativeAmount(name=name, cents=cents)
    pay = _pay(parameters, data, data.fixed_cents + advance)
    needed = pay.estimate.cost_cents
    if advance and needed > data.left_cents:
        highest = solve_gross(parameters, data.left_cents) - data.fixed_cents
        raise AdvanceTooHigh(
            budget_cents=data.left_cents,
            cost_cents=needed,
            missing_cents=needed - data.left_cents,
            highest_cents=max(0, highest),
        )
    missing = needed - data.left_cents - data.overdraft_cents
    if pay.estimate.gross_cents and missing > 0:
        raise OverdraftExceeded(
            budget_cents=data.left_cents,
            cost_cents=needed,
            overdraft_cents=data.overdraft_cents,
            missing_cents=missing,
        )
    return pay


def _pay(parameters: PayParameters, data: PayInput, gross: int) -> PayMonth:
    result = estimate(parameters, gross)
    fixed = min(data.fixed_cents, gross)
    return PayMonth(
        budget_cents=data.left_cents,
        fixed_cents=fixed,
        variable_cents=gross - fixed,
        residue_cents=data.left_cents - result.cost_cents,
        estimate=result,
    )
