"""The simulator: worked cases from hours and price, the year, pension, break-even."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st
from pay_2026 import JUNE_2026

from odoo.addons.oe_base.calc.brackets import flat
from odoo.addons.oe_base.calc.period import month_of
from odoo.addons.oe_cae.calc.contribution import Base, Terms
from odoo.addons.oe_cae.calc.life_stage import ShareOutside, progressive_pension
from odoo.addons.oe_cae.calc.simulator import Ground, Wish, simulate

GROUND = Ground(
    JUNE_2026,
    Terms(flat("0.12")),
    month_of(date(2026, 6, 1)),
    date(2026, 1, 5),
    12_02,
    fixed_cents=600_00,
    target_cents=1_135_40,
)
CASE_2 = Wish(Fraction(100), 19_00, charges_cents=120_00)


def test_case_2_from_hours_and_price():
    found = simulate(GROUND, CASE_2)
    assert (found.turnover_cents, found.contribution_cents) == (1_900_00, 228_00)
    assert found.budget_cents == 1_552_00
    assert found.estimate.net_cents == 1_135_40
    assert found.missing_fixed_cents == 0
    assert found.one_more_cents > 0
    told = {item.label_key: item.amount_cents for item in found.steps}
    assert told["sim.budget"] == 1_552_00
    assert told["pay.net"] == 1_135_40


def test_case_3_with_purchases_and_reserve():
    ground = replace(GROUND, terms=Terms(flat("0.135"), Base.MARGIN, fixed_cents=30_00))
    wish = Wish(Fraction(96), 50_00, 1_280_00, 40_00, 300_00)
    found = simulate(ground, wish)
    assert found.budget_cents == 2_674_80
    assert found.estimate.net_cents == 1_739_24


def test_the_break_even_is_the_turnover_that_gives_the_net_wished():
    found = simulate(GROUND, CASE_2)
    assert found.needed.turnover_cents <= 1_900_00
    assert found.reached >= 1
    assert found.needed_hours == Fraction(found.needed.turnover_cents, 19_00)
    less = Wish(Fraction(50), 19_00, charges_cents=120_00)
    assert simulate(GROUND, less).reached < 1
    none = simulate(replace(GROUND, target_cents=None), CASE_2)
    assert (none.needed, none.reached) == (None, None)
    free = simulate(GROUND, replace(CASE_2, hour_cents=0))
    assert free.needed_hours is None
    all_spent = simulate(GROUND, replace(CASE_2, purchases_cents=1_900_00))
    assert all_spent.needed is None


def test_a_poor_month_lacks_the_part_fixe_and_pays_nothing_too_small():
    found = simulate(GROUND, Wish(Fraction(3), 20_00))
    assert found.estimate.gross_cents == 0
    assert found.missing_fixed_cents > 0
    assert simulate(GROUND, Wish(Fraction(0), 0)).estimate.net_cents == 0


def test_quarters_of_a_year():
    # 1 470.97 × 12 = 17 651 is more than 4 × 150 × 12.02 = 7 212.
    assert simulate(GROUND, CASE_2).quarters == 4
    assert simulate(GROUND, CASE_2).missing_quarter_cents == 0
    small = simulate(GROUND, Wish(Fraction(20), 19_00, months=11))
    assert 0 < small.quarters < 4
    reached = small.twelve.year_gross_cents + small.missing_quarter_cents
    assert reached == (small.quarters + 1) * 150 * 12_02


def test_eleven_or_twelve_pays_share_the_same_year():
    found = simulate(GROUND, replace(CASE_2, months=11))
    assert found.eleven.net_cents == 1_135_40
    assert found.twelve.net_cents < found.eleven.net_cents
    gap = found.twelve.year_net_cents - found.eleven.year_net_cents
    assert found.smoothing_cents == gap


@settings(max_examples=12, deadline=None)
@given(
    st.integers(0, 20_000),
    st.integers(0, 80_00),
    st.integers(0, 2_000_00),
    st.integers(0, 500_00),
    st.sampled_from((11, 12)),
)
def test_every_wish_has_an_answer_that_adds_up(hours, price, charges, reserve, months):
    wish = Wish(Fraction(hours, 100), price, 0, charges, reserve, months)
    found = simulate(GROUND, wish)
    assert found.budget_cents == (
        found.turnover_cents - found.contribution_cents - charges - reserve
    )
    assert found.estimate.cost_cents <= max(0, found.budget_cents)
    assert found.estimate.net_cents >= 0
    assert 0 <= found.quarters <= 4
    assert found.twelve.year_gross_cents >= 0


def test_progressive_retirement():
    low, high = Fraction(2, 5), Fraction(4, 5)
    assert progressive_pension(1_000_00, Fraction(3, 5), low, high) == 400_00
    for share in (Fraction(39, 100), Fraction(81, 100)):
        with pytest.raises(ShareOutside):
            progressive_pension(1_000_00, share, low, high)
