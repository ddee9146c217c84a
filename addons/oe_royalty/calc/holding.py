"""Points of a holder: granted, vested, held by days, and what a leaver keeps."""

from dataclasses import dataclass
from datetime import date
from enum import Enum
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, rate
from odoo.addons.oe_base.calc.period import (
    Period,
    add_months,
    closed_end,
    months_between,
)


class BadVesting(CalcError):
    """Cliff longer than vesting, or negative. Params: ``cliff``, ``months``."""

    code = "holding.bad_vesting"


class BadPoints(CalcError):
    """Points cannot be negative. Params: ``holder``, ``points``."""

    code = "holding.bad_points"


class LeaverPolicy(Enum):
    """What becomes of a leaver's part.

    REALLOCATE: it goes to those who stay; RETAIN: the company keeps it;
    KEEP_VESTED: the leaver goes on earning on the points vested on leaving.
    """

    REALLOCATE = "reallocate"
    RETAIN = "retain"
    KEEP_VESTED = "keep_vested"


@dataclass(frozen=True)
class Vesting:
    """Nothing for ``cliff`` months, then month by month until ``months``.

    :raises BadVesting: for a cliff longer than the vesting, or below zero.
    """

    start: date
    cliff: int
    months: int

    def __post_init__(self) -> None:
        if self.months <= 0 or not 0 <= self.cliff <= self.months:
            raise BadVesting(cliff=self.cliff, months=self.months)


@dataclass(frozen=True)
class Holding:
    """Points of a holder while ``held`` (half-open: the day of leaving is the
    last one inside, so ``held.end`` is the day after).

    :raises BadPoints: for negative points.
    """

    holder: str
    points: Fraction
    held: Period
    vesting: Vesting | None = None
    policy: LeaverPolicy = LeaverPolicy.REALLOCATE

    def __post_init__(self) -> None:
        if self.points < 0:
            raise BadPoints(holder=self.holder, points=self.points)


@dataclass(frozen=True)
class Weight:
    """Point-days of a holding in a period: those that earn, those retained."""

    earning: Fraction
    retained: Fraction


def points_for(hours: Number, market_rate: Number, coefficient: Number) -> Fraction:
    """Points of a contribution: hours × market rate of the competence × coefficient."""
    return rate(hours) * rate(market_rate) * rate(coefficient)


def vested_share(vesting: Vesting | None, day: date) -> Fraction:
    """Share of the points vested on a day (all of them without vesting)."""
    if vesting is None:
        return Fraction(1)
    elapsed = months_between(vesting.start, day) if day >= vesting.start else -1
    if elapsed < vesting.cliff:
        return Fraction(0)
    return min(Fraction(1), Fraction(elapsed, vesting.months))


def weigh(holding: Holding, period: Period) -> Weight:
    """Point-days of a holding in a closed period.

    :raises OpenPeriod: when the period has no end.
    """
    end = closed_end(period)
    present = holding.held.intersection(period)
    earning = _vested_point_days(holding, present) if present else Fraction(0)
    after = _after_leaving(holding, period)
    if holding.policy is LeaverPolicy.KEEP_VESTED and after is not None:
        kept = vested_share(holding.vesting, closed_end(holding.held))
        earning += holding.points * kept * after.days
    retained = Fraction(0)
    if holding.policy is LeaverPolicy.RETAIN and holding.held.start < end:
        since = max(holding.held.start, period.start)
        retained = holding.points * Period(since, end).days - earning
    return Weight(earning, retained)


def _after_leaving(holding: Holding, period: Period) -> Period | None:
    if holding.held.end is None:
        return None
    return Period(holding.held.end).intersection(period)


def _vested_point_days(holding: Holding, present: Period) -> Fraction:
    """Sum over the days of the points vested, stretch by stretch."""
    end = closed_end(present)
    if holding.vesting is None:
        return holding.points * present.days
    total, day = Fraction(0), present.start
    while day < end:
        following = min(end, _next_step(holding.vesting, day))
        share = vested_share(holding.vesting, day)
        total += holding.points * share * (following - day).days
        day = following
    return total


def _next_step(vesting: Vesting, day: date) -> date:
    if day < vesting.start:
        return vesting.start
    return add_months(vesting.start, months_between(vesting.start, day) + 1)
