"""Legal deadlines: CAPE, trial, membership, interviews, alerts."""

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.errors import OpenPeriod
from odoo.addons.oe_base.calc.period import Period, add_months
from odoo.addons.oe_cae.calc.deadlines import (
    Alert,
    CapeLimits,
    CapeOverlap,
    CapeTooLong,
    CapeTooManyRenewals,
    CapeTotalTooLong,
    alert_dates,
    balance_due,
    cape_last_end,
    check_capes,
    current_alert,
    interview_status,
    member_deadline,
    months_left,
    next_cape,
    trial_end,
)

quick = settings(max_examples=60)
FIRST = date(2025, 1, 6)


def years(*counts, start=FIRST):
    periods = []
    for months in counts:
        end = add_months(start, months)
        periods.append(Period(start, end))
        start = end
    return periods


def test_a_cape_of_three_times_twelve_months_is_the_most():
    check_capes([])
    check_capes(years(12, 12, 12))
    assert cape_last_end(years(12, 12, 6)) == date(2028, 1, 6)
    assert cape_last_end(years(6)) == date(2026, 1, 6)


@pytest.mark.parametrize(
    ("periods", "refusal"),
    [
        (years(13), CapeTooLong),
        (years(6, 6, 6, 6), CapeTooManyRenewals),
        ([Period(FIRST)], OpenPeriod),
        ([*years(12), Period(date(2025, 12, 1), date(2026, 6, 1))], CapeOverlap),
    ],
)
def test_a_cape_beyond_the_law_is_refused(periods, refusal):
    with pytest.raises(refusal):
        check_capes(periods)


def test_the_total_is_a_limit_of_its_own():
    with pytest.raises(CapeTotalTooLong) as refusal:
        check_capes(years(12, 12), CapeLimits(months_total=18))
    assert refusal.value.params["limit"] == date(2026, 7, 6)


def test_membership_and_trial_are_shortened_by_earlier_contracts():
    start = date(2026, 1, 6)
    assert member_deadline(start) == date(2029, 1, 6)
    assert trial_end(start) == date(2026, 9, 6)
    short = [Period(date(2025, 10, 6), date(2025, 12, 16))]
    assert trial_end(start, short) == date(2026, 6, 26)
    assert member_deadline(start, short) == date(2028, 10, 27)


def test_time_is_never_counted_twice():
    start = date(2026, 1, 6)
    cape = Period(FIRST, start)
    same = [cape, Period(date(2025, 3, 1), date(2025, 6, 1)), Period(FIRST)]
    assert member_deadline(start, same) == member_deadline(start, [cape])


@pytest.mark.parametrize(
    ("signed", "day", "recent", "due", "late"),
    [
        ([], date(2026, 5, 1), 0, date(2026, 12, 31), False),
        ([], date(2027, 1, 1), 0, date(2026, 12, 31), True),
        ([date(2026, 5, 1)], date(2026, 6, 1), 1, date(2026, 12, 31), False),
        (
            [date(2026, 5, 1), date(2026, 11, 2)],
            date(2026, 12, 1),
            2,
            date(2027, 5, 1),
            False,
        ),
        (
            [date(2026, 5, 1), date(2026, 11, 2)],
            date(2027, 5, 2),
            1,
            date(2027, 5, 1),
            True,
        ),
    ],
)
def test_two_interviews_in_any_twelve_months(signed, day, recent, due, late):
    status = interview_status(date(2026, 1, 1), signed, day)
    assert (status.recent, status.due, status.late) == (recent, due, late)


def test_alerts():
    deadline = date(2028, 1, 6)
    assert alert_dates(deadline)[0] == Alert(12, date(2027, 1, 6))
    assert [alert.months for alert in alert_dates(deadline)] == [12, 6, 3, 1]
    assert current_alert(deadline, date(2027, 1, 5)) is None
    assert current_alert(deadline, date(2027, 8, 1)).months == 6
    assert balance_due(date(2027, 5, 20)) == date(2027, 6, 20)


@quick
@given(
    st.lists(st.integers(0, 900), min_size=2, max_size=8, unique=True),
)
def test_on_time_means_that_every_full_window_holds_two(offsets):
    start = date(2026, 1, 1)
    signed = sorted(date.fromordinal(start.toordinal() + n) for n in offsets)
    late = False
    for index in range(len(signed)):
        status = interview_status(start, signed[:index], signed[index])
        late = late or status.late
    opening = start
    broken = False
    while add_months(opening, 12) <= signed[-1]:
        window = Period(opening, add_months(opening, 12))
        broken = broken or sum(window.contains(day) for day in signed) < 2
        opening = date.fromordinal(opening.toordinal() + 1)
    assert late == broken


def test_the_next_cape_is_the_longest_the_law_allows():
    assert next_cape(years(6)) == Period(date(2025, 7, 6), date(2026, 7, 6))
    assert next_cape(years(12, 12)).end == date(2028, 1, 6)
    with pytest.raises(CapeTooManyRenewals):
        next_cape(years(6, 6, 6))
    with pytest.raises(CapeTotalTooLong):
        next_cape(years(12), CapeLimits(months_total=12))


@quick
@given(st.lists(st.integers(1, 12), min_size=1, max_size=2))
def test_a_renewal_keeps_the_law_and_no_longer_one_does(months):
    periods = years(*months)
    renewal = next_cape(periods)
    check_capes([*periods, renewal])
    longer = Period(renewal.start, date.fromordinal(renewal.end.toordinal() + 1))
    with pytest.raises((CapeTooLong, CapeTotalTooLong)):
        check_capes([*periods, longer])


def test_a_29_february_leaves_the_count_a_day_late():
    signed = [date(2024, 2, 29), date(2024, 3, 1)]
    status = interview_status(date(2024, 1, 1), signed, date(2024, 4, 1))
    assert status.due == date(2025, 2, 28)
    assert status.falls == date(2025, 3, 1)


@quick
@given(st.lists(st.integers(0, 1100), max_size=8, unique=True), st.integers(0, 1100))
def test_the_count_falls_on_the_day_it_says_and_not_before(offsets, today):
    start = date(2024, 1, 1)
    signed = [date.fromordinal(start.toordinal() + n) for n in offsets]
    day = date.fromordinal(start.toordinal() + today)
    held = [when for when in signed if when <= day]
    status = interview_status(start, signed, day)
    if status.recent < 2:
        assert status.falls is None
        return
    before = date.fromordinal(status.falls.toordinal() - 1)
    assert interview_status(start, held, before).recent >= 2
    assert interview_status(start, held, status.falls).recent < 2
    assert status.due <= status.falls


@pytest.mark.parametrize(
    ("day", "left"),
    [
        (date(2026, 1, 5), 12),
        (date(2026, 12, 6), 0),
        (date(2027, 1, 5), 0),
        (date(2027, 1, 6), -1),
        (date(2027, 3, 1), -2),
    ],
)
def test_whole_months_left(day, left):
    assert months_left(date(2027, 1, 5), day) == left
