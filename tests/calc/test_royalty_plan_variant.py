"""Network plan: one setting changed, explained terms, months of one ETD."""

from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.money import percent, rate
from odoo.addons.oe_royalty.calc.plan import Column, by_year
from odoo.addons.oe_royalty.calc.plan_bottom_up import Profile, Settings, plan_months
from odoo.addons.oe_royalty.calc.plan_variant import (
    BadVariant,
    capped,
    delayed,
    months_of_column,
    months_of_profile,
    ramped,
    terms,
    with_billed_months,
    with_opening_month,
)

OPENINGS = (1, 3, 3, 2, 2, 2, 2, 2, 2, 2)
TURNOVER = Column("turnover", (rate("408.48"), rate("2800.60"), rate("3304.87")))
TUTOR = Profile("ES.TC.Dép", 36, rate("135"), 20_85, 9, percent(16))
openings_lists = st.lists(st.integers(0, 9), min_size=1, max_size=12)


def test_openings_held_or_late():
    assert capped(OPENINGS, Fraction(2)) == (1, 2, 2, 2, 2, 2, 2, 2, 2, 2)
    assert delayed(OPENINGS, Fraction(1)) == (1, 0, 3, 3, 2, 2, 2, 2, 2, 2)
    assert delayed(OPENINGS, Fraction(0)) == OPENINGS


@given(openings_lists, st.integers(0, 20))
def test_a_change_never_opens_more(openings, value):
    for changed in (capped, delayed):
        found = changed(openings, Fraction(value))
        assert len(found) == len(openings)
        assert sum(found) <= sum(openings)


def test_ramp_months_and_opening_month():
    assert ramped([TUTOR], Fraction(3))[0].ramp_months == 12
    assert ramped([TUTOR], Fraction(-20))[0].ramp_months == 1
    assert with_billed_months(Settings(), Fraction(11)).billed_months == 11
    assert with_opening_month(Settings(), Fraction(1)).opening_month == 1


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: capped(OPENINGS, Fraction(-1)),
        lambda: capped(OPENINGS, Fraction(1, 2)),
        lambda: delayed(OPENINGS, Fraction(1, 2)),
        lambda: ramped([TUTOR], Fraction(1, 2)),
        lambda: with_billed_months(Settings(), Fraction(13)),
        lambda: with_opening_month(Settings(), Fraction(3, 2)),
    ],
)
def test_a_change_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(BadVariant):
        wrong()


def test_terms_of_the_third_year():
    assert terms(TURNOVER, OPENINGS, 3) == (
        (1, 3, rate("3304.87")),
        (3, 2, rate("2800.60")),
        (3, 1, rate("408.48")),
    )


@given(openings_lists)
def test_terms_add_up_to_the_column(openings):
    values = by_year(TURNOVER, openings)
    for year in range(1, len(openings) + 1):
        rows = terms(TURNOVER, openings, year)
        assert sum(count * value for count, _age, value in rows) == values[year - 1]


@given(st.integers(1, 12))
def test_months_of_a_column_add_up_to_its_years(opening):
    left = 13 - opening
    months = months_of_column(TURNOVER, opening, left + 24)
    assert sum(months[:left]) == rate("408.48")
    assert sum(months[left : left + 12]) == rate("2800.60")
    assert sum(months[left + 12 :]) == rate("3304.87")


@given(st.integers(0, 40))
def test_months_of_a_profile_are_those_of_the_plan(count):
    plan = plan_months([TUTOR], (1, 0, 0, 0), Settings(opening_month=1))
    found = months_of_profile(TUTOR, Settings(opening_month=7), count)
    assert found == tuple(row.turnover for row in plan[:count])
