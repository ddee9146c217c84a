"""French public holidays and working days (C. trav. L.3133-1, L.3134-13)."""

from datetime import date, timedelta
from functools import lru_cache

from .period import ONE_DAY

SATURDAY = 5


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    leap = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * leap) // 451
    month, day = divmod(h + leap - 7 * m + 114, 31)
    return date(year, month, day + 1)


@lru_cache(maxsize=64)
def public_holidays(year: int, alsace_moselle: bool = False) -> frozenset[date]:
    """The eleven legal holidays of a year (C. trav. L.3133-1).

    ``alsace_moselle`` adds Good Friday and 26 December (L.3134-13).
    """
    fixed = [(1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25)]
    after_easter = [1, 39, 50]
    if alsace_moselle:
        fixed.append((12, 26))
        after_easter.append(-2)
    sunday = easter(year)
    return frozenset(date(year, month, day) for month, day in fixed) | frozenset(
        sunday + timedelta(days=offset) for offset in after_easter
    )


def is_working_day(day: date, alsace_moselle: bool = False) -> bool:
    """Whether the day is neither a Saturday, a Sunday nor a public holiday."""
    return day.weekday() < SATURDAY and day not in public_holidays(
        day.year, alsace_moselle
    )


def add_working_days(day: date, count: int, alsace_moselle: bool = False) -> date:
    """The ``count``-th working day after (or before, if negative) a day.

    Zero gives the day itself, working or not.
    """
    step = ONE_DAY if count > 0 else -ONE_DAY
    left = abs(count)
    while left:
        day += step
        left -= is_working_day(day, alsace_moselle)
    return day
