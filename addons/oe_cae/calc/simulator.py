"""What a month would give: from hours and price to net, and what it takes to live.

Nothing is stored and nothing of the account is counted: a month as one would like it,
under the own scheme and contract, with the figures in force.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.money import multiply
from odoo.addons.oe_base.calc.period import Period

from .breakeven import BreakEven, MonthModel, Unreachable, break_even
from .contribution import MonthInput, Sales, Terms, charge_month
from .life_stage import (
    PensionRule,
    missing_for_quarters,
    pension_quarters,
    spread,
)
from .pay import PayEstimate, cost, estimate, net
from .pay_parameters import PayParameters
from .pay_solver import solve_gross


@dataclass(frozen=True)
class Ground:
    """What does not move under the sliders; amounts in cents.

    ``position_cents`` is the base cumulated before the month; ``target_cents`` the net
    wished (``None``: nobody said); ``smic_hour_cents`` the one of 1 January.
    """

    parameters: PayParameters
    terms: Terms
    month: Period
    entry: date
    smic_hour_cents: int
    position_cents: int = 0
    fixed_cents: int = 0
    target_cents: int | None = None
    rule: PensionRule = PensionRule()


@dataclass(frozen=True)
class Wish:
    """What the sliders say: hours, cents excl. VAT, and months worked in the year."""

    hours: Fraction
    hour_cents: int
    purchases_cents: int = 0
    charges_cents: int = 0
    reserve_cents: int = 0
    months: int = 12


@dataclass(frozen=True)
class Spread:
    """The year's budget paid over so many months: the usual net, and the year's."""

    months: int
    gross_cents: int
    net_cents: int
    year_net_cents: int
    year_gross_cents: int


@dataclass(frozen=True)
class Outcome:
    """A month and its year, in cents.

    ``missing_fixed_cents`` is what the part fixe lacks; ``one_more_cents`` the net
    that one more hour gives; ``smoothing_cents`` what twelve pays a year give more
    than eleven; ``reached`` the share of the break-even turnover that is reached.
    """

    turnover_cents: int
    contribution_cents: int
    budget_cents: int
    estimate: PayEstimate
    missing_fixed_cents: int
    one_more_cents: int
    eleven: Spread
    twelve: Spread
    smoothing_cents: int
    quarters: int
    missing_quarter_cents: int
    needed: BreakEven | None
    needed_hours: Fraction | None
    reached: Fraction | None
    steps: tuple[Step, ...]


def simulate(ground: Ground, wish: Wish) -> Outcome:
    """What the month of a wish would give."""
    turnover, contribution, budget, told = _month(ground, wish)
    pay = estimate(ground.parameters, _gross(ground, budget))
    more = Wish(**{**wish.__dict__, "hours": wish.hours + 1})
    after = net(ground.parameters, _gross(ground, _month(ground, more)[2]))
    eleven, twelve = (
        _spread(ground, budget * wish.months, months) for months in (11, 12)
    )
    quarters = pension_quarters(
        twelve.year_gross_cents, ground.smic_hour_cents, ground.rule
    )
    needed = _needed(ground, wish, turnover)
    hours, reached = None, None
    if needed:
        if wish.hour_cents:
            hours = Fraction(needed.turnover_cents, wish.hour_cents)
        reached = Fraction(turnover, max(1, needed.turnover_cents))
    fixed_cost = cost(ground.parameters, ground.fixed_cents)
    return Outcome(
        turnover_cents=turnover,
        contribution_cents=contribution,
        budget_cents=budget,
        estimate=pay,
        missing_fixed_cents=max(0, fixed_cost - max(0, budget)),
        one_more_cents=after - pay.net_cents,
        eleven=eleven,
        twelve=twelve,
        smoothing_cents=twelve.year_net_cents - eleven.year_net_cents,
        quarters=quarters,
        missing_quarter_cents=0
        if quarters >= ground.rule.most
        else missing_for_quarters(
            twelve.year_gross_cents,
            ground.smic_hour_cents,
            quarters + 1,
            ground.rule,
        ),
        needed=needed,
        needed_hours=hours,
        reached=reached,
        steps=(*told, *pay.steps),
    )


def _month(ground: Ground, wish: Wish) -> tuple[int, int, int, list[Step]]:
    """Turnover, contribution and budget (cents) of a wish, with their steps."""
    turnover = multiply(wish.hour_cents, wish.hours)
    sales = Sales(turnover, wish.purchases_cents)
    charged = charge_month(
        ground.terms,
        MonthInput(
            month=ground.month,
            entry=ground.entry,
            invoiced=sales,
            collected=sales,
            position_cents=ground.position_cents,
        ),
    )
    spent = wish.purchases_cents + wish.charges_cents + wish.reserve_cents
    budget = turnover - spent - charged.amount_cents
    told = [
        step("sim.turnover", "hours * price", turnover, hours=wish.hours),
        step("sim.purchases", "-given", -wish.purchases_cents),
        step("sim.charges", "-given", -wish.charges_cents),
        step("sim.contribution", "scheme", -charged.amount_cents),
        *charged.steps,
        step("sim.reserve", "-given", -wish.reserve_cents),
        step("sim.budget", "sum", budget),
    ]
    kept = [item for item in told if item.amount_cents or item.inputs]
    return turnover, charged.amount_cents, budget, kept


def _gross(ground: Ground, budget: int) -> int:
    gross = solve_gross(ground.parameters, budget)
    # The health cover would eat a pay so small: it is carried instead.
    return gross if net(ground.parameters, gross) > 0 else 0


def _spread(ground: Ground, year_budget: int, months: int) -> Spread:
    budgets = spread(max(0, year_budget), months)
    grosses = {cents: _gross(ground, cents) for cents in set(budgets)}
    usual = grosses[budgets[-1]]
    return Spread(
        months=months,
        gross_cents=usual,
        net_cents=net(ground.parameters, usual),
        year_net_cents=sum(net(ground.parameters, grosses[c]) for c in budgets),
        year_gross_cents=sum(grosses[c] for c in budgets),
    )


def _needed(ground: Ground, wish: Wish, turnover: int) -> BreakEven | None:
    """The turnover that the net wished needs, with these charges, or nothing."""
    if ground.target_cents is None:
        return None
    share = Fraction(wish.purchases_cents, turnover) if turnover else Fraction(0)
    model = MonthModel(
        terms=ground.terms,
        purchases_rate=min(share, Fraction(1)),
        fixed_charges_cents=wish.charges_cents + wish.reserve_cents,
        position_cents=ground.position_cents,
    )
    try:
        return break_even(ground.parameters, model, ground.target_cents)
    except Unreachable:
        return None
