"""Workload signals from the slots really worked, each shown first to the person.

Limits are settings of a company (C. trav. L.3121-18, L.3121-20, L.3121-22,
L.3131-1, L.3132-2). A week runs from Monday to Sunday. Datetimes are of one zone.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.period import Period, add_months, merge

ONE_MINUTE = timedelta(minutes=1)
ONE_DAY = timedelta(days=1)
ONE_WEEK = timedelta(weeks=1)
HOUR = 60
# A reason to look, not a reason to refuse: same shape, other use.
Signal = Refusal


@dataclass(frozen=True)
class WorkedSlot:
    """A slot done: times, and minutes of travel that come with it."""

    start: datetime
    end: datetime
    travel_minutes: int = 0


@dataclass(frozen=True)
class WorkloadRules:
    """Limits in minutes; ``travel_share`` is a fraction of 1 of a week's time, or
    ``None`` for no such signal.

    ``travel_counts``: travel between visits is working time.
    """

    day_minutes: int = 10 * HOUR
    week_minutes: int = 48 * HOUR
    average_minutes: int = 44 * HOUR
    average_weeks: int = 12
    daily_rest_minutes: int = 11 * HOUR
    weekly_rest_minutes: int = 35 * HOUR
    travel_share: Fraction | None = None
    travel_counts: bool = True


def workload_signals(
    slots: Sequence[WorkedSlot],
    rules: WorkloadRules | None = None,
    known_until: datetime | None = None,
) -> tuple[Signal, ...]:
    """Signals of one person over the slots given, in order of kind then date.

    Codes: ``workload.day``, ``.week``, ``.average``, ``.daily_rest``,
    ``.weekly_rest``, ``.travel``, each with the figure found and its limit. Time
    that slots share counts once. ``known_until`` ends what is known: without it,
    the time after the last slot is all rest.
    """
    rules = rules or WorkloadRules()
    blocks = merge(Period(slot.start, slot.end) for slot in slots)
    days = _day_minutes(blocks, slots, rules)
    weeks = _by_week(days)
    return (
        *_over("workload.day", days, rules.day_minutes),
        *_over("workload.week", weeks, rules.week_minutes),
        *_average(weeks, rules),
        *_daily_rest(blocks, rules.daily_rest_minutes),
        *_weekly_rest(blocks, rules.weekly_rest_minutes, known_until),
        *_travel(slots, rules.travel_share),
    )


def isolation_signal(
    last_session: date | None, joined: date, today: date, months: int
) -> Signal | None:
    """No practice exchange (EAPP) for some months, counted from joining at first."""
    since = max(last_session or joined, joined)
    if add_months(since, months) > today:
        return None
    return refusal("workload.isolation", since=since, months=months)


def round_signals(
    load: Mapping[str, int], limits: Mapping[str, int]
) -> tuple[Signal, ...]:
    """Load of a round against the limits stated by the person, per kind of act.

    Kinds are data (acts a day, carrying in kg, flights of stairs, km); a kind
    without limit gives no signal (``workload.round`` otherwise).
    """
    return tuple(
        refusal("workload.round", kind=kind, found=found, limit=limits[kind])
        for kind, found in load.items()
        if kind in limits and found > limits[kind]
    )


def _day_minutes(
    blocks: Sequence[Period], slots: Sequence[WorkedSlot], rules: WorkloadRules
) -> dict[date, int]:
    days: dict[date, int] = {}
    for block in blocks:
        start = block.start
        while start < block.end:
            midnight = datetime.combine(start.date() + ONE_DAY, time())
            stop = min(midnight, block.end)
            minutes = (stop - start) // ONE_MINUTE
            days[start.date()] = days.get(start.date(), 0) + minutes
            start = stop
    for slot in slots if rules.travel_counts else ():
        day = slot.start.date()
        days[day] = days.get(day, 0) + slot.travel_minutes
    return dict(sorted(days.items()))


def _by_week(days: Mapping[date, int]) -> dict[date, int]:
    weeks: dict[date, int] = {}
    for day, minutes in days.items():
        monday = _monday(day)
        weeks[monday] = weeks.get(monday, 0) + minutes
    return weeks


def _over(code: str, totals: Mapping[date, int], limit: int) -> Iterator[Signal]:
    for start, minutes in totals.items():
        if minutes > limit:
            yield refusal(code, start=start, minutes=minutes, limit=limit)


def _average(weeks: Mapping[date, int], rules: WorkloadRules) -> Iterator[Signal]:
    """Any run of weeks above the average; a week without work counts for 0."""
    count, limit = rules.average_weeks, rules.average_minutes
    for last in weeks:
        first = last - (count - 1) * ONE_WEEK
        total = sum(weeks.get(first + n * ONE_WEEK, 0) for n in range(count))
        if total > limit * count:
            average = Fraction(total, count)
            yield refusal("workload.average", start=first, minutes=average, limit=limit)


def _daily_rest(blocks: Sequence[Period], limit: int) -> Iterator[Signal]:
    """Rest between the last end of a worked day and the first start of the next."""
    spans: dict[date, tuple[datetime, datetime]] = {}
    for block in blocks:
        day = block.start.date()
        first = spans[day][0] if day in spans else block.start
        spans[day] = (first, block.end)
    ordered = list(spans.values())
    for (_, end), (start, _) in zip(ordered, ordered[1:], strict=False):
        minutes = (start - end) // ONE_MINUTE
        if minutes < limit:
            yield refusal(
                "workload.daily_rest", start=end, minutes=minutes, limit=limit
            )


def _weekly_rest(
    blocks: Sequence[Period], limit: int, known_until: datetime | None
) -> Iterator[Signal]:
    """Worked weeks in which no rest long enough begins, or goes on from before."""
    if not blocks:
        return
    ends = [datetime.min, *(block.end for block in blocks)]
    starts = [*(block.start for block in blocks), known_until or datetime.max]
    gaps = list(zip(ends, starts, strict=True))
    for monday in sorted({_monday(block.start.date()) for block in blocks}):
        opens = datetime.combine(monday, time())
        closes = opens + ONE_WEEK
        rests = [
            end - max(start, opens)
            for start, end in gaps
            if start < closes and end > opens
        ]
        longest = max(rests, default=timedelta(0)) // ONE_MINUTE
        if longest < limit:
            yield refusal(
                "workload.weekly_rest", start=monday, minutes=longest, limit=limit
            )


def _travel(slots: Sequence[WorkedSlot], limit: Fraction | None) -> Iterator[Signal]:
    if limit is None:
        return
    worked: dict[date, int] = {}
    travel: dict[date, int] = {}
    for slot in slots:
        monday = _monday(slot.start.date())
        minutes = (slot.end - slot.start) // ONE_MINUTE
        worked[monday] = worked.get(monday, 0) + minutes
        travel[monday] = travel.get(monday, 0) + slot.travel_minutes
    for monday, minutes in sorted(travel.items()):
        share = Fraction(minutes, max(1, minutes + worked[monday]))
        if share > limit:
            yield refusal("workload.travel", start=monday, share=share, limit=limit)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())
