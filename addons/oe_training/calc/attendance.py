"""Émargement: minutes realised, who may sign when, and the seal of a slot.

Only what the trainee signed and the trainer counter-signed counts (C. trav.
R.6313-3 and D.6353-4). Datetimes are of one zone; time is in minutes.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError

ONE_MINUTE = timedelta(minutes=1)


class BadTrainingSlot(CalcError):
    """A slot lasts no time. Params: ``slot``."""

    code = "attendance.bad_slot"


class BadDelay(CalcError):
    """Late or early minutes are negative or exceed the slot. Params: all three."""

    code = "attendance.bad_delay"


class DoubleAttendance(CalcError):
    """A trainee is twice in one slot. Params: ``trainee``, ``slot``."""

    code = "attendance.double"


@dataclass(frozen=True)
class TrainingSlot:
    """A half-day of a session.

    :raises BadTrainingSlot: when it lasts no time.
    """

    ref: Hashable
    start: datetime
    end: datetime
    trainer: Hashable = None
    sealed: bool = False

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadTrainingSlot(slot=self.ref)

    @property
    def minutes(self) -> int:
        """Whole minutes of the slot."""
        return (self.end - self.start) // ONE_MINUTE


@dataclass(frozen=True)
class Attendance:
    """One trainee in one slot; late and early minutes are those not attended."""

    trainee: Hashable
    slot: TrainingSlot
    signed: bool
    countersigned: bool
    late_minutes: int = 0
    early_minutes: int = 0


@dataclass(frozen=True)
class SigningRules:
    """Settings: minutes before the slot, hours after the session."""

    minutes_before: int = 15
    hours_after: int = 48


@dataclass(frozen=True)
class Signing:
    """An attempt to sign: who, for whom, when.

    ``reason`` makes it a regularisation: after the window, by someone else.
    """

    trainee: Hashable
    signer: Hashable
    at: datetime
    countersign: bool = False
    reason: str = ""


@dataclass(frozen=True)
class TraineeTotal:
    """Minutes realised by one trainee in a session."""

    trainee: Hashable
    minutes: int


@dataclass(frozen=True)
class SessionTotal:
    """Totals of a session; ``trainees`` counts those with more than 0 minutes."""

    by_trainee: tuple[TraineeTotal, ...]
    trainees: int
    minutes: int
    trainer_minutes: int


def realised_minutes(attendance: Attendance) -> int:
    """Minutes that count: 0 unless signed and counter-signed, less late and early.

    :raises BadDelay: when late and early are negative or exceed the slot.
    """
    late, early = attendance.late_minutes, attendance.early_minutes
    whole = attendance.slot.minutes
    if late < 0 or early < 0 or late + early > whole:
        raise BadDelay(late=late, early=early, slot_minutes=whole)
    if not (attendance.signed and attendance.countersigned):
        return 0
    return whole - late - early


def session_total(
    slots: Sequence[TrainingSlot], attendances: Sequence[Attendance]
) -> SessionTotal:
    """Totals of a session; the trainer gave every slot that someone attended.

    :raises BadDelay: see :func:`realised_minutes`.
    :raises DoubleAttendance: when a trainee is twice in one slot.
    """
    totals: dict[Hashable, int] = {}
    seen, held = set(), set()
    for item in attendances:
        key = (item.trainee, item.slot.ref)
        if key in seen:
            raise DoubleAttendance(trainee=item.trainee, slot=item.slot.ref)
        seen.add(key)
        minutes = realised_minutes(item)
        totals[item.trainee] = totals.get(item.trainee, 0) + minutes
        if minutes:
            held.add(item.slot.ref)
    return SessionTotal(
        by_trainee=tuple(TraineeTotal(who, total) for who, total in totals.items()),
        trainees=sum(1 for total in totals.values() if total),
        minutes=sum(totals.values()),
        trainer_minutes=sum(slot.minutes for slot in slots if slot.ref in held),
    )


def signing_refusals(
    signing: Signing,
    slot: TrainingSlot,
    session_end: datetime,
    rules: SigningRules | None = None,
) -> tuple[Refusal, ...]:
    """Why this signature is refused.

    Codes: ``attendance.sealed``, ``.too_early``, ``.too_late`` (a regularisation
    with a reason is needed), ``.not_late`` (no regularisation inside the window),
    ``.not_own`` (nobody signs for another), ``.not_trainer``,
    ``.self_regularisation``.
    """
    return tuple(_signing(signing, slot, session_end, rules or SigningRules()))


def schedule_refusals(slots: Sequence[TrainingSlot]) -> tuple[Refusal, ...]:
    """Slots of a session that overlap (``attendance.overlap``), in order."""
    ordered = sorted(slots, key=lambda slot: slot.start)
    found = []
    for index, slot in enumerate(ordered):
        for other in ordered[index + 1 :]:
            if other.start >= slot.end:
                break
            found.append(refusal("attendance.overlap", slot=slot.ref, other=other.ref))
    return tuple(found)


def registration_refusals(trainees: Sequence[Hashable]) -> tuple[Refusal, ...]:
    """Trainees registered more than once (``attendance.registered_twice``)."""
    counts: dict[Hashable, int] = {}
    for who in trainees:
        counts[who] = counts.get(who, 0) + 1
    return tuple(
        refusal("attendance.registered_twice", trainee=who, times=times)
        for who, times in counts.items()
        if times > 1
    )


def _signing(
    signing: Signing, slot: TrainingSlot, session_end: datetime, rules: SigningRules
) -> Iterator[Refusal]:
    if slot.sealed:
        yield refusal("attendance.sealed", slot=slot.ref)
    opens = slot.start - rules.minutes_before * ONE_MINUTE
    closes = session_end + timedelta(hours=rules.hours_after)
    regularising = bool(signing.reason.strip())
    if signing.at < opens:
        yield refusal("attendance.too_early", at=signing.at, opens_at=opens)
    elif signing.at > closes and not regularising:
        yield refusal("attendance.too_late", at=signing.at, closed_at=closes)
    elif signing.at <= closes and regularising:
        yield refusal("attendance.not_late", at=signing.at, closes_at=closes)
    if regularising:
        if signing.signer == signing.trainee:
            yield refusal("attendance.self_regularisation", trainee=signing.trainee)
    elif signing.countersign:
        if signing.signer != slot.trainer or signing.signer == signing.trainee:
            yield refusal("attendance.not_trainer", signer=signing.signer)
    elif signing.signer != signing.trainee:
        yield refusal("attendance.not_own", signer=signing.signer)
