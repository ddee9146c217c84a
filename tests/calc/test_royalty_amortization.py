"""The amortisation of the concept: nothing lost, days of a year of 360."""

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_royalty.calc.amortization import (
    BadSchedule,
    Plan,
    days_360,
    schedule,
)


def test_five_years_from_a_first_of_july():
    rows = schedule(Plan(182_000_000, date(2026, 7, 1), 60))
    assert [cents for _day, cents in rows] == [
        18_200_000,
        *[36_400_000] * 4,
        18_200_000,
    ]
    assert rows[0][0] == date(2026, 12, 31)
    assert rows[-1][0] == date(2031, 12, 31)


def test_days_in_service_and_another_closing():
    rows = schedule(Plan(36_000, date(2027, 2, 15), 12, closing_month=6))
    # 16 days of February, then March to June: 136 of 360.
    assert rows == ((date(2027, 6, 30), 13_600), (date(2028, 6, 30), 22_400))
    assert days_360(date(2027, 1, 1), date(2027, 12, 31)) == 360
    assert days_360(date(2027, 2, 1), date(2027, 2, 28)) == 30


@pytest.mark.parametrize("bad", [(0, 12, 12), (100, 0, 12), (100, 12, 5)])
def test_nothing_to_spread(bad):
    cost, months, step = bad
    with pytest.raises(BadSchedule):
        Plan(cost, date(2027, 1, 1), months, step)


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 10**9),
    st.dates(date(2020, 1, 1), date(2040, 1, 1)),
    st.integers(1, 120),
    st.sampled_from([1, 3, 12]),
    st.integers(1, 12),
)
def test_no_cent_is_lost_and_days_go_on(cost, start, months, step, closing):
    rows = schedule(Plan(cost, start, months, step, closing))
    assert sum(cents for _day, cents in rows) == cost
    days = [day for day, _cents in rows]
    assert days == sorted(set(days))
    assert all(cents >= 0 for _day, cents in rows)
