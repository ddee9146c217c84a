"""Money: integer cents, exact rates, one rounding, one split.

Every amount of the suite is an ``int`` of cents. Rates and quantities are
``Fraction`` (or ``Decimal``). Floats are accepted only where they enter
(:func:`to_cents`, :func:`rate`), through their shortest text, which is what the
user typed and what Odoo stored.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from fractions import Fraction

from .errors import BadCarry, BadWeights, NotANumber

Exact = Fraction | Decimal | int
Number = Fraction | Decimal | int | str | float

NARROW_NBSP = "\u202f"


def rate(value: Number) -> Fraction:
    """Exact fraction of a rate or a quantity; a float counts as its shortest text.

    :raises NotANumber: for a text that is no number, for infinity and NaN.
    """
    if isinstance(value, Fraction):
        return value
    if isinstance(value, float):
        value = repr(value)
    try:
        return Fraction(value if isinstance(value, int) else Decimal(value))
    except (InvalidOperation, OverflowError, ValueError, TypeError) as error:
        raise NotANumber(value=repr(value)) from error


def percent(value: Number) -> Fraction:
    """Exact fraction of a percentage: ``percent("13.5")`` is 27/200.

    :raises NotANumber: as :func:`rate`.
    """
    return rate(value) / 100


def round_half_up(value: Exact) -> int:
    """Nearest integer, half away from zero (1.5 gives 2, -1.5 gives -2).

    :raises NotANumber: for a float, which is never exact.
    """
    if isinstance(value, float):
        raise NotANumber(value=repr(value))
    exact = rate(value)
    nearest = (2 * abs(exact.numerator) + exact.denominator) // (2 * exact.denominator)
    return nearest if exact >= 0 else -nearest


def to_cents(value: Number) -> int:
    """Cents of an amount in euros; finer than the cent is rounded half-up.

    :raises NotANumber: for a text that is no number, for infinity and NaN.
    """
    return round_half_up(rate(value) * 100)


def from_cents(cents: int) -> Decimal:
    """Amount in euros, with exactly two decimals, of an ``int`` of cents."""
    return Decimal(cents).scaleb(-2)


def apply_rate(cents: int, factor: Number) -> int:
    """Cents times a rate, rounded half-up to the cent."""
    return round_half_up(cents * rate(factor))


def multiply(unit_cents: int, quantity: Number) -> int:
    """Cents of a quantity at a unit price (7.25 h at 20.85 gives 151.16)."""
    return apply_rate(unit_cents, quantity)


@dataclass(frozen=True)
class Shares:
    """Result of a split: integer shares, and what each holder is still owed.

    ``carry`` is exact; a positive entry is a part of a cent not yet received.
    """

    shares: tuple[int, ...]
    carry: tuple[Fraction, ...]


def split(total: int, weights: Sequence[Number]) -> tuple[int, ...]:
    """Largest-remainder split of ``total`` by weights; the sum is always ``total``.

    Ties go to the first; ``split(-t)`` is ``-split(t)``.

    :raises BadWeights: when weights are empty, negative or all zero.
    """
    return split_with_carry(total, weights).shares


def split_with_carry(
    total: int,
    weights: Sequence[Number],
    carry: Sequence[Fraction] | None = None,
) -> Shares:
    """Split like :func:`split`, remembering parts of a cent from run to run.

    The odd cent goes to whom most is owed (own remainder plus ``carry``), so it
    rotates. A share never leaves the two integers around its exact value, and a
    holder of weight zero receives nothing and keeps its carry.

    :raises BadWeights: when weights are empty, negative or all zero.
    :raises BadCarry: when ``carry`` has not one entry per weight.
    """
    parts = _checked_weights(weights)
    owed = tuple(carry) if carry is not None else (Fraction(0),) * len(parts)
    if len(owed) != len(parts):
        raise BadCarry(holders=len(parts), carry=len(owed))
    if total < 0:
        mirror = split_with_carry(-total, parts, [-c for c in owed])
        return Shares(
            tuple(-share for share in mirror.shares),
            tuple(-c for c in mirror.carry),
        )
    whole = sum(parts)
    exact = [total * part / whole for part in parts]
    shares = [value.numerator // value.denominator for value in exact]
    claims = [exact[i] - shares[i] + owed[i] for i in range(len(parts))]
    queue = sorted(
        (i for i in range(len(parts)) if parts[i]), key=lambda i: (-claims[i], i)
    )
    for i in queue[: total - sum(shares)]:
        shares[i] += 1
        claims[i] -= 1
    return Shares(tuple(shares), tuple(claims))


def _checked_weights(weights: Sequence[Number]) -> list[Fraction]:
    parts = [rate(weight) for weight in weights]
    if not any(parts) or any(part < 0 for part in parts):
        raise BadWeights(weights=[str(part) for part in parts])
    return parts


def running_traces(amounts_exact: Iterable[Exact]) -> tuple[int, ...]:
    """One integer per exact amount, whose sum is the rounded exact sum.

    The running exact total is rounded; each trace is the difference with the
    previous one. Signs may mix.
    """
    traces: list[int] = []
    running, shown = Fraction(0), 0
    for amount in amounts_exact:
        running += rate(amount)
        rounded = round_half_up(running)
        traces.append(rounded - shown)
        shown = rounded
    return tuple(traces)


def format_fr(cents: int) -> str:
    """French text of an amount, ``1 234,56 €``, with narrow no-break spaces."""
    euros, rest = divmod(abs(cents), 100)
    sign = "-" if cents < 0 else ""
    grouped = f"{euros:,}".replace(",", NARROW_NBSP)
    return f"{sign}{grouped},{rest:02d}{NARROW_NBSP}€"
