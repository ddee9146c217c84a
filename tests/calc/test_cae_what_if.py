"""Closed months lived again under other terms, and what a vote decides."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from hypothesis import given, settings, strategies as st
from pay_2026 import JUNE_2026 as PAY

from odoo.addons.oe_base.calc.brackets import bracket, flat
from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_base.calc.period import month_of
from odoo.addons.oe_cae.calc.contribution import (
    Base,
    BracketPeriod,
    MonthInput,
    Recognition,
    Sales,
    Terms,
    charge_month,
)
from odoo.addons.oe_cae.calc.month import (
    COLLECTED,
    INVOICED,
    OTHER,
    PAYROLL,
    PURCHASES,
    Fact,
)
from odoo.addons.oe_cae.calc.vote import Majority, Rules, outcome
from odoo.addons.oe_cae.calc.what_if import (
    Person,
    PersonMonth,
    Sum,
    Told,
    effect,
    live_again,
    total,
)

ENTRY = date(2025, 1, 1)
SCHEME = 7
TEN, TWELVE = Terms(flat("0.10")), Terms(flat("0.12"))
STEPPED = tuple(
    bracket(start, percent(rate)) for start, rate in ((0, 10), (35_000_00, 8))
)


def month(number, *facts, terms=TEN, paid=True, opening=0, **more):
    day = date(2026, number, 1)
    rows = tuple(Fact(kind, day, origin or day, cents) for kind, cents, origin in facts)
    told = Told(1, rows, opening, terms, SCHEME)
    return PersonMonth(day, (told,), PAY if paid else None, **more)


def sold(cents, origin=None):
    return (INVOICED, cents, origin)


def test_the_worked_cesa_at_another_rate():
    # domain/cae.md, case 2: 1 900.00, charges 120.00, 12 % -> net 1 135.40
    was = month(6, sold(1_900_00), (OTHER, -120_00, None), terms=TWELVE)
    was = replace(was, fixed_cents=600_00)
    (today,) = live_again([was], ENTRY)
    assert (today.contribution_cents, today.net_cents) == (228_00, 1_135_40)
    (other,) = live_again([was], ENTRY, {SCHEME: TEN})
    assert other.contribution_cents == 190_00
    assert other.budget_cents - today.budget_cents == 38_00
    assert other.net_cents > today.net_cents


def test_another_scheme_changes_nothing_here():
    was = [month(1, sold(1_000_00))]
    assert live_again(was, ENTRY, {99: TWELVE}) == live_again(was, ENTRY)


def test_under_cape_it_is_what_is_kept_that_changes():
    was = [month(1, sold(1_000_00), paid=False)]
    (today,), (other,) = (
        live_again(was, ENTRY),
        live_again(was, ENTRY, {SCHEME: TWELVE}),
    )
    assert (today.net_cents, today.left_cents, other.left_cents) == (
        None,
        900_00,
        880_00,
    )


def test_brackets_fill_with_the_months_before_those_shown():
    was = [month(1, sold(35_000_00)), month(2, sold(1_000_00))]
    stepped = Terms(STEPPED, bracket_period=BracketPeriod.YEAR)
    (shown,) = live_again(was, ENTRY, {SCHEME: stepped}, last=1)
    assert shown.contribution_cents == 80_00


def test_a_late_credit_note_gives_back_at_the_rate_of_the_option():
    was = [
        month(1, sold(2_000_00)),
        month(2, sold(1_000_00), sold(-300_00, date(2026, 1, 1))),
    ]
    again = live_again(was, ENTRY, {SCHEME: TWELVE})
    assert [row.contribution_cents for row in again] == [240_00, 84_00]


def test_collected_instead_of_invoiced_counts_what_came_in():
    was = [month(1, sold(1_000_00), (COLLECTED, 400_00, None), paid=False)]
    collected = Terms(flat("0.10"), recognition=Recognition.COLLECTED)
    (row,) = live_again(was, ENTRY, {SCHEME: collected})
    assert (row.contribution_cents, row.left_cents) == (40_00, 360_00)


def test_payroll_booked_in_the_month_is_no_charge():
    was = [month(1, sold(1_000_00), (PAYROLL, -500_00, None))]
    assert live_again(was, ENTRY)[0].budget_cents == 900_00


def test_a_part_fixe_that_is_no_longer_covered_is_told():
    was = replace(month(6, sold(1_000_00)), fixed_cents=800_00)
    (today,) = live_again([was], ENTRY)
    (other,) = live_again([was], ENTRY, {SCHEME: Terms(flat("0.50"))})
    assert not today.missing_cents
    assert other.missing_cents > 0


FACTS = st.lists(
    st.tuples(st.integers(0, 900_000), st.integers(0, 300_000), st.integers(0, 50_000)),
    min_size=1,
    max_size=4,
)
TERMS = st.builds(
    Terms,
    st.sampled_from((flat("0.10"), flat("0.135"), STEPPED)),
    base=st.sampled_from(Base),
    recognition=st.sampled_from(Recognition),
    bracket_period=st.sampled_from(BracketPeriod),
    fixed_cents=st.sampled_from((0, 30_00)),
    minimum_cents=st.sampled_from((None, 20_00)),
)


def history(rows, terms):
    return [
        month(
            rank,
            sold(turnover),
            (COLLECTED, turnover // 2, None),
            (PURCHASES, -bought, None),
            (OTHER, -other, None),
            terms=terms,
        )
        for rank, (turnover, bought, other) in enumerate(rows, start=1)
    ]


@settings(max_examples=40, deadline=None)
@given(FACTS, TERMS)
def test_an_option_that_is_today_changes_nothing(rows, terms):
    was = history(rows, terms)
    assert live_again(was, ENTRY, {SCHEME: terms}) == live_again(was, ENTRY)


@settings(max_examples=40, deadline=None)
@given(FACTS, TERMS)
def test_a_month_lived_again_is_the_month(rows, terms):
    """Each charged alone, at the position that the earlier ones made."""
    position = 0
    for lived, (turnover, bought, _other) in zip(
        live_again(history(rows, terms), ENTRY), rows, strict=True
    ):
        monthly = terms.bracket_period is BracketPeriod.MONTH
        found = charge_month(
            terms,
            MonthInput(
                month=month_of(lived.month),
                entry=ENTRY,
                invoiced=Sales(turnover, bought),
                collected=Sales(turnover // 2, bought),
                position_cents=0 if monthly else position,
            ),
        )
        if not monthly:
            position = found.charged.position_cents
        assert lived.contribution_cents == found.amount_cents


@settings(max_examples=40, deadline=None)
@given(FACTS, st.integers(0, 60), st.integers(0, 40))
def test_a_higher_rate_never_leaves_more(rows, low, more):
    was = history(rows, TEN)
    one, two = (
        live_again(was, ENTRY, {SCHEME: Terms(flat(Fraction(rate, 100)))})
        for rate in (low, low + more)
    )
    for before, after in zip(one, two, strict=True):
        assert after.contribution_cents >= before.contribution_cents
        assert after.budget_cents <= before.budget_cents
        # Lines rounded one by one may give a few cents back.
        assert after.net_cents <= before.net_cents + len(PAY.employee) + 2


def people(changes, target=None):
    return [
        Person(
            Sum(12, 100, 1_000, 1_000, 0),
            Sum(12, 100 - cents, 1_000 + cents, 1_000 + cents, 0),
            target,
        )
        for cents in changes
    ]


def test_the_effect_on_everybody():
    found = effect(people([10] * 6 + [-5] * 5 + [0] * 7))
    assert (found.gain, found.lose, found.same) == (6, 5, 7)
    assert (found.people, found.difference_cents) == (18, -35)


def test_who_only_sinks_deeper_loses_too():
    # The part fixe is due all the same: net stays, the account lacks more.
    row = Person(Sum(1, 10, 50, 80, 40), Sum(1, 12, 48, 80, 42))
    assert effect([row] * 5).lose == 5


def test_nobody_is_pointed_at():
    assert effect(people([10] * 4)).contribution_cents is None
    small = effect(people([10] * 6 + [-5] * 2))
    # The two who lose are not told, nor may they be worked out.
    assert (small.gain, small.lose, small.same) == (None, None, None)
    assert small.difference_cents == -50
    assert effect(people([0] * 9, target=84)).under == 9
    assert effect(people([0] * 9, target=80)).under == 0
    assert effect(people([0] * 9 + [-900] * 2, target=80)).under is None


def test_sums():
    lived = live_again([month(1, sold(100_00)), month(2, sold(300_00))], ENTRY)
    assert total(lived).contribution_cents == 40_00
    assert total(lived).months == 2


def test_a_tie_and_too_few_voters_decide_nothing():
    rules = Rules(10, Fraction(1, 2))
    assert outcome(rules, {1: 3, 2: 3}).winner is None
    few = outcome(rules, {1: 4})
    assert (few.quorate, few.winner) == (False, None)
    assert outcome(rules, {1: 3, 2: 1}, blanks=1).winner == 1
    assert outcome(Rules(3), {1: 0, 2: 0}).quorate is False


def test_two_thirds_of_what_is_expressed():
    rules = Rules(10, majority=Majority.TWO_THIRDS)
    assert outcome(rules, {1: 4, 2: 2}, blanks=4).winner == 1
    assert outcome(rules, {1: 5, 2: 3}).winner is None
    assert outcome(rules, {1: 0}, blanks=2).winner is None


COUNTS = st.dictionaries(st.integers(1, 5), st.integers(0, 30), min_size=2)


@given(COUNTS, st.integers(0, 10), st.sampled_from(Majority))
def test_whoever_wins_has_more_than_all_others(counts, blanks, majority):
    voters = sum(counts.values()) + blanks
    found = outcome(Rules(voters + 3, majority=majority), counts, blanks)
    assert found.voters == voters
    if found.winner is not None:
        others = found.expressed - counts[found.winner]
        assert counts[found.winner] > others
