"""« Quelle forme me convient ? »: the five forms of ten hours of cleaning a month."""

from datetime import date
from fractions import Fraction

from hypothesis import given, strategies as st
from sap_2026 import CLEANING, CREDIT, GARDENING

from odoo.addons.oe_sap.calc.credit import Aid, AidKind, Household
from odoo.addons.oe_sap.calc.forms import (
    Form,
    FormParameters,
    Situation,
    Work,
    compare,
)

DAY = date(2026, 6, 15)
USUAL = FormParameters(
    gross_hour_cents=1354,
    employer_rate=Fraction(447, 1000),
    employee_rate=Fraction(219, 1000),
    deduction_hour_cents=200,
    mandate_hour_cents=480,
    hosted_contribution=Fraction(12, 100),
    hosted_employer=Fraction(55, 1000),
    hosted_employee=Fraction(215, 1000),
    independent_hour_cents=2600,
    independent_charges=Fraction(212, 1000),
    partner_hour_cents=4200,
    first_year_ceiling_cents=1_500_000,
    first_year_most_cents=1_800_000,
)
TEN_HOURS = Work(CLEANING, Fraction(10), 2640, 2400)


def columns(*works, situation=None, **more):
    found = compare(
        works or (TEN_HOURS,),
        situation or Situation(Household()),
        CREDIT,
        USUAL,
        DAY,
        **more,
    )
    return {column.form: column for column in found}


def test_ten_hours_of_cleaning_to_the_cent():
    found = columns()
    told = {
        form: (item.price_cents, item.credit_cents, item.left_cents, item.now_cents)
        for form, item in found.items()
    }
    assert told == {
        Form.PRESTATAIRE: (26400, 13200, 13200, 13200),
        # An hour: 13.54 + (6.05 − 2.00) of charges + 4.80 of fee = 22.39.
        Form.MANDATAIRE: (22390, 11195, 11195, 22390),
        Form.DIRECT: (17590, 8795, 8795, 8795),
        Form.INDEPENDENT: (26000, 13000, 13000, 13000),
        Form.PARTNER: (42000, 0, 42000, 42000),
    }


def test_what_an_hour_nets_who_works():
    found = columns()
    assert {form: item.net_hour_cents for form, item in found.items()} == {
        Form.PRESTATAIRE: 1571,
        Form.MANDATAIRE: 1057,
        Form.DIRECT: 1057,
        Form.INDEPENDENT: 2049,
        Form.PARTNER: None,
    }


def test_who_employs():
    found = columns()
    employs = {form for form, item in found.items() if item.household_employs}
    assert employs == {Form.MANDATAIRE, Form.DIRECT}


def test_aids_come_off_before_the_credit_and_close_the_advance():
    apa = Situation(Household(), (Aid(AidKind.APA, 6400),))
    found = columns(situation=apa)[Form.PRESTATAIRE]
    assert (found.aid_cents, found.credit_cents, found.left_cents) == (
        6400,
        10000,
        10000,
    )
    assert (found.advance, found.now_cents) == (False, 20000)
    later = columns(situation=apa, advance_for_dependent=True)[Form.PRESTATAIRE]
    assert (later.advance, later.now_cents) == (True, 10000)


def test_the_first_year_raises_the_ceiling_of_employers_only():
    many = Work(CLEANING, Fraction(80), 2640, 2400)
    found = columns(many, situation=Situation(Household(), first_year=True))
    assert found[Form.PRESTATAIRE].credit_cents == 50000
    assert found[Form.MANDATAIRE].credit_cents == 62500
    usual = columns(many)
    assert usual[Form.MANDATAIRE].credit_cents == 50000


def test_the_cap_of_an_activity_holds_in_every_form():
    garden = Work(GARDENING, Fraction(40), 3600, 3000)
    assert columns(garden)[Form.PRESTATAIRE].credit_cents == 20833


@given(
    hours=st.integers(1, 6000),
    price=st.integers(0, 20_000),
    aid=st.integers(0, 300_000),
    seniors=st.integers(0, 3),
)
def test_a_column_always_adds_up(hours, price, aid, seniors):
    work = Work(CLEANING, Fraction(hours, 20), price, price)
    situation = Situation(Household(seniors=seniors), (Aid(AidKind.OTHER, aid),))
    for item in columns(work, situation=situation).values():
        parts = item.aid_cents + item.credit_cents + item.left_cents
        assert parts == item.price_cents
        assert 0 <= item.left_cents <= item.price_cents
        assert item.left_cents <= item.now_cents <= item.price_cents
        assert item.credit_cents * 12 <= CREDIT.ceiling_max_cents // 2


def test_no_hours_no_price():
    empty = Work(CLEANING, Fraction(0), 2640, 2400)
    found = columns(empty)
    assert found[Form.PRESTATAIRE].net_hour_cents is None
    assert {item.price_cents for item in found.values()} == {0}
