"""Planned slots, availability, and visits generated ahead."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_missions.calc.generate import (
    BadPattern,
    Existing,
    PatternLine,
    horizon,
    plan_visits,
)
from odoo.addons.oe_missions.calc.slots import (
    Availability,
    BadSlot,
    Slot,
    VisitContext,
    WeeklyHours,
    free_slots,
    missing_rest,
    overlapping,
    visit_refusals,
)

TODAY = date(2026, 5, 4)


def slot(day, start, end, month=5):
    """A slot of May 2026 (a Friday 1st), hours as numbers."""
    midnight = datetime(2026, month, day)
    return Slot(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


def codes(found):
    return [item.code for item in found]


MAY = Period(date(2026, 5, 1), date(2026, 6, 1))
CONTEXT = VisitContext(MAY, True, "Ann", "Ann", date(2026, 5, 1))


def test_a_visit_among_others_of_the_day_is_fine():
    others = [slot(4, 8, 10), slot(4, 12, 14)]
    assert visit_refusals(slot(4, 10, 12), others, CONTEXT) == ()


@pytest.mark.parametrize(
    ("context", "code"),
    [
        (replace(CONTEXT, actor="Bob"), "slots.not_yours"),
        (replace(CONTEXT, running=False), "slots.mission_not_running"),
        (
            replace(CONTEXT, period=Period(date(2026, 5, 5))),
            "slots.outside_mission",
        ),
        (replace(CONTEXT, open_from=date(2026, 5, 5)), "slots.month_closed"),
    ],
)
def test_each_state_that_refuses_a_visit(context, code):
    assert codes(visit_refusals(slot(4, 10, 12), [], context)) == [code]


def test_the_first_open_day_is_open():
    first = replace(CONTEXT, open_from=date(2026, 5, 4))
    assert visit_refusals(slot(4, 10, 12), [], first) == ()


def test_an_overlap_is_refused_and_touching_is_not_overlapping():
    found = visit_refusals(slot(4, 10, 12), [slot(4, 11, 13)], CONTEXT)
    assert codes(found) == ["slots.overlap"]
    assert overlapping(slot(4, 10, 12), [slot(4, 12, 13), slot(4, 9, 10)]) == ()


def test_less_than_11_h_of_rest_with_the_eve_or_the_morrow_is_refused():
    evening, morning = slot(3, 20, 22), slot(5, 6, 8)
    (eve,) = missing_rest(slot(4, 8, 10), [evening])
    assert (eve.get("minutes"), eve.get("required_minutes")) == (600, 660)
    assert missing_rest(slot(4, 9, 10), [evening]) == ()
    (morrow,) = missing_rest(slot(4, 18, 20), [morning])
    assert morrow.get("rest_from") == datetime(2026, 5, 4, 20)
    assert missing_rest(slot(4, 18, 19), [morning]) == ()


def test_rest_counts_from_the_last_end_of_the_day():
    found = missing_rest(slot(4, 9, 10), [slot(4, 20, 21), slot(5, 7, 8)])
    assert [item.get("minutes") for item in found] == [600]


def test_a_night_that_ends_in_the_morning_counts_to_its_evening():
    night = slot(4, 22, 30)
    assert missing_rest(slot(5, 17, 19), [night]) == ()
    assert len(missing_rest(slot(5, 16, 19), [night])) == 1


def test_a_slot_without_time_is_refused():
    with pytest.raises(BadSlot):
        slot(4, 10, 10)


WEEKDAYS = tuple(WeeklyHours(day, 8 * 60, 12 * 60) for day in range(5))


def free(wanted, **changes):
    return free_slots([wanted], Availability(WEEKDAYS, **changes)) == (True,)


def test_availability_against_the_rhythm_with_exceptions():
    assert free(slot(4, 8, 12))
    assert not free(slot(4, 11, 13))
    assert not free(slot(9, 9, 10))
    assert free(slot(4, 11, 13), extra=(slot(4, 12, 14),))
    assert not free(slot(4, 9, 10), off=(slot(4, 9.5, 20),))
    assert not free(slot(4, 9, 10), busy=(slot(4, 8, 9.5),))
    assert not free(slot(4, 9, 10), extra=(slot(4, 9, 10),), off=(slot(4, 9, 10),))


def test_a_window_past_midnight_covers_the_morrow():
    night = Availability((WeeklyHours(0, 22 * 60, 30 * 60),))
    assert free_slots([slot(4, 23, 29), slot(5, 2, 5)], night) == (True, True)
    assert free_slots([slot(6, 2, 5)], night) == (False,)


# Weekly visits generated ahead


MONDAYS = PatternLine("mon", WeeklyHours(0, 9 * 60, 11 * 60))
SIX_WEEKS = horizon(Period(date(2026, 1, 1)), TODAY)


def plan(existing=(), pattern=(MONDAYS,), suspended=()):
    return plan_visits(pattern, SIX_WEEKS, existing, suspended)


def test_the_horizon_is_six_weeks_from_tomorrow_inside_the_mission():
    assert SIX_WEEKS == Period(date(2026, 5, 5), date(2026, 6, 16))
    short = horizon(Period(date(2026, 1, 1), date(2026, 5, 10)), TODAY)
    assert short == Period(date(2026, 5, 5), date(2026, 5, 10))
    assert horizon(Period(date(2027, 1, 1)), TODAY) is None


def test_six_mondays_are_created_once():
    first = plan()
    assert [key[1].day for key, _ in first.create] == [11, 18, 25, 1, 8, 15]
    held = [Existing(n, visit, key) for n, (key, visit) in enumerate(first.create)]
    again = plan(held)
    assert (again.create, again.move, again.remove) == ((), (), ())


def test_a_visit_moved_by_hand_stays_and_is_not_generated_again():
    moved = Existing(1, slot(13, 14, 16), ("mon", date(2026, 5, 11)), manual=True)
    result = plan([moved])
    assert len(result.create) == 5
    assert result.move == result.remove == ()


def test_a_cancelled_visit_does_not_come_back():
    gone = Existing(1, slot(11, 9, 11), ("mon", date(2026, 5, 11)), cancelled=True)
    assert len(plan([gone]).create) == 5


def test_an_occurrence_that_would_overlap_a_manual_visit_is_skipped():
    own = Existing(1, slot(11, 10, 12), None, manual=True)
    result = plan([own])
    assert len(result.create) == 5
    assert codes(result.skipped) == ["generate.overlaps_manual"]
    assert result.skipped[0].get("day") == date(2026, 5, 11)


def test_new_hours_move_untouched_visits_and_a_dropped_line_removes_them():
    held = Existing(7, slot(11, 9, 11), ("mon", date(2026, 5, 11)))
    later = PatternLine("mon", WeeklyHours(0, 10 * 60, 12 * 60))
    assert plan([held], [later]).move == ((7, slot(11, 10, 12)),)
    assert plan([held], []).remove == (7,)


def test_a_double_of_an_occurrence_is_removed():
    key = ("mon", date(2026, 5, 11))
    twins = [Existing(1, slot(11, 9, 11), key), Existing(2, slot(11, 9, 11), key)]
    assert plan(twins).remove == (2,)


def test_a_suspension_removes_its_visits():
    held = Existing(7, slot(11, 9, 11), ("mon", date(2026, 5, 11)))
    hospital = Period(date(2026, 5, 9), date(2026, 5, 20))
    result = plan([held], suspended=[hospital])
    assert result.remove == (7,)
    assert len(result.create) == 4


def test_every_other_week_counts_from_its_anchor():
    line = replace(MONDAYS, every_weeks=2, anchor=date(2026, 5, 13))
    assert [key[1].day for key, _ in plan(pattern=[line]).create] == [11, 25, 8]


@pytest.mark.parametrize(("weekday", "every"), [(7, 1), (0, 0)])
def test_an_impossible_pattern_is_refused(weekday, every):
    with pytest.raises(BadPattern):
        PatternLine("x", WeeklyHours(weekday, 0, 60), every)
