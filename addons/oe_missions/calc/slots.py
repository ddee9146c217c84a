"""Planned slots: overlaps, rest, and availability against the rhythm.

Datetimes are naive and of one zone, half-open. Rest in real hours asks for UTC;
weekly patterns are wall time.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import Period, subtract, union

ONE_MINUTE = timedelta(minutes=1)
MIDNIGHT = time()


class BadSlot(CalcError):
    """A slot ends before it starts, or lasts no time. Params: ``start``, ``end``."""

    code = "slots.bad_slot"


@dataclass(frozen=True, order=True)
class Slot:
    """Time from ``start`` (inside) to ``end`` (outside).

    :raises BadSlot: when it lasts no time.
    """

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        if self.end <= self.start:
            raise BadSlot(start=self.start, end=self.end)

    @property
    def minutes(self) -> int:
        """Whole minutes of the slot."""
        return (self.end - self.start) // ONE_MINUTE

    @property
    def span(self) -> Period:
        """The same bounds as a period: its set operations work on datetimes too."""
        return Period(self.start, self.end)

    def overlaps(self, other: "Slot") -> bool:
        """Whether both share some time; touching is not overlapping."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True)
class VisitContext:
    """State around a visit that is planned or recorded.

    ``period`` and ``running`` are the mission's; ``assigned`` and ``actor`` tell
    whose visit it is and who acts; ``open_from`` is the first day of the first
    open month (``None``: no month is closed).
    """

    period: Period
    running: bool
    assigned: Hashable
    actor: Hashable
    open_from: date | None = None


@dataclass(frozen=True)
class RestRule:
    """Minimum daily rest in minutes (C. trav. L.3131-1: eleven hours)."""

    minutes: int = 11 * 60


def overlapping(slot: Slot, others: Iterable[Slot]) -> tuple[Slot, ...]:
    """The other slots that share time with this one, in order."""
    return tuple(sorted(other for other in others if slot.overlaps(other)))


def missing_rest(
    slot: Slot, others: Iterable[Slot], rule: RestRule | None = None
) -> tuple[Refusal, ...]:
    """Rest lost between the slot's day and the worked days around it.

    A day runs from the first start to the last end of the slots that start in
    it; the code is ``slots.missing_rest`` with the minutes found and required.
    """
    minimum = (rule or RestRule()).minutes
    day = slot.start.date()
    slots = [slot, *others]
    before = [item.end for item in slots if item.start.date() < day]
    after = [item.start for item in slots if item.start.date() > day]
    same = [item for item in slots if item.start.date() == day]
    first, last = min(item.start for item in same), max(item.end for item in same)
    gaps = []
    if before:
        gaps.append((max(before), first))
    if after:
        gaps.append((last, min(after)))
    return tuple(
        refusal(
            "slots.missing_rest",
            rest_from=start,
            rest_to=end,
            minutes=max(0, (end - start) // ONE_MINUTE),
            required_minutes=minimum,
        )
        for start, end in gaps
        if (end - start) // ONE_MINUTE < minimum
    )


def visit_refusals(
    slot: Slot,
    others: Sequence[Slot],
    context: VisitContext,
    rule: RestRule | None = None,
) -> tuple[Refusal, ...]:
    """Every reason why this visit cannot be planned or recorded.

    Codes: ``slots.not_yours``, ``slots.mission_not_running``,
    ``slots.outside_mission``, ``slots.month_closed``, ``slots.overlap``,
    ``slots.missing_rest``. ``others`` are the same person's other slots.
    """
    return (*_state(slot, context), *_clashes(slot, others, rule))


def _state(slot: Slot, context: VisitContext) -> Iterator[Refusal]:
    if context.actor != context.assigned:
        yield refusal("slots.not_yours", assigned=context.assigned)
    if not context.running:
        yield refusal("slots.mission_not_running")
    day = slot.start.date()
    if not context.period.contains(day):
        yield refusal(
            "slots.outside_mission",
            day=day,
            start=context.period.start,
            end=context.period.end,
        )
    if context.open_from is not None and day < context.open_from:
        yield refusal("slots.month_closed", day=day, open_from=context.open_from)


def _clashes(
    slot: Slot, others: Sequence[Slot], rule: RestRule | None
) -> Iterator[Refusal]:
    clashes = overlapping(slot, others)
    for other in clashes:
        yield refusal("slots.overlap", start=other.start, end=other.end)
    if not clashes:
        yield from missing_rest(slot, others, rule)


@dataclass(frozen=True)
class WeeklyHours:
    """A window of every week: weekday 0 (Monday) to 6, minutes of the day."""

    weekday: int
    start_minute: int
    end_minute: int

    def on(self, day: date) -> Slot:
        """The window on a day.

        :raises BadSlot: when the window lasts no time.
        """
        midnight = datetime.combine(day, MIDNIGHT)
        return Slot(
            midnight + self.start_minute * ONE_MINUTE,
            midnight + self.end_minute * ONE_MINUTE,
        )


@dataclass(frozen=True)
class Availability:
    """When a person is free: weekly hours, exceptions, and what is already taken.

    An exception that is off wins over one that is on.
    """

    weekly: tuple[WeeklyHours, ...]
    extra: tuple[Slot, ...] = ()
    off: tuple[Slot, ...] = ()
    busy: tuple[Slot, ...] = ()


def free_slots(wanted: Sequence[Slot], availability: Availability) -> tuple[bool, ...]:
    """For each wanted slot, whether the person is free during all of it."""
    return tuple(_is_free(slot, availability) for slot in wanted)


def _is_free(slot: Slot, availability: Availability) -> bool:
    taken = (*availability.off, *availability.busy)
    if any(slot.overlaps(other) for other in taken):
        return False
    # The eve counts: a window may run past midnight.
    days = (slot.end.date() - slot.start.date()).days
    around = [slot.start.date() + timedelta(days=n) for n in range(-1, days + 1)]
    weekly = [
        hours.on(day).span
        for day in around
        for hours in availability.weekly
        if hours.weekday == day.weekday()
    ]
    free = union(weekly, [item.span for item in availability.extra])
    return not subtract([slot.span], free)
