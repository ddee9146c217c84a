"""Terms of a contract at a day: what was signed, then each amendment's changes.

An amendment has a start only, and names what it changes: a value at a day is the
one of the last amendment started that touches it, so two amendments that change
different things never undo each other and a past month never moves.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from odoo.addons.oe_base.calc.money import apply_rate
from odoo.addons.oe_base.calc.period import ONE_DAY, Period, month_of


@dataclass(frozen=True)
class Change:
    """A signed amendment: its first day, its rank among those of that day, values."""

    start: date
    rank: int
    values: Mapping[str, Any] = field(default_factory=dict)


def terms_at(
    signed: Mapping[str, Any], changes: Iterable[Change], day: date
) -> dict[str, Any]:
    """The terms in force on a day.

    :param signed: the terms of the contract itself
    :param changes: signed amendments, in any order
    """
    found = dict(signed)
    started = [change for change in changes if change.start <= day]
    for change in sorted(started, key=lambda change: (change.start, change.rank)):
        found.update(change.values)
    return found


def part_of_month(cents: int, month: date, start: date, end: date | None) -> int:
    """A monthly amount (cents) for the days of a month that a contract covers.

    By calendar days, half-up: a part fixe is flat for a whole month (R.7331-11), and
    a contract that begins or ends inside it gives its part.

    :param end: last day of the contract, if it has one
    """
    whole = month_of(month)
    held = whole.intersection(Period(start, end and end + ONE_DAY))
    if held is None:
        return 0
    days = (held.end - held.start).days
    return apply_rate(cents, Fraction(days, (whole.end - whole.start).days))
