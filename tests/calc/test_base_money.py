"""Money: exact entry, one rounding, one split, running traces."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.errors import BadCarry, BadWeights, NotANumber
from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.money import (
    apply_rate,
    format_fr,
    from_cents,
    multiply,
    percent,
    rate,
    round_half_up,
    running_traces,
    split,
    split_with_carry,
    to_cents,
)

cents = st.integers(-(10**9), 10**9)
fractions = st.fractions(max_denominator=10**4, min_value=-(10**6), max_value=10**6)
weights = st.lists(st.integers(0, 1000), min_size=1, max_size=8).filter(any)
quick = settings(max_examples=80, deadline=None)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("1234.56", 123456),
        (Decimal("0.005"), 1),
        ("-0.005", -1),
        (1.005, 101),
        (0.1 + 0.2, 30),
        (-2.675, -268),
        (12, 1200),
        (1e-7, 0),
        (Fraction(1, 3), 33),
    ],
)
def test_to_cents_is_exact_then_half_up(value, expected):
    assert to_cents(value) == expected


@pytest.mark.parametrize("value", ["abc", "", float("nan"), float("inf"), "NaN", None])
def test_to_cents_refuses_what_is_no_number(value):
    with pytest.raises(NotANumber) as refusal:
        to_cents(value)
    assert refusal.value.code == "money.not_a_number"
    assert "money.not_a_number" in str(refusal.value)


def test_rounding_refuses_floats():
    with pytest.raises(NotANumber):
        round_half_up(0.5)


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.5", 1), ("-0.5", -1), ("1.5", 2), ("2.5", 3), ("2.4999", 2), ("-2.5", -3)],
)
def test_round_half_up_goes_away_from_zero(value, expected):
    assert round_half_up(Decimal(value)) == expected


def test_rates_are_exact_whatever_their_type():
    assert rate("0.135") == rate(0.135) == rate(Decimal("0.135")) == percent("13.5")
    assert rate(1) == 1


def test_multiply_and_apply_rate():
    assert multiply(2085, 7.25) == 15116
    assert apply_rate(14_7097, "0.4021") == 59148
    assert apply_rate(-1, "0.5") == -1


def test_from_cents_has_two_decimals():
    assert str(from_cents(-123450)) == "-1234.50"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (123456, "1\u202f234,56\u202f€"),
        (-100000005, "-1\u202f000\u202f000,05\u202f€"),
        (-5, "-0,05\u202f€"),
        (0, "0,00\u202f€"),
    ],
)
def test_french_amounts(value, text):
    assert format_fr(value) == text


def test_split_gives_ties_to_the_first():
    assert split(10000, [1, 1, 1]) == (3334, 3333, 3333)
    assert split(-10000, [1, 1, 1]) == (-3334, -3333, -3333)
    assert split(5, ["0.6", "0.4"]) == (3, 2)


@pytest.mark.parametrize("bad", [[], [0, 0], [1, -1]])
def test_split_refuses_bad_weights(bad):
    with pytest.raises(BadWeights):
        split(100, bad)


def test_split_refuses_a_carry_of_another_size():
    with pytest.raises(BadCarry):
        split_with_carry(100, [1, 1], [Fraction(0)])


def test_the_odd_cent_rotates():
    carry, firsts = None, []
    for _ in range(3):
        result = split_with_carry(100, [1, 1, 1], carry)
        carry = result.carry
        firsts.append(result.shares.index(34))
    assert firsts == [0, 1, 2]
    assert set(carry) == {Fraction(0)}


def test_a_holder_without_weight_receives_nothing_and_keeps_its_carry():
    carry = (Fraction(2, 3), Fraction(-1, 3), Fraction(-1, 3))
    result = split_with_carry(101, [0, 1, 1], carry)
    assert result.shares[0] == 0
    assert result.carry[0] == Fraction(2, 3)


@quick
@given(cents, weights)
def test_split_adds_up_and_is_symmetrical(total, parts):
    shares = split(total, parts)
    assert sum(shares) == total
    assert split(-total, parts) == tuple(-share for share in shares)
    for share, part in zip(shares, parts, strict=True):
        assert abs(share - Fraction(total * part, sum(parts))) < 1


@quick
@given(st.lists(cents, min_size=1, max_size=10), weights)
def test_split_with_carry_loses_nothing(totals, parts):
    carry, received = None, [0] * len(parts)
    for total in totals:
        result = split_with_carry(total, parts, carry)
        assert sum(result.shares) == total
        carry = result.carry
        received = [a + b for a, b in zip(received, result.shares, strict=True)]
    assert sum(carry) == 0
    for got, owed, part in zip(received, carry, parts, strict=True):
        assert got + owed == Fraction(sum(totals) * part, sum(parts))


@quick
@given(st.lists(fractions, max_size=30))
def test_traces_add_up_to_the_rounded_total(amounts):
    assert sum(running_traces(amounts)) == round_half_up(sum(amounts, Fraction(0)))


@quick
@given(fractions)
def test_rounding_is_symmetrical_and_close(value):
    assert round_half_up(-value) == -round_half_up(value)
    assert abs(round_half_up(value) - value) <= Fraction(1, 2)


@quick
@given(cents)
def test_cents_survive_a_round_trip(value):
    assert to_cents(from_cents(value)) == value
    assert to_cents(float(from_cents(value))) == value


def test_a_step_keeps_its_inputs_in_order():
    assert step("k", "a * b", 6, a=2, b=3) == Step(
        "k", "a * b", 6, (("a", 2), ("b", 3))
    )
