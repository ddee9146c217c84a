"""The price floor: an hour at it pays the month, a cent less does not."""

from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st
from pay_2026 import JUNE_2026

from odoo.addons.oe_base.calc.brackets import bracket
from odoo.addons.oe_cae.calc.breakeven import MonthModel, available
from odoo.addons.oe_cae.calc.contribution import Terms
from odoo.addons.oe_cae.calc.floor import NoHours, price_floor
from odoo.addons.oe_cae.calc.pay_solver import budget_for_net

TEN = Terms(brackets=(bracket(0, Fraction(1, 10)),))


def test_the_floor_of_worked_case_2():
    # Net 1 135.40 costs 1 552.00 in worked case 2; the smallest gross that still gives
    # it costs 1 551.94. With 10 % and 120.00 of charges (1 551.94 + 120) / 0.9 =
    # 1 857.71 of turnover: 18.58 an hour over 100 h, rounded up.
    model = MonthModel(terms=TEN, fixed_charges_cents=12000)
    floor = price_floor(JUNE_2026, model, 113540, Fraction(100))
    assert floor.month.budget_cents == 155194
    assert floor.month.turnover_cents == 185771
    assert floor.hour_cents == 1858
    assert [step.amount_cents for step in floor.steps] == [
        113540,
        155194,
        12000,
        18577,
        185771,
        1858,
    ]


def test_no_hours_no_price():
    with pytest.raises(NoHours):
        price_floor(JUNE_2026, MonthModel(terms=TEN), 100000, Fraction(0))


@settings(max_examples=60, deadline=None)
@given(
    net=st.integers(0, 400_000),
    hours=st.integers(1, 16_000).map(lambda value: Fraction(value, 100)),
    charges=st.integers(0, 100_000),
)
def test_the_floor_pays_the_month_and_a_cent_less_does_not(net, hours, charges):
    model = MonthModel(terms=TEN, fixed_charges_cents=charges)
    floor = price_floor(JUNE_2026, model, net, hours)
    budget = budget_for_net(JUNE_2026, net)
    turnover = floor.month.turnover_cents
    assert available(model, turnover) >= budget
    assert floor.hour_cents * hours >= turnover
    assert (floor.hour_cents - 1) * hours < turnover
