"""A licensee abroad: both moneys, what is withheld, what is left."""

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_royalty.calc.foreign import BadForeign, abroad, at_home


def test_a_royalty_in_kip():
    found = abroad(122_53, "23850.5", percent(5), digits=0)
    assert (found.withheld_cents, found.net_cents) == (6_13, 116_40)
    assert (found.gross_foreign, found.withheld_foreign) == (2_922_402, 146_120)
    assert found.net_foreign == 2_776_282


@given(st.integers(-(10**9), 10**9), st.integers(1, 50_000), st.integers(0, 100))
def test_a_credit_note_mirrors_and_parts_add_up(cents, units, share):
    found = abroad(cents, units, percent(share))
    back = abroad(-cents, units, percent(share))
    assert found.net_cents + found.withheld_cents == cents
    assert (back.net_cents, back.net_foreign) == (-found.net_cents, -found.net_foreign)
    assert found.gross_foreign == cents * units


@pytest.mark.parametrize(("units", "share"), [(0, 0), (-1, 0), (1, 2), (1, -1)])
def test_rates_that_make_no_sense_are_refused(units, share):
    with pytest.raises(BadForeign):
        abroad(100, units, share)


@given(st.integers(-(10**9), 10**9), st.integers(1, 50_000))
def test_what_is_declared_in_kip_comes_back_to_the_cent(cents, units):
    there = abroad(cents, units, 0).gross_foreign
    assert at_home(there, units) == cents


def test_declared_in_kip_is_rounded_once():
    assert at_home(10_000_000_00, "23850.5") == 419_28
    assert at_home(10_000_000, "23850.5", digits=0) == 419_28
    with pytest.raises(BadForeign):
        at_home(1, 0)
