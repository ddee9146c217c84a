"""Savoir-agir: three axes from 0 to 4, and the gate of a mission.

The level is the lowest axis, and the limiting axis decides the answer: a lack of
means is never answered with a course. A validated assessment replaces every
earlier one of the same competence for good, even when it ends sooner.
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .errors import CalcError
from .period import ONE_DAY, Period, subtract

LOWEST, HIGHEST = 0, 4


class BadLevel(CalcError):
    """An axis or a required level is outside 0..4. Params: ``value``."""

    code = "competence.bad_level"


class EmptyMission(CalcError):
    """The mission's period holds no day. Params: ``start``."""

    code = "competence.empty_mission"


@dataclass(frozen=True)
class Refusal:
    """Why something is refused, in no language.

    ``params`` are (name, value) pairs; the models translate ``code`` and format
    them. Unlike an exception it is a value, so that all reasons come at once.
    """

    code: str
    params: tuple[tuple[str, object], ...] = ()

    def get(self, name: str) -> object:
        """Value of a param; ``None`` when absent."""
        return dict(self.params).get(name)


def refusal(code: str, **params: object) -> Refusal:
    """A :class:`Refusal` whose params are given by name, in order."""
    return Refusal(code, tuple(params.items()))


class Axis(StrEnum):
    """The three axes, in the order that settles a tie."""

    POUVOIR = "pouvoir"
    VOULOIR = "vouloir"
    SAVOIR = "savoir"


class Answer(StrEnum):
    """What the limiting axis asks for."""

    MEANS = "means"
    INTERVIEW = "interview"
    NEED = "need"


ANSWERS = {
    Axis.POUVOIR: Answer.MEANS,
    Axis.VOULOIR: Answer.INTERVIEW,
    Axis.SAVOIR: Answer.NEED,
}


@dataclass(frozen=True)
class Judgement:
    """A competence judged in a situation, each axis 0..4.

    :raises BadLevel: when an axis is outside 0..4.
    """

    savoir: int
    vouloir: int
    pouvoir: int

    def __post_init__(self) -> None:
        for value in (self.savoir, self.vouloir, self.pouvoir):
            _check_level(value)

    @property
    def level(self) -> int:
        """The lowest of the three axes."""
        return min(self.savoir, self.vouloir, self.pouvoir)

    @property
    def limiting(self) -> Axis:
        """The lowest axis; a tie goes to pouvoir, then vouloir, then savoir."""
        return min(Axis, key=lambda axis: getattr(self, axis.value))

    @property
    def answer(self) -> Answer:
        """What the limiting axis asks for: means, interview or training need."""
        return ANSWERS[self.limiting]


@dataclass(frozen=True)
class Requirement:
    """A competence asked by a mission; a soft one counts but never refuses.

    :raises BadLevel: when the minimum is outside 0..4.
    """

    competence: Hashable
    minimum: int
    hard: bool = True

    def __post_init__(self) -> None:
        _check_level(self.minimum)


@dataclass(frozen=True)
class Assessment:
    """A validated judgement of one person's competence and its validity."""

    competence: Hashable
    judgement: Judgement
    validity: Period


@dataclass(frozen=True)
class Gate:
    """Result of :func:`gate`: every hard refusal, and the soft ones counted."""

    refusals: tuple[Refusal, ...]
    soft_unmet: tuple[Refusal, ...]
    soft_met: int
    soft_total: int

    @property
    def passed(self) -> bool:
        """Whether no hard requirement refuses."""
        return not self.refusals


def gate(
    requirements: Sequence[Requirement],
    assessments: Sequence[Assessment],
    period: Period,
) -> Gate:
    """Check one person against a mission over its whole period.

    A mission without end asks for a validity without end: pass the horizon that
    is to be checked when that is not wanted.

    :raises EmptyMission: when the period holds no day (nothing would be checked).
    """
    if period.is_empty:
        raise EmptyMission(start=period.start)
    hard, soft, soft_total = [], [], 0
    for item in requirements:
        reason = unmet(item, assessments, period)
        soft_total += not item.hard
        if reason is not None:
            (hard if item.hard else soft).append(reason)
    return Gate(tuple(hard), tuple(soft), soft_total - len(soft), soft_total)


def unmet(
    requirement: Requirement, assessments: Sequence[Assessment], period: Period
) -> Refusal | None:
    """Why a requirement is not met over the whole period, ``None`` when it is.

    The reason told is that of the first day not covered.
    """
    effective = effective_assessments(assessments, requirement.competence)
    met = [
        item.validity
        for item in effective
        if item.judgement.level >= requirement.minimum
    ]
    missing = subtract([period], met)
    if not missing:
        return None
    return _reason(requirement, effective, period, missing[0].start)


def effective_assessments(
    assessments: Sequence[Assessment], competence: Hashable
) -> tuple[Assessment, ...]:
    """Assessments of a competence, each cut where the next one starts, in order.

    Of two that start the same day the last given replaces the first.
    """
    mine = sorted(
        (item for item in assessments if item.competence == competence),
        key=lambda item: item.validity.start,
    )
    kept = []
    for index, item in enumerate(mine):
        following = mine[index + 1].validity.start if index + 1 < len(mine) else None
        shared = item.validity.intersection(Period(item.validity.start, following))
        if shared is not None and not shared.is_empty:
            kept.append(Assessment(item.competence, item.judgement, shared))
    return tuple(kept)


def training_gap(required: int, judgement: Judgement) -> int:
    """Levels to be gained by training: 0 unless the limiting axis is savoir.

    :raises BadLevel: when the required level is outside 0..4.
    """
    _check_level(required)
    if judgement.answer is not Answer.NEED:
        return 0
    return max(0, required - judgement.level)


def _check_level(value: int) -> None:
    if isinstance(value, bool) or not isinstance(value, int):
        raise BadLevel(value=value)
    if not LOWEST <= value <= HIGHEST:
        raise BadLevel(value=value)


def _reason(
    requirement: Requirement,
    effective: Sequence[Assessment],
    period: Period,
    day: date,
) -> Refusal:
    facts = {"competence": requirement.competence, "required": requirement.minimum}
    current = [item for item in effective if item.validity.contains(day)]
    if current:
        judged = current[0].judgement
        return refusal(
            "competence.level_too_low",
            **facts,
            level=judged.level,
            limiting=judged.limiting.value,
            answer=judged.answer.value,
            from_day=day,
        )
    ended = [
        item.validity.end
        for item in effective
        if item.validity.end is not None and item.validity.end <= day
    ]
    if ended:
        last_day = max(ended) - ONE_DAY
        if day == period.start:
            return refusal("competence.expired", **facts, expired_on=last_day)
        end = None if period.end is None else period.end - ONE_DAY
        return refusal(
            "competence.expires_before_end",
            **facts,
            expires_on=last_day,
            mission_last_day=end,
        )
    if effective:
        begins = effective[0].validity.start
        return refusal("competence.not_yet_valid", **facts, valid_from=begins)
    return refusal("competence.not_assessed", **facts)
