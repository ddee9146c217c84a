"""Break-even: the turnover that a wished net needs."""

import math
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.brackets import charge
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import apply_rate, round_half_up

from .contribution import Base, Terms, bounded
from .pay_parameters import PayParameters
from .pay_solver import budget_for_net


class Unreachable(CalcError):
    """Charges grow as fast as turnover: no turnover is enough.

    Params: ``budget_cents``, ``kept`` (kept of one more euro at the top).
    """

    code = "breakeven.unreachable"


@dataclass(frozen=True)
class MonthModel:
    """How a month turns turnover into a pay budget; cents and shares of turnover.

    ``purchases_rate`` and ``royalty_rate`` are shares of turnover;
    ``position_cents`` is the base cumulated before the month.
    """

    terms: Terms
    purchases_rate: Fraction = Fraction(0)
    royalty_rate: Fraction = Fraction(0)
    fixed_charges_cents: int = 0
    position_cents: int = 0


@dataclass(frozen=True)
class BreakEven:
    """Turnover needed (cents), for a budget (cents) that gives the net wished."""

    turnover_cents: int
    budget_cents: int
    contribution_cents: int


def available(model: MonthModel, turnover_cents: int) -> int:
    """Pay budget (cents) that a turnover (cents) leaves."""
    return (
        turnover_cents
        - apply_rate(turnover_cents, model.purchases_rate)
        - apply_rate(turnover_cents, model.royalty_rate)
        - model.fixed_charges_cents
        - _contribution(model, turnover_cents)
    )


def break_even(
    parameters: PayParameters, model: MonthModel, net_cents: int
) -> BreakEven:
    """Smallest monthly turnover whose budget gives the net (cents).

    :raises Unreachable: when charges take all of one more euro.
    :raises NegativeAmount: for a negative net.
    """
    budget = budget_for_net(parameters, net_cents)
    turnover = turnover_for(model, budget)
    return BreakEven(turnover, budget, _contribution(model, turnover))


def turnover_for(model: MonthModel, budget_cents: int) -> int:
    """Smallest turnover (cents) that leaves a budget (cents).

    :raises Unreachable: when charges take all of one more euro.
    """
    kept = 1 - model.purchases_rate - model.royalty_rate
    charged_share = _base_share(model)
    top = max(item.rate for item in model.terms.brackets)
    kept -= charged_share * top
    if kept <= 0:
        raise Unreachable(budget_cents=budget_cents, kept=kept)
    # With whole-amount brackets the budget jumps at each start: search stretch
    # by stretch, in order, so that the first turnover that is enough is found.
    limits = [0, *_jumps(model, charged_share)]
    for low, high in zip(limits, limits[1:], strict=False):
        if available(model, high - 1) >= budget_cents:
            return _first(model, budget_cents, low, high - 1)
    high = max(1, limits[-1]) * 2
    while available(model, high) < budget_cents:
        high *= 2
    return _first(model, budget_cents, limits[-1], high)


def hours_for(turnover_cents: int, hour_cents: int) -> Fraction:
    """Billed hours (exact) that a turnover (cents) needs at an hourly price."""
    return Fraction(turnover_cents, hour_cents)


def _first(model: MonthModel, budget_cents: int, low: int, high: int) -> int:
    while high - low > 1:
        middle = (low + high) // 2
        if available(model, middle) >= budget_cents:
            high = middle
        else:
            low = middle
    # Three charges are rounded apart: the budget may dip by two cents around
    # the limit, so a few cents below are tried too.
    nearby = range(max(0, high - 50), high)
    enough = [cents for cents in nearby if available(model, cents) >= budget_cents]
    return enough[0] if enough else high


def _jumps(model: MonthModel, charged_share: Fraction) -> list[int]:
    # First turnover whose rounded base reaches each start, beyond today's.
    if model.terms.marginal or not charged_share:
        return []
    half = Fraction(1, 2)
    starts = [item.start_cents - model.position_cents for item in model.terms.brackets]
    return sorted(
        {math.ceil((start - half) / charged_share) for start in starts if start > 0}
    )


def _base_share(model: MonthModel) -> Fraction:
    margin = model.terms.base is Base.MARGIN
    return 1 - model.purchases_rate if margin else Fraction(1)


def _contribution(model: MonthModel, turnover_cents: int) -> int:
    terms = model.terms
    base = round_half_up(turnover_cents * _base_share(model))
    variable = charge(terms.brackets, model.position_cents, base, terms.marginal)
    return bounded(terms, variable.exact)
