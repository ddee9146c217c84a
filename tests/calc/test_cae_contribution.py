"""Schemes found in the field, exemptions, bounds, regularisations, refusals."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.brackets import bracket, flat
from odoo.addons.oe_base.calc.errors import BadBrackets, NoValue
from odoo.addons.oe_base.calc.money import rate
from odoo.addons.oe_base.calc.period import Period, month_of
from odoo.addons.oe_cae.calc.contribution import (
    BadTerms,
    Base,
    BracketPeriod,
    Exemption,
    MonthInput,
    NoTerms,
    Sales,
    Terms,
    charge_month,
    exemption_reason,
    position_window,
    regularise,
    terms_for,
)

quick = settings(max_examples=80)
MAY = month_of(date(2026, 5, 1))
ENTRY = date(2026, 1, 6)
DEGRESSIVE = (
    bracket(0, "0.10"),
    bracket(35_000_00, "0.08"),
    bracket(45_000_00, "0.06"),
)
amounts = st.integers(-5_000_00, 60_000_00)


def charge(terms, sales, position=0, **more):
    data = MonthInput(MAY, ENTRY, sales, sales, position, **more)
    return charge_month(terms, data)


def steps_total(contribution):
    return sum(item.amount_cents for item in contribution.steps)


def test_the_minimum_applies_and_is_explained():
    result = charge(Terms(flat("0.10"), minimum_cents=50_00), Sales(200_00))
    assert result.amount_cents == 50_00
    assert [item.label_key for item in result.steps] == [
        "contribution.bracket",
        "contribution.bound",
    ]
    assert steps_total(result) == 50_00


def test_the_maximum_applies_with_the_fixed_part():
    terms = Terms(flat("0.10"), fixed_cents=30_00, maximum_cents=100_00)
    assert charge(terms, Sales(2_000_00)).amount_cents == 100_00


def test_since_entry_nine_percent_after_80_000():
    terms = Terms(
        (bracket(0, "0.10"), bracket(80_000_00, "0.09")),
        bracket_period=BracketPeriod.ENTRY,
    )
    assert charge(terms, Sales(2_000_00), 79_000_00).amount_cents == 190_00


def test_monthly_brackets_ignore_the_past():
    terms = Terms(DEGRESSIVE, bracket_period=BracketPeriod.MONTH)
    assert charge(terms, Sales(1_000_00), 90_000_00).amount_cents == 100_00


def test_position_windows():
    yearly = Terms(flat("0.1"))
    entry = replace(yearly, bracket_period=BracketPeriod.ENTRY)
    monthly = replace(yearly, bracket_period=BracketPeriod.MONTH)
    first = MAY.start
    assert position_window(yearly, MAY, ENTRY) == Period(date(2026, 1, 1), first)
    assert position_window(yearly, MAY, ENTRY, 9) == Period(date(2025, 9, 1), first)
    assert position_window(entry, MAY, ENTRY) == Period(ENTRY, first)
    assert position_window(entry, MAY, date(2026, 5, 4)).is_empty
    assert position_window(monthly, MAY, ENTRY).is_empty


def test_the_first_months_are_exempt_by_calendar_month():
    terms = Terms(flat("0.1"), exempt_months=6)
    months = [month_of(date(2026, number, 1)) for number in range(1, 9)]
    exempt = [exemption_reason(terms, month, ENTRY) is not None for month in months]
    assert exempt == [True] * 6 + [False] * 2


def test_an_exemption_has_its_reason_and_credit_notes_give_nothing_back():
    window = Period(date(2026, 4, 20), date(2026, 5, 10))
    result = charge(
        Terms(flat("0.1"), minimum_cents=50_00),
        Sales(1_000_00),
        exemptions=(Exemption(window, "minimum_income"),),
    )
    assert result.amount_cents == 0
    assert dict(result.steps[0].inputs) == {"reason": "minimum_income"}
    assert regularise(result.charged, Sales(-1_000_00), Sales()).amount_cents == 0


def test_terms_depend_on_the_contract():
    versions = [
        (
            date(2026, 1, 1),
            {
                "cape": Terms(flat("0.1"), minimum_cents=10_00),
                "cesa": Terms(flat("0.1"), minimum_cents=40_00),
            },
        )
    ]
    assert terms_for(versions, MAY.start, "cape").minimum_cents == 10_00
    with pytest.raises(NoTerms):
        terms_for(versions, MAY.start, "other")
    with pytest.raises(NoValue):
        terms_for(versions, date(2025, 12, 31), "cape")


def test_bad_terms_are_refused():
    with pytest.raises(BadTerms):
        Terms(flat("0.1"), minimum_cents=2, maximum_cents=1)
    with pytest.raises(BadBrackets):
        Terms(())


def test_a_new_rate_never_changes_a_past_month():
    old = charge(Terms(flat("0.10")), Sales(2_000_00))
    charge(Terms(flat("0.12")), Sales(1_000_00))
    late = regularise(old.charged, Sales(500_00), Sales())
    assert late.amount_cents == 50_00
    assert late.month == MAY


def test_a_credit_note_after_a_bracket_gives_back_at_its_rate():
    crossed = charge(Terms(DEGRESSIVE), Sales(2_900_00), 33_600_00)
    back = regularise(crossed.charged, Sales(-1_500_00), Sales())
    assert back.amount_cents == -120_00
    again = regularise(back.charged, Sales(-1_400_00), Sales())
    assert again.amount_cents == -140_00


def test_a_credit_note_on_a_month_at_the_minimum_gives_nothing_back():
    month = charge(Terms(flat("0.10"), minimum_cents=50_00), Sales(200_00))
    back = regularise(month.charged, Sales(-100_00), Sales())
    assert back.amount_cents == 0
    assert steps_total(back) == 0


def test_internal_sales_count_as_any_other_without_a_rate():
    sales = Sales(500_00, internal_cents=500_00)
    assert charge(Terms(flat("0.10")), sales).amount_cents == 50_00


@quick
@given(amounts, amounts, st.booleans(), st.sampled_from(list(Base)))
def test_steps_add_up(turnover, position, marginal, base):
    terms = Terms(
        DEGRESSIVE,
        base,
        marginal=marginal,
        fixed_cents=30_01,
        minimum_cents=12_34,
        maximum_cents=999_99,
        internal_rate=rate("0.0333"),
    )
    sales = Sales(turnover, purchases_cents=33_33, internal_cents=turnover // 3)
    result = charge(terms, sales, position)
    assert steps_total(result) == result.amount_cents
    late = regularise(result.charged, Sales(-turnover // 2), Sales())
    assert steps_total(late) == late.amount_cents


@quick
@given(
    st.integers(1, 60_000_00),
    st.integers(0, 60_000_00),
    st.lists(st.integers(1, 100), min_size=1, max_size=4),
    st.booleans(),
)
def test_credit_in_full_life_is_zero(turnover, position, parts, marginal):
    terms = Terms(DEGRESSIVE, marginal=marginal)
    result = charge(terms, Sales(turnover), position)
    total, left, charged = result.amount_cents, turnover, result.charged
    if marginal:
        for part in parts:
            cents = min(left, turnover * part // 400)
            late = regularise(charged, Sales(-cents), Sales())
            total, left, charged = total + late.amount_cents, left - cents, late.charged
    total += regularise(charged, Sales(-left), Sales()).amount_cents
    assert total == 0


@quick
@given(st.lists(amounts, min_size=1, max_size=5), st.randoms(use_true_random=False))
def test_order_does_not_matter_at_a_flat_rate(changes, random):
    def run(ordered):
        result = charge(Terms(flat("0.0777")), Sales(0))
        total, charged = result.amount_cents, result.charged
        for cents in ordered:
            late = regularise(charged, Sales(cents), Sales())
            total, charged = total + late.amount_cents, late.charged
        return total

    shuffled = list(changes)
    random.shuffle(shuffled)
    assert run(changes) == run(shuffled)
