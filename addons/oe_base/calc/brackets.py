"""Brackets that hold a start only: each one runs to the start of the next.

Half-open: an amount exactly on a start belongs to the bracket that starts
there. The first bracket starts at 0 and also covers what lies below 0, so that
a charge is additive: charging two amounts in turn is charging their sum.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from .errors import BadBrackets
from .money import Number, rate, round_half_up, running_traces


@dataclass(frozen=True)
class Bracket:
    """A rate that applies from ``start_cents`` (cents, inside) on."""

    start_cents: int
    rate: Fraction


@dataclass(frozen=True)
class Part:
    """One explained part of a charge: base times rate.

    ``amount_cents`` are running traces, so that their sum is the total.
    """

    base_cents: int
    rate: Fraction
    exact: Fraction
    amount_cents: int


@dataclass(frozen=True)
class Charge:
    """Explained result of :func:`charge`; ``exact`` and ``total_cents`` in cents."""

    parts: tuple[Part, ...]
    exact: Fraction
    total_cents: int


def bracket(start_cents: int, value: Number) -> Bracket:
    """A :class:`Bracket` whose rate may be given as text, Decimal or float."""
    return Bracket(start_cents, rate(value))


def flat(value: Number) -> tuple[Bracket, ...]:
    """The brackets of one rate without steps."""
    return (bracket(0, value),)


def check_brackets(brackets: Sequence[Bracket]) -> None:
    """Refuse brackets that are empty, unsorted or do not start at 0.

    :raises BadBrackets: with the starts found.
    """
    starts = [item.start_cents for item in brackets]
    if not starts or starts[0] != 0 or starts != sorted(set(starts)):
        raise BadBrackets(starts=starts)


def rate_at(brackets: Sequence[Bracket], position: int) -> Fraction:
    """Rate of the bracket that holds a cumulated amount (cents).

    :raises BadBrackets: see :func:`check_brackets`.
    """
    check_brackets(brackets)
    reached = [item.rate for item in brackets if item.start_cents <= position]
    return reached[-1] if reached else brackets[0].rate


def charge(
    brackets: Sequence[Bracket], before: int, amount: int, marginal: bool = True
) -> Charge:
    """Charge an amount (cents) that comes on top of ``before`` (cents).

    Marginal: each slice at the rate of its bracket; a negative amount walks back
    down the brackets it had climbed. Whole: the amount at the one rate of the
    highest point reached, which for a negative amount is where it starts from.

    :raises BadBrackets: see :func:`check_brackets`.
    """
    check_brackets(brackets)
    if marginal:
        slices = list(_slices(brackets, before, amount))
    else:
        slices = [(amount, rate_at(brackets, max(before, before + amount)))]
    return explained([piece for piece in slices if piece[0]])


def explained(slices: Sequence[tuple[int, Fraction]]) -> Charge:
    """A :class:`Charge` from (base in cents, rate) pairs, rounded once in all."""
    exacts = [base * value for base, value in slices]
    parts = tuple(
        Part(base, value, exact, trace)
        for (base, value), exact, trace in zip(
            slices, exacts, running_traces(exacts), strict=True
        )
    )
    total = sum(exacts, Fraction(0))
    return Charge(parts, total, round_half_up(total))


def _slices(
    brackets: Sequence[Bracket], before: int, amount: int
) -> Iterator[tuple[int, Fraction]]:
    low, high = sorted((before, before + amount))
    sign = 1 if amount >= 0 else -1
    found = []
    for index, item in enumerate(brackets):
        floor = low if index == 0 else max(low, item.start_cents)
        above = brackets[index + 1].start_cents if index + 1 < len(brackets) else high
        ceiling = min(high, above)
        if ceiling > floor:
            found.append((sign * (ceiling - floor), item.rate))
    # A credit note is told in the order it is undone: the last bracket first.
    yield from found if sign > 0 else reversed(found)
