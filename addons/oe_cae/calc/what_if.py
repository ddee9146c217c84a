"""What closed months would have been under other terms of contribution.

The closed months of one person are lived again in their order, by the engine that
made their statements: facts, exemptions and what was left before stay as they were
told; only the terms change, and with them the bracket reached and what a late credit
note gives back. Lived again under its own terms a month is itself, to the cent.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.explain import Step
from odoo.addons.oe_base.calc.period import month_of

from .contribution import Charged, Exemption, Terms, position_window
from .month import (
    CONTRIBUTION,
    ActivityMonth,
    Fact,
    Statement,
    statement,
    window_position,
)
from .pay import estimate
from .pay_parameters import PayParameters
from .pay_solver import OverdraftExceeded, pay_month


@dataclass(frozen=True)
class Told:
    """The closed month of one activity; ``terms`` are those it was charged on.

    ``scheme`` names the scheme of these terms, so that an option knows its own.
    """

    activity: int
    facts: tuple[Fact, ...]
    opening_cents: int
    terms: Terms | None = None
    scheme: int | None = None


@dataclass(frozen=True)
class PersonMonth:
    """A closed month of a person: pay counts all activities together.

    ``parameters`` is ``None`` where nothing is paid (CAPE): what is left is kept.
    """

    month: date
    told: tuple[Told, ...]
    parameters: PayParameters | None = None
    fixed_cents: int = 0
    overdraft_cents: int = 0
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class Lived:
    """A month lived again, in cents.

    ``net_cents`` is ``None`` where nothing is paid; ``missing_cents`` is what the part
    fixe lacks beyond the authorised overdraft.
    """

    month: date
    contribution_cents: int
    budget_cents: int
    net_cents: int | None
    missing_cents: int
    steps: tuple[Step, ...]
    pay_steps: tuple[Step, ...]

    @property
    def left_cents(self) -> int:
        """What the person gets of the month: net pay, or what is kept for later."""
        return self.budget_cents if self.net_cents is None else self.net_cents


def live_again(
    months: Sequence[PersonMonth],
    entry: date,
    changed: Mapping[int, Terms] | None = None,
    last: int = 12,
) -> tuple[Lived, ...]:
    """The last months, with terms changed by scheme (none: as they were).

    Earlier months are lived too, for the brackets that they fill.

    :param months: closed months, in any order
    :param entry: first day of the person in the cooperative
    """
    changed = changed or {}
    bases: dict[int, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    past: dict[int, dict[date, Charged]] = defaultdict(dict)
    ordered = sorted(months, key=lambda row: row.month)
    shown = {row.month for row in ordered[-last:]}
    lived = []
    for month in ordered:
        found = []
        for told in month.told:
            terms = changed.get(told.scheme, told.terms) if told.terms else None
            known = bases[told.activity], past[told.activity]
            found.append(_again(month, told, terms, entry, *known))
        if month.month in shown:
            lived.append(_lived(month, found))
    return tuple(lived)


def _again(
    month: PersonMonth,
    told: Told,
    terms: Terms | None,
    entry: date,
    bases: dict[date, int],
    past: dict[date, Charged],
) -> Statement:
    position = 0
    if terms is not None:
        window = position_window(terms, month_of(month.month), entry)
        position = window_position(bases, window)
    found = statement(
        ActivityMonth(
            month=month.month,
            entry=entry,
            facts=told.facts,
            terms=terms,
            past=dict(past),
            position_cents=position,
            opening_cents=told.opening_cents,
            exemptions=month.exemptions,
        )
    )
    for line in found.lines:
        if line.charged is not None:
            bases[line.origin] += line.base_cents
            past[line.origin] = line.charged
    return found


def _lived(month: PersonMonth, found: Sequence[Statement]) -> Lived:
    budget = sum(told.budget_cents for told in found)
    net, missing, pay_steps = _pay(month, budget)
    return Lived(
        month=month.month,
        contribution_cents=-sum(told.total(CONTRIBUTION) for told in found),
        budget_cents=budget,
        net_cents=net,
        missing_cents=missing,
        steps=tuple(
            item
            for told in found
            for line in told.lines
            if line.kind == CONTRIBUTION
            for item in line.steps
        ),
        pay_steps=pay_steps,
    )


def _pay(month: PersonMonth, budget: int) -> tuple[int | None, int, tuple[Step, ...]]:
    if month.parameters is None:
        return None, 0, ()
    missing = 0
    try:
        paid = pay_month(
            month.parameters, budget, month.fixed_cents, month.overdraft_cents
        ).estimate
    except OverdraftExceeded as error:
        # The part fixe is due all the same; what it lacks is told beside it.
        paid = estimate(month.parameters, month.fixed_cents)
        missing = error.params["missing_cents"]
    return paid.net_cents, missing, paid.steps


@dataclass(frozen=True)
class Sum:
    """Several months in one, in cents."""

    months: int
    contribution_cents: int
    budget_cents: int
    left_cents: int
    missing_cents: int


def total(lived: Sequence[Lived]) -> Sum:
    """Sum of months lived again."""
    return Sum(
        months=len(lived),
        contribution_cents=sum(row.contribution_cents for row in lived),
        budget_cents=sum(row.budget_cents for row in lived),
        left_cents=sum(row.left_cents for row in lived),
        missing_cents=sum(row.missing_cents for row in lived),
    )


# Under so many people a count would point at somebody.
FEWEST = 5


@dataclass(frozen=True)
class Person:
    """Totals of one person today and under an option; ``target_cents`` a month."""

    today: Sum
    option: Sum
    target_cents: int | None = None


@dataclass(frozen=True)
class Effect:
    """What an option does to everybody, in cents and people.

    A count is ``None`` where it would tell of fewer than five people.
    """

    people: int
    contribution_cents: int | None
    difference_cents: int | None
    gain: int | None
    lose: int | None
    same: int | None
    under_today: int | None
    under: int | None


def effect(people: Sequence[Person]) -> Effect:
    """The effect of an option on everybody, told so that nobody is recognised."""
    change = [_change(row) for row in people]
    counts = (
        sum(cents > 0 for cents in change),
        sum(cents < 0 for cents in change),
        sum(cents == 0 for cents in change),
    )
    few = len(people) < FEWEST
    # One small group could be worked out from the two others: all three or none.
    spread = [None] * 3 if few or any(0 < n < FEWEST for n in counts) else counts
    wished = [row for row in people if row.target_cents is not None]
    under_today, under = (
        sum(_is_under(total, row.target_cents) for total, row in rows)
        for rows in (
            [(row.today, row) for row in wished],
            [(row.option, row) for row in wished],
        )
    )
    contribution = sum(row.option.contribution_cents for row in people)
    before = sum(row.today.contribution_cents for row in people)
    return Effect(
        len(people),
        None if few else contribution,
        None if few else contribution - before,
        *spread,
        _told(under_today, few),
        _told(under, few),
    )


def _change(row: Person) -> int:
    """What moves: the net or, where the part fixe is due anyway, the account."""
    net = row.option.left_cents - row.today.left_cents
    return net or row.option.budget_cents - row.today.budget_cents


def _told(count: int, few: bool) -> int | None:
    return None if few or 0 < count < FEWEST else count


def _is_under(found: Sum, target: int | None) -> bool:
    return target is not None and found.left_cents < target * found.months
