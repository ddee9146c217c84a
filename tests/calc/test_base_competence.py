"""Savoir-agir: levels, limiting axis, and the gate over a whole mission."""

from datetime import date, timedelta

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.competence import (
    Answer,
    Assessment,
    Axis,
    BadLevel,
    EmptyMission,
    Judgement,
    Requirement,
    gate,
    training_gap,
)
from odoo.addons.oe_base.calc.period import Period

DECEMBER = Period(date(2026, 12, 1), date(2027, 1, 1))
TUTOR_3 = Requirement("tutor", 3)


def assessed(level, start, end=None, name="tutor"):
    return Assessment(name, Judgement(level, level, level), Period(start, end))


def codes(result):
    return [item.code for item in result.refusals]


def test_s3_v4_p1_is_level_1_limited_by_means_without_training_need():
    judged = Judgement(savoir=3, vouloir=4, pouvoir=1)
    assert (judged.level, judged.limiting) == (1, Axis.POUVOIR)
    assert judged.answer is Answer.MEANS
    assert training_gap(3, judged) == 0


def test_s1_v4_p4_with_3_required_is_a_need_of_gap_2():
    judged = Judgement(savoir=1, vouloir=4, pouvoir=4)
    assert judged.answer is Answer.NEED
    assert training_gap(3, judged) == 2
    assert training_gap(1, judged) == 0


def test_limiting_will_asks_for_an_interview():
    assert Judgement(3, 1, 2).answer is Answer.INTERVIEW
    assert training_gap(4, Judgement(3, 1, 2)) == 0


@pytest.mark.parametrize(
    ("axes", "limiting"),
    [
        ((2, 2, 2), Axis.POUVOIR),
        ((1, 1, 3), Axis.VOULOIR),
        ((1, 3, 1), Axis.POUVOIR),
        ((3, 1, 1), Axis.POUVOIR),
    ],
)
def test_a_tie_goes_to_pouvoir_then_vouloir_then_savoir(axes, limiting):
    assert Judgement(*axes).limiting is limiting


@pytest.mark.parametrize("value", [-1, 5, True, "3"])
def test_an_axis_outside_0_to_4_is_refused(value):
    with pytest.raises(BadLevel):
        Judgement(value, 2, 2)
    with pytest.raises(BadLevel):
        Requirement("tutor", value)


def test_december_mission_with_a_tutor_valid_until_15_december_is_refused():
    valid = assessed(3, date(2025, 1, 1), date(2026, 12, 16))
    result = gate([TUTOR_3], [valid], DECEMBER)
    assert not result.passed
    (reason,) = result.refusals
    assert reason.code == "competence.expires_before_end"
    assert reason.get("expires_on") == date(2026, 12, 15)
    assert reason.get("mission_last_day") == date(2026, 12, 31)
    assert reason.get("required") == 3


def test_valid_until_the_last_day_of_the_mission_passes():
    valid = assessed(3, date(2025, 1, 1), date(2027, 1, 1))
    assert gate([TUTOR_3], [valid], DECEMBER).passed


def test_two_assessments_that_touch_cover_the_mission():
    first = assessed(3, date(2025, 1, 1), date(2026, 12, 16))
    second = assessed(4, date(2026, 12, 16))
    assert gate([TUTOR_3], [second, first], DECEMBER).passed


def test_an_open_mission_asks_for_an_open_validity():
    mission = Period(date(2026, 12, 1))
    ends = assessed(4, date(2026, 1, 1), date(2030, 1, 1))
    result = gate([TUTOR_3], [ends], mission)
    assert codes(result) == ["competence.expires_before_end"]
    assert result.refusals[0].get("mission_last_day") is None
    assert gate([TUTOR_3], [assessed(4, date(2026, 1, 1))], mission).passed


def test_a_level_too_low_tells_the_level_and_its_answer():
    judged = Judgement(savoir=2, vouloir=4, pouvoir=4)
    low = Assessment("tutor", judged, Period(date(2026, 1, 1)))
    (reason,) = gate([TUTOR_3], [low], DECEMBER).refusals
    assert reason.code == "competence.level_too_low"
    assert reason.get("level") == 2
    assert reason.get("limiting") == "savoir"
    assert reason.get("answer") == "need"


def test_a_lower_assessment_during_the_mission_refuses_from_its_day():
    high = assessed(4, date(2026, 1, 1))
    low = assessed(1, date(2026, 12, 10), date(2026, 12, 12))
    (reason,) = gate([TUTOR_3], [high, low], DECEMBER).refusals
    assert reason.code == "competence.level_too_low"
    assert reason.get("from_day") == date(2026, 12, 10)


def test_an_assessment_that_ended_does_not_bring_back_the_one_it_replaced():
    high = assessed(4, date(2026, 1, 1))
    low = assessed(1, date(2026, 6, 1), date(2026, 7, 1))
    (reason,) = gate([TUTOR_3], [high, low], DECEMBER).refusals
    assert reason.code == "competence.expired"
    assert reason.get("expired_on") == date(2026, 6, 30)


def test_never_assessed_expired_and_not_yet_valid_have_their_own_reason():
    assert codes(gate([TUTOR_3], [], DECEMBER)) == ["competence.not_assessed"]
    expired = assessed(4, date(2024, 1, 1), date(2026, 1, 1))
    assert codes(gate([TUTOR_3], [expired], DECEMBER)) == ["competence.expired"]
    later = assessed(4, date(2026, 12, 5))
    result = gate([TUTOR_3], [later], DECEMBER)
    assert codes(result) == ["competence.not_yet_valid"]
    assert result.refusals[0].get("valid_from") == date(2026, 12, 5)


def test_of_two_assessments_of_one_day_the_last_given_holds():
    day = date(2026, 1, 1)
    result = gate([TUTOR_3], [assessed(1, day), assessed(3, day)], DECEMBER)
    assert result.passed


def test_soft_requirements_count_and_never_refuse():
    day = date(2026, 1, 1)
    requirements = [
        Requirement("cooking", 2, hard=False),
        Requirement("garden", 2, hard=False),
        TUTOR_3,
    ]
    held = [assessed(3, day), assessed(2, day, name="cooking")]
    result = gate(requirements, held, DECEMBER)
    assert result.passed
    assert (result.soft_met, result.soft_total) == (1, 2)
    assert result.soft_unmet[0].get("competence") == "garden"


def test_an_empty_mission_is_refused_rather_than_waved_through():
    with pytest.raises(EmptyMission):
        gate([TUTOR_3], [], Period(date(2026, 1, 1), date(2026, 1, 1)))


levels = st.integers(0, 4)
days = st.integers(0, 40).map(lambda n: date(2026, 1, 1) + timedelta(days=n))


@st.composite
def assessments(draw):
    start = draw(days)
    length = draw(st.none() | st.integers(1, 20))
    end = None if length is None else start + timedelta(days=length)
    return assessed(draw(levels), start, end)


@given(st.lists(assessments(), max_size=5), levels, days, st.integers(1, 20))
def test_the_gate_agrees_with_a_check_of_each_day(held, minimum, start, length):
    mission = Period(start, start + timedelta(days=length))

    def met(day):
        started = [item for item in held if item.validity.start <= day]
        if not started:
            return False
        last = sorted(started, key=lambda item: item.validity.start)[-1]
        return last.validity.contains(day) and last.judgement.level >= minimum

    expected = all(met(start + timedelta(days=n)) for n in range(length))
    assert gate([Requirement("tutor", minimum)], held, mission).passed is expected
