"""Treasury forecast of an activity: what is held, what comes and goes, by month."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.period import add_months, month_of


@dataclass(frozen=True)
class Expected:
    """Money that is to come (positive cents) or to go, with its due day.

    ``kind`` names it for the reader: clients, suppliers, taxes, pay, structure.
    """

    kind: str
    day: date
    cents: int


@dataclass(frozen=True)
class ForecastMonth:
    """A month: cents at its start and end, cents by kind, and the part overdue."""

    start: date
    opening_cents: int
    kinds: dict[str, int]
    late_cents: int
    closing_cents: int


def forecast(
    held_cents: int, expected: Iterable[Expected], today: date, months: int = 3
) -> tuple[ForecastMonth, ...]:
    """Months from this one on; what is overdue is expected this month.

    What falls due after the last month is not counted: the closing of the last month
    is what is held plus all that falls due until then.
    """
    first = month_of(today).start
    starts = [add_months(first, number) for number in range(months)]
    sums: dict[date, dict[str, int]] = {start: {} for start in starts}
    late = 0
    for item in expected:
        start = max(month_of(item.day).start, first)
        if start not in sums:
            continue
        sums[start][item.kind] = sums[start].get(item.kind, 0) + item.cents
        if item.day < today:
            late += item.cents
    rows, opening = [], held_cents
    for start in starts:
        closing = opening + sum(sums[start].values())
        overdue = late if start == first else 0
        rows.append(ForecastMonth(start, opening, sums[start], overdue, closing))
        opening = closing
    return tuple(rows)
