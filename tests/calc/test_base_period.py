"""Periods, working days, dated values, ramps: half-open, a start only."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.dated import segments, value_at
from odoo.addons.oe_base.calc.errors import (
    BadPeriod,
    DuplicateStart,
    NoValue,
    OpenPeriod,
)
from odoo.addons.oe_base.calc.period import (
    Period,
    add_months,
    iter_days,
    iter_months,
    merge,
    month_of,
    months_between,
    subtract,
    total_days,
    union,
    year_of,
)
from odoo.addons.oe_base.calc.ramp import ramp_share
from odoo.addons.oe_base.calc.working_days import (
    add_working_days,
    easter,
    is_working_day,
    public_holidays,
)

quick = settings(max_examples=60, deadline=None)
days = st.dates(date(2024, 1, 1), date(2027, 12, 31))
closed = st.builds(
    lambda start, length: Period(start, start + timedelta(days=length)),
    days,
    st.integers(0, 200),
)
some = st.lists(closed, max_size=6)


def members(periods):
    return {day for period in periods for day in iter_days(period)}


def test_the_end_is_outside():
    period = Period(date(2026, 1, 1), date(2026, 2, 1))
    assert period.contains(date(2026, 1, 31))
    assert not period.contains(date(2026, 2, 1))
    assert period.days == 31
    assert not period.overlaps(month_of(date(2026, 2, 5)))


def test_a_period_may_be_open_or_empty():
    open_ended = Period(date(2026, 1, 1))
    assert open_ended.contains(date(2999, 1, 1))
    assert Period(date(2026, 1, 1), date(2026, 1, 1)).is_empty
    assert open_ended.intersection(Period(date(2025, 1, 1))) == open_ended
    assert merge([open_ended, Period(date(2030, 1, 1))]) == (open_ended,)
    assert subtract([open_ended], [Period(date(2027, 1, 1))]) == (
        Period(date(2026, 1, 1), date(2027, 1, 1)),
    )


def test_refusals():
    with pytest.raises(BadPeriod):
        Period(date(2026, 2, 1), date(2026, 1, 1))
    with pytest.raises(OpenPeriod):
        _ = Period(date(2026, 1, 1)).days
    with pytest.raises(OpenPeriod):
        list(iter_months(Period(date(2026, 1, 1))))


@pytest.mark.parametrize(
    ("day", "count", "expected"),
    [
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2024, 1, 31), 1, date(2024, 2, 29)),
        (date(2026, 3, 31), -1, date(2026, 2, 28)),
        (date(2026, 12, 15), 1, date(2027, 1, 15)),
        (date(2026, 1, 15), -13, date(2024, 12, 15)),
    ],
)
def test_months_are_clamped(day, count, expected):
    assert add_months(day, count) == expected


def test_months_between_counts_whole_months():
    assert months_between(date(2025, 1, 6), date(2026, 1, 6)) == 12
    assert months_between(date(2025, 1, 6), date(2026, 1, 5)) == 11
    assert months_between(date(2026, 1, 6), date(2025, 1, 6)) == -12
    assert months_between(date(2026, 1, 31), date(2026, 2, 28)) == 1


def test_months_of_a_period_are_its_own_parts():
    period = Period(date(2026, 1, 15), date(2026, 3, 10))
    assert list(iter_months(period)) == [
        Period(date(2026, 1, 15), date(2026, 2, 1)),
        Period(date(2026, 2, 1), date(2026, 3, 1)),
        Period(date(2026, 3, 1), date(2026, 3, 10)),
    ]
    assert len(list(iter_months(year_of(date(2026, 5, 5))))) == 12


@quick
@given(some, some)
def test_sets_of_periods_are_sets_of_days(left, right):
    assert members(merge(left)) == members(left)
    assert members(union(left, right)) == members(left) | members(right)
    assert members(subtract(left, right)) == members(left) - members(right)
    assert total_days(left) == len(members(left))
    merged = merge(left)
    assert all(a.end < b.start for a, b in zip(merged, merged[1:], strict=False))


@quick
@given(closed, closed)
def test_intersection_is_symmetrical(left, right):
    shared = left.intersection(right)
    assert shared == right.intersection(left)
    assert (members([shared]) if shared else set()) == members([left]) & members(
        [right]
    )


@quick
@given(closed)
def test_months_cover_a_period(period):
    assert sum(part.days for part in iter_months(period)) == period.days


@quick
@given(days, days)
def test_months_between_inverts_add_months(start, end):
    first, last = sorted((start, end))
    count = months_between(first, last)
    assert add_months(first, count) <= last < add_months(first, count + 1)


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25)],
)
def test_easter(year, month, day):
    assert easter(year) == date(year, month, day)


def test_eleven_public_holidays():
    holidays = public_holidays(2026)
    assert len(holidays) == 11
    assert {date(2026, 4, 6), date(2026, 5, 14), date(2026, 5, 25)} <= holidays
    assert len(public_holidays(2026, alsace_moselle=True)) == 13
    assert date(2026, 4, 3) in public_holidays(2026, alsace_moselle=True)


def test_working_days():
    assert not is_working_day(date(2026, 5, 1))
    assert not is_working_day(date(2026, 5, 2))
    assert add_working_days(date(2026, 4, 30), 1) == date(2026, 5, 4)
    assert add_working_days(date(2026, 5, 4), -1) == date(2026, 4, 30)
    assert add_working_days(date(2026, 5, 2), 0) == date(2026, 5, 2)
    assert add_working_days(date(2026, 12, 31), 3) == date(2027, 1, 6)


STARTS = [(date(2026, 6, 1), "b"), (date(2026, 1, 1), "a")]


def test_the_last_value_started_applies():
    assert value_at(STARTS, date(2026, 5, 31)) == "a"
    assert value_at(STARTS, date(2026, 6, 1)) == "b"


def test_segments_cut_at_each_start():
    period = Period(date(2026, 5, 1), date(2026, 7, 1))
    assert segments(STARTS, period) == (
        (Period(date(2026, 5, 1), date(2026, 6, 1)), "a"),
        (Period(date(2026, 6, 1), date(2026, 7, 1)), "b"),
    )
    assert segments(STARTS, Period(date(2026, 5, 1), date(2026, 5, 1))) == ()
    assert segments(STARTS, Period(date(2026, 7, 1)))[-1][0].end is None


def test_dated_refusals():
    with pytest.raises(NoValue):
        value_at(STARTS, date(2025, 12, 31))
    with pytest.raises(NoValue):
        value_at([], date(2025, 12, 31))
    with pytest.raises(NoValue):
        segments(STARTS, Period(date(2025, 12, 31), date(2026, 2, 1)))
    with pytest.raises(DuplicateStart):
        value_at([*STARTS, (date(2026, 1, 1), "c")], date(2026, 5, 1))


@quick
@given(st.lists(days, min_size=1, max_size=6, unique=True), closed)
def test_segments_cover_the_period_without_gap(starts, period):
    pairs = [(date(2000, 1, 1), -1), *((start, n) for n, start in enumerate(starts))]
    pieces = segments(pairs, period)
    assert sum(piece.days for piece, _ in pieces) == period.days
    for piece, value in pieces:
        assert value_at(pairs, piece.start) == value


def test_ramp():
    assert [ramp_share(month, 4) for month in (0, 1, 2, 4, 9)] == [
        0,
        Fraction(1, 4),
        Fraction(1, 2),
        1,
        1,
    ]
    assert ramp_share(1, 0) == 1
