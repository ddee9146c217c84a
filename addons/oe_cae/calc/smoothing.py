"""What smoothing the pay of a year is worth, in euros."""

from collections.abc import Sequence
from dataclasses import dataclass

from .pay_parameters import PayParameters
from .pay_solver import smoothing_value, solve_gross, yearly_reduction


@dataclass(frozen=True)
class Smoothing:
    """Equal budgets against uneven ones, cents for the months given.

    ``net_cents`` more net for the person; ``reduction_cents`` more general reduction
    of employer contributions (RGDU); ``months`` how many months were compared.
    """

    months: int
    net_cents: int
    reduction_cents: int


def smoothing(parameters: PayParameters, budgets_cents: Sequence[int]) -> Smoothing:
    """Compare paying each month's own budget with paying the same every month.

    A month that earned less than nothing pays nothing and lowers the others.
    """
    count, total = len(budgets_cents), sum(budgets_cents)
    if not count or total <= 0:
        return Smoothing(count, 0, 0)
    earned = _spread_losses(budgets_cents)
    base, extra = divmod(sum(earned), count)
    even = [base + 1] * extra + [base] * (count - extra)
    return Smoothing(
        months=count,
        net_cents=smoothing_value(parameters, earned),
        reduction_cents=_reduction(parameters, even) - _reduction(parameters, earned),
    )


def _spread_losses(budgets: Sequence[int]) -> list[int]:
    """Budgets as they can be paid: a loss is carried to the months after it."""
    paid, carried = [], 0
    for cents in budgets:
        carried += cents
        paid.append(max(0, carried))
        carried = min(0, carried)
    if carried:  # a loss at the end lowers what was paid last
        for rank in range(len(paid) - 1, -1, -1):
            taken = min(paid[rank], -carried)
            paid[rank] -= taken
            carried += taken
    return paid


def _reduction(parameters: PayParameters, budgets: Sequence[int]) -> int:
    grosses = [solve_gross(parameters, cents) for cents in budgets]
    return yearly_reduction(parameters, grosses)
