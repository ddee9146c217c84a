"""From a budget to pay, and back: gross, part fixe, part variable, residue.

The part fixe is monthly and flat, the part variable is advanced each month and
settled on the year (C. trav. R.7331-11).
"""

from collections.abc import Sequence
from dataclasses import dataclass

from odoo.addons.oe_base.calc.errors import CalcError

from .pay import PayEstimate, cost, estimate, exact_net, net
from .pay_parameters import PayParameters


class OverdraftExceeded(CalcError):
    """The part fixe costs more than budget and authorised overdraft (cents).

    Params: ``budget_cents``, ``cost_cents``, ``overdraft_cents``,
    ``missing_cents``.
    """

    code = "pay.overdraft_exceeded"


class NegativeAmount(CalcError):
    """An amount that must not be negative is. Params: ``name``, ``cents``."""

    code = "pay.negative_amount"


@dataclass(frozen=True)
class PayMonth:
    """Pay of a month, in cents.

    ``residue_cents`` stays on the account (negative: overdraft used); ``fixed``
    and ``variable`` add up to gross.
    """

    budget_cents: int
    fixed_cents: int
    variable_cents: int
    residue_cents: int
    estimate: PayEstimate


def solve_gross(parameters: PayParameters, budget_cents: int) -> int:
    """Largest gross, to the cent, whose cost fits the budget (cents).

    The cost never falls when gross rises (see :func:`pay.cost`; parameters for
    which it could are refused), so halving is exact, also where the cost jumps:
    at the limit of the reduction no gross costs what lies inside the jump, and
    the answer stays one cent below the limit until the budget has cleared it.
    """
    low, high = 0, max(0, budget_cents) + 1
    while cost(parameters, high) <= budget_cents:  # rates low enough to exceed it
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if cost(parameters, middle) <= budget_cents:
            low = middle
        else:
            high = middle
    return low


def gross_for_net(parameters: PayParameters, net_cents: int) -> int:
    """Smallest gross (cents) whose net before tax reaches a net (cents).

    Lines are rounded one by one, so the net can dip by a few cents when gross
    rises: halving finds the neighbourhood on the exact net, then each cent is
    tried.

    :raises NegativeAmount: for a negative net.
    """
    if net_cents < 0:
        raise NegativeAmount(name="net", cents=net_cents)
    if net_cents == 0:
        return 0
    slack = len(parameters.employee) + 1
    low, high = 0, 1
    while exact_net(parameters, high) < net_cents - slack:
        low, high = high, high * 2
    while high - low > 1:
        middle = (low + high) // 2
        if exact_net(parameters, middle) < net_cents - slack:
            low = middle
        else:
            high = middle
    while net(parameters, high) < net_cents:
        high += 1
    return high


def budget_for_net(parameters: PayParameters, net_cents: int) -> int:
    """Cost (cents) of the smallest gross whose net reaches a net (cents).

    :raises NegativeAmount: for a negative net.
    """
    return cost(parameters, gross_for_net(parameters, net_cents))


def pay_month(
    parameters: PayParameters,
    budget_cents: int,
    fixed_cents: int = 0,
    overdraft_cents: int = 0,
) -> PayMonth:
    """Pay of a month: the part fixe first, the rest of the budget as variable.

    The overdraft (cents, authorised, positive) serves the part fixe only, never
    an advance on the part variable. When no part fixe is due and the health
    cover would exceed the pay, nothing is paid and the budget is carried over.

    :raises OverdraftExceeded: when the part fixe is not covered.
    :raises NegativeAmount: for a negative part fixe or overdraft.
    """
    for name, cents in (("fixed", fixed_cents), ("overdraft", overdraft_cents)):
        if cents < 0:
            raise NegativeAmount(name=name, cents=cents)
    gross = solve_gross(parameters, budget_cents)
    if gross < fixed_cents:
        gross = fixed_cents
        missing = cost(parameters, gross) - budget_cents - overdraft_cents
        if missing > 0:
            raise OverdraftExceeded(
                budget_cents=budget_cents,
                cost_cents=cost(parameters, gross),
                overdraft_cents=overdraft_cents,
                missing_cents=missing,
            )
    elif not fixed_cents and net(parameters, gross) < 0:
        gross = 0
    result = estimate(parameters, gross)
    return PayMonth(
        budget_cents=budget_cents,
        fixed_cents=min(fixed_cents, gross),
        variable_cents=gross - min(fixed_cents, gross),
        residue_cents=budget_cents - result.cost_cents,
        estimate=result,
    )


def smoothing_value(parameters: PayParameters, budgets_cents: Sequence[int]) -> int:
    """Net a year (cents) that equal monthly budgets add to these budgets.

    Positive when smoothing pays: the general reduction weighs more on low pays.
    """
    as_paid = sum(_net_of_budget(parameters, budget) for budget in budgets_cents)
    count, total = len(budgets_cents), sum(budgets_cents)
    if not count:
        return 0
    base, extra = divmod(total, count)
    return (
        extra * _net_of_budget(parameters, base + 1)
        + (count - extra) * _net_of_budget(parameters, base)
        - as_paid
    )


def yearly_reduction(parameters: PayParameters, grosses_cents: Sequence[int]) -> int:
    """Sum of the general reductions of months (cents) with these grosses (cents)."""
    return sum(estimate(parameters, gross).reduction_cents for gross in grosses_cents)


def marginal_net(
    parameters: PayParameters, budget_cents: int, step_cents: int = 100
) -> int:
    """Net (cents) that ``step`` more cents of budget give: for the simulator."""
    return _net_of_budget(parameters, budget_cents + step_cents) - _net_of_budget(
        parameters, budget_cents
    )


def _net_of_budget(parameters: PayParameters, budget_cents: int) -> int:
    return net(parameters, solve_gross(parameters, budget_cents))
