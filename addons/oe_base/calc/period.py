"""Half-open periods of days: ``start`` is inside, ``end`` is the first day outside.

``end`` may be ``None`` (no known end). Half-open periods touch without gap nor
overlap, and a number of days is a plain subtraction.
"""

import calendar
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from .errors import BadPeriod, OpenPeriod

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, order=True)
class Period:
    """Days from ``start`` (inside) to ``end`` (outside, ``None``: open).

    An empty period (start = end) is allowed: it contains no day.

    :raises BadPeriod: when ``end`` is before ``start``.
    """

    start: date
    end: date | None = None

    def __post_init__(self) -> None:
        if self.end is not None and self.end < self.start:
            raise BadPeriod(start=self.start, end=self.end)

    def contains(self, day: date) -> bool:
        """Whether the day is inside."""
        return self.start <= day and (self.end is None or day < self.end)

    def overlaps(self, other: "Period") -> bool:
        """Whether the two periods share at least one day."""
        return self.intersection(other) is not None

    def intersection(self, other: "Period") -> "Period | None":
        """The days shared with ``other``, or ``None`` when there is none."""
        start = max(self.start, other.start)
        ends = [end for end in (self.end, other.end) if end is not None]
        end = min(ends, default=None)
        if end is not None and end <= start:
            return None
        return Period(start, end)

    @property
    def days(self) -> int:
        """Number of days inside.

        :raises OpenPeriod: when the period has no end.
        """
        return (closed_end(self) - self.start).days

    @property
    def is_empty(self) -> bool:
        """Whether no day is inside."""
        return self.end == self.start


def closed_end(period: Period) -> date:
    """The end of a period that must have one.

    :raises OpenPeriod: when the period has no end.
    """
    if period.end is None:
        raise OpenPeriod(start=period.start)
    return period.end


def add_months(day: date, months: int) -> date:
    """Same day ``months`` later (or earlier), clamped to the month's last day."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(day.day, last))


def months_between(start: date, end: date) -> int:
    """Whole months from ``start`` to ``end``; negative when ``end`` is earlier.

    It is the largest n such that ``add_months(start, n) <= end``.
    """
    if end < start:
        return -months_between(end, start)
    months = (end.year - start.year) * 12 + end.month - start.month
    return months if add_months(start, months) <= end else months - 1


def month_of(day: date) -> Period:
    """The calendar month of a day."""
    first = day.replace(day=1)
    return Period(first, add_months(first, 1))


def year_of(day: date) -> Period:
    """The calendar year of a day."""
    return Period(date(day.year, 1, 1), date(day.year + 1, 1, 1))


def iter_months(period: Period) -> Iterator[Period]:
    """Each calendar month's part of a closed period, in order.

    :raises OpenPeriod: when the period has no end.
    """
    end = closed_end(period)
    start = period.start
    while start < end:
        following = min(closed_end(month_of(start)), end)
        yield Period(start, following)
        start = following


def iter_days(period: Period) -> Iterator[date]:
    """Each day of a closed period, in order.

    :raises OpenPeriod: when the period has no end.
    """
    for offset in range(period.days):
        yield period.start + timedelta(days=offset)


def merge(periods: Iterable[Period]) -> tuple[Period, ...]:
    """The same days as disjoint, sorted, non-touching periods."""
    merged: list[Period] = []
    for period in sorted(periods, key=lambda p: p.start):
        if period.is_empty:
            continue
        last = merged[-1] if merged else None
        if last is None or (last.end is not None and last.end < period.start):
            merged.append(period)
        elif last.end is not None:
            end = None if period.end is None else max(last.end, period.end)
            merged[-1] = Period(last.start, end)
    return tuple(merged)


def union(left: Iterable[Period], right: Iterable[Period]) -> tuple[Period, ...]:
    """Days in one or the other set of periods, merged."""
    return merge([*left, *right])


def subtract(periods: Iterable[Period], holes: Iterable[Period]) -> tuple[Period, ...]:
    """Days of ``periods`` that are in none of ``holes``, merged."""
    left = list(merge(periods))
    for hole in merge(holes):
        left = [piece for period in left for piece in _without(period, hole)]
    return tuple(left)


def total_days(periods: Iterable[Period]) -> int:
    """Number of distinct days covered by closed periods.

    :raises OpenPeriod: when a period has no end.
    """
    return sum(period.days for period in merge(periods))


def _without(period: Period, hole: Period) -> Iterator[Period]:
    shared = period.intersection(hole)
    if shared is None:
        yield period
        return
    if period.start < shared.start:
        yield Period(period.start, shared.start)
    if shared.end is not None and (period.end is None or shared.end < period.end):
        yield Period(shared.end, period.end)
