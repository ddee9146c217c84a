"""Activity statement, and one visit over several payers."""

from datetime import date
from fractions import Fraction

import pytest

from odoo.addons.oe_sap.calc.split_payer import (
    BadPayer,
    Basis,
    NotAllPaid,
    Payer,
    split_visit,
)
from odoo.addons.oe_sap.calc.statistics import (
    Activity,
    Amount,
    BadQuarter,
    Payroll,
    TurnoverKind,
    Work,
    quarter_columns,
    total_row,
    year_column,
)

# Statistics


ACTIVITY = Activity(
    works=(
        Work(date(2026, 4, 1), "Ann", True, "A", 61),
        Work(date(2026, 4, 2), "Bob", False, "A", 60),
        Work(date(2026, 5, 2), "Ann", True, "B", 59),
    ),
    amounts=(
        Amount(date(2026, 4, 30), 50_00),
        Amount(date(2026, 4, 30), 5_00, TurnoverKind.FEE),
        Amount(date(2026, 4, 30), 4_00, TurnoverKind.MILEAGE),
    ),
    payrolls=(Payroll(date(2026, 4, 30), 30_00),),
)


def test_a_quarter_has_one_column_per_month_with_hours_rounded_up():
    april, may, june = quarter_columns(ACTIVITY, 2026, 2)
    assert (april.workers, april.employees, april.clients) == (2, 1, 1)
    assert (april.hours, may.hours, june.hours) == (3, 1, 0)
    assert (april.turnover_cents, april.payroll_cents) == (50_00, 30_00)
    assert total_row((april, may, june)) == (4, 30_00, 50_00)


def test_the_year_counts_people_and_clients_once():
    year = year_column(ACTIVITY, 2026)
    assert (year.workers, year.clients, year.hours) == (2, 2, 3)


def test_there_is_no_fifth_quarter():
    with pytest.raises(BadQuarter):
        quarter_columns(ACTIVITY, 2026, 5)


# Payers


def test_one_visit_over_three_payers_keeps_every_cent():
    payers = [
        Payer("APA", Basis.HOURLY, Fraction(23_50)),
        Payer("fund", Basis.RATE, Fraction(1, 3)),
        Payer("household", Basis.REST),
    ]
    lines = [31_65, 27_50]
    apa, fund, household = split_visit(lines, 90, payers)
    assert apa.total_cents == 35_25
    assert fund.total_cents == 19_72
    assert household.total_cents == 59_15 - 35_25 - 19_72
    for index, cents in enumerate(lines):
        assert apa.lines[index] + fund.lines[index] + household.lines[index] == cents


def test_a_plan_that_is_used_up_leaves_the_rest_to_the_household():
    payers = [
        Payer("APA", Basis.FIXED, Fraction(50_00), maximum_cents=12_00),
        Payer("household", Basis.REST),
    ]
    shares = split_visit([40_00], 60, payers)
    assert [item.total_cents for item in shares] == [12_00, 28_00]


def test_something_left_unpaid_is_refused():
    with pytest.raises(NotAllPaid) as caught:
        split_visit([40_00], 60, [Payer("APA", Basis.FIXED, Fraction(10_00))])
    assert caught.value.params == {"left_cents": 30_00}


@pytest.mark.parametrize(
    "payer",
    [
        Payer("APA", Basis.FIXED, Fraction(-1)),
        Payer("APA", Basis.REST, maximum_cents=-1),
    ],
)
def test_a_negative_payer_is_refused(payer):
    with pytest.raises(BadPayer):
        split_visit([40_00], 60, [payer])
