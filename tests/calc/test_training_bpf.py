"""Bilan pédagogique et financier, and training needs."""

from dataclasses import replace

import pytest

from odoo.addons.oe_base.calc.competence import Judgement
from odoo.addons.oe_training.calc.bpf import (
    Contradiction,
    Given,
    Product,
    Realised,
    Row,
    coherence_refusals,
    products_frame,
    trainee_frames,
    trainer_rows,
)
from odoo.addons.oe_training.calc.need import OpenRequirement, training_needs


def codes(found):
    return [item.code for item in found]


def test_a_person_with_two_actions_is_2_trainees_and_10_5_h():
    frames = trainee_frames(
        [
            Realised("Ann", "A", 420, "employee", "other", "333"),
            Realised("Ann", "B", 210, "employee", "other", "312"),
        ]
    )
    assert (frames.f1.trainees, frames.f1.minutes) == (2, 630)
    assert frames.f4.rows == (Row("333", 1, 420), Row("312", 1, 210))
    assert frames.f1.hours() == (11,)
    assert sum(frames.f4.hours()) == sum(frames.f3.hours()) == 11


def realised(who=1, action="A", minutes=60, **changes):
    facts = {"status": "employee", "goal": "other", "speciality": "333", **changes}
    return Realised(who, action, minutes, **facts)


def test_slots_of_one_action_are_one_trainee_and_0_hours_none():
    frames = trainee_frames([realised(), realised(), realised(2, minutes=0)])
    assert (frames.f1.trainees, frames.f1.minutes) == (1, 120)
    assert trainee_frames([]).f1.hours() == ()


def test_entrusted_to_others_is_inside_f_and_entrusted_to_us_only_in_g():
    frames = trainee_frames(
        [
            realised(1, entrusted_to_others=True),
            realised(2, entrusted_to_us=True),
            realised(3),
        ]
    )
    assert frames.f1.trainees == frames.f3.trainees == frames.f4.trainees == 2
    assert frames.f2 == Row("F-2", 1, 60)
    assert frames.g == Row("G", 1, 60)


def test_internal_training_and_practice_exchange_are_not_counted():
    assert trainee_frames([realised(counted=False)]).f1.trainees == 0


def test_five_specialities_at_most_and_the_others_together():
    records = [realised(n, minutes=60 * (n + 1), speciality=str(n)) for n in range(7)]
    frame = trainee_frames(records).f4
    assert [row.code for row in frame.rows] == ["6", "5", "4", "3", "2", "others"]
    assert frame.rows[-1] == Row("others", 2, 180)


@pytest.mark.parametrize("field", ["status", "goal", "speciality"])
def test_one_trainee_and_action_with_two_values_is_refused(field):
    with pytest.raises(Contradiction) as caught:
        trainee_frames([realised(), realised(**{field: "x"})])
    assert caught.value.params["field"] == field


LINES = ("1", "2a", "9", "10", "11")


def test_what_is_not_allocated_blocks():
    frame = products_frame(
        [
            Product("F1", 100_00, "1"),
            Product("F2", 50_00, None),
            Product("F3", 10_00, "77"),
        ],
        LINES,
    )
    assert frame.total_cents == 100_00
    assert codes(frame.refusals) == ["bpf.not_allocated", "bpf.unknown_line"]
    assert frame.refusals[0].get("ref") == "F2"
    found = coherence_refusals(trainee_frames([realised()]), frame)
    assert codes(found) == ["bpf.not_allocated", "bpf.unknown_line"]


def test_g_matches_c_10():
    entrusted = trainee_frames([realised(entrusted_to_us=True)])
    none = products_frame([], LINES)
    paid = products_frame([Product("F1", 100_00, "10")], LINES)
    assert codes(coherence_refusals(entrusted, none)) == ["bpf.g_without_c10"]
    assert codes(coherence_refusals(trainee_frames([]), paid)) == ["bpf.c10_without_g"]
    assert coherence_refusals(entrusted, paid) == ()


def test_frames_that_differ_are_refused():
    good = trainee_frames([realised()])
    bad = replace(good, f3=trainee_frames([realised(), realised(2)]).f3)
    found = coherence_refusals(bad, products_frame([], LINES))
    assert codes(found) == ["bpf.totals_differ"]


def test_trainers_own_and_outside():
    given = [
        Given("Tom", 60, True),
        Given("Tom", 30, True),
        Given("Eve", 45, False),
        Given("Max", 0, False),
    ]
    assert trainer_rows(given) == (Row("own", 1, 90), Row("outside", 1, 45))


# Needs


def test_s3_v4_p1_gives_no_training_need_and_s1_v4_p4_a_gap_of_2():
    asked = [OpenRequirement("M1", "tutor", 3)]
    assert training_needs(asked, {"tutor": Judgement(3, 4, 1)}, {}) == ()
    (need,) = training_needs(asked, {"tutor": Judgement(1, 4, 4)}, {})
    assert (need.gap, need.total_gap, need.priority) == (2, 2, 2)


def test_priority_is_gap_by_criticality_by_missions_blocked():
    asked = [
        OpenRequirement("M1", "tutor", 3),
        OpenRequirement("M2", "tutor", 2),
        OpenRequirement("M3", "tutor", 4, hard=False),
        OpenRequirement("M1", "cook", 2),
        OpenRequirement("M1", "unknown", 4),
    ]
    low = Judgement(1, 4, 4)
    needs = training_needs(asked, {"tutor": low, "cook": low}, {"tutor": 5})
    assert [item.competence for item in needs] == ["tutor", "cook"]
    tutor = needs[0]
    assert (tutor.gap, tutor.total_gap, tutor.missions) == (3, 6, 3)
    assert (tutor.missions_blocked, tutor.priority) == (2, 30)
