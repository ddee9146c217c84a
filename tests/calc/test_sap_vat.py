"""Activities and VAT: each condition, met or missed."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from sap_2026 import (
    ACTIVITIES,
    CLEANING,
    DEPENDENT,
    GARDENING,
    LESSONS,
    PERSONAL_CARE,
    REPAIRS,
    SHOPPING_DELIVERY,
    TABLE,
    VAT,
)

from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_sap.calc.activity import (
    BadActivity,
    Beneficiary,
    Mode,
    Public,
    Regime,
    activity_from_row,
)
from odoo.addons.oe_sap.calc.vat import Seller, Service, decide

DAY = date(2026, 5, 10)
SELLER = Seller(date(2025, 1, 1))
REDUCED = Service(CLEANING, Mode.PRESTATAIRE, DAY)


def missed(service=REDUCED, seller=SELLER):
    return decide(service, seller, VAT).missed


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


def test_the_bundle_missed_with_something_else_is_the_standard_case():
    sold = Service(SHOPPING_DELIVERY, Mode.PRESTATAIRE, DAY, natural_person=False)
    assert decide(sold, SELLER, VAT).reason == "vat.standard"
    assert decide(replace(sold, natural_person=True), SELLER, VAT).reason == (
        "vat.outside_bundle"
    )


def test_remote_assistance_in_a_bundle_keeps_the_credit_and_not_the_rate():
    sold = Service(
        ACTIVITIES["II-16"], Mode.PRESTATAIRE, DAY, in_bundle=True, at_home=False
    )
    decision = decide(sold, SELLER, VAT)
    assert decision.tax_credit
    assert decision.missed == ("vat.listed",)
