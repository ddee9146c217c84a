"""Brackets: additive, explained, and credit notes walk back down."""

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.brackets import (
    bracket,
    charge,
    flat,
    rate_at,
)
from odoo.addons.oe_base.calc.errors import BadBrackets
from odoo.addons.oe_base.calc.money import rate

quick = settings(max_examples=80, deadline=None)
DEGRESSIVE = (
    bracket(0, "0.10"),
    bracket(35_000_00, "0.08"),
    bracket(45_000_00, "0.06"),
)
amounts = st.integers(-(10**7), 10**7)
any_brackets = st.lists(
    st.tuples(st.integers(1, 10**7), st.integers(0, 2000)), max_size=4
).map(
    lambda pairs: (
        bracket(0, "0.10"),
        *(
            bracket(start, rate(basis) / 10000)
            for start, basis in sorted(dict(pairs).items())
        ),
    )
)


def test_a_bracket_crossed_is_told_part_by_part():
    result = charge(DEGRESSIVE, 33_600_00, 2_900_00)
    assert [(p.base_cents, p.rate, p.amount_cents) for p in result.parts] == [
        (1_400_00, rate("0.10"), 140_00),
        (1_500_00, rate("0.08"), 120_00),
    ]
    assert result.total_cents == 260_00


def test_a_credit_note_walks_back_from_the_top():
    result = charge(DEGRESSIVE, 36_500_00, -2_900_00)
    assert [part.base_cents for part in result.parts] == [-1_500_00, -1_400_00]
    assert result.total_cents == -260_00


def test_whole_amount_reading():
    assert charge(DEGRESSIVE, 33_600_00, 2_900_00, False).total_cents == 232_00
    assert charge(DEGRESSIVE, 36_500_00, -2_900_00, False).total_cents == -232_00


def test_brackets_are_half_open():
    assert rate_at(DEGRESSIVE, 34_999_99) == rate("0.10")
    assert rate_at(DEGRESSIVE, 35_000_00) == rate("0.08")
    assert rate_at(DEGRESSIVE, -1) == rate("0.10")


def test_nothing_to_charge_has_no_part():
    assert charge(flat("0.05"), 100, 0).parts == ()
    assert charge(flat("0.05"), 100, 0, False).total_cents == 0


@pytest.mark.parametrize(
    "bad",
    [
        (),
        (bracket(1, "0.1"),),
        (bracket(0, "0.1"), bracket(0, "0.2")),
        (bracket(0, "0.1"), bracket(20, "0.2"), bracket(10, "0.3")),
    ],
)
def test_bad_brackets_are_refused(bad):
    with pytest.raises(BadBrackets) as refusal:
        charge(bad, 0, 100)
    assert refusal.value.params["starts"] == [item.start_cents for item in bad]


@quick
@given(any_brackets, amounts, amounts, amounts)
def test_marginal_charges_are_additive(brackets, before, first, second):
    one = charge(brackets, before, first)
    two = charge(brackets, before + first, second)
    assert one.exact + two.exact == charge(brackets, before, first + second).exact


@quick
@given(any_brackets, amounts, amounts, st.booleans())
def test_parts_explain_the_total(brackets, before, amount, marginal):
    result = charge(brackets, before, amount, marginal)
    assert sum(part.base_cents for part in result.parts) == amount
    assert sum(part.amount_cents for part in result.parts) == result.total_cents
    assert all(part.exact == part.base_cents * part.rate for part in result.parts)


@quick
@given(any_brackets, amounts, amounts, st.booleans())
def test_a_full_credit_gives_everything_back(brackets, before, amount, marginal):
    if not marginal:
        amount = abs(amount)
    there = charge(brackets, before, amount, marginal)
    back = charge(brackets, before + amount, -amount, marginal)
    assert there.total_cents + back.total_cents == 0
