"""Reserves of an activity: put aside, taken out, never below nothing."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True)
class Lack:
    """First day on which a reserve would hold less than nothing, and how much."""

    day: date
    cents: int


def first_lack(moves: Iterable[tuple[date, int]]) -> Lack | None:
    """The first day on which the running sum falls below zero, if any.

    :param moves: (day, signed cents) in any order; a day counts as a whole, so what
        comes in and goes out on one day may be entered in any order
    """
    days: dict[date, int] = defaultdict(int)
    for day, cents in moves:
        days[day] += cents
    held = 0
    for day in sorted(days):
        held += days[day]
        if held < 0:
            return Lack(day, held)
    return None
