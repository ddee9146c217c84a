"""Split keys, year end, mileage, break-even, life stages."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st
from pay_2026 import JUNE_2026

from odoo.addons.oe_base.calc.brackets import bracket, flat
from odoo.addons.oe_base.calc.errors import BadWeights, NoValue
from odoo.addons.oe_base.calc.money import rate
from odoo.addons.oe_cae.calc.breakeven import (
    MonthModel,
    Unreachable,
    available,
    break_even,
    hours_for,
    turnover_for,
)
from odoo.addons.oe_cae.calc.contribution import Base, Terms
from odoo.addons.oe_cae.calc.life_stage import (
    BadMonths,
    missing_for_quarters,
    over_twelve,
    pension_quarters,
    ramp_turnover,
    spread,
    without_leave,
)
from odoo.addons.oe_cae.calc.mileage import (
    BadScale,
    Band,
    NegativeDistance,
    allowance,
)
from odoo.addons.oe_cae.calc.pay import net
from odoo.addons.oe_cae.calc.pay_solver import solve_gross
from odoo.addons.oe_cae.calc.split_keys import SharedEntry, split_entries
from odoo.addons.oe_cae.calc.year_end import (
    LeftNotInContract,
    LeftTooHigh,
    YearInput,
    close_year,
)

quick = settings(max_examples=50)
DAY = date(2026, 3, 1)
SCALE = (
    Band(0, rate("0.529")),
    Band(5_000, rate("0.316"), 1_065_00),
    Band(20_000, rate("0.370")),
)
SCALES = [(date(2026, 1, 1), SCALE)]


# Split keys


def test_the_odd_cent_of_a_shared_activity_rotates():
    keys = [(date(2026, 1, 1), {"x": 1, "y": 1})]
    result = split_entries(keys, [SharedEntry(DAY, 1), SharedEntry(DAY, 1)])
    assert result.entries == ({"x": 1, "y": 0}, {"x": 0, "y": 1})
    again = split_entries(keys, [SharedEntry(DAY, -1)], result.carry)
    assert again.totals == {"x": -1, "y": 0}


def test_split_refusals():
    with pytest.raises(NoValue):
        split_entries([(date(2026, 4, 1), {"x": 1})], [SharedEntry(DAY, 1)])
    with pytest.raises(BadWeights):
        split_entries([(DAY, {"x": 0})], [SharedEntry(DAY, 1)])


# Year end


def year(**changes):
    values = {
        "turnover_cents": 1_000_00,
        "contribution_cents": 100_00,
        "direct_cents": 0,
        "paid_cents": 500_00,
        "meeting": date(2027, 1, 31),
    }
    return close_year(YearInput(**{**values, **changes}))


def test_the_part_variable_is_never_negative():
    result = year(paid_cents=950_00)
    assert (result.balance_cents, result.overpaid_cents) == (0, 50_00)
    assert sum(item.amount_cents for item in result.steps) == 0
    assert result.due == date(2027, 2, 28)


def test_what_is_left_needs_the_contract_and_the_money():
    assert year(left_cents=400_00).balance_cents == 0
    with pytest.raises(LeftNotInContract):
        year(left_cents=1, may_leave=False)
    with pytest.raises(LeftTooHigh):
        year(left_cents=400_01)
    with pytest.raises(LeftTooHigh):
        year(left_cents=-1)


# Mileage


def test_a_limit_of_the_scale_belongs_to_the_band_below():
    assert allowance(SCALES, DAY, 0, 20_000) == 7_385_00
    assert allowance(SCALES, DAY, 20_000, 100) == 7_437_00 - 7_385_00
    assert allowance(SCALES, DAY, 0, 100, "1.2") == 63_48


def test_mileage_refusals():
    with pytest.raises(NoValue):
        allowance(SCALES, date(2025, 12, 31), 0, 1)
    with pytest.raises(NegativeDistance):
        allowance(SCALES, DAY, 10, -11)
    with pytest.raises(BadScale):
        allowance([(DAY, SCALE[1:])], DAY, 0, 1)


@quick
@given(st.lists(st.integers(0, 30_000), min_size=1, max_size=8))
def test_journeys_add_up_to_the_year(tenths):
    total, before = 0, Fraction(0)
    for tenth in tenths:
        km = Fraction(tenth, 10)
        total += allowance(SCALES, DAY, before, km)
        before += km
    assert total == allowance(SCALES, DAY, 0, before)


# Break-even


def test_break_even_of_a_simple_month():
    model = MonthModel(
        Terms(flat("0.10"), fixed_cents=30_00),
        purchases_rate=rate("0.20"),
        royalty_rate=rate("0.05"),
        fixed_charges_cents=120_00,
    )
    found = break_even(JUNE_2026, model, 1_135_40)
    assert found.budget_cents == 1_551_94
    assert found.turnover_cents == 2_618_37
    assert net(JUNE_2026, solve_gross(JUNE_2026, found.budget_cents)) >= 1_135_40
    assert hours_for(20_85 * 7, 20_85) == 7


def test_no_turnover_is_enough_when_charges_take_everything():
    model = MonthModel(Terms(flat("0.50")), purchases_rate=rate("0.50"))
    with pytest.raises(Unreachable):
        turnover_for(model, 100)
    nothing = MonthModel(Terms(flat("0.50"), Base.MARGIN), purchases_rate=rate(1))
    with pytest.raises(Unreachable):
        turnover_for(nothing, 100)


@quick
@given(
    st.integers(1, 9_000_00),
    st.booleans(),
    st.sampled_from(list(Base)),
    st.integers(0, 50_000_00),
    st.sampled_from(["0.10", "0.30"]),
)
def test_one_cent_less_is_not_enough(budget, marginal, base, position, first):
    terms = Terms(
        (bracket(0, first), bracket(30_000_00, "0.20"), bracket(45_000_00, "0.25")),
        base,
        marginal=marginal,
        minimum_cents=20_00,
    )
    model = MonthModel(terms, rate("0.155"), rate("0.05"), 33_33, position)
    turnover = turnover_for(model, budget)
    assert available(model, turnover) >= budget
    below = [turnover - 1, turnover - 2, turnover // 2, turnover * 9 // 10]
    assert all(available(model, cents) < budget for cents in below if cents >= 0)


@pytest.mark.parametrize("last", ["0.05", "0.40"])
@pytest.mark.parametrize("base", list(Base))
def test_whole_amount_brackets_give_the_very_first_turnover(last, base):
    brackets = (bracket(0, "0.10"), bracket(10_01, "0.20"), bracket(20_02, last))
    model = MonthModel(Terms(brackets, base, marginal=False), rate("0.155"))
    left = [available(model, turnover) for turnover in range(5_000)]
    for budget in range(1, max(left[:3_000]), 7):
        first = next(turnover for turnover in range(5_000) if left[turnover] >= budget)
        assert turnover_for(model, budget) == first


@pytest.mark.parametrize("base", list(Base))
def test_the_last_turnover_before_a_rate_rises_is_found(base):
    for purchases in range(100, 400, 41):
        terms = Terms(
            (bracket(0, "0.10"), bracket(10_01, "0.30")), base, marginal=False
        )
        model = MonthModel(terms, Fraction(purchases, 1000))
        left = [available(model, turnover) for turnover in range(3_000)]
        top = max(range(1, 2_000), key=lambda t: left[t - 1] - left[t]) - 1
        assert turnover_for(model, left[top]) == left.index(
            next(cents for cents in left if cents >= left[top])
        )


# Life stages


def test_eleven_or_twelve_months():
    assert over_twelve(1_350_00) == 1_237_50
    assert sum(spread(10_000_00, 11)) == 10_000_00
    assert without_leave(10_00, "0.10") == 9_09
    for months in (0, 13):
        with pytest.raises(BadMonths):
            spread(1, months)
        with pytest.raises(BadMonths):
            over_twelve(1, months)


def test_pension_quarters():
    assert pension_quarters(1_802_99, 12_02) == 0
    assert pension_quarters(1_803_00, 12_02) == 1
    assert pension_quarters(90_000_00, 12_02) == 4
    assert pension_quarters(-1, 12_02) == 0
    assert missing_for_quarters(1_803_00, 12_02, 4) == 5_409_00
    assert missing_for_quarters(90_000_00, 12_02, 4) == 0


def test_ramp():
    assert [ramp_turnover(2_814_75, month, 9) for month in (1, 9, 10)] == [
        312_75,
        2_814_75,
        2_814_75,
    ]
