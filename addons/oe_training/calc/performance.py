"""Helpers of the performance indicators: exact, and ``None`` without data.

An indicator keeps its two terms and its formula, so that it can be frozen with
the records it came from.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from statistics import median as middle

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Exact, rate

MINUTES_PER_HOUR = 60


class BadFullTime(CalcError):
    """The hours of a full-time year are not positive. Params: ``hours``."""

    code = "performance.bad_full_time"


@dataclass(frozen=True)
class Indicator:
    """A ratio with its terms; ``value`` is ``None`` when there is no base."""

    code: str
    formula: str
    top: Fraction
    bottom: Fraction
    value: Fraction | None


@dataclass(frozen=True)
class Spread:
    """Median, first and third quartile (by inclusive ranks), and their distance."""

    count: int
    median: Fraction
    first_quartile: Fraction
    third_quartile: Fraction

    @property
    def distance(self) -> Fraction:
        """Third quartile less the first."""
        return self.third_quartile - self.first_quartile


def ratio(code: str, formula: str, top: Exact, bottom: Exact) -> Indicator:
    """A ratio of two exact terms, in their own units."""
    above, below = rate(top), rate(bottom)
    return Indicator(code, formula, above, below, above / below if below else None)


def median(values: Sequence[Exact]) -> Fraction | None:
    """Exact median; ``None`` without value."""
    exact = [rate(value) for value in values]
    return middle(exact) if exact else None


def spread(values: Sequence[Exact]) -> Spread | None:
    """Median and quartiles, interpolated exactly; ``None`` without value."""
    exact = sorted(rate(value) for value in values)
    if not exact:
        return None
    quarter = Fraction(1, 4)
    return Spread(
        len(exact),
        _quantile(exact, 2 * quarter),
        _quantile(exact, quarter),
        _quantile(exact, 3 * quarter),
    )


def full_time(minutes: int, year_hours: int = 1607) -> Fraction:
    """Full-time equivalents of minutes in a year (C. trav. L.3121-41: 1 607 h).

    :raises BadFullTime: when the hours are not positive.
    """
    if year_hours <= 0:
        raise BadFullTime(hours=year_hours)
    return Fraction(minutes, MINUTES_PER_HOUR * year_hours)


def km_per_hour(metres: int, minutes: int) -> Fraction | None:
    """Local share: kilometres driven per hour of service; ``None`` without hours."""
    if not minutes:
        return None
    return Fraction(metres, 1000) / Fraction(minutes, MINUTES_PER_HOUR)


def gap(actual: Exact, planned: Exact) -> tuple[Fraction, Fraction | None]:
    """Actual less plan, and the same as a fraction of the plan (``None`` if 0)."""
    difference = rate(actual) - rate(planned)
    base = rate(planned)
    return difference, difference / abs(base) if base else None


def _quantile(ordered: Sequence[Fraction], part: Fraction) -> Fraction:
    """Inclusive quantile: part 0 is the first value, part 1 the last."""
    position = part * (len(ordered) - 1)
    index = position.numerator // position.denominator
    following = min(index + 1, len(ordered) - 1)
    step = ordered[following] - ordered[index]
    return ordered[index] + (position - index) * step
