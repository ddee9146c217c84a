"""Worked cases of the home-services page: VAT, tax credit, certificate (§ 7)."""

from datetime import date
from fractions import Fraction

from sap_2026 import (
    CLEANING,
    CREDIT,
    DEPENDENT,
    GARDENING,
    LESSONS,
    MEAL_DELIVERY,
    PERSONAL_CARE,
    REPAIRS,
    SHOPPING_DELIVERY,
    VAT,
)

from odoo.addons.oe_sap.calc.activity import Mode
from odoo.addons.oe_sap.calc.certificate import Issuer, issue
from odoo.addons.oe_sap.calc.credit import (
    Aid,
    AidKind,
    Household,
    Payment,
    tax_credit,
)
from odoo.addons.oe_sap.calc.paid import Invoice, Line, Payment as Paid
from odoo.addons.oe_sap.calc.vat import Seller, Service, decide

MAY_9, MAY_10 = date(2026, 5, 9), date(2026, 5, 10)
SELLER = Seller(declared_on=date(2025, 1, 1))
HUNDRED = 100_00


def service(activity, **facts):
    facts.setdefault("mode", Mode.PRESTATAIRE)
    facts.setdefault("day", MAY_10)
    return Service(activity, **facts)


def included(activity, cents=HUNDRED, seller=SELLER, **facts):
    return decide(service(activity, **facts), seller, VAT).included_cents(cents)


# VAT, 100 € excluding VAT


def test_cleaning_is_110_00():
    assert included(CLEANING) == 110_00


def test_cleaning_for_an_apa_client_is_110_00():
    assert included(CLEANING, beneficiary=DEPENDENT) == 110_00


def test_personal_care_is_105_50():
    assert included(PERSONAL_CARE, beneficiary=DEPENDENT) == 105_50


def test_gardening_is_120_00():
    assert included(GARDENING) == 120_00


def test_school_support_is_110_00_and_guitar_120_00():
    assert included(LESSONS, school_support=True) == 110_00
    assert included(LESSONS, school_support=False) == 120_00


def test_shopping_delivery_in_a_bundle_is_110_00_and_alone_120_00():
    assert included(SHOPPING_DELIVERY, in_bundle=True) == 110_00
    alone = decide(service(SHOPPING_DELIVERY), SELLER, VAT)
    assert alone.included_cents(HUNDRED) == 120_00
    assert alone.reason == "vat.outside_bundle"
    assert alone.missed == ("vat.bundle",)


def test_service_on_9_may_with_a_declaration_of_10_may_is_20_percent():
    seller = Seller(declared_on=MAY_10)
    assert included(CLEANING, seller=seller, day=MAY_9) == 120_00
    assert included(CLEANING, seller=seller, day=MAY_10) == 110_00


def test_mandataire_fee_of_30_is_36_00():
    decision = decide(service(CLEANING, mode=Mode.MANDATAIRE), SELLER, VAT)
    assert decision.included_cents(30_00) == 36_00
    assert decision.missed == ("vat.prestataire",)
    assert decision.tax_credit


def test_neither_exclusive_nor_dispensed_is_20_percent_without_credit_mention():
    seller = Seller(date(2025, 1, 1), exclusive=False, dispensed=False)
    decision = decide(service(CLEANING), seller, VAT)
    assert decision.included_cents(HUNDRED) == 120_00
    assert not decision.tax_credit


def test_one_visit_of_care_and_cleaning_has_two_lines_and_two_rates():
    rates = [
        decide(service(item, beneficiary=DEPENDENT), SELLER, VAT).rate
        for item in (PERSONAL_CARE, CLEANING)
    ]
    assert rates == [Fraction(55, 1000), Fraction(1, 10)]


# Tax credit


def credit(*payments, aids=(), household=None):
    year = [Payment(date(2026, 6, 1), item, cents) for item, cents in payments]
    result = tax_credit(2026, year, aids, household or Household(), CREDIT)
    return result.credit_cents


def test_cleaning_4_000_gives_2_000():
    assert credit((CLEANING, 4_000_00)) == 2_000_00


def test_repairs_800_gives_250():
    assert credit((REPAIRS, 800_00)) == 250_00


def test_gardening_6_200_gives_2_500():
    assert credit((GARDENING, 6_200_00)) == 2_500_00


def test_couple_with_one_child_cleaning_14_000_gives_6_750():
    assert credit((CLEANING, 14_000_00), household=Household(children=1)) == 6_750_00


def test_disability_card_25_000_gives_10_000():
    household = Household(children=2, disability=True)
    assert credit((CLEANING, 25_000_00), household=household) == 10_000_00


def test_paid_6_000_with_1_800_of_apa_gives_2_100():
    aids = [Aid(AidKind.APA, 1_800_00)]
    assert credit((PERSONAL_CARE, 6_000_00), aids=aids) == 2_100_00


def test_meal_delivery_900_alone_gives_0():
    assert credit((MEAL_DELIVERY, 900_00)) == 0
    assert credit((MEAL_DELIVERY, 900_00), (CLEANING, 100_00)) == 500_00


# Certificate


ISSUER = Issuer("CAE", "SAP123456789", date(2025, 1, 1))
DECEMBER = Invoice("F1", (Line("II-1", 200_00),), (Paid(date(2027, 1, 5), 200_00),))


def test_december_invoice_paid_5_january_counts_in_the_next_year():
    assert issue(2026, ISSUER, [DECEMBER]).certificate is None
    assert issue(2027, ISSUER, [DECEMBER]).certificate.paid_cents == 200_00


def test_organism_without_number_is_refused_with_the_reason():
    nameless = Issuer("CAE", None, None)
    result = issue(2027, nameless, [DECEMBER])
    assert result.certificate is None
    assert [item.code for item in result.refusals] == [
        "certificate.no_declaration_number",
        "certificate.no_declaration_date",
    ]
