"""Training needs of a person, from the open missions that ask for more.

A need exists only where the limiting axis is *savoir*: a lack of means or of
will is never answered with a course.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass

from odoo.addons.oe_base.calc.competence import Judgement, training_gap


@dataclass(frozen=True)
class OpenRequirement:
    """A competence asked by an open mission; ``hard`` blocks the mission."""

    mission: Hashable
    competence: Hashable
    required: int
    hard: bool = True


@dataclass(frozen=True)
class Need:
    """A training need.

    ``total_gap`` is the sum over missions of (required − effective); ``gap`` the
    largest of them, which is what a course must close; ``priority`` = gap ×
    criticality × missions blocked.
    """

    competence: Hashable
    gap: int
    total_gap: int
    missions: int
    missions_blocked: int
    priority: int


def training_needs(
    requirements: Sequence[OpenRequirement],
    judgements: Mapping[Hashable, Judgement],
    criticality: Mapping[Hashable, int],
) -> tuple[Need, ...]:
    """Needs of one person, highest priority first, then the largest total gap.

    ``judgements`` are the effective ones; a competence that was never assessed
    asks for an assessment, not for a course. Criticality is 1 by default.

    :raises BadLevel: when a required level is outside 0..4.
    """
    gaps: dict[Hashable, list[tuple[int, OpenRequirement]]] = {}
    for item in requirements:
        judgement = judgements.get(item.competence)
        gap = training_gap(item.required, judgement) if judgement else 0
        if gap:
            gaps.setdefault(item.competence, []).append((gap, item))
    needs = [
        _need(competence, found, criticality.get(competence, 1))
        for competence, found in gaps.items()
    ]
    return tuple(sorted(needs, key=lambda item: (-item.priority, -item.total_gap)))


def _need(
    competence: Hashable,
    found: Sequence[tuple[int, OpenRequirement]],
    criticality: int,
) -> Need:
    largest = max(gap for gap, _ in found)
    blocked = len({item.mission for _, item in found if item.hard})
    return Need(
        competence=competence,
        gap=largest,
        total_gap=sum(gap for gap, _ in found),
        missions=len({item.mission for _, item in found}),
        missions_blocked=blocked,
        priority=largest * criticality * blocked,
    )
