"""Shares: positions are sums of movements; nothing is lost, nothing is negative."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc import share_entry as entry, shares as calc
from odoo.addons.oe_cae.calc.shares import Holding

MEMBERS = range(4)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(["subscribe", "call", "pay", "transfer", "refund"]),
        st.sampled_from(MEMBERS),
        st.sampled_from(MEMBERS),
        st.integers(1, 30),
        st.integers(1, 5_000),
    ),
    max_size=40,
)


def _effect(kind, held, shares, cents):
    if kind == "subscribe":
        return calc.subscribe(held, shares, 1_601, Fraction(1, 4))
    if kind in ("call", "pay"):
        return getattr(calc, kind)(held, cents)
    return -calc.leave(held, shares)


def _play(steps):
    """Movements that the rules accept, in order."""
    moves, held = [], {}
    for kind, member, other, shares, cents in steps:
        if kind == "transfer" and member == other:
            continue
        mine = held.get(member, Holding())
        try:
            effect = _effect(kind, mine, shares, cents)
        except calc.CalcError:
            continue
        moves.append((member, other if kind == "transfer" else None, effect))
        before = held
        held = calc.positions(moves)
        yield kind, before, held, moves


@given(STEPS)
def test_nobody_ever_holds_less_than_nothing(steps):
    for _kind, _before, held, _moves in _play(steps):
        assert all(mine.is_possible for mine in held.values())


@given(STEPS)
def test_a_transfer_changes_no_sum(steps):
    for kind, before, held, _moves in _play(steps):
        if kind == "transfer":
            assert _total(before) == _total(held)


@given(STEPS)
def test_each_movement_has_its_opposite(steps):
    for _kind, before, held, moves in _play(steps):
        member, other, effect = moves[-1]
        back = calc.positions([*moves, (member, other, -effect)])
        assert _kept(back) == _kept(before)
        assert held is not before


@given(STEPS)
def test_every_entry_is_balanced(steps):
    for kind, _before, _held, moves in _play(steps):
        member, other, effect = moves[-1]
        if kind == "transfer":
            items = entry.transfer(effect, member, other)
            assert {item.account for item in items} <= {entry.UNPAID}
        elif kind == "refund":
            items = entry.refund(effect, member, -effect.paid_cents // 3)
        else:
            items = entry.summed(entry.capital(effect, member, entry.NET_PAY))
        assert sum(item.cents for item in items) == 0


@given(st.integers(0, 10_000), st.integers(-500, 3_000), st.integers(0, 900))
def test_a_deduction_never_exceeds_the_pay_nor_what_is_left(left, net, fixed):
    kept = calc.deduction(left, net, fixed, Fraction(1, 10))
    assert 0 <= kept <= left
    assert kept <= max(0, net)


def test_worked_subscription_by_instalments():
    """10 shares of 50.00, a quarter called, 125.00 paid; the rest called and paid."""
    held = calc.subscribe(Holding(), 10, 5_000, Fraction(1, 4))
    assert held == Holding(10, 50_000, 12_500, 0)
    held += calc.pay(held, 12_500)
    held += calc.call(held, 37_500)
    held += calc.pay(held, 10_000)
    assert (held.left_cents, held.uncalled_cents) == (27_500, 0)
    with pytest.raises(calc.TooMuch) as refused:
        calc.pay(held, 27_501)
    assert refused.value.params == {"left_cents": 27_500, "asked_cents": 27_501}
    gone = calc.leave(held, 4, minimum=5)
    assert gone == Holding(4, 20_000, 20_000, 9_000)
    assert calc.refund(gone, 1_000) == 8_000


def test_refusals():
    held = Holding(5, 25_000, 25_000, 25_000)
    with pytest.raises(calc.NotEnoughShares):
        calc.leave(held, 6)
    with pytest.raises(calc.BelowMinimum):
        calc.leave(held, 3, minimum=3)
    with pytest.raises(calc.BelowMinimum):
        calc.subscribe(Holding(), 2, 5_000, 1, minimum=3)
    with pytest.raises(calc.Nothing):
        calc.pay(held, 0)
    with pytest.raises(calc.Nothing):
        calc.part(held, 0)
    with pytest.raises(calc.TooMuch):
        calc.refund(held, 25_001)
    with pytest.raises(calc.Impossible):
        calc.check(Holding(0, 1, 1, 0))
    assert calc.leave(held, 5, minimum=3) == held
    assert calc.refund_due(date(2024, 2, 29), 5) == date(2029, 2, 28)


def test_a_part_of_the_net():
    """5 % of 1 135.40 is 56.77; the last month takes what is left."""
    assert calc.deduction(50_000, 113_540, part_of_net=Fraction(5, 100)) == 5_677
    assert calc.deduction(1_200, 113_540, part_of_net=Fraction(5, 100)) == 1_200
    assert calc.deduction(50_000, 2_000, fixed_cents=3_000) == 2_000


def _total(held):
    return sum(held.values(), Holding())


def _kept(held):
    return {member: mine for member, mine in held.items() if mine != Holding()}
