"""Rules of one visit: its length, and what is not eligible in its price."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError

from .activity import Activity


class BadMinutes(CalcError):
    """A visit lasts no time. Params: ``day``, ``minutes``."""

    code = "visit.bad_minutes"


@dataclass(frozen=True)
class Visit:
    """A visit done: day, worker's name and register number, minutes billed.

    :raises BadMinutes: when it lasts no time.
    """

    day: date
    worker: str
    register_number: str
    minutes: int

    def __post_init__(self) -> None:
        if self.minutes <= 0:
            raise BadMinutes(day=self.day, minutes=self.minutes)


@dataclass(frozen=True)
class PricedPart:
    """A part of a visit's price, cents; food and goods are not eligible."""

    amount_cents: int
    food: bool = False


def visit_refusals(activity: Activity, minutes: int) -> tuple[Refusal, ...]:
    """Why a visit of this length cannot be done for this activity.

    Small repairs last at most two hours (C. trav. D.7231-1, D.7233-5): 120 is
    fine and 135 is refused. The limit comes with the activity's facts.
    """
    if minutes <= 0:
        return (refusal("visit.no_time", activity=activity.code, minutes=minutes),)
    limit = activity.max_minutes
    if limit is not None and minutes > limit:
        return (
            refusal(
                "visit.too_long",
                activity=activity.code,
                minutes=minutes,
                limit_minutes=limit,
            ),
        )
    return ()


def eligible_cents(parts: Sequence[PricedPart]) -> int:
    """Cents that open the tax credit: the hours of a meal, never its food."""
    return sum(part.amount_cents for part in parts if not part.food)


@dataclass(frozen=True)
class WorkerRecap:
    """Visits of one worker: how many, and their minutes."""

    worker: str
    register_number: str
    visits: int
    minutes: int


def recap(visits: Sequence[Visit]) -> tuple[WorkerRecap, ...]:
    """Visits and minutes per worker, sorted by name then number (D.7233-4)."""
    totals: dict[tuple[str, str], list[int]] = {}
    for visit in visits:
        key = (visit.worker, visit.register_number)
        totals.setdefault(key, []).append(visit.minutes)
    return tuple(
        WorkerRecap(name, number, len(minutes), sum(minutes))
        for (name, number), minutes in sorted(totals.items())
    )
