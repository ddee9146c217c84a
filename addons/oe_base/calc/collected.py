"""Collected amounts excl. VAT, from payments that include it.

A payment of part of an invoice collects the same part of each of its lines.
What is collected is cumulated exactly and rounded on the cumulated figure, so
that a fully paid invoice has collected each line to the cent, whatever the
number of payments; a bounced payment is a negative one and gives back.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from .errors import CalcError
from .money import running_traces


class OverCollected(CalcError):
    """Payments go outside 0 .. total. Params: ``total_cents``, ``paid_cents``."""

    code = "collected.over_collected"


@dataclass(frozen=True)
class Payment:
    """Part of an invoice reconciled on a day, in cents VAT included."""

    day: date
    amount_cents: int


@dataclass(frozen=True)
class Collection:
    """What one payment collects: cents excl. VAT, one figure per invoice line."""

    day: date
    line_cents: tuple[int, ...]

    @property
    def amount_cents(self) -> int:
        """Sum over the lines, in cents excl. VAT."""
        return sum(self.line_cents)


def share_of(
    lines_cents: Sequence[int], total_cents: int, reached_cents: int
) -> tuple[int, ...]:
    """Part of each line when ``reached`` of ``total`` is done (cents).

    The sum is the rounded part of the sum, and at the total each line is whole.
    """
    ratio = Fraction(reached_cents, total_cents)
    return running_traces(line * ratio for line in lines_cents)


def running_shares(
    lines_cents: Sequence[int], total_cents: int, steps_cents: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Part of each line that goes with each step, the steps adding up (cents)."""
    reached, before, rows = 0, (0,) * len(lines_cents), []
    for amount in steps_cents:
        reached += amount
        after = share_of(lines_cents, total_cents, reached)
        rows.append(tuple(a - b for a, b in zip(after, before, strict=True)))
        before = after
    return tuple(rows)


def collect(
    lines_cents: Sequence[int],
    total_incl_cents: int,
    payments: Sequence[Payment],
    invoice_day: date,
) -> tuple[Collection, ...]:
    """What each payment collects of the lines (cents excl. VAT), by day.

    An invoice of total zero needs no payment: it is collected on its own day.
    Credit notes have negative lines, total and payments.

    :raises OverCollected: when the running payments leave 0 .. total.
    """
    if total_incl_cents == 0:
        if payments:
            raise OverCollected(total_cents=0, paid_cents=payments[0].amount_cents)
        return (Collection(invoice_day, tuple(lines_cents)),)
    ordered = sorted(payments, key=lambda payment: payment.day)
    _check_running(total_incl_cents, ordered)
    rows = running_shares(
        lines_cents, total_incl_cents, [payment.amount_cents for payment in ordered]
    )
    return tuple(
        Collection(payment.day, row) for payment, row in zip(ordered, rows, strict=True)
    )


def _check_running(total_cents: int, payments: Sequence[Payment]) -> None:
    low, high = min(0, total_cents), max(0, total_cents)
    paid = 0
    for payment in payments:
        paid += payment.amount_cents
        if not low <= paid <= high:
            raise OverCollected(total_cents=total_cents, paid_cents=paid)
