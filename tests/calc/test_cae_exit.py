"""An exit cuts a shared account in two: nothing is lost, nothing is made."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc import exit as calc, table_csv

PIECES = st.lists(
    st.tuples(st.integers(-10_000_000, 10_000_000), st.fractions(0, 1)), max_size=6
)
ROWS = st.lists(PIECES, max_size=10)


@given(ROWS)
def test_part_and_rest_are_the_account(rows):
    cuts = calc.cut(enumerate(rows))
    whole, mine, rest = calc.totals(cuts)
    assert whole == sum(cents for row in rows for cents, _part in row) == mine + rest
    exact = sum(cents * part for row in rows for cents, part in row)
    assert abs(mine - exact) <= Fraction(1, 2)
    for cut, row in zip(cuts, rows, strict=True):
        assert cut.part_cents + cut.rest_cents == sum(cents for cents, _part in row)
        assert abs(cut.part_cents - sum(cents * part for cents, part in row)) < 1 + 1


@given(ROWS)
def test_both_halves_give_the_same_part(rows):
    """The balance sheet says the same as the profit and loss, cut otherwise."""
    pieces = [piece for row in rows for piece in row]
    one, two = calc.cut(enumerate(rows)), calc.cut([("all", pieces)])
    assert calc.totals(one) == calc.totals(two)


@given(ROWS)
def test_who_was_alone_leaves_with_it_all(rows):
    alone = [[(cents, Fraction(1)) for cents, _part in row] for row in rows]
    assert all(row.rest_cents == 0 for row in calc.cut(enumerate(alone)))


def test_worked_shared_balance():
    """60 % to the end of March, half from April; the own pay is wholly one's own."""
    keys = [(date(2026, 1, 1), {1: 60, 2: 40}), (date(2026, 4, 1), {1: 1, 2: 1})]
    march = calc.part_on(keys, date(2026, 3, 31), 1)
    april = calc.part_on(keys, date(2026, 4, 1), 1)
    assert (march, april) == (Fraction(3, 5), Fraction(1, 2))
    cuts = calc.cut(
        [
            ("sales", [(100_001, march), (50_001, april)]),
            ("my pay", [(-30_000, Fraction(1))]),
            ("pay of the other", [(-20_000, Fraction(0))]),
        ]
    )
    assert [row.part_cents for row in cuts] == [85_001, -30_000, 0]
    assert calc.totals(cuts) == (100_002, 55_001, 45_001)
    assert calc.whole_part("12.5") == Fraction(1, 8)
    with pytest.raises(calc.BadPart):
        calc.whole_part(101)


def test_a_cell_never_becomes_a_formula():
    data = table_csv.content(("a",), [("=1+1",), (None,), (table_csv.Amount("-5,00"),)])
    assert data.decode("utf-8-sig").split("\r\n") == ["a", "'=1+1", '""', "-5,00", ""]
