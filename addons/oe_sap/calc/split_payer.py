"""One visit split over several payers (APA, PCH, household…), every cent kept."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import apply_rate, round_half_up

from .spread import spread_all


class BadPayer(CalcError):
    """A payer's rule is negative. Params: ``payer``, ``value``."""

    code = "split_payer.bad_payer"


class NotAllPaid(CalcError):
    """Nobody pays what is left. Params: ``left_cents``."""

    code = "split_payer.not_all_paid"


class Basis(StrEnum):
    """What ``Payer.value`` is.

    Fixed: cents. Rate: fraction of 1 of the whole visit. Hourly: cents an hour of
    the visit (a tariff, less the household's share). Rest: all that is left.
    """

    FIXED = "fixed"
    RATE = "rate"
    HOURLY = "hourly"
    REST = "rest"


@dataclass(frozen=True)
class Payer:
    """Who pays and how; ``maximum_cents`` is what is left of a plan, if any."""

    ref: str
    basis: Basis
    value: Fraction = Fraction(0)
    maximum_cents: int | None = None


@dataclass(frozen=True)
class PayerShare:
    """What a payer pays, cents: in all, and on each line in order."""

    ref: str
    total_cents: int
    lines: tuple[int, ...]


def split_visit(
    lines: Sequence[int], minutes: int, payers: Sequence[Payer]
) -> tuple[PayerShare, ...]:
    """Split the lines of a visit (cents) over payers, in their order.

    Each payer takes at most what the earlier ones left; a line is shared in
    proportion, so that each VAT rate stays with its own work. Line by line and
    payer by payer, the sums are exact.

    :raises BadPayer: when a rule or a maximum is negative.
    :raises NotAllPaid: when the payers leave something unpaid.
    :raises BadDue: when a line is negative (see ``spread.py``).
    """
    whole = left = sum(lines)
    totals = []
    for payer in payers:
        share = min(_wanted(payer, whole, left, minutes), left)
        totals.append(share)
        left -= share
    if left:
        raise NotAllPaid(left_cents=left)
    rows = spread_all(totals, lines)
    return tuple(
        PayerShare(payer.ref, total, row)
        for payer, total, row in zip(payers, totals, rows, strict=True)
    )


def _wanted(payer: Payer, whole: int, left: int, minutes: int) -> int:
    maximum = payer.maximum_cents
    if payer.value < 0 or (maximum is not None and maximum < 0):
        raise BadPayer(payer=payer.ref, value=payer.value)
    wanted = {
        Basis.FIXED: lambda: round_half_up(payer.value),
        Basis.RATE: lambda: apply_rate(whole, payer.value),
        Basis.HOURLY: lambda: round_half_up(payer.value * minutes / 60),
        Basis.REST: lambda: left,
    }[payer.basis]()
    return wanted if maximum is None else min(wanted, maximum)
