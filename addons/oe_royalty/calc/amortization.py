"""Linear amortisation of what the concept cost, in the books.

Not the recovery: recovery says what the royalty has paid back, amortisation spreads
the cost over its years (PCG art. 214-13). Days count on a year of 360, as the trade
does; each amount is a difference of rounded running totals, so nothing is lost.
"""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import round_half_up
from odoo.addons.oe_base.calc.period import ONE_DAY, add_months


class BadSchedule(CalcError):
    """Nothing to spread. Params: ``cost_cents``, ``months``."""

    code = "amortization.bad_schedule"


@dataclass(frozen=True)
class Plan:
    """``cost_cents`` over ``months`` from ``start``; entries every ``step`` months.

    ``closing_month`` is the last month of the company's year.

    :raises BadSchedule: without cost, months or step.
    """

    cost_cents: int
    start: date
    months: int
    step: int = 12
    closing_month: int = 12

    def __post_init__(self) -> None:
        if self.cost_cents <= 0 or self.months <= 0 or self.step not in (1, 3, 12):
            raise BadSchedule(cost_cents=self.cost_cents, months=self.months)


def days_360(start: date, last: date) -> int:
    """Days of both, counting thirty a month (a month's last day is its thirtieth)."""
    months = (last.year - start.year) * 12 + last.month - start.month
    return months * 30 + _day(last) - _day(start) + 1


def schedule(plan: Plan) -> tuple[tuple[date, int], ...]:
    """``(last day, cents)`` of each entry, in order; they add up to the cost."""
    whole = plan.months * 30
    rows, told, first = [], 0, plan.start
    while told < plan.cost_cents or not rows:
        last = _closing(plan, first)
        spent = min(whole, days_360(plan.start, last))
        total = round_half_up(Fraction(plan.cost_cents * spent, whole))
        rows.append((last, total - told))
        told, first = total, last + ONE_DAY
        if spent == whole:
            break
    return tuple(rows)


def _closing(plan: Plan, day: date) -> date:
    """Last day of the month, quarter or year that a day is in."""
    ahead = (plan.closing_month - day.month) % plan.step
    return add_months(day.replace(day=1), ahead + 1) - ONE_DAY


def _day(day: date) -> int:
    is_last = (day + ONE_DAY).month != day.month
    return 30 if is_last else day.day
