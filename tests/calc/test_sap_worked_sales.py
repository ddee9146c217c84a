"""Worked cases of the home-services page: advance (§ 7), who may sell what (§ 5)."""

from datetime import date
from fractions import Fraction

import pytest
from sap_2026 import (
    ACTIVITIES,
    ADVANCE,
    CHILD_CARE_OVER_3,
    CHILD_CARE_UNDER_3,
    CLEANING,
    DEPENDENT,
    LESSONS,
    PERSONAL_CARE,
    REPAIRS,
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
from odoo.addons.oe_sap.calc.rights import (
    Authorization,
    Company,
    Sale,
    agrement_period,
    declaration_number,
    renewal_due,
    sale_refusals,
)
from odoo.addons.oe_sap.calc.visits import visit_refusals

MAY_10 = date(2026, 5, 10)


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
