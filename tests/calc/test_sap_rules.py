"""VAT, credit, rights and exclusivity: each condition and each refusal."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sap_2026 import (
    ACTIVITIES,
    CHILD_CARE_UNDER_3,
    CLEANING,
    COMPUTER_HELP,
    CREDIT,
    DEPENDENT,
    EXCLUSIVITY,
    GARDENING,
    LESSONS,
    MEAL_DELIVERY,
    PERSONAL_CARE,
    REPAIRS,
    SHOPPING_DELIVERY,
    TABLE,
    VAT,
)

from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_base.calc.period import Period
from odoo.addons.oe_sap.calc.activity import (
    BadActivity,
    Beneficiary,
    Mode,
    Public,
    Regime,
    activity_from_row,
)
from odoo.addons.oe_sap.calc.credit import (
    Aid,
    AidKind,
    Household,
    NegativeAid,
    Payment,
    ceiling,
    tax_credit,
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
from odoo.addons.oe_sap.calc.vat import Seller, Service, decide
from odoo.addons.oe_sap.calc.visits import (
    BadMinutes,
    PricedPart,
    Visit,
    eligible_cents,
    recap,
    visit_refusals,
)

DAY = date(2026, 5, 10)
SELLER = Seller(date(2025, 1, 1))
REDUCED = Service(CLEANING, Mode.PRESTATAIRE, DAY)


def missed(service=REDUCED, seller=SELLER):
    return decide(service, seller, VAT).missed


# Activities


def test_the_26_activities_are_read():
    assert len(ACTIVITIES) == 26
    assert REPAIRS.cap_cents == 500_00 and REPAIRS.max_minutes == 120
    assert PERSONAL_CARE.vat_rate == Fraction(55, 1000)
    assert PERSONAL_CARE.regime(Mode.PRESTATAIRE) is Regime.AUTORISATION
    assert PERSONAL_CARE.regime(Mode.MISE_A_DISPOSITION) is Regime.AGREMENT


@pytest.mark.parametrize(
    ("field", "text"),
    [
        ("public", "martian"),
        ("vat_rate", "ten"),
        ("offre_globale_vat", ""),
        ("cap_eur_per_year", "x"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_field(field, text):
    with pytest.raises(BadActivity) as caught:
        activity_from_row({**TABLE[0], field: text})
    assert caught.value.params == {"code": "I-1", "field": field}


def test_a_row_without_code_is_refused():
    with pytest.raises(BadActivity):
        activity_from_row({})


@pytest.mark.parametrize(
    ("age", "disabled", "under", "over"),
    [
        (2, False, True, False),
        (3, False, False, True),
        (17, False, False, True),
        (18, False, False, False),
        (10, True, True, False),
        (18, True, False, False),
        (None, False, False, False),
    ],
)
def test_ages_of_the_child_care_publics(age, disabled, under, over):
    child = Beneficiary(child_age=age, disabled=disabled)
    assert child.belongs_to(Public.CHILD_UNDER_3) is under
    assert child.belongs_to(Public.CHILD_3_AND_OVER) is over


# VAT


def test_every_condition_is_told_when_all_are_met():
    decision = decide(REDUCED, SELLER, VAT)
    assert decision.reason == "vat.reduced"
    assert decision.article == "86 II 1°"
    assert decision.tax_credit
    assert [item.code for item in decision.conditions] == [
        "vat.listed",
        "vat.prestataire",
        "vat.declared",
        "vat.exclusive_or_dispensed",
        "vat.natural_person",
        "vat.at_home",
        "vat.public",
        "vat.bundle",
    ]


@pytest.mark.parametrize(
    ("change", "code", "credit"),
    [
        ({"activity": GARDENING}, "vat.listed", True),
        ({"mode": Mode.MANDATAIRE}, "vat.prestataire", True),
        ({"natural_person": False}, "vat.natural_person", False),
        ({"at_home": False}, "vat.at_home", False),
        ({"activity": ACTIVITIES["II-6"]}, "vat.public", False),
        ({"activity": LESSONS}, "vat.school_support", True),
    ],
)
def test_one_missed_condition_is_named_and_gives_the_standard_rate(
    change, code, credit
):
    decision = decide(replace(REDUCED, **change), SELLER, VAT)
    assert decision.missed == (code,)
    assert (decision.rate, decision.article) == (percent(20), "CGI 278")
    assert decision.reason == "vat.standard"
    assert decision.tax_credit is credit


@pytest.mark.parametrize(
    ("seller", "code"),
    [
        (Seller(None), "vat.declared"),
        (Seller(date(2026, 5, 11)), "vat.declared"),
        (replace(SELLER, exclusive=False), "vat.exclusive_or_dispensed"),
    ],
)
def test_conditions_of_the_seller(seller, code):
    assert missed(seller=seller) == (code,)


def test_a_dispensed_company_keeps_the_reduced_rate():
    assert missed(seller=replace(SELLER, exclusive=False, dispensed=True)) == ()


def test_franchise_is_0_with_its_article_and_keeps_the_credit():
    decision = decide(REDUCED, replace(SELLER, franchise=True), VAT)
    assert (decision.rate, decision.article) == (0, "CGI 293 B")
    assert decision.reason == "vat.franchise"
    assert decision.tax_credit
    assert decision.vat_cents(100_00) == 0


def test_in_a_bundle_what_is_done_away_from_home_keeps_its_rate():
    away = Service(
        ACTIVITIES["I-5"],
        Mode.PRESTATAIRE,
        DAY,
        in_bundle=True,
        at_home=False,
        beneficiary=DEPENDENT,
    )
    assert decide(away, SELLER, VAT).rate == Fraction(55, 1000)
    assert missed(replace(away, in_bundle=False)) == ("vat.at_home", "vat.bundle")


def test_a_bundle_activity_alone_has_no_credit_mention():
    alone = Service(SHOPPING_DELIVERY, Mode.PRESTATAIRE, DAY)
    assert not decide(alone, SELLER, VAT).tax_credit
    assert decide(replace(alone, in_bundle=True), SELLER, VAT).tax_credit


# Tax credit


def year_of(*payments, aids=(), household=None):
    return tax_credit(2026, payments, aids, household or Household(), CREDIT)


def paid(activity, cents, day=DAY, cash=False):
    return Payment(day, activity, cents, cash)


def codes(found):
    return [item.code for item in found]


@pytest.mark.parametrize(
    ("household", "cents"),
    [
        (Household(), 12_000_00),
        (Household(children=1), 13_500_00),
        (Household(shared_children=1), 12_750_00),
        (Household(seniors=2), 15_000_00),
        (Household(children=5), 15_000_00),
        (Household(disability=True), 20_000_00),
        (Household(children=3, disability=True), 20_000_00),
    ],
)
def test_ceilings(household, cents):
    assert ceiling(household, CREDIT) == cents


def test_cash_never_counts_and_is_told():
    result = year_of(paid(CLEANING, 100_00), paid(CLEANING, 50_00, cash=True))
    assert result.credit_cents == 50_00
    assert codes(result.warnings) == ["credit.cash"]
    assert result.meters[0].cash_cents == 50_00


def test_work_paid_in_cash_does_not_open_the_bundle():
    result = year_of(paid(MEAL_DELIVERY, 900_00), paid(CLEANING, 100_00, cash=True))
    assert result.credit_cents == 0
    assert "credit.bundle_missing" in codes(result.warnings)


def test_at_home_work_of_another_year_does_not_open_the_bundle():
    earlier = paid(CLEANING, 100_00, day=date(2025, 12, 31))
    assert year_of(paid(MEAL_DELIVERY, 900_00), earlier).credit_cents == 0


def test_computer_help_is_capped_at_3_000():
    result = year_of(paid(COMPUTER_HELP, 4_000_00))
    assert result.credit_cents == 1_500_00
    assert codes(result.warnings) == ["credit.cap_reached"]
    assert result.meters[0].left_cents == 0
    assert result.left_cents == 9_000_00


def test_the_aid_comes_off_before_the_cap():
    aids = [Aid(AidKind.OTHER, 400_00, "II-3")]
    result = year_of(paid(REPAIRS, 800_00), aids=aids)
    assert result.meters[0].counted_cents == 400_00


def test_an_aid_for_one_activity_leaves_the_others_alone():
    aids = [Aid(AidKind.PCH, 900_00, "I-3")]
    result = year_of(paid(CLEANING, 1_000_00), paid(PERSONAL_CARE, 500_00), aids=aids)
    assert [item.counted_cents for item in result.meters] == [0, 1_000_00]


def test_an_aid_for_one_activity_comes_before_a_general_one():
    aids = [Aid(AidKind.CMG, 1_000_00), Aid(AidKind.APA, 800_00, "I-3")]
    result = year_of(paid(CLEANING, 1_000_00), paid(PERSONAL_CARE, 1_000_00), aids=aids)
    assert result.used_cents == 200_00


def test_aids_above_what_was_paid_give_0():
    result = year_of(paid(CLEANING, 100_00), aids=[Aid(AidKind.APA, 900_00)])
    assert result.credit_cents == 0
    assert year_of(aids=[Aid(AidKind.APA, 900_00)]).credit_cents == 0


def test_employer_aid_above_its_maximum_is_told_and_deducted():
    aids = [Aid(AidKind.CESU_EMPLOYER, 2_000_00)]
    result = year_of(paid(CLEANING, 3_000_00), aids=aids)
    assert codes(result.warnings) == ["credit.employer_aid"]
    assert result.credit_cents == 500_00


def test_a_negative_aid_is_refused():
    with pytest.raises(NegativeAid):
        year_of(paid(CLEANING, 100_00), aids=[Aid(AidKind.APA, -1)])


def test_refunds_lower_what_counts_and_never_below_0():
    assert year_of(paid(CLEANING, 300_00), paid(CLEANING, -100_00)).used_cents == 200_00
    assert year_of(paid(CLEANING, -100_00)).used_cents == 0


def test_the_ceiling_is_told_and_the_steps_end_with_the_credit():
    result = year_of(paid(CLEANING, 14_000_00))
    assert codes(result.warnings) == ["credit.ceiling_reached"]
    assert result.steps[-1].amount_cents == result.credit_cents == 6_000_00


# Rights


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
