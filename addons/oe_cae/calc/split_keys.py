"""Dated split between several ES on one activity (C. trav. R.7331-6).

The agreement gives keys with a start only; each entry is split on the key of
its own day, and the odd cent rotates among the holders.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.dated import Starts, value_at
from odoo.addons.oe_base.calc.money import Number, split_with_carry

Key = Mapping[str, Number]


@dataclass(frozen=True)
class SharedEntry:
    """An amount (cents) of the shared activity on a day."""

    day: date
    amount_cents: int


@dataclass(frozen=True)
class SharedResult:
    """Shares of each entry (holder to cents), totals, and the parts of a cent owed."""

    entries: tuple[dict[str, int], ...]
    totals: dict[str, int]
    carry: dict[str, Fraction]


def split_entries(
    keys: Starts[Key],
    entries: Sequence[SharedEntry],
    carry: Mapping[str, Fraction] | None = None,
) -> SharedResult:
    """Split each entry on the key of its day; each entry's shares add up to it.

    :raises NoValue: when an entry is older than the first key.
    :raises BadWeights: when a key is empty, negative or all zero.
    """
    keys = list(keys)
    owed = dict(carry or {})
    rows, totals = [], {}
    for entry in entries:
        key = value_at(keys, entry.day)
        holders = list(key)
        result = split_with_carry(
            entry.amount_cents,
            [key[holder] for holder in holders],
            [owed.get(holder, Fraction(0)) for holder in holders],
        )
        row = dict(zip(holders, result.shares, strict=True))
        owed.update(zip(holders, result.carry, strict=True))
        for holder, cents in row.items():
            totals[holder] = totals.get(holder, 0) + cents
        rows.append(row)
    return SharedResult(tuple(rows), totals, owed)
