"""Immediate advance: the lines of a request, from the lines of an invoice.

The service checks that unit price × quantity is the line, that HT + VAT is TTC and
that lines make the total. Fees (travel, expenses) have no nature there: they are
spread over the services, as on the tax certificate.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import multiply, round_half_up, split

from .advance import AdvanceLine, Unit

_NATURE = re.compile(r"^\s*(\d+)")


class NoService(CalcError):
    """There is no service to carry the fees. Params: ``fees_cents``."""

    code = "advance.no_service"


@dataclass(frozen=True)
class Sold:
    """A line of an invoice, cents; ``hours`` is ``None`` for a lump sum."""

    nature: str
    included_cents: int
    excluded_cents: int
    hours: Fraction | None = None
    worker_number: str = ""
    youngest_child_age: int | None = None
    is_fee: bool = False


def nature_code(text: str) -> str:
    """Code of the service: the figures before any remark ("90 (over 6 only)")."""
    found = _NATURE.match(text or "")
    return found.group(1) if found else ""


def advance_lines(sold: Sequence[Sold]) -> tuple[AdvanceLine, ...]:
    """Lines to send; their sums, TTC and HT, are those of what was sold.

    By the hour when the price of an hour is whole cents, else as a lump sum of the
    same amount: the service multiplies and compares to the cent.

    :raises NoService: when there are fees and nothing to spread them over.
    """
    services = [line for line in sold if not line.is_fee]
    fees = [line for line in sold if line.is_fee]
    included = _with(fees, services, "included_cents")
    excluded = _with(fees, services, "excluded_cents")
    return tuple(
        _line(line, total, net)
        for line, total, net in zip(services, included, excluded, strict=True)
    )


def _with(fees, services, name):
    extra = sum(getattr(fee, name) for fee in fees)
    amounts = [getattr(line, name) for line in services]
    if not extra:
        return amounts
    if not any(amounts):
        raise NoService(fees_cents=extra)
    shares = split(extra, [abs(amount) for amount in amounts])
    return [amount + share for amount, share in zip(amounts, shares, strict=True)]


def _line(line, included, excluded):
    quantity, unit, price = Fraction(1), Unit.LUMP_SUM, included
    hours = line.hours
    if hours is not None and hours > 0:
        hourly = round_half_up(included / hours)
        # As the service multiplies; four decimals are the most it reads.
        if multiply(hourly, hours) == included and (hours * 10_000).denominator == 1:
            quantity, unit, price = hours, Unit.HOUR, hourly
    return AdvanceLine(
        nature_code=line.nature,
        quantity=quantity,
        unit=unit,
        unit_included_cents=price,
        included_cents=included,
        excluded_cents=excluded,
        vat_cents=included - excluded,
        worker_number=line.worker_number,
        youngest_child_age=line.youngest_child_age,
    )
