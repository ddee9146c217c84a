"""Yearly certificate: what was really paid, to the cent, by cash date."""

from datetime import date

import pytest

from odoo.addons.oe_sap.calc.certificate import Issuer, due_on, figures, issue
from odoo.addons.oe_sap.calc.paid import (
    ExtrasTooNegative,
    Invoice,
    Line,
    LineKind,
    Means,
    Payment,
    WindowRule,
    eligible_lines,
)
from odoo.addons.oe_sap.calc.spread import BadDue, TooMuch, spread_all, spread_one
from odoo.addons.oe_sap.calc.visits import Visit

DAY = date(2026, 5, 10)


ISSUER = Issuer("CAE", "SAP123456789", date(2025, 1, 1))
JANUARY = date(2026, 1, 31)


CLEANING_LINE = (Line("II-1", 100_00),)


def bill(*payments, lines=CLEANING_LINE):
    return Invoice("F1", lines, payments)


def reasons(year, *invoices):
    return [item.code for item in issue(year, ISSUER, invoices).refusals]


def test_due_before_31_march():
    assert due_on(2026) == date(2027, 3, 31)


def test_a_partial_payment_is_spread_over_the_lines_and_the_years_sum():
    lines = (Line("II-1", 33_33), Line("II-7", 33_33), Line("I-3", 33_34))
    invoice = bill(
        Payment(date(2026, 12, 20), 50_00),
        Payment(date(2027, 1, 10), 50_00),
        lines=lines,
    )
    first, second = figures(2026, [invoice]), figures(2027, [invoice])
    assert (first.paid_cents, second.paid_cents) == (50_00, 50_00)
    for index, code in enumerate(["I-3", "II-1", "II-7"]):
        amounts = first.amounts[index], second.amounts[index]
        assert {item.activity_code for item in amounts} == {code}
        due = next(item.amount_cents for item in lines if item.activity_code == code)
        assert sum(item.paid_cents for item in amounts) == due


def test_travel_is_spread_over_the_hour_lines_and_food_is_left_out():
    lines = (
        Line("II-7", 60_00),
        Line("II-1", 40_00),
        Line("", 10_00, LineKind.EXTRA),
        Line("food", 25_00, LineKind.EXCLUDED),
    )
    spread = [cents for _, cents in eligible_lines(bill(lines=lines))]
    assert spread == [66_00, 44_00, 0, 25_00]
    result = figures(2026, [bill(Payment(JANUARY, 135_00), lines=lines)])
    assert result.paid_cents == 110_00


def test_a_discount_comes_off_the_hours_and_never_beyond():
    lines = (Line("II-1", 100_00), Line("", -30_00, LineKind.EXTRA))
    assert figures(2026, [bill(Payment(JANUARY, 70_00), lines=lines)]).paid_cents == (
        70_00
    )
    beyond = (Line("II-1", 10_00), Line("", -30_00, LineKind.EXTRA))
    with pytest.raises(ExtrasTooNegative) as caught:
        figures(2026, [bill(lines=beyond)])
    assert caught.value.params["cents"] == -20_00
    whole = (Line("II-1", 30_00), Line("", -30_00, LineKind.EXTRA))
    assert eligible_lines(bill(lines=whole))[0][1] == 0


def test_cash_is_shown_apart_and_alone_gives_no_certificate():
    mixed = bill(Payment(JANUARY, 60_00), Payment(JANUARY, 40_00, Means.CASH))
    result = issue(2026, ISSUER, [mixed]).certificate
    assert (result.paid_cents, result.cash_cents) == (60_00, 40_00)
    assert reasons(2026, bill(Payment(JANUARY, 40_00, Means.CASH))) == [
        "certificate.only_cash"
    ]


def test_why_a_client_has_no_certificate():
    assert reasons(2026) == ["certificate.nothing_paid"]
    assert reasons(2026, bill()) == ["certificate.nothing_paid"]
    food = (Line("food", 20_00, LineKind.EXCLUDED),)
    assert reasons(2026, bill(Payment(JANUARY, 20_00), lines=food)) == [
        "certificate.nothing_eligible"
    ]
    refunded = bill(Payment(JANUARY, 100_00), Payment(date(2027, 2, 1), -20_00))
    assert reasons(2027, refunded) == ["certificate.net_refund"]
    assert figures(2027, [refunded]).paid_cents == -20_00


