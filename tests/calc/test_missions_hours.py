"""Hours and price of a visit, shares, replacement, business brought."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from odoo.addons.oe_base.calc.errors import NoValue
from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_missions.calc.brought import BadFeeRule, FeeRule, fee
from odoo.addons.oe_missions.calc.cancellation import CancelRule, cancel_fee
from odoo.addons.oe_missions.calc.hours import (
    BadBreak,
    BadRule,
    HourRules,
    Rounding,
    Surcharge,
    SurchargeKind,
    billed_minutes,
    billed_parts,
    price_visit,
    split_steps,
    spoken,
    unit_price,
    worked_minutes,
)
from odoo.addons.oe_missions.calc.replacement import (
    FilledBeforeAsked,
    PlannedVisit,
    Replacement,
    measure,
    visits_concerned,
)
from odoo.addons.oe_missions.calc.shares import (
    BadShares,
    ShareSet,
    divide_by_hours,
    divide_by_shares,
    share_periods,
    shares_at,
)
from odoo.addons.oe_missions.calc.slots import (
    BadSlot,
    Slot,
)


def slot(day, start, end, month=5):
    """A slot of May 2026 (a Friday 1st), hours as numbers."""
    midnight = datetime(2026, month, day)
    return Slot(midnight + timedelta(hours=start), midnight + timedelta(hours=end))


# Hours


SUNDAY = Surcharge(SurchargeKind.SUNDAY, Fraction(1, 4))
HOLIDAY = Surcharge(SurchargeKind.HOLIDAY, Fraction(1))
NIGHT = Surcharge(SurchargeKind.NIGHT, Fraction(1, 10), 22 * 60, 6 * 60)


def test_worked_minutes_are_real_times_less_the_break():
    start, end = datetime(2026, 5, 4, 9), datetime(2026, 5, 4, 11, 10, 31)
    assert worked_minutes(start, end, 10) == 121
    with pytest.raises(BadBreak):
        worked_minutes(start, end, 131)
    with pytest.raises(BadBreak):
        worked_minutes(start, end, -1)
    with pytest.raises(BadSlot):
        worked_minutes(end, start)


@pytest.mark.parametrize(
    ("rounding", "worked", "billed"),
    [
        (Rounding.NEAREST, 67, 60),
        (Rounding.NEAREST, 68, 75),
        (Rounding.UP, 61, 75),
        (Rounding.UP, 60, 60),
        (Rounding.DOWN, 74, 60),
        (Rounding.NONE, 61, 61),
    ],
)
def test_rounding_to_the_quarter_hour(rounding, worked, billed):
    assert billed_minutes(worked, HourRules(rounding)) == billed


def test_half_a_step_goes_up():
    assert billed_minutes(65, HourRules(step_minutes=10)) == 70


def test_the_minimum_duration_is_billed():
    assert billed_minutes(20, HourRules(minimum_minutes=60)) == 60


def test_an_impossible_rule_is_refused():
    with pytest.raises(BadRule):
        HourRules(step_minutes=0)
    with pytest.raises(BadRule):
        HourRules(minimum_minutes=-1)


def test_price_of_7_h_15_at_20_85_is_151_16():
    result = price_visit(slot(4, 9, 16.25), 20_85, HourRules())
    assert (result.billed_minutes, result.total_cents) == (435, 151_16)


def test_travel_is_added():
    travel = (Fraction(125, 10), 45)
    result = price_visit(slot(4, 9, 11), 20_00, HourRules(), travel=travel)
    assert (result.travel_cents, result.total_cents) == (5_63, 45_63)


def test_sunday_counts_only_from_midnight():
    rules = HourRules(surcharges=(SUNDAY,))
    result = price_visit(slot(9, 22, 26), 20_00, rules)
    assert [part.amount_cents for part in result.parts] == [40_00, 50_00]
    assert result.total_cents == 90_00


def test_a_night_runs_past_midnight():
    rules = HourRules(surcharges=(NIGHT,))
    assert price_visit(slot(4, 21, 31), 20_00, rules).total_cents == 216_00
    day_shift = Surcharge(SurchargeKind.NIGHT, Fraction(1, 10), 60, 120)
    rules = HourRules(surcharges=(day_shift,))
    assert price_visit(slot(4, 0, 3), 20_00, rules).total_cents == 62_00


def test_the_highest_surcharge_wins_unless_they_add_up():
    whit = HourRules(
        surcharges=(SUNDAY, HOLIDAY, NIGHT), holidays=frozenset({date(2026, 5, 24)})
    )
    assert price_visit(slot(24, 22, 23), 20_00, whit).total_cents == 40_00
    added = replace(whit, cumulative=True)
    assert price_visit(slot(24, 22, 23), 20_00, added).total_cents == 47_00


def test_the_break_lowers_each_part_in_proportion():
    rules = HourRules(surcharges=(SUNDAY,))
    result = price_visit(slot(9, 22, 26), 20_00, rules, break_minutes=60)
    assert result.billed_minutes == 180
    assert [part.minutes for part in result.parts] == [90, 90]
    assert result.total_cents == 67_50


RULES = (CancelRule(48, Fraction(1, 4)), CancelRule(24, Fraction(1, 2)))


@pytest.mark.parametrize(
    ("notice", "due"),
    [(48 * 60, 0), (47 * 60, 10_00), (24 * 60, 10_00), (23 * 60, 20_00), (-5, 20_00)],
)
def test_late_cancellation_follows_the_rule_of_the_quote(notice, due):
    assert cancel_fee(40_00, notice, RULES) == due


# Shares


HALF = ShareSet((("Ann", Fraction(1, 2)), ("Bob", Fraction(1, 2))))
ALONE = ShareSet((("Ann", Fraction(1)),))
STARTS = [(date(2026, 1, 1), ALONE), (date(2026, 5, 1), HALF)]


def amounts(found):
    return {item.member: item.amount_cents for item in found}


def test_money_follows_the_share_of_its_day():
    assert shares_at(STARTS, date(2026, 4, 30)) is ALONE
    dated = [(date(2026, 4, 30), 100), (date(2026, 5, 1), 100)]
    assert amounts(divide_by_shares(dated, STARTS)) == {"Ann": 150, "Bob": 50}


def test_the_odd_cent_goes_round():
    dated = [(date(2026, 5, day), 1) for day in range(1, 11)]
    assert amounts(divide_by_shares(dated, STARTS)) == {"Ann": 5, "Bob": 5}


def test_periods_of_shares():
    cut = share_periods(STARTS, Period(date(2026, 4, 1), date(2026, 6, 1)))
    assert [item for _, item in cut] == [ALONE, HALF]


def test_an_amount_before_the_first_share_is_refused():
    with pytest.raises(NoValue):
        divide_by_shares([(date(2025, 12, 31), 1)], STARTS)


@pytest.mark.parametrize(
    "members",
    [
        (),
        (("Ann", Fraction(1, 2)),),
        (("Ann", Fraction(1, 2)), ("Ann", Fraction(1, 2))),
        (("Ann", Fraction(3, 2)), ("Bob", Fraction(-1, 2))),
        (("Ann", Fraction(1)), ("Bob", Fraction(0))),
    ],
)
def test_shares_that_make_no_whole_are_refused(members):
    with pytest.raises(BadShares):
        ShareSet(members)


def test_money_follows_the_hours_done():
    minutes = {"Ann": 120, "Bob": 60}
    assert amounts(divide_by_hours(100_00, minutes)) == {"Ann": 66_67, "Bob": 33_33}


# Replacement


def test_exactly_the_visits_concerned_and_no_other():
    visits = [
        PlannedVisit(1, "Ann", slot(6, 9, 10)),
        PlannedVisit(2, "Ann", slot(5, 9, 10)),
        PlannedVisit(3, "Bob", slot(5, 9, 10)),
        PlannedVisit(4, "Ann", slot(7, 9, 10)),
    ]
    absence = [slot(5, 0, 33.5)]
    found = visits_concerned(visits, "Ann", absence)
    assert [item.ref for item in found] == [2, 1]


def test_rate_and_median_delay():
    asked = datetime(2026, 5, 4, 8)
    filled = [asked + timedelta(minutes=n) for n in (10, 25)]
    found = measure(
        [
            *(Replacement(n, asked, at) for n, at in enumerate(filled)),
            Replacement(9, asked),
        ]
    )
    assert (found.asked, found.filled, found.rate) == (3, 2, Fraction(2, 3))
    assert found.median_delay_minutes == Fraction(35, 2)
    assert measure([]).rate is None
    assert measure([]).median_delay_minutes is None


def test_filled_before_asked_is_refused():
    with pytest.raises(FilledBeforeAsked):
        Replacement(1, datetime(2026, 5, 4, 8), datetime(2026, 5, 4, 7))


# Business brought


FEE = FeeRule(Fraction(1, 20), 200_00)


def test_the_fee_is_capped_over_all_the_turnover():
    first = fee(1_000_00, 0, FEE, "Ann")
    assert (first.due_cents, first.over_cap_cents) == (50_00, 0)
    second = fee(5_000_00, 50_00, FEE, "Ann")
    assert (second.due_cents, second.total_cents) == (150_00, 200_00)
    assert second.over_cap_cents == 50_00


def test_a_credit_note_takes_back_its_part():
    assert fee(500_00, 50_00, FEE, "Ann").due_cents == -25_00
    assert fee(-500_00, 50_00, FEE, "Ann").due_cents == -50_00


def test_whoever_assessed_the_need_does_not_earn_by_default():
    result = fee(1_000_00, 0, FEE, "Ann", assessor="Ann")
    assert result.due_cents == 0
    assert result.refusal.code == "brought.assessor"
    allowed = replace(FEE, assessor_may_earn=True)
    assert fee(1_000_00, 0, allowed, "Ann", assessor="Ann").due_cents == 50_00
    assert fee(1_000_00, 0, FEE, "Ann", assessor="Bob").refusal is None


@pytest.mark.parametrize("values", [(Fraction(-1), 1), (Fraction(1), -1)])
def test_a_negative_fee_rule_is_refused(values):
    with pytest.raises(BadFeeRule):
        FeeRule(*values)


def test_a_night_may_begin_at_half_past():
    late = Surcharge(SurchargeKind.NIGHT, Fraction(1, 10), 22 * 60 + 30, 6 * 60)
    rules = HourRules(surcharges=(late,))
    assert price_visit(slot(4, 22, 23), 20_00, rules).total_cents == 21_00
    assert price_visit(slot(4, 22.5, 23), 20_00, rules).total_cents == 11_00


def test_a_step_of_one_minute_and_a_replacement_at_once_are_possible():
    assert billed_minutes(61, HourRules(step_minutes=1)) == 61
    asked = datetime(2026, 5, 4, 8)
    assert measure([Replacement(1, asked, asked)]).median_delay_minutes == 0


@pytest.mark.parametrize(
    ("minutes", "words"), [(45, "45 min"), (60, "1 h"), (90, "1 h 30"), (125, "2 h 05")]
)
def test_a_length_is_said_as_people_say_it(minutes, words):
    assert spoken(minutes).replace("\u00a0", " ") == words


# -- whole steps -----------------------------------------------------------------


EVENING = Surcharge(SurchargeKind.NIGHT, Fraction(1, 5), 21 * 60, 6 * 60)


def test_two_hours_of_one_and_two_are_three_and_five_quarters():
    assert split_steps(120, (60, 120), 15) == (45, 75)


def test_a_minimum_that_is_no_whole_step_goes_to_the_first():
    assert split_steps(50, (60, 120), 15) == (20, 30)


def test_an_hour_before_nine_and_two_after_are_billed_apart():
    rules = HourRules(surcharges=(EVENING,))
    parts = billed_parts(slot(4, 20, 23), 180, rules)
    assert [(part.minutes, part.surcharge) for part in parts] == [
        (60, 0),
        (120, Fraction(1, 5)),
    ]


def test_a_surcharge_too_short_for_a_step_is_not_billed():
    rules = HourRules(surcharges=(EVENING,))
    parts = billed_parts(slot(4, 19, 21.05), 120, rules)
    assert [part.surcharge for part in parts] == [0]


def test_nothing_billed_has_no_parts():
    assert billed_parts(slot(4, 19, 20), 0, HourRules()) == ()


def test_the_price_of_an_hour_is_rounded_once():
    assert unit_price(2_085, Fraction(1, 4)) == 2_606  # 26.0625
    assert unit_price(2_085, Fraction(0)) == 2_085
