"""What a household really paid, line by line, with the year in which it counts."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import split

from .spread import TooMuch, spread_all
from .visits import Visit


class ExtrasTooNegative(CalcError):
    """Discounts exceed the hours of an invoice. Params: ``invoice``, ``cents``."""

    code = "certificate.extras_too_negative"


class LineKind(StrEnum):
    """Service (hours or lump sum), extra (travel, expenses, discount), excluded."""

    SERVICE = "service"
    EXTRA = "extra"
    EXCLUDED = "excluded"


class Means(StrEnum):
    """Means of payment."""

    BANK = "bank"
    CESU = "cesu"
    CASH = "cash"
    ADVANCE = "advance"


@dataclass(frozen=True)
class Line:
    """Invoice line, cents incl. VAT; its visits when it is a service.

    Excluded: food, or a line whose VAT decision opens no tax credit.
    """

    activity_code: str
    amount_cents: int
    kind: LineKind = LineKind.SERVICE
    visits: tuple[Visit, ...] = ()


@dataclass(frozen=True)
class Payment:
    """Money received for an invoice, cents; a refund is negative.

    ``funded_cents`` is the part borne by someone else: the employer for a CESU,
    the State for an advance. ``requested_on`` dates the advance's request.
    """

    day: date
    amount_cents: int
    means: Means = Means.BANK
    funded_cents: int = 0
    requested_on: date | None = None


@dataclass(frozen=True)
class Invoice:
    """A posted invoice of the household with its payments, in any order."""

    ref: str
    lines: tuple[Line, ...]
    payments: tuple[Payment, ...] = ()


@dataclass(frozen=True)
class WindowRule:
    """First day (month, day) of the year's window for advance requests [S]."""

    month: int = 1
    day: int = 16


@dataclass(frozen=True)
class PaidSlice:
    """Cents of one payment on one line; the keys tell equal ones apart."""

    year: int
    payment: Payment
    payment_key: tuple[int, int]
    line: Line
    line_key: tuple[int, int]
    cents: int


def counted_year(payment: Payment, window: WindowRule | None = None) -> int:
    """Civil year in which a payment counts: its date, the window for an advance."""
    rule = window or WindowRule()
    if payment.means is not Means.ADVANCE:
        return payment.day.year
    day = payment.requested_on or payment.day
    return day.year if (day.month, day.day) >= (rule.month, rule.day) else day.year - 1


def eligible_lines(invoice: Invoice) -> tuple[tuple[Line, int], ...]:
    """Each line with its amount once extras are spread over the hour lines.

    Extras of an invoice without hours stay where they are, and are not eligible.

    :raises ExtrasTooNegative: when discounts exceed the hours.
    """
    hours = [item for item in invoice.lines if item.kind is LineKind.SERVICE]
    extras = sum(
        item.amount_cents for item in invoice.lines if item.kind is LineKind.EXTRA
    )
    weights = [item.amount_cents for item in hours]
    if not any(weights):
        return tuple((item, item.amount_cents) for item in invoice.lines)
    if sum(weights) + extras < 0:
        raise ExtrasTooNegative(invoice=invoice.ref, cents=sum(weights) + extras)
    parts = iter(split(extras, weights))
    return tuple(
        (item, item.amount_cents + next(parts))
        if item.kind is LineKind.SERVICE
        else (item, 0 if item.kind is LineKind.EXTRA else item.amount_cents)
        for item in invoice.lines
    )


def paid_in(
    year: int, invoices: Sequence[Invoice], window: WindowRule | None = None
) -> list[PaidSlice]:
    """Every part of a payment that counts in a year; extras spread, cash included.

    :raises TooMuch: when an invoice is paid beyond its total.
    :raises ExtrasTooNegative: when discounts exceed the hours of an invoice.
    """
    return [
        part
        for position, item in enumerate(invoices)
        for part in _slices(position, item, window)
        if part.year == year
    ]


def _slices(
    position: int, invoice: Invoice, window: WindowRule | None
) -> Iterator[PaidSlice]:
    lines = eligible_lines(invoice)
    payments = sorted(invoice.payments, key=lambda item: item.day)
    try:
        rows = spread_all(
            [item.amount_cents for item in payments], [cents for _, cents in lines]
        )
    except TooMuch as error:
        raise TooMuch(invoice=invoice.ref, **error.params) from error
    for index, (payment, row) in enumerate(zip(payments, rows, strict=True)):
        year = counted_year(payment, window)
        for rank, ((line, _), cents) in enumerate(zip(lines, row, strict=True)):
            if cents:
                keys = (position, index), (position, rank)
                yield PaidSlice(year, payment, keys[0], line, keys[1], cents)
