"""Figures of a profile from its rates and hours (founding document, network §4)."""

from dataclasses import dataclass
from fractions import Fraction

from . import money

WEEKS_PER_MONTH = Fraction(9, 2)
"""The source's own factor: 30 h a week are 135 h a month."""


@dataclass(frozen=True)
class ProfileInput:
    """Hours a week, billed and net cents an hour, charges as a share of turnover."""

    hours_week: Fraction
    billed_cents: int
    net_cents: int
    charge_rate: Fraction


@dataclass(frozen=True)
class ProfileFigures:
    """Hundredths of an hour for hours, cents for the others; all of one month."""

    hours_month: int
    turnover: int
    charges: int
    net_11: int
    net_12: int


def figures(given: ProfileInput) -> ProfileFigures:
    """Compute a month of a profile at target.

    Hours = weekly hours × 4.5; turnover = hours × billed rate; net over 12 months =
    net over 11 × 11 / 12.
    """
    hours = given.hours_week * WEEKS_PER_MONTH
    turnover = hours * given.billed_cents
    net_11 = hours * given.net_cents
    return ProfileFigures(
        hours_month=money.round_half_up(hours * 100),
        turnover=money.round_half_up(turnover),
        charges=money.round_half_up(turnover * given.charge_rate),
        net_11=money.round_half_up(net_11),
        net_12=money.round_half_up(net_11 * Fraction(11, 12)),
    )


def agrees(printed: int, computed: int) -> bool:
    """Whether a figure printed in whole units is the computed one, rounded.

    Both in hundredths; a printed figure with cents must be equal to the cent.
    """
    if printed % 100:
        return printed == computed
    return money.round_half_up(Fraction(computed, 100)) * 100 == printed
