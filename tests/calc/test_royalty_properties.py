"""Royalty: specific rates, the base, the life of a sale, and refusals."""

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.brackets import bracket, flat
from odoo.addons.oe_base.calc.errors import (
    BadBrackets,
    DuplicateStart,
    NoValue,
)
from odoo.addons.oe_base.calc.money import percent, round_half_up
from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_royalty.calc.base import (
    Exclusion,
    SaleLine,
    exclusion,
    royalty_base,
)
from odoo.addons.oe_royalty.calc.rates import (
    BadScope,
    Place,
    Rate,
    RateTooEarly,
    Scope,
    check_new_rate,
    rate_for,
)
from odoo.addons.oe_royalty.calc.rating import (
    DuplicateLine,
    EmptyOrigin,
    Line,
    Origin,
    UnknownOrigin,
    position_key,
    rate_lines,
)

quick = settings(max_examples=60)
START = date(2027, 1, 1)
DAY = date(2027, 3, 1)
PLACE = Place("samad", "44", "c1", "2027")
BRACKETS = (bracket(0, percent(5)), bracket(1_000_00, percent("3.33")))
cents = st.integers(-99_999_99, 99_999_99)


def named(key, scope, start=START, value="5"):
    return Rate(key, start, flat(percent(value)), scope)


def test_the_most_specific_rate_wins():
    scopes = [
        Scope(),
        Scope(pole="samad"),
        Scope(etd="44"),
        Scope(pole="samad", etd="44"),
        Scope(contract="c1"),
    ]
    rates = [named(str(rank), scope) for rank, scope in enumerate(scopes)]
    for count in range(1, 6):
        found = rate_for(rates[:count], DAY, PLACE)
        assert found.key == str(count - 1) == str(found.scope.rank)
    assert rate_for(rates, DAY, Place("msg", "75", "c9")).key == "0"


def test_a_specific_rate_that_has_not_started_or_has_ended_leaves_the_general_one():
    general = named("general", Scope())
    later = named("later", Scope(pole="samad"), date(2027, 6, 1))
    ended = Rate("ended", date(2027, 8, 1), None, Scope(pole="samad"))
    rates = [general, later, ended]
    keys = [
        rate_for(rates, date(2027, month, 1), PLACE).key for month in (5, 6, 7, 8, 9)
    ]
    assert keys == ["general", "later", "later", "general", "general"]


def test_rate_refusals():
    general = named("general", Scope())
    with pytest.raises(NoValue):
        rate_for([general], date(2026, 12, 31), PLACE)
    with pytest.raises(NoValue):
        rate_for([], DAY, PLACE)
    with pytest.raises(BadScope):
        Scope(pole="samad", contract="c1")
    with pytest.raises(BadBrackets):
        Rate("x", START, ())
    locked = Period(START, date(2027, 2, 1))
    with pytest.raises(RateTooEarly):
        check_new_rate(named("x", Scope(), date(2027, 1, 31)), [], locked)
    with pytest.raises(DuplicateStart):
        check_new_rate(named("x", Scope()), [general], None)
    check_new_rate(named("x", Scope(), date(2027, 2, 1)), [general], locked)


def test_brackets_climb_at_the_level_of_their_scope():
    assert position_key(named("a", Scope()), PLACE) == "contract:c1::2027"
    assert position_key(named("a", Scope(pole="samad")), PLACE) == (
        "contract:c1:samad:2027"
    )
    assert position_key(named("a", Scope(etd="44")), PLACE) == "etd:44::2027"


# Base


@pytest.mark.parametrize(
    ("account", "intra", "day", "reason"),
    [
        ("706000", False, DAY, None),
        ("419100", False, DAY, Exclusion.DOWN_PAYMENT),
        ("467000", True, DAY, Exclusion.DISBURSEMENT),
        ("758000", False, DAY, Exclusion.NOT_A_SALE),
        ("706000", True, DAY, Exclusion.INTRA_NETWORK),
        ("706000", False, date(2026, 12, 31), Exclusion.BEFORE_CONTRACT),
        ("706000", False, date(2028, 1, 1), Exclusion.AFTER_CONTRACT),
    ],
)
def test_reasons_of_exclusion(account, intra, day, reason):
    contract = Period(START, date(2028, 1, 1))
    assert exclusion(SaleLine("k", day, account, -1, intra), contract) is reason


