"""Real times to billed minutes, and the price of a visit.

Rules are those of the order, dated, and passed in: rounding, minimum duration,
Sunday, holiday and night surcharges. Datetimes are wall time. The price is
rounded once; its parts are running traces, so they sum to it.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import (
    multiply,
    round_half_up,
    running_traces,
    split,
)

from .slots import MIDNIGHT, ONE_MINUTE, Slot

MINUTES_PER_HOUR = 60
SUNDAY = 6


class BadBreak(CalcError):
    """A break is negative or as long as the visit. Params: ``minutes``."""

    code = "hours.bad_break"


class BadRule(CalcError):
    """A rule of the order is impossible. Params: ``rule``."""

    code = "hours.bad_rule"


class Rounding(StrEnum):
    """How worked minutes become a multiple of the step (half goes up)."""

    NONE = "none"
    NEAREST = "nearest"
    UP = "up"
    DOWN = "down"


class SurchargeKind(StrEnum):
    """When a surcharge applies."""

    SUNDAY = "sunday"
    HOLIDAY = "holiday"
    NIGHT = "night"


@dataclass(frozen=True)
class Surcharge:
    """A surcharge, fraction of 1; night from and to minutes of the day.

    A night that ends before it starts runs past midnight (22:00 to 6:00).
    """

    kind: SurchargeKind
    rate: Fraction
    from_minute: int = 0
    to_minute: int = 0


@dataclass(frozen=True)
class HourRules:
    """Rules of the order at the day of the visit.

    ``cumulative``: surcharges that meet add up; otherwise the highest wins.

    :raises BadRule: when the step or the minimum is impossible.
    """

    rounding: Rounding = Rounding.NEAREST
    step_minutes: int = 15
    minimum_minutes: int = 0
    surcharges: tuple[Surcharge, ...] = ()
    holidays: frozenset[date] = frozenset()
    cumulative: bool = False

    def __post_init__(self) -> None:
        if self.step_minutes < 1 or self.minimum_minutes < 0:
            raise BadRule(rule=(self.step_minutes, self.minimum_minutes))


@dataclass(frozen=True)
class PricePart:
    """Billed time at one surcharge: minutes (exact), rate, cents."""

    minutes: Fraction
    surcharge: Fraction
    kinds: tuple[SurchargeKind, ...]
    amount_cents: int


@dataclass(frozen=True)
class BilledPart:
    """Billed minutes at one surcharge, whole steps of the rule."""

    minutes: int
    surcharge: Fraction
    kinds: tuple[SurchargeKind, ...]


@dataclass(frozen=True)
class VisitPrice:
    """Price of a visit: minutes worked and billed, cents excl. or incl. VAT as given.

    ``total_cents`` includes the travel.
    """

    worked_minutes: int
    billed_minutes: int
    parts: tuple[PricePart, ...]
    travel_cents: int
    total_cents: int


def worked_minutes(start: datetime, end: datetime, break_minutes: int = 0) -> int:
    """Minutes really worked; seconds are rounded to the minute.

    :raises BadSlot: when the visit lasts no time.
    :raises BadBreak: when the break is negative or leaves no time.
    """
    slot = Slot(start, end)
    seconds = (slot.end - slot.start) // timedelta(seconds=1)
    minutes = round_half_up(Fraction(seconds, MINUTES_PER_HOUR))
    if not 0 <= break_minutes < max(minutes, 1):
        raise BadBreak(minutes=break_minutes)
    return minutes - break_minutes


def billed_minutes(worked: int, rules: HourRules) -> int:
    """Minutes billed: worked, rounded to the step, at least the minimum."""
    step = rules.step_minutes
    exact = Fraction(worked, step)
    rounded = {
        Rounding.NONE: worked,
        Rounding.NEAREST: round_half_up(exact) * step,
        # Up and down are whole steps: an integer division, no money is rounded.
        Rounding.UP: -(-worked // step) * step,
        Rounding.DOWN: worked // step * step,
    }[rules.rounding]
    return max(rounded, rules.minimum_minutes)


def price_visit(
    slot: Slot,
    hourly_cents: int,
    rules: HourRules,
    break_minutes: int = 0,
    travel: tuple[Fraction, int] = (Fraction(0), 0),
) -> VisitPrice:
    """Price of a visit at an hourly rate (cents), ``travel`` = (km, cents a km).

    Surcharged time is counted over the real slot, then brought to the billed
    minutes in proportion: nobody knows where in the visit the break was.

    :raises BadBreak: when the break is negative or leaves no time.
    """
    worked = worked_minutes(slot.start, slot.end, break_minutes)
    billed = billed_minutes(worked, rules)
    spent = list(_by_surcharge(slot, rules))
    whole = sum(minutes for minutes, _ in spent)
    exact = []
    for minutes, found in spent:
        share = Fraction(billed * minutes, whole)
        rate = _rate(found, rules.cumulative)
        exact.append((share, rate, found, share / 60 * hourly_cents * (1 + rate)))
    traces = running_traces(item[3] for item in exact)
    parts = tuple(
        PricePart(share, rate, tuple(item.kind for item in found), cents)
        for (share, rate, found, _), cents in zip(exact, traces, strict=True)
    )
    km, km_cents = travel
    travel_cents = multiply(km_cents, km)
    total = sum(traces) + travel_cents
    return VisitPrice(worked, billed, parts, travel_cents, total)


def split_steps(
    billed: int, weights: Sequence[int | Fraction], step: int
) -> tuple[int, ...]:
    """Billed minutes over several services, each a whole number of steps.

    A quantity in hours has two decimals: a quarter of an hour is exact, a minute is
    not. What is no whole step (a minimum duration) goes to the first.
    """
    steps, rest = divmod(billed, step)
    shares = [share * step for share in split(steps, list(weights))]
    shares[0] += rest
    return tuple(shares)


def billed_parts(slot: Slot, billed: int, rules: HourRules) -> tuple[BilledPart, ...]:
    """The surcharges of billed minutes, in whole steps, in proportion to the slot.

    The minutes sum to ``billed``; a surcharge too short for a step is not billed.
    """
    if billed <= 0:
        return ()
    spent = list(_by_surcharge(slot, rules))
    shares = split_steps(billed, [minutes for minutes, _ in spent], rules.step_minutes)
    return tuple(
        BilledPart(
            minutes,
            _rate(found, rules.cumulative),
            tuple(item.kind for item in found),
        )
        for minutes, (_, found) in zip(shares, spent, strict=True)
        if minutes
    )


def unit_price(hourly_cents: int, surcharge: Fraction) -> int:
    """Price of an hour with its surcharge, rounded once, as the invoice prints it."""
    return multiply(hourly_cents, 1 + surcharge)


def _rate(found: Sequence[Surcharge], cumulative: bool) -> Fraction:
    rates = [item.rate for item in found]
    if cumulative:
        return sum(rates, Fraction(0))
    return max(rates, default=Fraction(0))


def _by_surcharge(
    slot: Slot, rules: HourRules
) -> Iterator[tuple[Fraction, tuple[Surcharge, ...]]]:
    """Minutes of the slot for each set of surcharges that applies, in order."""
    cuts = sorted({slot.start, slot.end, *_cuts(slot, rules.surcharges)})
    totals: dict[tuple[Surcharge, ...], Fraction] = {}
    for start, end in zip(cuts, cuts[1:], strict=False):
        found = tuple(
            item for item in rules.surcharges if _applies(item, start, rules.holidays)
        )
        minutes = Fraction((end - start) // timedelta(seconds=1), 60)
        totals[found] = totals.get(found, Fraction(0)) + minutes
    yield from ((minutes, found) for found, minutes in totals.items() if minutes)


def _cuts(slot: Slot, surcharges: Sequence[Surcharge]) -> Iterator[datetime]:
    """Instants inside the slot where a surcharge may begin or end."""
    marks = {0}
    for item in surcharges:
        marks |= {item.from_minute, item.to_minute}
    day = datetime.combine(slot.start.date(), MIDNIGHT)
    while day < slot.end:
        for mark in marks:
            instant = day + mark * ONE_MINUTE
            if slot.start < instant < slot.end:
                yield instant
        day += timedelta(days=1)


def _applies(item: Surcharge, instant: datetime, holidays: frozenset[date]) -> bool:
    if item.kind is SurchargeKind.SUNDAY:
        return instant.weekday() == SUNDAY
    if item.kind is SurchargeKind.HOLIDAY:
        return instant.date() in holidays
    minute = instant.hour * MINUTES_PER_HOUR + instant.minute
    after, before = minute >= item.from_minute, minute < item.to_minute
    if item.from_minute <= item.to_minute:
        return after and before
    return after or before


def spoken(minutes: int) -> str:
    """A length of time as people say it: ``45 min``, ``2 h``, ``1 h 30``."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return f"{rest}\u00a0min"
    return f"{hours}\u00a0h\u00a0{rest:02d}" if rest else f"{hours}\u00a0h"
