"""Slots of an advisor: in their days, in their hours, never overlapping."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc.meeting_slots import slots

MONDAY = date(2026, 11, 30)


def test_a_week_of_mornings():
    found = slots(MONDAY, MONDAY + timedelta(days=6), [0, 3], 540, 720, 60)
    assert [row.strftime("%a %H") for row in found] == [
        *("Mon 09", "Mon 10", "Mon 11", "Thu 09", "Thu 10", "Thu 11")
    ]


@given(
    st.integers(0, 40),
    st.sets(st.integers(0, 6)),
    st.integers(0, 1440),
    st.integers(0, 1440),
    st.integers(1, 480),
)
def test_inside_and_apart(days, weekdays, start, end, length):
    last = MONDAY + timedelta(days=days)
    found = slots(MONDAY, last, weekdays, start, end, length)
    for row in found:
        minute = row.hour * 60 + row.minute
        assert row.weekday() in weekdays and MONDAY <= row.date() <= last
        assert start <= minute and minute + length <= end
    for before, after in zip(found, found[1:], strict=False):
        assert after - before >= timedelta(minutes=length)


def test_a_length_of_nothing_is_refused():
    with pytest.raises(ValueError):
        slots(MONDAY, MONDAY, [0], 0, 60, 0)
    assert slots(MONDAY, MONDAY, [0], 0, 60, 60) == (datetime(2026, 11, 30),)
