"""Replacement: exactly the visits concerned, and its rate and delay."""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from statistics import median

from odoo.addons.oe_base.calc.errors import CalcError

from .slots import ONE_MINUTE, Slot


class FilledBeforeAsked(CalcError):
    """A visit is filled before it was asked. Params: ``visit``."""

    code = "replacement.filled_before_asked"


@dataclass(frozen=True)
class PlannedVisit:
    """A planned visit and the person who was to do it."""

    ref: Hashable
    person: Hashable
    slot: Slot


@dataclass(frozen=True)
class Replacement:
    """A visit to be replaced: when it was asked, and filled (``None``: never).

    :raises FilledBeforeAsked: when it is filled before it was asked.
    """

    visit: Hashable
    asked_at: datetime
    filled_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.filled_at is not None and self.filled_at < self.asked_at:
            raise FilledBeforeAsked(visit=self.visit)


@dataclass(frozen=True)
class Measure:
    """Rate (fraction of 1) and median delay in minutes; ``None`` without data."""

    asked: int
    filled: int
    rate: Fraction | None
    median_delay_minutes: Fraction | None


def visits_concerned(
    visits: Sequence[PlannedVisit], person: Hashable, absences: Sequence[Slot]
) -> tuple[PlannedVisit, ...]:
    """Visits of a person that an absence touches, in time order, and no other."""
    return tuple(
        sorted(
            (
                visit
                for visit in visits
                if visit.person == person
                and any(visit.slot.overlaps(absence) for absence in absences)
            ),
            key=lambda visit: visit.slot,
        )
    )


def measure(replacements: Sequence[Replacement]) -> Measure:
    """Rate and delay of replacements over any set of them."""
    delays = [
        Fraction((item.filled_at - item.asked_at) // ONE_MINUTE)
        for item in replacements
        if item.filled_at is not None
    ]
    asked, filled = len(replacements), len(delays)
    return Measure(
        asked=asked,
        filled=filled,
        rate=Fraction(filled, asked) if asked else None,
        median_delay_minutes=median(delays) if delays else None,
    )
