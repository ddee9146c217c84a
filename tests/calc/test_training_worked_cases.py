"""Worked cases of training: attendance, seal, individual contract."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from fractions import Fraction

import pytest

from odoo.addons.oe_training.calc.attendance import (
    Attendance,
    BadDelay,
    BadTrainingSlot,
    DoubleAttendance,
    Signing,
    TrainingSlot,
    realised_minutes,
    registration_refusals,
    schedule_refusals,
    session_total,
    signing_refusals,
)
from odoo.addons.oe_training.calc.bpf import (
    Realised,
    Row,
    trainee_frames,
)
from odoo.addons.oe_training.calc.contract import (
    BadProgress,
    Contract,
    ContractRules,
    most_allowed,
    payment_refusals,
    withdrawal_last_day,
)
from odoo.addons.oe_training.calc.seal import (
    GENESIS,
    NothingToSeal,
    Signature,
    first_broken,
    seal,
)


def at(day, hour=0, minute=0, month=3):
    return datetime(2026, month, day, hour, minute)


def codes(found):
    return [item.code for item in found]


# Attendance: 2 days, 4 slots of 3 h 30


SLOTS = [
    TrainingSlot(n, start, start + timedelta(minutes=210), trainer="Tom")
    for n, start in enumerate([at(2, 9), at(2, 14), at(3, 9), at(3, 14)])
]
SESSION_END = SLOTS[-1].end


def attends(trainee, signed_slots):
    return [
        Attendance(trainee, slot, slot.ref < signed_slots, slot.ref < signed_slots)
        for slot in SLOTS
    ]


def test_8_registered_6_sign_4_slots_1_signs_3_and_1_none_give_94_5_h():
    signed = [4, 4, 4, 4, 4, 4, 3, 0]
    rows = [row for who, count in enumerate(signed) for row in attends(who, count)]
    total = session_total(SLOTS, rows)
    assert [item.minutes for item in total.by_trainee] == [840] * 6 + [630, 0]
    assert total.minutes == 94.5 * 60
    assert total.trainees == 7
    assert total.trainer_minutes == 14 * 60


def test_6_h_for_12_trainees_are_12_and_72_h():
    records = [
        Realised(who, "A", 360, "employee", "certified", "333") for who in range(12)
    ]
    frames = trainee_frames(records)
    assert frames.f1.rows == (Row("employee", 12, 72 * 60),)
    assert frames.f1.hours() == (72,)


def test_20_min_late_and_40_min_early_of_210_are_2_5_h():
    row = Attendance("Ann", SLOTS[0], True, True, 20, 40)
    assert realised_minutes(row) == 150


def test_only_signed_and_countersigned_counts():
    assert realised_minutes(Attendance("Ann", SLOTS[0], True, False)) == 0
    assert realised_minutes(Attendance("Ann", SLOTS[0], False, True)) == 0


@pytest.mark.parametrize("delays", [(-1, 0), (0, -1), (200, 11)])
def test_impossible_delays_are_refused(delays):
    with pytest.raises(BadDelay):
        realised_minutes(Attendance("Ann", SLOTS[0], True, True, *delays))


def test_one_trainee_twice_in_a_slot_is_refused():
    with pytest.raises(DoubleAttendance):
        session_total(SLOTS, attends("Ann", 4) + attends("Ann", 1))


def test_a_slot_that_nobody_attended_gives_the_trainer_nothing():
    assert session_total(SLOTS, attends("Ann", 1)).trainer_minutes == 210


def test_a_training_slot_without_time_is_refused():
    with pytest.raises(BadTrainingSlot):
        TrainingSlot(1, at(2, 9), at(2, 9))


def test_overlapping_slots_and_double_registrations_are_refused():
    assert schedule_refusals(SLOTS) == ()
    touching = TrainingSlot("y", SLOTS[0].end, SLOTS[1].start)
    assert schedule_refusals([*SLOTS, touching]) == ()
    extra = TrainingSlot("x", at(2, 12), at(2, 15))
    found = schedule_refusals([*SLOTS, extra])
    assert [(item.get("slot"), item.get("other")) for item in found] == [
        (0, "x"),
        ("x", 1),
    ]
    (twice,) = registration_refusals(["Ann", "Bob", "Ann"])
    assert (twice.get("trainee"), twice.get("times")) == ("Ann", 2)


OWN = Signing("Ann", "Ann", at(2, 9))


def signing(slot=SLOTS[0], **changes):
    return codes(signing_refusals(replace(OWN, **changes), slot, SESSION_END))


def test_signing_30_min_before_the_slot_is_refused_and_15_is_fine():
    assert signing(at=at(2, 8, 30)) == ["attendance.too_early"]
    assert signing(at=at(2, 8, 45)) == []


def test_signing_closes_48_h_after_the_session():
    last = SESSION_END + timedelta(hours=48)
    late = last + timedelta(minutes=1)
    assert signing(at=last) == []
    assert signing(at=late) == ["attendance.too_late"]
    assert signing(at=late, signer="Tom", reason="forgot") == []
    assert signing(at=late, reason="forgot") == ["attendance.self_regularisation"]
    assert signing(at=last, signer="Tom", reason="hurry") == ["attendance.not_late"]


def test_nobody_signs_for_another_and_only_the_trainer_countersigns():
    assert signing(signer="Bob") == ["attendance.not_own"]
    assert signing(signer="Tom", countersign=True) == []
    assert signing(signer="Bob", countersign=True) == ["attendance.not_trainer"]
    own = replace(SLOTS[0], trainer="Ann")
    assert signing(own, countersign=True) == ["attendance.not_trainer"]


def test_a_sealed_slot_takes_no_signature():
    assert signing(replace(SLOTS[0], sealed=True)) == ["attendance.sealed"]


# Seal


SIGNED = [
    Signature(at(2, 9, 1), "trainee", "Bob", 210),
    Signature(at(2, 9), "trainee", "Ann", 210),
    Signature(at(2, 12, 30), "trainer", "Tom", 210),
]


def test_the_seal_orders_signatures_and_is_always_the_same():
    sealed = seal(SIGNED)
    assert [item.person for item in sealed.signatures] == ["Ann", "Bob", "Tom"]
    assert sealed.head == seal(SIGNED[::-1]).head
    assert len(sealed.head) == 64
    assert sealed.start == GENESIS
    assert first_broken(sealed) is None


def test_a_seal_continues_from_an_earlier_head():
    head = seal(SIGNED).head
    assert seal(SIGNED, head).head != head


def test_a_change_is_found_where_it_was_made():
    sealed = seal(SIGNED)
    ann, bob, tom = sealed.signatures
    changed = replace(sealed, signatures=(ann, replace(bob, minutes=180), tom))
    assert first_broken(changed) == 1
    assert first_broken(replace(sealed, signatures=(bob, ann, tom))) == 0
    assert first_broken(replace(sealed, signatures=(ann, bob))) == 2
    assert first_broken(replace(sealed, start="1" * 64)) == 0


def test_nothing_to_seal_is_refused():
    with pytest.raises(NothingToSeal):
        seal([])


# Individual contract: 1 200 € signed on 1 March 2026


RULES = ContractRules(10, Fraction(30, 100))
CONTRACT = Contract(1_200_00, date(2026, 3, 1))
MARCH_12 = date(2026, 3, 12)


def paying(cents, day, **facts):
    return codes(payment_refusals(CONTRACT, cents, day, RULES, **facts))


def test_payment_on_8_march_is_refused():
    assert paying(100, date(2026, 3, 8)) == ["contract.withdrawal"]


def test_400_on_12_march_is_refused_and_360_accepted():
    assert paying(400_00, MARCH_12) == ["contract.above_first_part"]
    assert paying(360_00, MARCH_12) == []
    assert paying(360_01, MARCH_12) == ["contract.above_first_part"]


def test_the_tenth_day_still_belongs_to_the_withdrawal():
    assert withdrawal_last_day(date(2026, 3, 1), RULES) == date(2026, 3, 11)
    assert paying(1, date(2026, 3, 11)) == ["contract.withdrawal"]


def test_the_balance_follows_the_training():
    half = {"paid_before_cents": 360_00, "progress": Fraction(1, 2)}
    assert paying(420_00, MARCH_12, **half) == []
    assert paying(420_01, MARCH_12, **half) == ["contract.ahead_of_training"]
    done = {"paid_before_cents": 360_00, "progress": Fraction(1)}
    assert paying(840_00, MARCH_12, **done) == []
    assert paying(840_01, MARCH_12, **done) == ["contract.above_price"]


def test_at_most_drops_parts_of_a_cent():
    odd = Contract(10_01, date(2026, 3, 1))
    assert most_allowed(odd, MARCH_12, RULES, Fraction(0)) == 3_00


def test_nothing_is_paid_before_signing():
    unsigned = Contract(1_200_00, None)
    found = payment_refusals(unsigned, 1, MARCH_12, RULES)
    assert codes(found) == ["contract.not_signed"]
    assert paying(1, date(2026, 2, 28)) == ["contract.not_signed"]


@pytest.mark.parametrize("progress", [Fraction(-1, 2), Fraction(3, 2)])
def test_progress_is_between_0_and_1(progress):
    with pytest.raises(BadProgress):
        paying(1, MARCH_12, progress=progress)


def test_nothing_is_allowed_on_the_last_day_of_withdrawal():
    last = date(2026, 3, 11)
    assert most_allowed(CONTRACT, last, RULES, Fraction(1)) == 0
    after = date(2026, 3, 12)
    assert most_allowed(CONTRACT, after, RULES, Fraction(1)) == 1_200_00
