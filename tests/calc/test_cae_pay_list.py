"""Pay list, reserves, smoothing: limits, refusals, every cent explained."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings, strategies as st
from pay_2026 import JUNE_2026

from odoo.addons.oe_cae.calc.month import (
    INVOICED,
    PAYROLL,
    RESERVE,
    ActivityMonth,
    Fact,
    statement,
)
from odoo.addons.oe_cae.calc.pay import cost
from odoo.addons.oe_cae.calc.pay_list import (
    AdvanceTooHigh,
    PayInput,
    ReserveTooHigh,
    agree,
    explain,
    wanted,
)
from odoo.addons.oe_cae.calc.pay_solver import (
    NegativeAmount,
    OverdraftExceeded,
    smoothing_value,
)
from odoo.addons.oe_cae.calc.reserve import Lack, first_lack
from odoo.addons.oe_cae.calc.smoothing import smoothing

MAY, JUNE = date(2026, 5, 1), date(2026, 6, 1)
money = st.integers(0, 6_000_00)


def test_case_2_is_a_line_of_the_pay_list():
    data = PayInput(1_552_00, fixed_cents=600_00)
    pay = agree(JUNE_2026, data)
    assert (pay.variable_cents, pay.estimate.net_cents) == (870_97, 1_135_40)
    told = {item.label_key: item.amount_cents for item in explain(data, pay)}
    assert told["list.budget"] + told["list.cost"] == told["list.residue"] == 0
    assert told["list.fixed"] + told["list.variable"] == 1_470_97
    assert told["pay.net"] == 1_135_40


def test_case_3_puts_300_aside():
    pay = agree(JUNE_2026, PayInput(2_974_80, reserve_cents=300_00))
    assert pay.budget_cents == 2_674_80
    assert pay.estimate.gross_cents == 2_233_76
    assert pay.estimate.net_cents == 1_739_24


def test_an_advance_that_does_not_fit_names_the_highest_that_does():
    data = PayInput(1_552_00, fixed_cents=600_00, advance_cents=870_98)
    with pytest.raises(AdvanceTooHigh) as caught:
        agree(JUNE_2026, data)
    assert caught.value.params["highest_cents"] == 870_97
    assert wanted(JUNE_2026, data).estimate.gross_cents == 1_470_98


def test_the_overdraft_serves_neither_advance_nor_reserve():
    poor = PayInput(0, fixed_cents=600_00, overdraft_cents=1_000_00)
    assert agree(JUNE_2026, poor).residue_cents == -cost(JUNE_2026, 600_00)
    for changes in ({"advance_cents": 1}, {"reserve_cents": 1}):
        with pytest.raises((AdvanceTooHigh, ReserveTooHigh)):
            agree(JUNE_2026, replace(poor, **changes))


def test_a_decided_part_fixe_beyond_the_overdraft_is_refused():
    data = PayInput(0, fixed_cents=600_00, overdraft_cents=10_00, advance_cents=0)
    with pytest.raises(OverdraftExceeded) as caught:
        agree(JUNE_2026, data)
    assert caught.value.params["missing_cents"] == cost(JUNE_2026, 600_00) - 10_00


def test_negative_amounts_are_refused():
    for changes in (
        {"advance_cents": -1},
        {"fixed_cents": -1, "advance_cents": 0},
        {"overdraft_cents": -1, "advance_cents": 0},
        {"fixed_cents": -1},
    ):
        with pytest.raises(NegativeAmount):
            agree(JUNE_2026, PayInput(1_000_00, **changes))


def test_what_is_pending_is_not_paid_again():
    pay = agree(JUNE_2026, PayInput(2_432_00, pending_cents=1_552_00))
    assert pay.budget_cents == 880_00


@settings(max_examples=60)
@given(money, money, money, money, st.none() | money)
def test_what_is_agreed_never_goes_under_the_overdraft(
    budget, reserve, fixed, overdraft, advance
):
    data = PayInput(budget, 0, reserve, fixed, overdraft, advance)
    try:
        pay = agree(JUNE_2026, data)
    except (AdvanceTooHigh, ReserveTooHigh, OverdraftExceeded) as error:
        assert all(
            value >= 0 or name == "budget_cents" for name, value in error.params.items()
        )
        return
    assert pay.residue_cents >= -overdraft
    if reserve or pay.variable_cents:
        assert pay.residue_cents >= 0
    assert pay.fixed_cents + pay.variable_cents == pay.estimate.gross_cents
    spent = pay.estimate.cost_cents + pay.residue_cents + reserve
    assert spent == budget


@settings(max_examples=40)
@given(money, money, money)
def test_the_highest_that_is_told_does_fit(budget, fixed, reserve):
    data = PayInput(budget, 0, reserve, fixed)
    try:
        agree(JUNE_2026, data)
    except ReserveTooHigh as error:
        highest = error.params["highest_cents"]
        if highest:
            agree(JUNE_2026, PayInput(budget, 0, highest, fixed))
    except OverdraftExceeded:
        pass


def test_a_reserve_lowers_the_budget_and_late_payroll_too():
    facts = (
        Fact(INVOICED, JUNE, JUNE, 1_000_00),
        Fact(RESERVE, JUNE, JUNE, -300_00),
        Fact(PAYROLL, JUNE, JUNE, -200_00),
        Fact(PAYROLL, MAY, MAY, -50_00),
    )
    told = statement(ActivityMonth(JUNE, JUNE, facts))
    assert told.total(RESERVE) == -300_00
    assert (told.budget_cents, told.balance_cents) == (650_00, 450_00)


def test_a_reserve_holds_nothing_less_on_any_day():
    first, second = date(2026, 6, 1), date(2026, 6, 2)
    assert first_lack([]) is None
    assert first_lack([(second, -5), (first, 5)]) is None
    assert first_lack([(first, -5), (first, 5)]) is None
    assert first_lack([(first, -5), (second, 5)]) == Lack(first, -5)


@settings(max_examples=15)
@given(st.lists(st.integers(-500_00, 5_000_00), max_size=4))
def test_smoothing_compares_the_same_money(budgets):
    found = smoothing(JUNE_2026, budgets)
    assert found.months == len(budgets)
    if sum(budgets) <= 0:
        assert (found.net_cents, found.reduction_cents) == (0, 0)
    elif all(cents >= 0 for cents in budgets):
        assert found.net_cents == smoothing_value(JUNE_2026, budgets)


def test_smoothing_a_loss_pays_what_is_left():
    even = smoothing(JUNE_2026, [1_000_00, 1_000_00])
    assert (even.net_cents, even.reduction_cents) == (0, 0)
    late = smoothing(JUNE_2026, [3_000_00, -1_000_00])
    early = smoothing(JUNE_2026, [-1_000_00, 3_000_00])
    assert late == early
    # Two payslips bear two health covers: here smoothing costs more than it brings.
    assert late.reduction_cents > 0 > late.net_cents
