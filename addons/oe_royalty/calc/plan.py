"""Network plan: the engine of origin, its printed figures, and recovery.

Figures are exact fractions in the unit of the caller (thousands of euros,
full-time equivalents); years are numbered from 1. No figure is held here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, rate, round_half_up


class NoAges(CalcError):
    """A column needs a value for the first year at least. Params: ``column``."""

    code = "plan.no_ages"


@dataclass(frozen=True)
class Column:
    """A column of the plan of origin.

    ``by_age`` are the values of an ETD in its first, second, … year, the last
    one holding for the years after; ``constant`` is added once a year.
    """

    name: str
    by_age: tuple[Fraction, ...]
    constant: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if not self.by_age:
            raise NoAges(column=self.name)


@dataclass(frozen=True)
class Compared:
    """A computed figure beside the printed one, at the printed precision.

    ``matches`` is false where the source's cell disagrees with its own formula:
    both are shown.
    """

    year: int
    computed: Fraction
    shown: Decimal
    printed: Decimal

    @property
    def matches(self) -> bool:
        """Whether the printed figure is the computed one, rounded."""
        return self.shown == self.printed

    @property
    def gap(self) -> Decimal:
        """Printed less computed, at the printed precision."""
        return self.printed - self.shown


@dataclass(frozen=True)
class RecoveryYear:
    """A year of the concept: royalty and spend, that year and cumulated."""

    year: int
    royalty: Fraction
    spend: Fraction
    royalty_to_date: Fraction
    spend_to_date: Fraction


def entities(openings: Sequence[int]) -> tuple[int, ...]:
    """Number of ETD at the end of each year."""
    return tuple(int(value) for value in cumulated(openings))


def by_year(column: Column, openings: Sequence[int]) -> tuple[Fraction, ...]:
    """Value of a column for each year: openings × value by age, plus constant."""
    last = len(column.by_age) - 1
    return tuple(
        column.constant
        + sum(
            opened * column.by_age[min(year - born, last)]
            for born, opened in enumerate(openings[: year + 1])
        )
        for year in range(len(openings))
    )


def cumulated(values: Sequence[Fraction | int]) -> tuple[Fraction, ...]:
    """Running sums of yearly values."""
    total, sums = Fraction(0), []
    for value in values:
        total += value
        sums.append(total)
    return tuple(sums)


def added(*columns: Sequence[Fraction]) -> tuple[Fraction, ...]:
    """Sum of columns, year by year."""
    return tuple(sum(row, Fraction(0)) for row in zip(*columns, strict=True))


def compare(
    computed: Sequence[Fraction], printed: Mapping[int, str]
) -> tuple[Compared, ...]:
    """Set computed figures beside printed ones (year to text, as printed).

    The computed figure is rounded half-up to as many decimals as are printed.
    """
    rows = []
    for year, text in sorted(printed.items()):
        value = Decimal(text)
        decimals = max(0, -int(value.as_tuple().exponent))
        exact = computed[year - 1]
        shown = Decimal(round_half_up(exact * 10**decimals)).scaleb(-decimals)
        rows.append(Compared(year, exact, shown, value))
    return tuple(rows)


def recovery(
    turnover: Sequence[Fraction], spend: Sequence[Fraction], royalty_rate: Number
) -> tuple[RecoveryYear, ...]:
    """Royalty and concept spend of each year; spend is 0 after its last year."""
    share = rate(royalty_rate)
    royalties = [value * share for value in turnover]
    spends = [*spend, *[Fraction(0)] * len(turnover)][: len(turnover)]
    rows = zip(royalties, spends, cumulated(royalties), cumulated(spends), strict=True)
    return tuple(
        RecoveryYear(year, *(Fraction(value) for value in row))
        for year, row in enumerate(rows, start=1)
    )


def recovery_year(years: Sequence[RecoveryYear], investment: Fraction) -> int | None:
    """First year whose cumulated royalty repays the whole investment."""
    return next((row.year for row in years if row.royalty_to_date >= investment), None)


def covering_years(years: Sequence[RecoveryYear]) -> tuple[int, ...]:
    """Years with a spend that the year's own royalty covers."""
    return tuple(row.year for row in years if row.spend and row.royalty >= row.spend)


def covering_rate(turnover: Fraction, spend: Fraction) -> Fraction | None:
    """Rate whose royalty just covers a year's spend, ``None`` without turnover."""
    return spend / turnover if turnover else None
