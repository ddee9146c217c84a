"""Legal deadlines of the support contract (CAPE) and of the CESA.

Limits are dated data: each function takes the limits in force, whose defaults
are the law as read in March 2026.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import (
    ONE_DAY,
    Period,
    add_months,
    closed_end,
    merge,
    months_between,
    subtract,
)


class CapeTooLong(CalcError):
    """One CAPE period is longer than allowed. Params: ``start``, ``end``, ``limit``."""

    code = "deadlines.cape_too_long"


class CapeTooManyRenewals(CalcError):
    """Renewed too often. Params: ``renewals``, ``limit``."""

    code = "deadlines.cape_too_many_renewals"


class CapeTotalTooLong(CalcError):
    """All CAPE periods together are too long. Params: ``end``, ``limit``."""

    code = "deadlines.cape_total_too_long"


class CapeOverlap(CalcError):
    """Two CAPE periods share days. Params: ``start``, ``end``."""

    code = "deadlines.cape_overlap"


@dataclass(frozen=True)
class CapeLimits:
    """Limits of the CAPE (C. com. L.127-2): months and number of renewals."""

    months_each: int = 12
    renewals: int = 2
    months_total: int = 36


@dataclass(frozen=True)
class CesaLimits:
    """Limits of the CESA: trial (L.7332-1), membership (L.7331-3), interviews.

    ``interviews`` in any ``interview_months`` (C. trav. R.7331-3).
    """

    trial_months: int = 8
    member_months: int = 36
    interviews: int = 2
    interview_months: int = 12


@dataclass(frozen=True)
class InterviewStatus:
    """Individual interviews on a day.

    ``recent`` are those of the last months; ``due`` is the last day on which the
    next one keeps the rule; ``late`` says that this day has passed; ``falls`` is the
    first day on which the count is too low if none is held (``None``: it is already).
    """

    recent: int
    due: date
    late: bool
    falls: date | None = None


@dataclass(frozen=True)
class Alert:
    """An alert ``months`` before a deadline, to be given on ``day``."""

    months: int
    day: date


def check_capes(periods: Iterable[Period], limits: CapeLimits | None = None) -> None:
    """Refuse support contracts beyond the law (C. com. L.127-2).

    :raises CapeOverlap: when two periods share days.
    :raises CapeTooLong: when one period is too long.
    :raises CapeTooManyRenewals: when there are too many periods.
    :raises CapeTotalTooLong: when together they are too long.
    :raises OpenPeriod: when a period has no end.
    """
    limits = limits or CapeLimits()
    ordered = sorted(periods, key=lambda period: period.start)
    for period in ordered:
        if closed_end(period) > add_months(period.start, limits.months_each):
            raise CapeTooLong(
                start=period.start, end=period.end, limit=limits.months_each
            )
    for left, right in zip(ordered, ordered[1:], strict=False):
        if left.overlaps(right):
            raise CapeOverlap(start=right.start, end=closed_end(left))
    if len(ordered) - 1 > limits.renewals:
        raise CapeTooManyRenewals(renewals=len(ordered) - 1, limit=limits.renewals)
    if ordered:
        last = cape_last_end(ordered, limits)
        if closed_end(ordered[-1]) > last:
            raise CapeTotalTooLong(end=ordered[-1].end, limit=last)


def cape_last_end(periods: Sequence[Period], limits: CapeLimits | None = None) -> date:
    """The furthest end (first day outside) that the last period may have."""
    limits = limits or CapeLimits()
    ordered = sorted(periods, key=lambda period: period.start)
    last = ordered[-1]
    total = _less_earlier(last.start, limits.months_total, ordered[:-1])
    return min(add_months(last.start, limits.months_each), total)


def next_cape(periods: Sequence[Period], limits: CapeLimits | None = None) -> Period:
    """The longest renewal that the law still allows after the last period.

    :raises CapeTooManyRenewals: when there is no renewal left.
    :raises CapeTotalTooLong: when no day is left in the total.
    """
    limits = limits or CapeLimits()
    ordered = sorted(periods, key=lambda period: period.start)
    if len(ordered) > limits.renewals:
        raise CapeTooManyRenewals(renewals=len(ordered), limit=limits.renewals)
    start = closed_end(ordered[-1])
    end = cape_last_end([*ordered, Period(start, add_months(start, 1))], limits)
    if end <= start:
        raise CapeTotalTooLong(end=end, limit=end)
    return Period(start, end)


def trial_end(
    start: date, earlier: Iterable[Period] = (), limits: CesaLimits | None = None
) -> date:
    """First day after the trial of a CESA, which may be its very first day.

    The time of any earlier contract between the parties is taken off, CAPE
    included (C. trav. L.7332-1).
    """
    limits = limits or CesaLimits()
    return max(start, _less_earlier(start, limits.trial_months, earlier))


def member_deadline(
    start: date, earlier: Iterable[Period] = (), limits: CesaLimits | None = None
) -> date:
    """Day before which the ES must have become a member (C. trav. L.7331-3).

    Three years from the start of the CESA, less any earlier contract. It may be
    on or before ``start``: the ES must then enter as a member.
    """
    limits = limits or CesaLimits()
    return _less_earlier(start, limits.member_months, earlier)


def interview_status(
    start: date,
    signed: Iterable[date],
    day: date,
    limits: CesaLimits | None = None,
) -> InterviewStatus:
    """Where the rolling count of signed interviews stands (C. trav. R.7331-3).

    Any full window of the contract must hold enough interviews: the next one is
    due before the window that opens after the interview that leaves the count.
    """
    limits = limits or CesaLimits()
    held = sorted(when for when in signed if start <= when <= day)
    if len(held) >= limits.interviews:
        due = add_months(held[-limits.interviews], limits.interview_months)
    else:
        due = add_months(start, limits.interview_months) - ONE_DAY
    recent = _held_lately(held, day, limits)
    falls = None
    if recent >= limits.interviews:
        # A 29 February leaves the count one day after the date it is due.
        falls = due
        while _held_lately(held, falls, limits) >= limits.interviews:
            falls += ONE_DAY
    return InterviewStatus(recent=recent, due=due, late=day > due, falls=falls)


def _held_lately(held: Sequence[date], day: date, limits: CesaLimits) -> int:
    window = Period(add_months(day, -limits.interview_months) + ONE_DAY, day + ONE_DAY)
    return sum(window.contains(when) for when in held)


def alert_dates(
    deadline: date, months: Iterable[int] = (12, 6, 3, 1)
) -> tuple[Alert, ...]:
    """The alerts before a deadline, the earliest first."""
    return tuple(
        Alert(count, add_months(deadline, -count))
        for count in sorted(months, reverse=True)
    )


def current_alert(
    deadline: date, day: date, months: Iterable[int] = (12, 6, 3, 1)
) -> Alert | None:
    """The last alert whose day has come, or ``None`` when it is too early."""
    reached = [alert for alert in alert_dates(deadline, months) if alert.day <= day]
    return reached[-1] if reached else None


def months_left(deadline: date, day: date) -> int:
    """Whole months from the day to a deadline; negative once it has passed."""
    if deadline < day:
        return -months_between(deadline, day) - 1
    return months_between(day, deadline)


def balance_due(meeting: date, months: int = 1) -> date:
    """Day by which the year's balance of pay is due (C. trav. R.7331-12).

    One month after the general meeting on the accounts.
    """
    return add_months(meeting, months)


def _less_earlier(start: date, months: int, earlier: Iterable[Period]) -> date:
    # Time before ``start`` only: a contract that runs on is not counted twice.
    past = subtract(merge(earlier), [Period(start)])
    days = 0
    for period in past:
        whole = months_between(period.start, closed_end(period))
        months -= whole
        days += (closed_end(period) - add_months(period.start, whole)).days
    return add_months(start, months) - days * ONE_DAY
