"""Workload signals, aggregates that hide small groups, indicators."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from odoo.addons.oe_training.calc.performance import (
    BadFullTime,
    full_time,
    gap,
    km_per_hour,
    median,
    ratio,
    spread,
)
from odoo.addons.oe_training.calc.privacy import (
    BadGroups,
    Group,
    NotATotal,
    enough,
    lesson_approved,
    visible,
)
from odoo.addons.oe_training.calc.workload import (
    WorkedSlot,
    WorkloadRules,
    isolation_signal,
    round_signals,
    workload_signals,
)


def at(day, hour=0, minute=0, month=3):
    return datetime(2026, month, day, hour, minute)


def codes(found):
    return [item.code for item in found]


# Workload (2 March 2026 is a Monday)


def work(day, start, end, travel=0, month=3):
    midnight = datetime(2026, month, 1) + timedelta(days=day - 1)
    return WorkedSlot(
        midnight + timedelta(hours=start), midnight + timedelta(hours=end), travel
    )


def signals(slots, rules=None, until=None):
    return workload_signals(slots, rules or WorkloadRules(), until)


def test_an_ordinary_week_gives_no_signal():
    assert signals([work(2 + n, 9, 17) for n in range(5)]) == ()


def test_more_than_10_h_a_day_travel_included():
    (found,) = signals([work(2, 8, 18, travel=1)])
    assert (found.code, found.get("minutes")) == ("workload.day", 601)
    apart = replace(WorkloadRules(), travel_counts=False)
    assert signals([work(2, 8, 18, travel=1)], apart) == ()


def test_time_that_slots_share_counts_once():
    assert signals([work(2, 8, 16), work(2, 10, 18)]) == ()


def test_more_than_48_h_a_week():
    week = [work(2 + n, 8, 16.25) for n in range(6)]
    (found,) = signals(week)
    assert (found.code, found.get("minutes")) == ("workload.week", 2970)
    assert signals(week[:5]) == ()


def test_more_than_44_h_over_12_weeks():
    def weeks(count):
        days = (7 * week + day for week in range(count) for day in range(5))
        return [work(2 + day, 8, 17) for day in days]

    assert codes(signals(weeks(12))) == ["workload.average"]
    assert signals(weeks(11)) == ()
    exact = [replace(item, end=item.end - timedelta(minutes=12)) for item in weeks(12)]
    assert signals(exact) == ()


def test_less_than_11_h_between_two_days():
    (found,) = signals([work(2, 14, 22), work(3, 8, 12)])
    assert (found.code, found.get("minutes")) == ("workload.daily_rest", 600)
    assert signals([work(2, 14, 21), work(3, 8, 12)]) == ()


def test_a_night_past_midnight_is_one_block():
    assert signals([work(2, 22, 24), work(3, 0, 6), work(3, 18, 20)]) == ()


def test_a_week_without_35_h_of_rest():
    week = [work(2 + n, 9, 15) for n in range(8)]
    (found,) = signals(week)
    assert found.code == "workload.weekly_rest"
    assert found.get("start") == date(2026, 3, 2)
    assert found.get("minutes") == 18 * 60
    sunday_off = [item for item in week if item.start.day != 8]
    assert signals(sunday_off) == ()


def test_rest_that_begins_when_the_week_is_over_comes_too_late():
    week = [work(2 + n, 9, 15) for n in range(6)] + [work(8, 18, 24)]
    assert codes(signals(week)) == ["workload.weekly_rest"]


def test_rest_may_run_into_the_next_week_and_the_end_known_is_told():
    week = [work(2 + n, 9, 15) for n in range(6)]
    assert signals([*week, work(9, 2, 6)]) == ()
    assert signals(week, until=at(9, 2)) == ()
    assert codes(signals(week, until=at(9, 1))) == ["workload.weekly_rest"]


def test_a_share_of_travel_above_the_setting():
    rules = replace(WorkloadRules(), travel_share=Fraction(1, 4))
    assert codes(signals([work(2, 9, 12, travel=61)], rules)) == ["workload.travel"]
    assert signals([work(2, 9, 12, travel=60)], rules) == ()
    assert signals([]) == ()


def test_isolation_counts_from_the_last_exchange_or_from_joining():
    joined, today = date(2025, 1, 1), date(2026, 3, 1)
    assert isolation_signal(date(2026, 1, 1), joined, today, 3) is None
    found = isolation_signal(date(2025, 12, 1), joined, today, 3)
    assert found.get("since") == date(2025, 12, 1)
    assert isolation_signal(None, date(2026, 2, 1), today, 3) is None
    assert isolation_signal(None, joined, today, 3).get("since") == joined


def test_a_round_against_the_limits_stated():
    load = {"stairs": 12, "carrying_kg": 5, "km": 80}
    (found,) = round_signals(load, {"stairs": 10, "carrying_kg": 5})
    assert (found.get("kind"), found.get("found")) == ("stairs", 12)


# Privacy


def team(name, *people):
    parts = tuple(Group(f"{name}{n}", count) for n, count in enumerate(people))
    return Group(name, sum(people), parts)


def test_a_small_group_is_hidden_and_its_total_with_it():
    assert visible(team("t", 20, 7)) == {"t0"}
    assert visible(Group("eight", 8)) == {"eight"}
    assert visible(Group("seven", 7)) == frozenset()


def test_two_small_groups_that_are_enough_together_keep_the_total():
    assert visible(team("t", 20, 7, 1)) == {"t", "t0"}
    assert visible(team("t", 20, 3, 4)) == {"t0"}


def test_an_empty_group_hides_nobody():
    assert visible(team("t", 20, 9, 0)) == {"t", "t0", "t1"}
    assert visible(team("t", 20, 7, 0)) == {"t0"}


def test_a_total_hidden_for_its_parts_hides_the_one_above():
    a, b = team("a", 20, 3), team("b", 9, 10)
    tree = Group("root", a.people + b.people, (a, b))
    assert visible(tree) == {"a0", "b", "b0", "b1"}
    c = team("c", 20, 5)
    wide = Group("root", a.people + b.people + c.people, (a, b, c))
    assert visible(wide) == {"root", "a0", "b", "b0", "b1", "c0"}


def test_groups_that_are_no_groups_are_refused():
    with pytest.raises(BadGroups):
        Group("x", -1)
    with pytest.raises(NotATotal):
        Group("x", 5, (Group("y", 4),))
    with pytest.raises(BadGroups):
        visible(Group("x", 8, (Group("x", 8),)))


def test_answers_and_lessons_of_practice_exchange():
    assert enough(5, 5) and not enough(4, 5)
    assert lesson_approved(6, 9) and not lesson_approved(5, 8)
    assert not lesson_approved(0, 0)


# Performance


def test_ratios_keep_their_terms():
    found = ratio("members", "members / due", 3, 4)
    assert (found.value, found.top, found.bottom) == (Fraction(3, 4), 3, 4)
    assert ratio("members", "members / due", 3, 0).value is None


def test_median_and_spread():
    assert median([1, 2, 4]) == 2
    assert median([1, 2]) == Fraction(3, 2)
    assert median([]) is None and spread([]) is None
    found = spread([4, 1, 3, 2])
    assert (found.first_quartile, found.median, found.third_quartile) == (
        Fraction(7, 4),
        Fraction(5, 2),
        Fraction(13, 4),
    )
    assert found.distance == Fraction(3, 2)
    assert spread([5]).distance == 0


def test_full_time_local_share_and_gap():
    assert full_time(1607 * 60) == 1
    with pytest.raises(BadFullTime):
        full_time(1, 0)
    assert km_per_hour(6_000, 90) == 4
    assert km_per_hour(6_000, 0) is None
    assert gap(90, 100) == (-10, Fraction(-1, 10))
    assert gap(5, 0) == (5, None)


def test_84_jobs_per_territory_are_69_5_fte():
    hours = 36 * 135 + 24 * Fraction("94.5") + 24 * 126
    assert round(float(full_time(int(hours * 11 * 60))), 1) == 69.5
