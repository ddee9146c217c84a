"""Royalty: settlement, recovery, pools, holders, and refusals."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.errors import (
    BadWeights,
    OpenPeriod,
)
from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_royalty.calc.holding import (
    BadPoints,
    BadVesting,
    Holding,
    LeaverPolicy,
    Vesting,
    points_for,
    vested_share,
    weigh,
)
from odoo.addons.oe_royalty.calc.settlement import (
    BadTerms,
    PeriodInput,
    ReliefTooHigh,
    ReliefWithoutReason,
    Terms,
    YearToDate,
    bill_advance,
    next_year,
    settle,
)
from odoo.addons.oe_royalty.calc.sharing import (
    BadRecovery,
    Recovery,
    pour,
    recharge,
    share_pool,
)

quick = settings(max_examples=60)
START = date(2027, 1, 1)


def test_advance_is_recouped_before_anything_is_billed():
    year = bill_advance(YearToDate(), 1_000_00)
    first = settle(Terms(), year, PeriodInput(700_00))
    assert (first.billed_cents, first.recouped_cents) == (0, 700_00)
    second = settle(Terms(), first.year, PeriodInput(500_00))
    assert (second.billed_cents, second.recouped_cents) == (200_00, 300_00)
    assert next_year(first.year) == YearToDate(advance_cents=300_00)


def test_the_cap_stops_the_year_and_a_credit_reopens_it():
    terms = Terms(cap_cents=1_000_00)
    year = settle(terms, YearToDate(), PeriodInput(1_200_00))
    assert year.billed_cents == 1_000_00
    assert settle(terms, year.year, PeriodInput(100_00)).billed_cents == 0
    back = settle(terms, year.year, PeriodInput(-500_00))
    assert back.billed_cents == -300_00


def test_a_relief_is_a_negative_line_with_its_reason():
    relief = PeriodInput(500_00, relief_cents=100_00, relief_reason="flood")
    result = settle(Terms(), YearToDate(), relief)
    assert result.billed_cents == 400_00
    assert result.steps[1].amount_cents == -100_00
    assert dict(result.steps[1].inputs) == {"reason": "flood"}


def test_settlement_refusals():
    with pytest.raises(BadTerms):
        Terms(minimum_cents=2, cap_cents=1)
    with pytest.raises(BadTerms):
        Terms(minimum_cents=-1)
    with pytest.raises(BadTerms):
        bill_advance(YearToDate(), 0)
    with pytest.raises(ReliefWithoutReason):
        settle(Terms(), YearToDate(), PeriodInput(5, relief_cents=1, relief_reason=" "))
    for wrong in (-1, 6):
        with pytest.raises(ReliefTooHigh):
            settle(Terms(), YearToDate(), PeriodInput(5, False, wrong, "why"))


@quick
@given(
    st.lists(st.integers(-2_000_00, 3_000_00), min_size=1, max_size=12),
    st.integers(0, 9_000_00),
    st.integers(0, 9_000_00),
    st.integers(0, 3_000_00),
)
def test_the_year_to_date_formula_always_holds(months, minimum, above, advance):
    terms = Terms(minimum, minimum + above)
    year, billed = YearToDate(advance_cents=advance), 0
    for index, earned in enumerate(months):
        last = index == len(months) - 1
        result = settle(terms, year, PeriodInput(earned, year_end=last))
        assert sum(item.amount_cents for item in result.steps) == result.billed_cents
        year = result.year
        billed += result.billed_cents + result.recouped_cents
    assert billed == min(minimum + above, max(minimum, sum(months)))


# Sharing


def test_a_recovery_gives_back_what_it_took():
    recovery = Recovery(percent(40), 1_820_000_00, Fraction(1_818_500_00))
    there = pour(10_000_00, recovery, {"a": 1, "b": 1})
    back = pour(-10_000_00, there.recovery, {"a": 1, "b": 1}, there.carry)
    assert back.recovered_cents == -1_500_00
    assert back.recovery == recovery


def test_vesting_month_by_month_after_the_cliff():
    vesting = Vesting(START, cliff=12, months=48)
    days = [date(2027, 12, 31), date(2028, 1, 1), date(2028, 2, 1), date(2031, 6, 1)]
    assert [vested_share(vesting, day) for day in days] == [
        0,
        Fraction(1, 4),
        Fraction(13, 48),
        1,
    ]
    assert vested_share(vesting, date(2026, 1, 1)) == 0
    assert vested_share(None, START) == 1


def test_vesting_counts_by_days_inside_a_period():
    vesting = Vesting(date(2027, 1, 15), cliff=0, months=2)
    held = Holding("x", Fraction(10), Period(START), vesting)
    quarter = Period(START, date(2027, 4, 1))
    # From 15 January 0, from 15 February one half, from 15 March the whole.
    assert weigh(held, quarter).earning == 10 * (Fraction(28, 2) + 17)


@pytest.mark.parametrize(
    ("policy", "stays", "leaver", "company"),
    [
        (LeaverPolicy.REALLOCATE, 6_000_00, 3_000_00, 0),
        (LeaverPolicy.RETAIN, 4_500_00, 2_250_00, 2_250_00),
        (LeaverPolicy.KEEP_VESTED, 4_500_00, 4_500_00, 0),
    ],
)
def test_leaver_policies(policy, stays, leaver, company):
    quarter = Period(START, date(2027, 4, 1))
    half = Period(START, date(2027, 2, 15))
    holdings = [
        Holding("x", Fraction(1), Period(START), policy=policy),
        Holding("y", Fraction(1), half, policy=policy),
    ]
    result = share_pool(9_000_00, quarter, holdings)
    assert result.shares == {"x": stays, "y": leaver}
    assert result.company_cents == company


def test_a_pool_without_holder_stays_with_the_company():
    quarter = Period(START, date(2027, 4, 1))
    gone = Holding("x", Fraction(1), Period(date(2026, 1, 1), START))
    result = share_pool(100, quarter, [gone])
    assert (result.shares, result.company_cents) == ({"x": 0}, 100)


def test_sharing_refusals():
    with pytest.raises(BadRecovery):
        Recovery(Fraction(2), 1)
    with pytest.raises(BadVesting):
        Vesting(START, 13, 12)
    with pytest.raises(BadPoints):
        Holding("x", Fraction(-1), Period(START))
    with pytest.raises(OpenPeriod):
        weigh(Holding("x", Fraction(1), Period(START)), Period(START))
    with pytest.raises(BadWeights):
        pour(1, Recovery(Fraction(0), 0), {})
    with pytest.raises(BadWeights):
        recharge(100, {})


def test_points_and_recharge():
    assert points_for("10.5", "30", "1.2") == 378
    assert recharge(100, {"a": 1, "b": 2}) == {"a": 33, "b": 67}


@quick
@given(
    st.lists(st.integers(-50_000, 99_999), min_size=1, max_size=5),
    st.lists(st.integers(0, 500), min_size=1, max_size=5),
)
def test_no_cent_of_a_pool_is_lost(pools, points):
    period = Period(START, date(2027, 4, 1))
    holdings = [
        Holding(str(n), Fraction(count), Period(date(2027, 1, 1 + 7 * n)))
        for n, count in enumerate(points)
    ]
    carry, received = None, 0
    for pool in pools:
        result = share_pool(pool, period, holdings, carry)
        assert sum(result.shares.values()) + result.company_cents == pool
        carry, received = result.carry, received + result.shares["0"]
    whole = sum(result.weights.values())
    if whole:
        due = sum(pools) * result.weights["0"] / whole
        assert received + carry["0"] == due
