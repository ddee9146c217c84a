"""An exit cuts a shared account in two: nothing is lost, nothing is made."""

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc import exit as calc, table_csv

CENTS = st.lists(st.integers(-10_000_000, 10_000_000), max_size=12)


@given(CENTS, st.decimals(0, 100, places=2))
def test_part_and_rest_are_the_account(amounts, part):
    cuts = calc.cut(enumerate(amounts), part)
    whole, mine, rest = calc.totals(cuts)
    assert whole == sum(amounts) == mine + rest
    for row, cents in zip(cuts, amounts, strict=True):
        assert row.part_cents + row.rest_cents == cents
        assert min(0, cents) <= row.part_cents <= max(0, cents)


@given(CENTS)
def test_who_was_alone_leaves_with_it_all(amounts):
    assert all(row.rest_cents == 0 for row in calc.cut(enumerate(amounts)))


def test_worked_shared_balance():
    """60 % of an account: bank 1 000.01, clients 333.33, VAT −100.00."""
    cuts = calc.cut([("bank", 100_001), ("clients", 33_333), ("vat", -10_000)], 60)
    assert [row.part_cents for row in cuts] == [60_001, 20_000, -6_000]
    assert calc.totals(cuts) == (123_334, 74_001, 49_333)
    with pytest.raises(calc.BadPart):
        calc.cut([], 101)


def test_a_cell_never_becomes_a_formula():
    data = table_csv.content(("a",), [("=1+1",), (None,), (table_csv.Amount("-5,00"),)])
    assert data.decode("utf-8-sig").split("\r\n") == ["a", "'=1+1", '""', "-5,00", ""]
