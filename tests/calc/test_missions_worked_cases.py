"""Matching: the worked example, and each hard rule that refuses."""

from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from odoo.addons.oe_base.calc.competence import refusal
from odoo.addons.oe_missions.calc.score import (
    BadWeights,
    Candidate,
    Document,
    MissionFacts,
    Weights,
    rank,
    score,
)

TODAY = date(2026, 5, 4)


WEIGHTS = Weights(30, 20, 20, 15, 15)


MISSION = MissionFacts(company="CAE 44", today=TODAY)


ANN = Candidate(
    ref="Ann",
    soft_met=2,
    soft_total=4,
    distance_m=6_000,
    limit_m=20_000,
    slots_free=3,
    slots_wanted=3,
    minutes_held=12 * 60,
    minutes_wanted=30 * 60,
    knows_client=True,
)


def codes(found):
    return [item.code for item in found]


def test_the_example_of_the_page_is_0_73_with_its_five_sentences():
    result = score(MISSION, ANN, WEIGHTS)
    assert result.score == Fraction(73, 100)
    told = [part for part in result.parts if part.applies]
    assert [part.value for part in told] == [
        Fraction(1, 2),
        Fraction(7, 10),
        1,
        Fraction(6, 10),
        1,
    ]
    assert [(part.code, part.params) for part in told] == [
        ("score.competences", (("met", 2), ("total", 4))),
        ("score.distance", (("distance_m", 6_000), ("limit_m", 20_000))),
        ("score.availability", (("free", 3), ("wanted", 3))),
        ("score.load", (("held_minutes", 720), ("wanted_minutes", 1_800))),
        ("score.continuity", (("yes", True),)),
    ]
    shown = dict(zip((p.code for p in result.parts), result.points(), strict=True))
    assert [shown[part.code] for part in told] == [15, 14, 20, 9, 15]


def test_language_and_choice_apply_when_the_mission_asks_for_them():
    weights = replace(WEIGHTS, language=10, choice=40)
    asked = replace(MISSION, languages=frozenset({"lo", "fr"}), client_choice=True)
    speaks = replace(ANN, languages=frozenset({"fr", "en"}), chosen=True)
    result = score(asked, speaks, weights)
    assert result.score == (73 + 5 + 40) * Fraction(1, 150)
    assert score(MISSION, speaks, weights).score == Fraction(73, 100)


def test_an_unknown_distance_scores_0_and_does_not_refuse():
    result = rank(MISSION, [replace(ANN, distance_m=None)], WEIGHTS)
    assert result.ranked[0].score == Fraction(59, 100)


def test_without_limit_nor_wanted_hours():
    free = replace(ANN, limit_m=None, minutes_wanted=0)
    parts = {part.code: part.value for part in score(MISSION, free, WEIGHTS).parts}
    assert parts["score.distance"] == 1
    assert parts["score.load"] == 0


def test_more_hours_than_wanted_score_0_and_not_less():
    over = replace(ANN, minutes_held=3_000)
    parts = {part.code: part.value for part in score(MISSION, over, WEIGHTS).parts}
    assert parts["score.load"] == 0


@pytest.mark.parametrize("weights", [Weights(0, 0, 0, 0, 0), Weights(-1, 2, 2, 2, 2)])
def test_weights_that_weigh_nothing_are_refused(weights):
    with pytest.raises(BadWeights):
        score(MISSION, ANN, weights)


def test_ties_go_to_who_was_never_proposed_then_least_recently_then_in_order():
    twins = [
        replace(ANN, ref="late", last_proposed=date(2026, 5, 1)),
        replace(ANN, ref="early", last_proposed=date(2026, 4, 1)),
        replace(ANN, ref="never 1"),
        replace(ANN, ref="never 2"),
    ]
    result = rank(MISSION, twins, WEIGHTS)
    assert [item.ref for item in result.ranked] == [
        "never 1",
        "never 2",
        "early",
        "late",
    ]


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"distance_m": 20_001}, "score.too_far"),
        ({"conflict_of_interest": True}, "score.conflict_of_interest"),
        (
            {"documents": (Document("insurance", date(2026, 5, 3)),)},
            "score.document_expired",
        ),
        ({"gate": (refusal("competence.expired"),)}, "competence.expired"),
        ({"other": (refusal("mission.rest"),)}, "mission.rest"),
    ],
)
def test_a_hard_rule_refuses_and_is_listed(changes, code):
    result = rank(MISSION, [replace(ANN, **changes)], WEIGHTS)
    assert result.ranked == ()
    assert result.refused[0].ref == "Ann"
    assert codes(result.refused[0].refusals) == [code]


def test_a_document_is_valid_on_its_last_day_and_an_optional_one_never_blocks():
    documents = (
        Document("insurance", TODAY),
        Document("diploma", None),
        Document("photo", date(2020, 1, 1), compulsory=False),
    )
    assert rank(MISSION, [replace(ANN, documents=documents)], WEIGHTS).ranked


def test_a_sap_visit_needs_a_contract_in_the_selling_cae():
    sap = replace(MISSION, own_contract_needed=True)
    elsewhere = replace(ANN, companies=frozenset({"CAE 85"}))
    found = rank(sap, [elsewhere], WEIGHTS).refused[0].refusals
    assert codes(found) == ["score.no_contract"]
    both = replace(ANN, companies=frozenset({"CAE 85", "CAE 44"}))
    assert rank(sap, [both], WEIGHTS).ranked


def test_the_limit_itself_is_not_too_far_and_scores_0():
    (found,) = rank(MISSION, [replace(ANN, distance_m=20_000)], WEIGHTS).ranked
    assert found.score == Fraction(59, 100)
