"""The rows of an activity statement, in the order of the form [NOVA]."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from odoo.addons.oe_base.calc.period import Period

from .activity import Mode
from .statistics import Activity, Column, column, total_row

PEOPLE = ("workers", "employees", "clients")
ADDED = ("hours", "payroll", "turnover")
# Payroll belongs to people, whatever the mode they work in.
WHOLE_ROWS = ("workers", "employees", "hours", "clients", "payroll", "turnover")
MODE_ROWS = ("workers", "hours", "clients", "turnover")
FIELDS = {"payroll": "payroll_cents", "turnover": "turnover_cents"}


@dataclass(frozen=True)
class Row:
    """A row: all modes (``mode`` None) or one; a value a month, and of the whole.

    People and hours are counts, payroll and turnover cents. People are counted once
    in the whole, hours and money are the sum of the months.
    """

    code: str
    mode: Mode | None
    values: tuple[int, ...]
    whole: int


def rows(activity: Activity, periods: Sequence[Period]) -> tuple[Row, ...]:
    """Every row of the form over these months, one after the other."""
    found = list(_rows(activity, periods, None, WHOLE_ROWS))
    for mode in Mode:
        found += _rows(_of_mode(activity, mode), periods, mode, MODE_ROWS)
    return tuple(found)


def _of_mode(activity: Activity, mode: Mode) -> Activity:
    return replace(
        activity,
        works=tuple(item for item in activity.works if item.mode is mode),
        amounts=tuple(item for item in activity.amounts if item.mode is mode),
    )


def _rows(activity, periods, mode, codes):
    columns = [column(activity, period) for period in periods]
    whole = column(activity, Period(periods[0].start, periods[-1].end))
    sums = dict(zip(ADDED, total_row(columns), strict=True))
    for code in codes:
        values = tuple(_value(item, code) for item in columns)
        yield Row(code, mode, values, sums.get(code, _value(whole, code)))


def _value(item: Column, code: str) -> int:
    return getattr(item, FIELDS.get(code, code))
