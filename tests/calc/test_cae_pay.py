"""Pay: the estimate, the solver, its inverse, the part fixe, the refusals."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings, strategies as st
from pay_2026 import EMPLOYER, JUNE_2026, june_2026, lines

from odoo.addons.oe_base.calc.money import rate
from odoo.addons.oe_cae.calc.pay import (
    cost,
    equivalent_hours,
    estimate,
    net,
    reduction_coefficient,
)
from odoo.addons.oe_cae.calc.pay_parameters import (
    BadParameters,
    LineBase,
    PayLine,
    Reduction,
)
from odoo.addons.oe_cae.calc.pay_solver import (
    NegativeAmount,
    OverdraftExceeded,
    budget_for_net,
    gross_for_net,
    marginal_net,
    pay_month,
    smoothing_value,
    solve_gross,
    yearly_reduction,
)

quick = settings(max_examples=60)
SMIC = JUNE_2026.smic_cents
LIMIT = 3 * SMIC
FIRST_COST = cost(JUNE_2026, 1)
budgets = st.integers(FIRST_COST, 9_000_00)
grosses = st.integers(1, 7_000_00)


def test_the_employer_rates_add_up_to_the_published_total():
    assert sum(line.rate for line in JUNE_2026.employer) == rate("0.43746")


@pytest.mark.parametrize(
    ("gross", "coefficient"),
    [
        (0, "0"),
        (1, "0.4021"),
        (SMIC, "0.4021"),
        (2 * SMIC, "0.0538"),
        (LIMIT - 1, "0.0200"),
        (LIMIT, "0"),
    ],
)
def test_coefficient_of_the_reduction(gross, coefficient):
    assert reduction_coefficient(JUNE_2026, gross) == Decimal(coefficient)


def test_a_small_firm_has_its_own_delta():
    small = june_2026(reduction=Reduction(rate("0.02"), rate("0.3781")))
    assert reduction_coefficient(small, SMIC) == Decimal("0.3981")


def test_equivalent_hours_stop_at_the_full_month():
    assert equivalent_hours(JUNE_2026, SMIC) == Decimal("151.67")
    assert equivalent_hours(JUNE_2026, 2 * SMIC) == Decimal("151.67")


def test_no_gross_no_payslip():
    nothing = estimate(JUNE_2026, 0)
    assert (nothing.cost_cents, nothing.net_cents, nothing.steps) == (0, 0, ())
    assert solve_gross(JUNE_2026, FIRST_COST - 1) == 0
    assert solve_gross(JUNE_2026, -100) == 0


def test_steps_lead_from_gross_to_cost_and_to_net():
    pay = estimate(JUNE_2026, 2_000_00)
    amounts = {item.label_key: item.amount_cents for item in pay.steps}
    keys = list(amounts)
    upper = sum(amounts[key] for key in keys[: keys.index("pay.cost")])
    lower = keys[keys.index("pay.cost") + 1 : keys.index("pay.net")]
    assert upper == amounts["pay.cost"] == pay.cost_cents
    assert 2_000_00 + sum(amounts[key] for key in lower) == pay.net_cents


def test_the_cost_jumps_at_three_smic_and_the_solver_stays_below():
    below, at = cost(JUNE_2026, LIMIT - 1), cost(JUNE_2026, LIMIT)
    assert at - below == 112_03
    for budget in (below, below + 1, (below + at) // 2, at - 1):
        assert solve_gross(JUNE_2026, budget) == LIMIT - 1
    assert solve_gross(JUNE_2026, at) == LIMIT


@pytest.mark.parametrize("start", [1, SMIC - 400, 2_233_00, LIMIT - 400])
def test_the_cost_never_falls_cent_by_cent(start):
    costs = [cost(JUNE_2026, gross) for gross in range(start, start + 800)]
    assert costs == sorted(costs)


def test_a_reduction_above_the_rates_makes_the_cost_less_than_gross():
    light = june_2026(employer=(), health_employer_cents=0)
    gross = solve_gross(light, 600_00)
    assert gross > 600_00
    assert cost(light, gross) <= 600_00 < cost(light, gross + 1)


def test_no_net_needs_no_gross():
    assert gross_for_net(JUNE_2026, 0) == 0


def test_what_the_estimate_leaves_out_is_a_parameter():
    full = june_2026(
        employer=lines(EMPLOYER)
        + (
            PayLine("forfait_social", rate("0.08"), LineBase.HEALTH),
            PayLine("ceiling", rate("0.01"), LineBase.CAPPED),
        ),
        csg_on_health=True,
        ceiling_cents=4_005_00,
        income_tax_rate=rate("0.10"),
    )
    base, more = estimate(JUNE_2026, 5_000_00), estimate(full, 5_000_00)
    assert more.employer_cents - base.employer_cents == 2_32 + 40_05
    assert more.csg_cents - base.csg_cents == 2_82
    assert more.net_cents - more.net_after_tax_cents == round(more.net_cents / 10)
    assert base.net_after_tax_cents == base.net_cents


@pytest.mark.parametrize(
    "changes",
    [
        {"smic_cents": 0},
        {"employer": (PayLine("x", Fraction(-1, 10)),)},
        {"employee": (PayLine("x", Fraction(1)),)},
        {"reduction": Reduction(rate("0.5"), rate("0.5"))},
    ],
)
def test_parameters_that_cannot_be_right_are_refused(changes):
    with pytest.raises(BadParameters):
        june_2026(**changes)


def test_the_overdraft_serves_the_part_fixe_only():
    need = cost(JUNE_2026, 1_000_00)
    result = pay_month(JUNE_2026, need - 50_00, 1_000_00, overdraft_cents=50_00)
    assert (result.fixed_cents, result.variable_cents) == (1_000_00, 0)
    assert result.residue_cents == -50_00
    free = pay_month(JUNE_2026, need, 0, overdraft_cents=50_00)
    assert free.residue_cents >= 0


def test_pay_never_goes_under_the_authorised_overdraft():
    need = cost(JUNE_2026, 1_000_00)
    with pytest.raises(OverdraftExceeded) as refusal:
        pay_month(JUNE_2026, need - 50_01, 1_000_00, overdraft_cents=50_00)
    assert refusal.value.params == {
        "budget_cents": need - 50_01,
        "cost_cents": need,
        "overdraft_cents": 50_00,
        "missing_cents": 1,
    }


@pytest.mark.parametrize("values", [{"fixed_cents": -1}, {"overdraft_cents": -1}])
def test_negative_amounts_are_refused(values):
    with pytest.raises(NegativeAmount):
        pay_month(JUNE_2026, 1_000_00, **values)
    with pytest.raises(NegativeAmount):
        gross_for_net(JUNE_2026, -1)


def test_a_budget_that_the_health_cover_would_eat_is_carried_over():
    result = pay_month(JUNE_2026, 40_00)
    assert (result.estimate.gross_cents, result.residue_cents) == (0, 40_00)


def test_smoothing_and_the_simulator():
    uneven = [3_500_00, 900_00]
    assert smoothing_value(JUNE_2026, uneven) > 0
    assert smoothing_value(JUNE_2026, [2_000_00] * 12) == 0
    assert smoothing_value(JUNE_2026, []) == 0
    assert yearly_reduction(JUNE_2026, [SMIC, LIMIT]) == 750_74
    euro = marginal_net(JUNE_2026, cost(JUNE_2026, SMIC) + 20_00, 100_00)
    assert 35_00 < euro < 45_00


@quick
@given(budgets)
def test_the_solver_gives_the_largest_gross_that_fits(budget):
    gross = solve_gross(JUNE_2026, budget)
    assert cost(JUNE_2026, gross) <= budget < cost(JUNE_2026, gross + 1)


@quick
@given(st.integers(FIRST_COST, cost(JUNE_2026, LIMIT - 1)))
def test_the_residue_stays_under_one_euro_below_three_smic(budget):
    result = pay_month(JUNE_2026, budget)
    if result.estimate.gross_cents:
        assert 0 <= result.residue_cents < 1_00
    assert result.residue_cents + result.estimate.cost_cents == budget


@quick
@given(budgets, st.integers(0, 500_00))
def test_the_solver_is_monotone(budget, more):
    assert solve_gross(JUNE_2026, budget) <= solve_gross(JUNE_2026, budget + more)


@quick
@given(st.integers(1, 5_000_00))
def test_the_inverse_gives_the_smallest_gross_that_reaches_the_net(target):
    gross = gross_for_net(JUNE_2026, target)
    assert net(JUNE_2026, gross) >= target
    assert all(net(JUNE_2026, gross - back) < target for back in range(1, 40))
    assert budget_for_net(JUNE_2026, target) == cost(JUNE_2026, gross)


@quick
@given(grosses)
def test_no_float_and_every_cent_explained(gross):
    pay = estimate(JUNE_2026, gross)
    health = JUNE_2026.health_employer_cents
    assert pay.cost_cents == gross + pay.employer_cents - pay.reduction_cents + health
    assert pay.net_cents == gross - pay.employee_cents - pay.csg_cents - 29_00