@given(st.lists(st.tuples(st.sampled_from(["706", "467", "4191"]), st.booleans())))
def test_each_line_is_in_or_out_once(kinds):
    lines = [
        SaleLine(str(number), DAY, account, -number, intra)
        for number, (account, intra) in enumerate(kinds)
    ]
    result = royalty_base(lines, Period(START))
    seen = [*result.included, *(line for line, _ in result.excluded)]
    assert sorted(seen, key=lambda line: int(line.key)) == lines
    assert result.base_cents + result.excluded_cents == sum(range(len(lines)))


# Rating


def test_corrections_need_a_line_to_correct():
    rates = [named("r", Scope())]
    empty = Origin("o", "r", 0, 0)
    with pytest.raises(EmptyOrigin):
        rate_lines([Line("x", DAY, -1, origin=empty)], rates)
    with pytest.raises(UnknownOrigin):
        rate_lines([Line("x", DAY, -1, origin_key="none")], rates)
    with pytest.raises(DuplicateLine):
        rate_lines([Line("a", DAY, 1), Line("a", DAY, 1)], rates)
    with pytest.raises(EmptyOrigin):
        rate_lines([Line("a", DAY, 0), Line("x", DAY, -1, origin_key="a")], rates)


def test_a_correction_moves_its_brackets_back():
    rates = [Rate("b", START, BRACKETS)]
    lines = [Line("a", DAY, 2_000_00), Line("x", DAY, -2_000_00, origin_key="a")]
    result = rate_lines(lines, rates)
    assert result.amount_cents == 0
    assert result.positions == {"contract:::": 0}
    locked = Origin("o", "b", 500_00, 25_00)
    result = rate_lines(
        [Line("x", DAY, -500_00, origin=locked)], rates, {"contract:::": 900_00}
    )
    assert (result.amount_cents, result.positions) == (-25_00, {"contract:::": 400_00})


@quick
@given(st.lists(cents, min_size=1, max_size=12), st.sampled_from(["5", "3.33"]))
def test_traces_add_up_and_order_does_not_matter_at_a_flat_rate(bases, value):
    rates = [named("r", Scope(), value=value)]
    lines = [Line(f"{n:02}", DAY, base) for n, base in enumerate(bases)]
    total = round_half_up(sum(bases) * percent(value))
    there = rate_lines(lines, rates)
    back = rate_lines(lines[::-1], rates)
    assert there.amount_cents == back.amount_cents == total
    by_key = {rated.line.key: rated.amount_cents for rated in there.lines}
    assert by_key == {rated.line.key: rated.amount_cents for rated in back.lines}


@quick
@given(
    st.lists(st.integers(1, 99_999_99), min_size=1, max_size=5),
    st.lists(st.integers(1, 99), min_size=1, max_size=5),
    st.sampled_from(["6", "0", "4.4444"]),
)
def test_a_sale_credited_in_full_has_cost_nothing(bases, parts, new_rate):
    first = rate_lines(
        [Line(f"s{n}", START, base) for n, base in enumerate(bases)],
        [Rate("old", START, BRACKETS)],
    )
    sold = first.lines[-1]
    origin = Origin("s", "old", sold.line.base_cents, sold.amount_cents)
    rates = [named("new", Scope(), date(2027, 2, 1), new_rate)]
    left, credits = sold.line.base_cents, []
    for number, part in enumerate(parts):
        base = left if number == len(parts) - 1 else left * part // 100
        left -= base
        credits.append(Line(f"c{number}", DAY, -base, origin=origin))
    other = Line("other", DAY, 123_45)
    result = rate_lines([other, *credits], rates)
    given_back = sum(rated.amount_cents for rated in result.lines[1:])
    assert given_back == -sold.amount_cents


@quick
@given(st.lists(cents, min_size=1, max_size=8), st.integers(0, 8))
def test_a_statement_may_be_cut_anywhere(bases, cut):
    rates = [Rate("b", START, BRACKETS)]
    lines = [Line(f"{n:02}", DAY, base) for n, base in enumerate(bases)]
    whole = rate_lines(lines, rates)
    first = rate_lines(lines[:cut], rates)
    second = rate_lines(lines[cut:], rates, first.positions)
    exact = [rated.exact for rated in (*first.lines, *second.lines)]
    assert exact == [rated.exact for rated in whole.lines]
    assert second.positions == whole.positions
