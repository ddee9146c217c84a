"""Visits generated ahead from a weekly pattern, keeping what a person changed."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import Period, iter_days

from .slots import Slot, WeeklyHours, overlapping

WEEKS_AHEAD = 6


class BadPattern(CalcError):
    """A weekday or a frequency is impossible. Params: ``pattern``."""

    code = "generate.bad_pattern"


@dataclass(frozen=True)
class PatternLine:
    """A visit of the rhythm: every n weeks, counted from the week of ``anchor``.

    ``ref`` names the line for good: an occurrence is known by line and day.

    :raises BadPattern: when the weekday or the frequency is impossible.
    """

    ref: Hashable
    hours: WeeklyHours
    every_weeks: int = 1
    anchor: date = date(2024, 1, 1)

    def __post_init__(self) -> None:
        if self.every_weeks < 1 or not 0 <= self.hours.weekday <= 6:
            raise BadPattern(pattern=self.ref)

    def falls_on(self, day: date) -> bool:
        """Whether a visit of this line falls on the day."""
        if day.weekday() != self.hours.weekday:
            return False
        weeks = (_monday(day) - _monday(self.anchor)).days // 7
        return weeks % self.every_weeks == 0


Key = tuple[Hashable, date]


@dataclass(frozen=True)
class Existing:
    """A visit already there. ``key`` is the occurrence it was generated for.

    ``manual``: moved, created (key ``None``) or cancelled by a person. A cancelled
    visit takes no time, and still keeps its occurrence from coming back.
    """

    ref: Hashable
    slot: Slot
    key: Key | None = None
    manual: bool = False
    cancelled: bool = False


@dataclass(frozen=True)
class Plan:
    """What to do: create, move to the new hours, remove, and what was skipped."""

    create: tuple[tuple[Key, Slot], ...]
    move: tuple[tuple[Hashable, Slot], ...]
    remove: tuple[Hashable, ...]
    skipped: tuple[Refusal, ...]


def horizon(mission: Period, today: date, weeks: int = WEEKS_AHEAD) -> Period | None:
    """Days to plan: from tomorrow, ``weeks`` ahead, inside the mission."""
    start = today + timedelta(days=1)
    return mission.intersection(Period(start, start + timedelta(weeks=weeks)))


def plan_visits(
    pattern: Sequence[PatternLine],
    days: Period,
    existing: Sequence[Existing],
    suspended: Sequence[Period] = (),
) -> Plan:
    """Bring the visits of some days in line with the pattern; run twice, same result.

    A visit changed by hand is never moved nor removed, its occurrence is not
    generated again, and an occurrence that would overlap it is skipped
    (``generate.overlaps_manual``). Other visits follow the pattern: those that no
    longer belong to it, or fall in a suspension, are removed.
    """
    kept = [item for item in existing if item.manual or item.cancelled]
    free = _generated(existing, days)
    held = {item.key for item in kept}
    taken = [item.slot for item in kept if not item.cancelled]
    create, move, skipped, alive = [], [], [], set()
    for key, slot in occurrences(pattern, days, suspended):
        if key in held:
            continue
        clashes = overlapping(slot, taken)
        if clashes:
            skipped.append(_skipped(key, slot, clashes[0]))
            continue
        found = free.get(key)
        if not found:
            create.append((key, slot))
            continue
        alive.add(found[0].ref)
        if found[0].slot != slot:
            move.append((found[0].ref, slot))
    remove = tuple(
        item.ref for found in free.values() for item in found if item.ref not in alive
    )
    return Plan(tuple(create), tuple(move), remove, tuple(skipped))


def _generated(existing: Sequence[Existing], days: Period) -> dict[Key, list[Existing]]:
    """Untouched visits per occurrence; a second one of the same will be removed."""
    found: dict[Key, list[Existing]] = {}
    for item in existing:
        touched = item.manual or item.cancelled or item.key is None
        if not touched and days.contains(item.key[1]):
            found.setdefault(item.key, []).append(item)
    return found


def occurrences(
    pattern: Sequence[PatternLine], days: Period, suspended: Sequence[Period] = ()
) -> Iterator[tuple[Key, Slot]]:
    """The visits that a pattern asks for over some days, in time order by day."""
    for day in iter_days(days):
        if any(period.contains(day) for period in suspended):
            continue
        today = [line for line in pattern if line.falls_on(day)]
        for line in sorted(today, key=lambda item: item.hours.start_minute):
            yield (line.ref, day), line.hours.on(day)


def _skipped(key: Key, slot: Slot, other: Slot) -> Refusal:
    return refusal(
        "generate.overlaps_manual",
        pattern=key[0],
        day=key[1],
        start=slot.start,
        end=slot.end,
        other_start=other.start,
        other_end=other.end,
    )


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