def test_cesu_is_apart_with_its_employer_part():
    invoice = bill(
        Payment(JANUARY, 40_00, Means.CESU, funded_cents=30_00),
        Payment(JANUARY, 60_00),
    )
    result = issue(2026, ISSUER, [invoice]).certificate
    assert (result.paid_cents, result.cesu_cents) == (100_00, 40_00)
    assert result.cesu_employer_cents == 30_00


def test_the_employer_part_follows_what_is_eligible_of_the_payment():
    lines = (Line("II-7", 75_00), Line("food", 25_00, LineKind.EXCLUDED))
    invoice = bill(Payment(JANUARY, 100_00, Means.CESU, 40_00), lines=lines)
    result = figures(2026, [invoice])
    assert (result.cesu_cents, result.cesu_employer_cents) == (75_00, 30_00)


@pytest.mark.parametrize(
    ("asked", "year"),
    [
        (date(2027, 1, 15), 2026),
        (date(2027, 1, 16), 2027),
        (date(2026, 1, 16), 2026),
        (date(2026, 1, 15), 2025),
    ],
)
def test_an_advance_counts_by_the_window_of_its_request(asked, year):
    payment = Payment(date(2027, 2, 1), 100_00, Means.ADVANCE, 50_00, asked)
    result = issue(year, ISSUER, [bill(payment)]).certificate
    assert (result.advance_cents, result.advance_funded_cents) == (100_00, 50_00)


def test_the_window_is_a_setting():
    payment = Payment(date(2027, 1, 2), 100_00, Means.ADVANCE)
    civil = WindowRule(1, 1)
    assert figures(2027, [bill(payment)], civil).paid_cents == 100_00
    assert figures(2026, [bill(payment)]).paid_cents == 100_00


def test_visits_of_the_lines_paid_are_listed_with_their_workers():
    first = (Visit(DAY, "Ann", "42", 120), Visit(date(2026, 5, 3), "Bob", "43", 60))
    lines = (Line("II-1", 50_00, visits=first), Line("II-7", 50_00))
    invoice = bill(Payment(JANUARY, 50_00), Payment(JANUARY, 50_00), lines=lines)
    result = figures(2026, [invoice])
    assert [item.worker for item in result.visits] == ["Bob", "Ann"]
    assert [(item.worker, item.minutes) for item in result.workers] == [
        ("Ann", 120),
        ("Bob", 60),
    ]


def test_two_equal_lines_are_two_lines():
    twin = Line("II-1", 50_00, visits=(Visit(DAY, "Ann", "42", 60),))
    result = figures(2026, [bill(Payment(JANUARY, 100_00), lines=(twin, twin))])
    assert (result.paid_cents, len(result.visits)) == (100_00, 2)


def test_paying_beyond_the_invoice_is_refused_naming_it():
    with pytest.raises(TooMuch) as caught:
        figures(2026, [bill(Payment(JANUARY, 100_01))])
    assert caught.value.params["invoice"] == "F1"


# Spreading


def test_spreading_refuses_what_is_not_there():
    with pytest.raises(TooMuch):
        spread_one(11, [5, 5])
    with pytest.raises(TooMuch):
        spread_one(-1, [5, 5])
    with pytest.raises(BadDue):
        spread_one(1, [-1, 5])
    with pytest.raises(TooMuch):
        spread_all([5, -6], [5, 5])


def test_parts_funded_by_others_are_told_apart_by_means():
    invoice = bill(
        Payment(JANUARY, 40_00, Means.CESU, funded_cents=30_00),
        Payment(date(2026, 2, 1), 60_00, Means.ADVANCE, funded_cents=20_00),
    )
    result = figures(2026, [invoice])
    assert (result.cesu_employer_cents, result.advance_funded_cents) == (30_00, 20_00)
