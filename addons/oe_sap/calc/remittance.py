"""Which open invoice each line of a payer's transfer pays."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .remittance_file import key


class Found(StrEnum):
    """What is known of a line.

    Matched: pays the invoice; partial: pays a part; over: says more than is due;
    choose: several fit; unknown: none does.
    """

    MATCHED = "matched"
    PARTIAL = "partial"
    OVER = "over"
    CHOOSE = "choose"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Open:
    """An open invoice of the payer: what is left, cents, and the months it bills."""

    ref: int
    number: str
    clients: tuple[str, ...]
    months: tuple[date, ...]
    left_cents: int


@dataclass(frozen=True)
class Said:
    """A line of the transfer, cents; ``chosen`` is what somebody decided."""

    client: str
    invoice: str
    month: date | None
    cents: int
    chosen: int | None = None


@dataclass(frozen=True)
class Match:
    """The invoice of a line, if any; what stays open (or is too much), cents."""

    found: Found
    ref: int | None = None
    difference_cents: int = 0
    candidates: tuple[int, ...] = ()


def match(lines: Sequence[Said], invoices: Sequence[Open]) -> tuple[Match, ...]:
    """One match per line. No invoice is paid beyond what is left of it.

    Surest first: what was chosen, then numbers, then client, month and amount.
    """
    left = {item.ref: item.left_cents for item in invoices}
    by_number = {key(item.number): item for item in invoices if key(item.number)}
    known = {item.ref: item for item in invoices}
    found: dict[int, Match] = {}
    for rank, line in enumerate(lines):
        item = known.get(line.chosen) if line.chosen else None
        if item:
            found[rank] = _take(line, item, left)
    for rank, line in enumerate(lines):
        item = by_number.get(key(line.invoice)) if key(line.invoice) else None
        if item and rank not in found:
            found[rank] = _take(line, item, left)
    for exact in (True, False):
        for rank, line in enumerate(lines):
            if rank not in found:
                result = _by_client(line, invoices, left, exact)
                if result:
                    found[rank] = result
    return tuple(found.get(rank, Match(Found.UNKNOWN)) for rank in range(len(lines)))


def _take(line: Said, item: Open, left: dict[int, int]) -> Match:
    rest = left[item.ref]
    if line.cents <= 0:
        return Match(Found.UNKNOWN, None, 0, (item.ref,))
    if line.cents > rest:
        return Match(Found.OVER, item.ref, line.cents - rest, (item.ref,))
    left[item.ref] = rest - line.cents
    state = Found.MATCHED if line.cents == rest else Found.PARTIAL
    return Match(state, item.ref, rest - line.cents)


def _by_client(
    line: Said, invoices: Sequence[Open], left: dict[int, int], exact: bool
) -> Match | None:
    """By client and month; ``exact``: only those of this very amount."""
    client = _words(line.client)
    if not client or line.cents <= 0:
        return None
    fitting = [
        item
        for item in invoices
        if left[item.ref] > 0
        and any(client == _words(name) for name in item.clients)
        and (line.month is None or line.month in item.months)
    ]
    same = [item for item in fitting if left[item.ref] == line.cents]
    if len(same) == 1 and exact:
        return _take(line, same[0], left)
    if exact or not fitting:
        return None
    if len(same) > 1 or len(fitting) > 1:
        refs = tuple(item.ref for item in same or fitting)
        return Match(Found.CHOOSE, None, 0, refs)
    return _take(line, fitting[0], left)


def _words(name: str) -> tuple[str, ...]:
    """Words of a name in one order: “LE GOFF Jeanne” is “Jeanne Le Goff”."""
    titles = {"m", "mme", "mlle", "mr", "monsieur", "madame"}
    return tuple(sorted(word for word in key(name).split() if word not in titles))
