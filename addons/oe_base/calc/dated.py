"""Dated data with a start only: the value at a day is the last one started.

No gap and no overlap can exist between two values; only the time before the
first one has no value, and asking for it is refused.
"""

from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from .errors import DuplicateStart, NoValue
from .period import Period

T = TypeVar("T")
Starts = Iterable[tuple[date, T]]


def value_at(starts: Starts[T], day: date) -> T:
    """Value of the last (start, value) pair started on or before the day.

    :raises NoValue: when nothing has started yet.
    :raises DuplicateStart: when two values start the same day.
    """
    ordered = _ordered(starts)
    found = [value for start, value in ordered if start <= day]
    if not found:
        raise NoValue(day=day, first=ordered[0][0] if ordered else None)
    return found[-1]


def segments(starts: Starts[T], period: Period) -> tuple[tuple[Period, T], ...]:
    """The period cut at each start, each piece with its value, in order.

    :raises NoValue: when the period begins before the first start.
    :raises DuplicateStart: when two values start the same day.
    """
    if period.is_empty:
        return ()
    ordered = _ordered(starts)
    pieces = []
    for index, (start, value) in enumerate(ordered):
        end = ordered[index + 1][0] if index + 1 < len(ordered) else None
        shared = Period(start, end).intersection(period)
        if shared is not None:
            pieces.append((shared, value))
    if not pieces or pieces[0][0].start != period.start:
        raise NoValue(day=period.start, first=ordered[0][0] if ordered else None)
    return tuple(pieces)


def _ordered(starts: Starts[T]) -> list[tuple[date, T]]:
    ordered = sorted(starts, key=lambda pair: pair[0])
    for (left, _), (right, _) in zip(ordered, ordered[1:], strict=False):
        if left == right:
            raise DuplicateStart(day=left)
    return ordered
