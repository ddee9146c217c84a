"""Network plan: one setting changed at a time, explained terms, months of an ETD.

Figures are exact, in the unit of the caller; years, months of an ETD and months of
a year are numbered from 1.
"""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError

from .plan import Column
from .plan_bottom_up import Profile, Settings, plan_months


class BadVariant(CalcError):
    """A changed setting makes no sense. Params: ``parameter``, ``value``."""

    code = "plan.bad_variant"


def _whole(parameter: str, value: Fraction, least: int) -> int:
    if value.denominator != 1 or value < least:
        raise BadVariant(parameter=parameter, value=value)
    return int(value)


def capped(openings: Sequence[int], value: Fraction) -> tuple[int, ...]:
    """Openings of a year held at ``value`` at most; the rest is never opened."""
    most = _whole("cap", value, 0)
    return tuple(min(count, most) for count in openings)


def delayed(openings: Sequence[int], value: Fraction) -> tuple[int, ...]:
    """What opens after the first year opens ``value`` years later, or beyond."""
    late = _whole("delay", value, 0)
    moved = (*openings[:1], *[0] * late, *openings[1:])
    return tuple(moved[: len(openings)])


def ramped(profiles: Sequence[Profile], value: Fraction) -> tuple[Profile, ...]:
    """Every ramp ``value`` months longer (shorter when negative, 1 at least)."""
    if value.denominator != 1:
        raise BadVariant(parameter="ramp", value=value)
    return tuple(
        replace(item, ramp_months=max(1, item.ramp_months + int(value)))
        for item in profiles
    )


def with_billed_months(settings: Settings, value: Fraction) -> Settings:
    """Another number of months billed a year, from none to twelve."""
    if not 0 <= value <= 12:
        raise BadVariant(parameter="billed_months", value=value)
    return replace(settings, billed_months=value)


def with_opening_month(settings: Settings, value: Fraction) -> Settings:
    """ETD that open in another month of the year."""
    return replace(settings, opening_month=_whole("opening_month", value, 1))


def terms(
    column: Column, openings: Sequence[int], year: int
) -> tuple[tuple[int, int, Fraction], ...]:
    """What a year adds up: ``(ETD, their age in years, value of one)``, oldest first.

    The constant of the column is not among them.
    """
    last = len(column.by_age)
    found: dict[int, int] = {}
    for born, opened in enumerate(openings[:year]):
        age = min(year - born, last)
        if opened:
            found[age] = found.get(age, 0) + opened
    return tuple(
        (count, age, column.by_age[age - 1])
        for age, count in sorted(found.items(), reverse=True)
    )


def months_of_column(
    column: Column, opening_month: int, months: int
) -> tuple[Fraction, ...]:
    """A yearly value of one ETD spread over its months, from its opening on.

    The first year has the months that are left of it; the others have twelve.
    """
    left = 13 - opening_month
    last = len(column.by_age) - 1
    return tuple(
        column.by_age[0] / left
        if index < left
        else column.by_age[min(1 + (index - left) // 12, last)] / 12
        for index in range(months)
    )


def months_of_profile(
    profile: Profile, settings: Settings, months: int
) -> tuple[Fraction, ...]:
    """Planned turnover (exact cents) of a profile in one ETD, from its opening on."""
    start = replace(settings, opening_month=1)
    years = -(-months // 12)
    openings = (1, *[0] * (years - 1)) if years else ()
    return tuple(row.turnover for row in plan_months([profile], openings, start))[
        :months
    ]
