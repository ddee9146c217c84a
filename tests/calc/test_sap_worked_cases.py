"""Worked cases of the home-services page, each under its own name (§ 7 and § 5)."""

from datetime import date
from fractions import Fraction

import pytest
from sap_2026 import (
    ACTIVITIES,
    ADVANCE,
    CHILD_CARE_OVER_3,
    CHILD_CARE_UNDER_3,
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

from odoo.addons.oe_sap.calc.activity import Beneficiary, Mode, Regime
from odoo.addons.oe_sap.calc.advance import (
    AdvanceLine,
    AdvanceRequest,
    ClientFacts,
    Unit,
    batches,
    preflight,
    settlement,
)
from odoo.addons.oe_sap.calc.advance_person import birth_place
from odoo.addons.oe_sap.calc.certificate import Issuer, issue
from odoo.addons.oe_sap.calc.credit import (
    Aid,
    AidKind,
    Household,
    Payment,
    tax_credit,
)
from odoo.addons.oe_sap.calc.paid import Invoice, Line, Payment as Paid
from odoo.addons.oe_sap.calc.rights import (
    Authorization,
    Company,
    Sale,
    agrement_period,
    declaration_number,
    renewal_due,
    sale_refusals,
)
from odoo.addons.oe_sap.calc.vat import Seller, Service, decide
from odoo.addons.oe_sap.calc.visits import visit_refusals

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


# Immediate advance

TODAY = date(2026, 3, 31)
CLIENT = ClientFacts(activated_on=date(2026, 1, 1))


def request(cents=200_00, **changes):
    net = cents * 10 // 11
    line = AdvanceLine(
        "60", Fraction(1), Unit.HOUR, cents, cents, net, cents - net, "42"
    )
    facts = {
        "provider_id": "1",
        "client_id": "2",
        "client_birth_date": date(1950, 1, 1),
        "invoice_number": "F1",
        "invoice_date": date(2026, 3, 5),
        "start": date(2026, 2, 1),
        "end": date(2026, 2, 28),
        "included_cents": cents,
        "excluded_cents": net,
        "lines": (line,),
        **changes,
    }
    return AdvanceRequest(**facts)


def refused(**changes):
    return [item.code for item in preflight(request(**changes), CLIENT, TODAY, ADVANCE)]


def test_request_of_200_debits_the_client_100_and_the_provider_gets_200():
    assert refused() == []
    result = settlement(200_00, ADVANCE)
    assert (result.client_debit_cents, result.provider_cents) == (100_00, 200_00)


def test_100_with_a_deposit_of_60_is_refused():
    facts = {"cents": 100_00, "deposit_date": date(2026, 2, 1)}
    assert refused(deposit_cents=60_00, **facts) == ["advance.deposit"]
    assert refused(deposit_cents=50_00, **facts) == []


def test_period_from_28_february_to_3_march_is_refused():
    changes = {"start": date(2026, 2, 28), "end": date(2026, 3, 3)}
    assert refused(**changes) == ["advance.several_months"]


def test_23_requests_polled_make_3_calls():
    groups = batches(range(23))
    assert [len(group) for group in groups] == [10, 10, 3]
    assert batches([]) == ()


@pytest.mark.parametrize(
    ("commune", "department", "rest"),
    [("77288", "077", "288"), ("2A004", "02A", "004"), ("97209", "972", "009")],
)
def test_birth_place_codes(commune, department, rest):
    place = birth_place(commune)
    assert (place.country, place.department, place.commune) == (
        "99100",
        department,
        rest,
    )


# Who may sell what (§ 5)

DECLARED = Company(date(2025, 1, 1))


def sale(activity, **facts):
    facts.setdefault("mode", Mode.PRESTATAIRE)
    return Sale(activity, day=MAY_10, department="44", **facts)


def reasons(activity, company=DECLARED, **facts):
    return [item.code for item in sale_refusals(company, sale(activity, **facts))]


def test_declaration_number_is_sap_and_the_siren():
    assert declaration_number("123 456 789") == "SAP123456789"


def test_agrement_that_ends_on_30_june_2027_is_renewed_by_30_march_2027():
    period = agrement_period(date(2022, 7, 1))
    assert period.end == date(2027, 7, 1)
    assert renewal_due(period) == date(2027, 3, 30)


def test_small_repairs_of_2_h_15_are_refused_and_2_h_are_fine():
    (reason,) = visit_refusals(REPAIRS, 135)
    assert reason.code == "visit.too_long"
    assert reason.get("limit_minutes") == 120
    assert visit_refusals(REPAIRS, 120) == ()
    assert visit_refusals(CLEANING, 480) == ()


def test_child_of_2_without_agrement_is_refused_and_of_4_is_fine():
    two, four = Beneficiary(child_age=2), Beneficiary(child_age=4)
    assert reasons(CHILD_CARE_UNDER_3, beneficiary=two) == ["rights.agrement_missing"]
    assert reasons(CHILD_CARE_OVER_3, beneficiary=four) == []
    assert reasons(CHILD_CARE_OVER_3, beneficiary=two) == ["rights.public"]


def test_child_of_2_with_an_agrement_of_another_departement_is_refused():
    held = Authorization(
        Regime.AGREMENT,
        frozenset({"85"}),
        frozenset({Mode.PRESTATAIRE}),
        agrement_period(date(2024, 1, 1)),
    )
    company = Company(date(2025, 1, 1), (held,))
    two = Beneficiary(child_age=2)
    assert reasons(CHILD_CARE_UNDER_3, company, beneficiary=two) == [
        "rights.agrement_department"
    ]


def test_dependent_person_in_prestataire_without_autorisation_is_refused():
    assert reasons(PERSONAL_CARE, beneficiary=DEPENDENT) == [
        "rights.autorisation_missing"
    ]


@pytest.mark.parametrize("code", ["II-6", "II-12"])
def test_ii_6_and_ii_12_are_for_dependent_persons_only(code):
    assert reasons(ACTIVITIES[code]) == ["rights.public"]
    assert reasons(ACTIVITIES[code], beneficiary=DEPENDENT) == []


def test_a_company_as_client_is_not_a_home_service():
    assert reasons(CLEANING, natural_person=False) == ["rights.not_natural_person"]


def test_lessons_by_video_are_not_a_home_service():
    assert reasons(LESSONS, by_video=True) == ["rights.by_video"]
