"""Quote, invoice, certificate, statistics and payers."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from odoo.addons.oe_sap.calc.activity import Mode
from odoo.addons.oe_sap.calc.certificate import Issuer, due_on, figures, issue
from odoo.addons.oe_sap.calc.invoice import (
    NO_TAX_ADVANTAGE,
    InvoiceLine,
    RegisterPolicy,
    SapInvoice,
    Worker,
    check_invoice,
)
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
from odoo.addons.oe_sap.calc.quote import (
    CREDIT_APART,
    EMPLOYER_WARNING,
    MENTIONS,
    ExtraFee,
    Quote,
    QuoteLine,
    is_mandatory,
    notices,
    quote_refusals,
)
from odoo.addons.oe_sap.calc.split_payer import (
    BadPayer,
    Basis,
    NotAllPaid,
    Payer,
    split_visit,
)
from odoo.addons.oe_sap.calc.spread import BadDue, TooMuch, spread_all, spread_one
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
from odoo.addons.oe_sap.calc.visits import Visit

DAY = date(2026, 5, 10)

QUOTE_LINE = QuoteLine("Cleaning", 120, hourly_cents=25_00, vat_rate=Fraction(1, 10))
QUOTE = Quote(
    day=DAY,
    valid_until=date(2026, 6, 10),
    provider="CAE",
    authorization_number="SAP123456789",
    client="Mrs A",
    place="Nantes",
    mode=Mode.PRESTATAIRE,
    lines=(QUOTE_LINE,),
    total_cents=55_00,
    extra_fees=(ExtraFee("Travel", 5_00, 5_50),),
)


def mentions(found):
    return [(item.code, item.get("mention")) for item in found]


def test_a_complete_quote_may_be_sent():
    assert quote_refusals(QUOTE) == ()
    assert quote_refusals(replace(QUOTE, extra_fees=())) == ()
    assert len(MENTIONS) == len(set(MENTIONS)) == 12


def line(**changes):
    return {"lines": (replace(QUOTE_LINE, **changes),)}


@pytest.mark.parametrize(
    ("changes", "mention"),
    [
        ({"day": None}, "date_and_validity"),
        ({"valid_until": None}, "date_and_validity"),
        ({"provider": " "}, "provider"),
        ({"authorization_number": ""}, "authorization_number"),
        ({"client": ""}, "client"),
        ({"place": ""}, "place"),
        ({"lines": ()}, "description"),
        (line(description=""), "description"),
        ({"mode": None}, "mode"),
        (line(minutes=None), "hours"),
        (line(hourly_cents=None), "price"),
        (line(vat_rate=None), "vat_rate"),
        ({"total_cents": None}, "total"),
        ({"extra_fees": None}, "extra_fees"),
        ({"extra_fees": (ExtraFee("Travel", 5_00, None),)}, "extra_fees"),
    ],
)
def test_each_missing_mention_of_a_quote_is_named(changes, mention):
    assert mention in MENTIONS
    found = quote_refusals(replace(QUOTE, **changes))
    assert mentions(found) == [("quote.missing", mention)]


def test_a_lump_sum_and_a_rate_of_0_are_mentions():
    changes = line(hourly_cents=None, lump_sum_cents=80_00, vat_rate=Fraction(0))
    assert quote_refusals(replace(QUOTE, **changes)) == ()


def test_a_validity_before_the_date_is_refused():
    found = quote_refusals(replace(QUOTE, valid_until=date(2026, 5, 9)))
    assert [item.code for item in found] == ["quote.validity"]


def test_the_line_of_a_missing_mention_is_told():
    lines = (QUOTE_LINE, replace(QUOTE_LINE, minutes=None))
    (reason,) = quote_refusals(replace(QUOTE, lines=lines))
    assert reason.get("line") == 2


def test_notices_of_a_quote_and_when_it_is_mandatory():
    assert notices(QUOTE) == ()
    told = notices(replace(QUOTE, mode=Mode.MANDATAIRE, tax_credit=True))
    assert told == (EMPLOYER_WARNING, CREDIT_APART)
    assert is_mandatory(100_00)
    assert not is_mandatory(99_99)


INVOICE_LINE = InvoiceLine("Cleaning", 120, 25_00, None, 55_00, (Worker("Ann", "42"),))
INVOICE = SapInvoice(
    provider="CAE",
    declaration_number="SAP123456789",
    declared_on=date(2025, 1, 1),
    approved=False,
    client="Mrs A",
    total_cents=55_00,
    travel_cents=0,
    lines=(INVOICE_LINE,),
)


def invoice_line(**changes):
    return {"lines": (replace(INVOICE_LINE, **changes),)}


def test_a_complete_invoice_passes():
    result = check_invoice(INVOICE)
    assert (result.refusals, result.warnings, result.notices) == ((), (), ())


@pytest.mark.parametrize(
    ("changes", "mention"),
    [
        ({"provider": ""}, "provider"),
        ({"client": ""}, "client"),
        ({"declaration_number": None}, "declaration_number"),
        ({"declared_on": None}, "declaration_date"),
        ({"total_cents": None}, "total"),
        ({"travel_cents": None}, "travel_fees"),
        ({"lines": ()}, "nature"),
        (invoice_line(nature=""), "nature"),
        (invoice_line(minutes=0), "time"),
        (invoice_line(hourly_cents=None), "rate"),
        (invoice_line(price_cents=None), "price"),
        (invoice_line(workers=()), "worker"),
    ],
)
def test_each_missing_mention_of_an_invoice_is_named(changes, mention):
    found = check_invoice(replace(INVOICE, **changes)).refusals
    assert mentions(found) == [("invoice.missing", mention)]


UNREGISTERED = replace(INVOICE, **invoice_line(workers=(Worker("Bob", None),)))


def test_a_worker_without_register_number_is_refused_by_default():
    (reason,) = check_invoice(UNREGISTERED).refusals
    assert reason.code == "invoice.no_register_number"
    assert reason.get("worker") == "Bob"


def test_the_setting_warns_with_a_reason_and_refuses_without():
    warned = check_invoice(UNREGISTERED, RegisterPolicy.WARN, "adviser of 3 May")
    assert warned.refusals == ()
    assert [item.code for item in warned.warnings] == ["invoice.no_register_number"]
    bare = check_invoice(UNREGISTERED, RegisterPolicy.WARN, " ")
    assert [item.code for item in bare.refusals] == ["invoice.warn_needs_reason"]


def test_agree_without_declaration_says_that_there_is_no_tax_advantage():
    plain = replace(INVOICE, approved=True, declaration_number=None, declared_on=None)
    result = check_invoice(plain)
    assert result.refusals == ()
    assert result.notices == (NO_TAX_ADVANTAGE,)
    assert check_invoice(replace(INVOICE, approved=True)).notices == ()


# Certificate

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
    with pytest.raises(ExtrasTooNegative):
        figures(2026, [bill(lines=beyond)])


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
