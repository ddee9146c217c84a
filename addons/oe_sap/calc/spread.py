"""Spreading payments over what is due, every cent kept on both sides."""

from collections.abc import Sequence

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import split


class BadDue(CalcError):
    """An amount due is negative. Params: ``dues``."""

    code = "spread.bad_due"


class TooMuch(CalcError):
    """More is paid or refunded than there is. Params: ``amount``, ``available``."""

    code = "spread.too_much"


def spread_one(amount: int, dues: Sequence[int]) -> tuple[int, ...]:
    """Split an amount (cents) in proportion to what each line still owes.

    No line receives more than it owes, and paying all that is left pays each
    line exactly: this is why the weights are the remainders, not the first
    amounts (a share of the first amounts drifts by a cent).

    :raises BadDue: when a due is negative.
    :raises TooMuch: when the amount is negative or above the sum of the dues.
    """
    if any(due < 0 for due in dues):
        raise BadDue(dues=tuple(dues))
    available = sum(dues)
    if not 0 <= amount <= available:
        raise TooMuch(amount=amount, available=available)
    if not amount:
        return (0,) * len(dues)
    return split(amount, dues)


def spread_all(
    amounts: Sequence[int], dues: Sequence[int]
) -> tuple[tuple[int, ...], ...]:
    """Spread amounts in turn over lines: one row per amount, one column per line.

    Each row sums to its amount, and no column exceeds its due. A negative amount
    takes back from the lines in proportion to what they have received.

    :raises BadDue: when a due is negative.
    :raises TooMuch: when more is paid than due, or taken back than received.
    """
    owed, received = list(dues), [0] * len(dues)
    rows = []
    for amount in amounts:
        if amount >= 0:
            row = spread_one(amount, owed)
        else:
            row = tuple(-part for part in spread_one(-amount, received))
        owed = [due - part for due, part in zip(owed, row, strict=True)]
        received = [got + part for got, part in zip(received, row, strict=True)]
        rows.append(row)
    return tuple(rows)
