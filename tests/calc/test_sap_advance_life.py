"""Immediate advance: person, statuses and guarantee."""

from dataclasses import replace
from datetime import date

import pytest
from sap_2026 import LADDER

from odoo.addons.oe_sap.calc.advance_guarantee import (
    BadLadder,
    Member,
    guarantee_due,
    member_refusals,
)
from odoo.addons.oe_sap.calc.advance_person import (
    BadCommune,
    Person,
    birth_place,
    is_iban,
    person_refusals,
)
from odoo.addons.oe_sap.calc.advance_status import (
    NEXT,
    BadTransition,
    Effect,
    State,
    Status,
    UnknownStatus,
    apply_status,
)

TODAY = date(2026, 3, 10)


# Person


PERSON = Person(
    title="2",
    birth_name="Martin",
    first_names="Anne",
    birth_date=date(1942, 3, 1),
    birth_country="99100",
    birth_commune="44109",
    mobile="+33 6 12 34 56 78",
    email="anne@example.com",
    commune="44109",
    postal_code="44000",
    way="Rue de la Paix",
    bic="ABCDFRPP",
    iban="FR76 3000 6000 0112 3456 7890 189",
    holder="Anne Martin",
)


def test_a_complete_person_may_be_enrolled():
    assert person_refusals(PERSON, TODAY) == ()
    abroad = replace(PERSON, birth_country="99109", birth_commune="")
    assert person_refusals(abroad, TODAY) == ()


@pytest.mark.parametrize(
    "field",
    [
        "title",
        "birth_name",
        "first_names",
        "birth_country",
        "birth_commune",
        "mobile",
        "email",
        "commune",
        "postal_code",
        "way",
        "bic",
        "iban",
        "holder",
    ],
)
def test_each_missing_field_of_a_person_is_named(field):
    (reason,) = person_refusals(replace(PERSON, **{field: ""}), TODAY)
    assert (reason.code, reason.get("mention")) == ("advance.missing", field)


def test_a_missing_birth_date_is_named():
    (reason,) = person_refusals(replace(PERSON, birth_date=None), TODAY)
    assert reason.get("mention") == "birth_date"


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("title", "3"),
        ("birth_date", date(2026, 3, 11)),
        ("birth_country", "France"),
        ("birth_commune", "4410"),
        ("mobile", "02 40 12 34 56"),
        ("email", "@example.com"),
        ("commune", "2C004"),
        ("postal_code", "4400"),
        ("way", "x" * 29),
        ("bic", "ABC"),
        ("iban", "FR7630006000011234567890188"),
    ],
)
def test_each_bad_field_of_a_person_is_named(field, value):
    (reason,) = person_refusals(replace(PERSON, **{field: value}), TODAY)
    assert (reason.code, reason.get("field")) == ("advance.bad_field", field)


@pytest.mark.parametrize("code", ["7728", "772881", "ABCDE", "", "2a004"])
def test_a_code_that_is_no_commune_is_refused(code):
    with pytest.raises(BadCommune):
        birth_place(code)


@pytest.mark.parametrize("text", ["", "FR76", "FR76é000600001123456789018"])
def test_what_is_no_iban(text):
    assert not is_iban(text)


# Statuses


def walk(*statuses):
    state, effects = State(), []
    for status in statuses:
        change = apply_status(state, status)
        state = change.state
        effects.extend(change.effects)
    return state, effects


def test_70_creates_the_payment_once_however_often_it_is_told():
    assert walk(10, 20, 30, 50, 70, 70, 70)[1] == [Effect.CREATE_PAYMENT]
    assert walk(70, 60, 70)[1] == [Effect.CREATE_PAYMENT]


def test_112_and_120_reverse_it_once():
    both = [Effect.CREATE_PAYMENT, Effect.REVERSE_PAYMENT]
    assert walk(70, 112, 112)[1] == both
    assert walk(70, 120)[1] == both
    assert walk(70, 60, 120, 120)[1] == both


def test_nothing_is_reversed_that_was_not_created():
    assert walk(20, 112)[1] == []
    assert walk(60, 120)[1] == []


def test_40_reopens_with_a_new_number():
    assert walk(20, 40, 40)[1] == [Effect.REOPEN_WITH_NEW_NUMBER]


@pytest.mark.parametrize("status", [110, 111])
def test_a_cancelled_request_moves_no_money(status):
    assert walk(20, status)[1] == []


@pytest.mark.parametrize(
    ("before", "told"), [(70, 10), (40, 70), (112, 70), (30, 40), (50, 20)]
)
def test_a_status_that_cannot_follow_is_refused(before, told):
    state, _ = walk(before)
    with pytest.raises(BadTransition) as caught:
        apply_status(state, told)
    assert caught.value.params == {"current": before, "status": told}


def test_an_unknown_status_is_refused():
    with pytest.raises(UnknownStatus):
        apply_status(State(), 99)


def test_every_status_has_its_followers():
    assert set(NEXT) == set(Status)


# Guarantee


@pytest.mark.parametrize(
    ("declared", "deposits", "due"),
    [
        (0, False, 0),
        (199_999_99, False, 0),
        (1, True, 15_000_00),
        (200_000_00, False, 15_000_00),
        (500_000_00, False, 20_000_00),
        (1_000_000_00, True, 50_000_00),
        (9_000_000_00, False, 150_000_00),
    ],
)
def test_guarantee_ladder(declared, deposits, due):
    assert guarantee_due(declared, deposits, LADDER) == due


@pytest.mark.parametrize("ladder", [(), ((2, 1), (1, 2)), ((1, 1), (1, 2))])
def test_a_ladder_out_of_order_is_refused(ladder):
    with pytest.raises(BadLadder):
        guarantee_due(1, True, ladder)


def test_a_member_in_breach_is_stopped_before_it_excludes_the_others():
    good = Member("CAE 44", 0, True, 15_000_00, date(2025, 3, 11))
    assert member_refusals(good, TODAY, LADDER) == ()
    found = member_refusals(replace(good, guarantee_cents=0), TODAY, LADDER)
    assert [item.code for item in found] == ["advance.guarantee"]
    old = replace(good, proofs_renewed_on=date(2025, 3, 10))
    assert [item.code for item in member_refusals(old, TODAY, LADDER)] == [
        "advance.proof_expired"
    ]
    none = replace(good, proofs_renewed_on=None)
    assert [item.code for item in member_refusals(none, TODAY, LADDER)] == [
        "advance.no_proof"
    ]


def test_fields_at_their_limit_are_good():
    edge = replace(PERSON, way="x" * 28, birth_date=TODAY, email="a@b")
    assert person_refusals(edge, TODAY) == ()
