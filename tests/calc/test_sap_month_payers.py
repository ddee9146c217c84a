"""Payers of a month: every cent kept, caps held whatever the number of batches."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_sap.calc.month_payers import (
    DueLine,
    Rule,
    Taken,
    month_shares,
)
from odoo.addons.oe_sap.calc.split_payer import BadPayer, Basis

VAT = Fraction(55, 1000)


def line(excluded, minutes, rate=VAT):
    return DueLine(excluded, excluded + round(excluded * rate), minutes, rate)


def rule(ref, basis, value, lines=(0,), **more):
    return Rule(ref, basis, Fraction(value), tuple(lines), **more)


def after(before, share):
    return Taken(
        before.minutes + share.minutes,
        before.whole_cents + share.whole_cents,
        before.taken_cents + share.included_cents,
    )


def test_a_departement_by_the_hour_then_a_fund_of_a_third_of_the_price():
    month = [line(300_00, 600)]
    apa, fund = month_shares(
        month,
        [rule("apa", Basis.HOURLY, 23_50), rule("fund", Basis.RATE, Fraction(1, 3))],
    )
    assert apa.included_cents == 235_00
    # A third of the price is more than what the first one left.
    assert fund.included_cents == 316_50 - 235_00
    assert apa.parts[0].excluded_cents + fund.parts[0].excluded_cents == 300_00


def test_a_cap_of_hours_holds_over_two_batches_and_a_counter_entry():
    capped = {"cap_minutes": 30 * 60}
    before, given_so_far = Taken(), []
    for excluded, minutes in ((750_00, 1500), (250_00, 500), (-150_00, -300)):
        (share,) = month_shares(
            [line(excluded, minutes)],
            [rule("apa", Basis.HOURLY, 20_00, **capped, before=before)],
        )
        before = after(before, share)
        given_so_far.append(share.included_cents)
    # 25 h, then 5 of 8 h 20; 5 h back leave 28 h 20.
    assert given_so_far == [500_00, 100_00, -33_33]


def test_a_cap_of_money_and_a_line_that_is_not_covered():
    month = [line(100_00, 240), line(80_00, 120, Fraction(1, 5))]
    (share,) = month_shares(month, [rule("fund", Basis.RATE, 1, (0,), cap_cents=50_00)])
    assert [part.included_cents for part in share.parts] == [50_00, 0]


def test_negative_terms_are_refused():
    for bad in ({"value": -1}, {"value": 1, "cap_minutes": -1}):
        value = bad.pop("value")
        with pytest.raises(BadPayer):
            month_shares([line(100, 60)], [rule("x", Basis.RATE, value, **bad)])


LINES = st.lists(
    st.builds(
        line,
        st.integers(0, 100_000),
        st.integers(0, 3000),
        st.sampled_from([Fraction(55, 1000), Fraction(1, 10), Fraction(1, 5)]),
    ),
    min_size=1,
    max_size=5,
)
TERMS = st.lists(
    st.tuples(
        st.sampled_from(
            [(Basis.RATE, Fraction(1, 3)), (Basis.HOURLY, Fraction(23_50))]
        ),
        st.none() | st.integers(0, 3000),
        st.none() | st.integers(0, 60_000),
    ),
    max_size=3,
)


def rules_of(terms, count, befores=None):
    return [
        rule(
            str(rank),
            *basis,
            range(count),
            cap_minutes=minutes,
            cap_cents=cents,
            before=befores[rank] if befores else Taken(),
        )
        for rank, (basis, minutes, cents) in enumerate(terms)
    ]


@given(LINES, TERMS)
def test_no_cent_is_lost_or_made(lines, terms):
    shares = month_shares(lines, rules_of(terms, len(lines)))
    for rank, item in enumerate(lines):
        parts = [share.parts[rank] for share in shares]
        assert 0 <= sum(part.included_cents for part in parts) <= item.included_cents
        for part in parts:
            assert abs(part.vat_cents - part.excluded_cents * item.vat_rate) <= 2
    for share, (_basis, _minutes, cents) in zip(shares, terms, strict=True):
        assert cents is None or share.included_cents <= cents


@given(LINES, TERMS)
def test_what_is_billed_then_credited_leaves_nothing_taken(lines, terms):
    shares = month_shares(lines, rules_of(terms, len(lines)))
    befores = [after(Taken(), share) for share in shares]
    back = [
        DueLine(-li.excluded_cents, -li.included_cents, -li.minutes, li.vat_rate)
        for li in lines
    ]
    returned = month_shares(back, rules_of(terms, len(lines), befores))
    for share, given_back in zip(shares, returned, strict=True):
        assert share.included_cents == -given_back.included_cents


@given(LINES, st.integers(1, 4), TERMS)
def test_one_payer_takes_the_same_in_one_batch_or_in_several(lines, cut, terms):
    terms = terms[:1]
    whole = month_shares(lines, rules_of(terms, len(lines)))
    befores = [Taken()] * len(terms)
    for some in (lines[:cut], lines[cut:]):
        if some:
            shares = month_shares(some, rules_of(terms, len(some), befores))
            befores = [after(b, s) for b, s in zip(befores, shares, strict=True)]
    for share, before in zip(whole, befores, strict=True):
        # The second batch may have less to take from than the month is owed.
        assert before.taken_cents <= share.included_cents
