"""Activity statements, SIRET, price caps: properties of the computing layer."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.period import Period, iter_months
from odoo.addons.oe_sap.calc.activity import Mode
from odoo.addons.oe_sap.calc.activity_rows import rows
from odoo.addons.oe_sap.calc.establishment import (
    BadSiret,
    department_of,
    luhn,
    siret_of,
)
from odoo.addons.oe_sap.calc.price_cap import Cap, Price, base_price, highest_cents
from odoo.addons.oe_sap.calc.statistics import Activity, Amount, Payroll, Work

QUARTER = Period(date(2026, 4, 1), date(2026, 7, 1))
DAYS = st.dates(date(2026, 4, 1), date(2026, 6, 30))
WORKS = st.builds(
    Work,
    DAYS,
    st.sampled_from(["", "a", "b", "c"]),
    st.booleans(),
    st.sampled_from(["x", "y"]),
    st.integers(-300, 600),
    st.sampled_from(list(Mode)),
)
AMOUNTS = st.builds(
    Amount, DAYS, st.integers(-10_000, 10_000), mode=st.sampled_from(list(Mode))
)
PAYROLLS = st.builds(Payroll, DAYS, st.integers(0, 10_000))


@given(st.lists(WORKS), st.lists(AMOUNTS), st.lists(PAYROLLS))
def test_rows_add_up(works, amounts, payrolls):
    activity = Activity(tuple(works), tuple(amounts), tuple(payrolls))
    found = rows(activity, list(iter_months(QUARTER)))
    assert len(found) == 6 + 3 * 4
    by_key = {(row.code, row.mode): row for row in found}
    turnover = by_key["turnover", None]
    assert turnover.whole == sum(amount.cents for amount in amounts)
    assert turnover.whole == sum(by_key["turnover", mode].whole for mode in Mode)
    assert by_key["payroll", None].whole == sum(pay.cents for pay in payrolls)
    for code in ("hours", "payroll", "turnover"):
        assert by_key[code, None].whole == sum(by_key[code, None].values)
    people = by_key["workers", None]
    assert max(people.values) <= people.whole <= sum(people.values)
    assert by_key["employees", None].whole <= people.whole
    # Each mode is rounded up by itself.
    for rank in range(3):
        total = sum(by_key["hours", mode].values[rank] for mode in Mode)
        assert 0 <= total - by_key["hours", None].values[rank] < 3


def test_hours_taken_back_make_nobody_a_worker():
    works = (Work(date(2026, 5, 1), "a", True, "x", -60),)
    found = rows(Activity(works), list(iter_months(QUARTER)))
    by_code = {row.code: row.whole for row in found if row.mode is None}
    assert (by_code["workers"], by_code["clients"], by_code["hours"]) == (0, 0, -1)


@given(st.integers(0, 10**13 - 1))
def test_one_key_digit_is_true(number):
    head = f"{number:013d}"
    assert sum(luhn(f"{head}{key}") for key in range(10)) == 1


@pytest.mark.parametrize(
    ("text", "good"),
    [
        ("852 456 789 00019", True),
        ("85245678900018", False),
        ("8524567890001", False),
        ("", False),
        ("35600000000048", True),
        ("٨٥٢٤٥٦٧٨٩٠٠٠١٩", False),
    ],
)
def test_siret(text, good):
    if good:
        assert siret_of(text) == "".join(text.split())
    else:
        with pytest.raises(BadSiret):
            siret_of(text)


@pytest.mark.parametrize(
    ("code", "department"),
    [("44000", "44"), ("20090", "2A"), ("20200", "2B"), ("97460", "974"), ("", "")],
)
def test_department(code, department):
    assert department_of(code) == department


@given(st.integers(1, 10_000), st.integers(0, 1000), st.integers(0, 12_000))
def test_a_price_never_rises_above_its_cap(base, thousandths, tariff):
    cap = Cap(Fraction(thousandths, 10_000), tariff)
    highest = highest_cents(base, cap)
    assert highest >= base
    limit = max(base * (1 + cap.maximum), tariff)
    assert highest <= limit < highest + 1
    assert highest_cents(base, Cap(None)) == base


def test_the_base_is_the_last_price_of_the_years_before():
    prices = [
        Price(date(2026, 3, 1), 2600),
        Price(date(2024, 3, 1), 2400),
        Price(date(2025, 3, 1), 2500),
    ]
    assert base_price(prices, 2026).cents == 2500
    assert base_price(prices[:1], 2026).cents == 2600
    assert base_price([], 2026) is None
