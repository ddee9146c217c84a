"""Who may sell what, exclusive activity, and the length of a visit."""

from dataclasses import replace
from datetime import date

import pytest
from sap_2026 import (
    CHILD_CARE_UNDER_3,
    CLEANING,
    DEPENDENT,
    EXCLUSIVITY,
    PERSONAL_CARE,
    SHOPPING_DELIVERY,
)

from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_sap.calc.activity import (
    Beneficiary,
    Mode,
    Regime,
)
from odoo.addons.oe_sap.calc.exclusivity import (
    ExclusivityState,
    Turnover,
    exclusivity,
)
from odoo.addons.oe_sap.calc.rights import (
    Authorization,
    BadSiren,
    Company,
    Sale,
    declaration_number,
    price_increase_refusal,
    sale_refusals,
)
from odoo.addons.oe_sap.calc.visits import (
    BadMinutes,
    PricedPart,
    Visit,
    eligible_cents,
    recap,
    visit_refusals,
)

DAY = date(2026, 5, 10)


def codes(found):
    return [item.code for item in found]


def held(**changes):
    facts = {
        "regime": Regime.AGREMENT,
        "departments": frozenset({"44"}),
        "modes": frozenset({Mode.PRESTATAIRE}),
        "period": Period(date(2022, 7, 1), date(2027, 7, 1)),
        **changes,
    }
    return Company(None, (Authorization(**facts),))


CHILD_SALE = Sale(
    CHILD_CARE_UNDER_3, Mode.PRESTATAIRE, DAY, "44", Beneficiary(child_age=2)
)


def test_a_fitting_agrement_is_enough():
    assert sale_refusals(held(), CHILD_SALE) == ()
    fitting = held(activity_codes=frozenset({"I-1"}))
    assert sale_refusals(fitting, CHILD_SALE) == ()


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"regime": Regime.AUTORISATION}, "rights.agrement_missing"),
        ({"activity_codes": frozenset({"I-2"})}, "rights.agrement_activity"),
        ({"modes": frozenset({Mode.MANDATAIRE})}, "rights.agrement_mode"),
        ({"departments": frozenset({"49"})}, "rights.agrement_department"),
        (
            {"period": Period(date(2020, 1, 1), date(2025, 1, 1))},
            "rights.agrement_date",
        ),
        ({"period": Period(date(2027, 1, 1))}, "rights.agrement_date"),
    ],
)
def test_each_way_an_agrement_does_not_fit(changes, code):
    (reason,) = sale_refusals(held(**changes), CHILD_SALE)
    assert reason.code == code


def test_an_expired_agrement_tells_its_last_day():
    company = held(period=Period(date(2020, 1, 1), date(2025, 1, 1)))
    (reason,) = sale_refusals(company, CHILD_SALE)
    assert reason.get("ended_on") == date(2024, 12, 31)
    on_the_day = held(period=Period(date(2020, 1, 1), DAY))
    (reason,) = sale_refusals(on_the_day, CHILD_SALE)
    assert reason.get("ended_on") == date(2026, 5, 9)
    later = held(period=Period(date(2027, 1, 1), date(2032, 1, 1)))
    assert sale_refusals(later, CHILD_SALE)[0].get("ended_on") is None


def test_dependent_care_is_authorised_by_an_autorisation():
    sale = Sale(PERSONAL_CARE, Mode.PRESTATAIRE, DAY, "44", DEPENDENT)
    assert sale_refusals(held(regime=Regime.AUTORISATION), sale) == ()
    assert codes(sale_refusals(held(), sale)) == ["rights.autorisation_missing"]
    mandate = replace(sale, mode=Mode.MANDATAIRE)
    fitting = held(modes=frozenset({Mode.MANDATAIRE}))
    assert sale_refusals(fitting, mandate) == ()


@pytest.mark.parametrize("declared", [None, date(2026, 5, 11)])
def test_a_company_not_declared_on_the_day_is_refused(declared):
    sale = Sale(CLEANING, Mode.PRESTATAIRE, DAY, "44")
    assert codes(sale_refusals(Company(declared), sale)) == ["rights.not_declared"]
    assert sale_refusals(Company(DAY), sale) == ()


def test_away_from_home_is_refused_unless_in_the_bundle():
    company = Company(date(2025, 1, 1))
    sale = Sale(SHOPPING_DELIVERY, Mode.PRESTATAIRE, DAY, "44", at_home=False)
    assert codes(sale_refusals(company, sale)) == ["rights.not_at_home"]
    assert sale_refusals(company, replace(sale, in_bundle=True)) == ()


@pytest.mark.parametrize("siren", ["12345678", "12345678A", "", "١٢٣٤٥٦٧٨٩"])
def test_a_siren_of_another_form_is_refused(siren):
    with pytest.raises(BadSiren):
        declaration_number(siren)


def test_price_rise_of_an_authorised_service_is_capped():
    assert price_increase_refusal(100_00, 104_00, percent(4)) is None
    assert price_increase_refusal(0, 104_00, percent(4)) is None
    assert price_increase_refusal(100_00, 104_01, percent(4)).code == (
        "rights.price_rise"
    )


# Exclusivity


def monitor(employees, previous, current):
    return exclusivity(employees, Turnover(*previous), Turnover(*current), EXCLUSIVITY)


def test_a_company_that_sells_nothing_else_is_exclusive():
    result = monitor(50, (100, 60), (100, 0))
    assert result.state is ExclusivityState.EXCLUSIVE
    assert not result.dispensed
    assert result.findings == ()


def test_both_tests_are_needed_for_the_dispensation():
    assert monitor(10, (70, 30), (70, 30)).state is ExclusivityState.DISPENSED
    large = monitor(11, (70, 30), (70, 30))
    assert large.state is ExclusivityState.BREACH
    assert not large.dispensed and large.share_met
    assert codes(large.findings) == ["exclusivity.employees"]
    mixed = monitor(10, (69, 31), (70, 30))
    assert mixed.state is ExclusivityState.BREACH
    assert codes(mixed.findings) == ["exclusivity.previous_share"]


def test_the_monitor_warns_before_the_year_ends():
    result = monitor(10, (70, 30), (700_00, 301_00))
    assert result.state is ExclusivityState.AT_RISK
    assert codes(result.findings) == ["exclusivity.current_share"]
    assert result.room_cents == -1_00
    assert monitor(10, (70, 30), (700_00, 200_00)).room_cents == 100_00


def test_a_new_company_has_no_share_yet():
    result = monitor(3, (0, 0), (100, 10))
    assert result.previous_share == 0
    assert result.state is ExclusivityState.DISPENSED


# Visits


def test_a_visit_without_time_is_refused():
    assert codes(visit_refusals(CLEANING, 0)) == ["visit.no_time"]
    with pytest.raises(BadMinutes):
        Visit(DAY, "A", "1", 0)


def test_food_is_not_eligible_and_the_hours_are():
    assert eligible_cents([PricedPart(40_00), PricedPart(25_00, food=True)]) == 40_00


def test_recap_adds_the_visits_of_a_worker():
    visits = [
        Visit(DAY, "B", "2", 60),
        Visit(DAY, "A", "1", 30),
        Visit(DAY, "A", "1", 45),
    ]
    first, second = recap(visits)
    assert (first.worker, first.visits, first.minutes) == ("A", 2, 75)
    assert second.minutes == 60
