"""CESU vouchers: numbers, the employer's part over several invoices, fees."""

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_sap.calc.cesu import (
    BadFees,
    BadFunding,
    fees,
    funded_parts,
    number_of,
)


def test_a_number_is_the_same_however_it_is_typed():
    assert number_of(" 12-34 ab ") == number_of("1234AB") == "1234AB"


def test_the_employer_part_goes_with_what_is_used():
    assert funded_parts(50_00, 100_00, [60_00]) == (30_00,)
    assert funded_parts(50_00, 100_00, [60_00, 40_00]) == (30_00, 20_00)
    assert funded_parts(0, 0, [0]) == (0,)


def test_fees_are_what_the_issuer_kept():
    assert fees(100_00, 98_50) == 1_50
    for received in (0, 100_01):
        with pytest.raises(BadFees):
            fees(100_00, received)
    with pytest.raises(BadFunding):
        funded_parts(101, 100, [100])


@given(st.lists(st.integers(1, 10_000), min_size=1, max_size=6), st.data())
def test_over_all_uses_nothing_of_the_employer_part_is_lost(settled, data):
    worth = sum(settled)
    funded = data.draw(st.integers(0, worth))
    parts = funded_parts(funded, worth, settled)
    assert sum(parts) == funded
    assert all(0 <= part <= use for part, use in zip(parts, settled, strict=True))
