"""Activity statement of an establishment (EMA), one column per month [NOVA]."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import Period, add_months, iter_months, year_of

from .activity import Mode

MINUTES_PER_HOUR = 60


class BadQuarter(CalcError):
    """A quarter is 1 to 4. Params: ``quarter``."""

    code = "statistics.bad_quarter"


class TurnoverKind(StrEnum):
    """Only the service itself enters the turnover of the statement."""

    SERVICE = "service"
    FEE = "fee"
    MILEAGE = "mileage"


@dataclass(frozen=True)
class Work:
    """Minutes done by a worker for a client on a day.

    Without ``worker`` (an invoice that names nobody) hours count and people do not;
    what was taken back counts in the hours and makes nobody a worker or a client.
    """

    day: date
    worker: str
    employee: bool
    client: str
    minutes: int
    mode: Mode = Mode.PRESTATAIRE


@dataclass(frozen=True)
class Amount:
    """Turnover excl. VAT, cents."""

    day: date
    cents: int
    kind: TurnoverKind = TurnoverKind.SERVICE
    mode: Mode = Mode.PRESTATAIRE


@dataclass(frozen=True)
class Payroll:
    """Gross pay, cents, at the month's pay date."""

    day: date
    cents: int


@dataclass(frozen=True)
class Activity:
    """All that an establishment did; the columns pick what is in their period."""

    works: tuple[Work, ...] = ()
    amounts: tuple[Amount, ...] = ()
    payrolls: tuple[Payroll, ...] = ()


@dataclass(frozen=True)
class Column:
    """One column of the statement; hours are rounded up, money is in cents."""

    period: Period
    workers: int
    employees: int
    hours: int
    clients: int
    payroll_cents: int
    turnover_cents: int


def column(activity: Activity, period: Period) -> Column:
    """Figures of any period; people and clients are counted once in it."""
    works = [item for item in activity.works if period.contains(item.day)]
    minutes = sum(item.minutes for item in works)
    seen = [item for item in works if item.minutes > 0]
    return Column(
        period=period,
        workers=len({item.worker for item in seen if item.worker}),
        employees=len({item.worker for item in seen if item.worker and item.employee}),
        # The statement asks for hours rounded up, never half-up.
        hours=-(-minutes // MINUTES_PER_HOUR),
        clients=len({item.client for item in seen if item.client}),
        payroll_cents=sum(
            item.cents for item in activity.payrolls if period.contains(item.day)
        ),
        turnover_cents=sum(
            item.cents
            for item in activity.amounts
            if period.contains(item.day) and item.kind is TurnoverKind.SERVICE
        ),
    )


def quarter_columns(activity: Activity, year: int, quarter: int) -> tuple[Column, ...]:
    """The three monthly columns of a quarter (1 to 4).

    :raises BadQuarter: for another quarter.
    """
    if quarter not in (1, 2, 3, 4):
        raise BadQuarter(quarter=quarter)
    start = date(year, 3 * quarter - 2, 1)
    months = iter_months(Period(start, add_months(start, 3)))
    return tuple(column(activity, month) for month in months)


def year_column(activity: Activity, year: int) -> Column:
    """The yearly report: people and clients are counted once in the year."""
    return column(activity, year_of(date(year, 1, 1)))


def total_row(columns: Sequence[Column]) -> tuple[int, int, int]:
    """Sum of hours, payroll and turnover; people cannot be added over months."""
    return (
        sum(item.hours for item in columns),
        sum(item.payroll_cents for item in columns),
        sum(item.turnover_cents for item in columns),
    )
