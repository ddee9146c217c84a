"""Shares of the members of a mission, dated with a start only, and their money."""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.dated import segments, value_at
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import split, split_with_carry
from odoo.addons.oe_base.calc.period import Period


class BadShares(CalcError):
    """Shares do not make a whole. Params: ``total``, ``members``."""

    code = "shares.bad_shares"


@dataclass(frozen=True)
class ShareSet:
    """Who shares from a date on, as (member, fraction of 1) pairs.

    :raises BadShares: when a member comes twice, a share is not positive, or the
        shares do not sum to 1.
    """

    members: tuple[tuple[Hashable, Fraction], ...]

    def __post_init__(self) -> None:
        names = tuple(member for member, _ in self.members)
        total = sum((share for _, share in self.members), Fraction(0))
        positive = all(share > 0 for _, share in self.members)
        if total != 1 or not positive or len(set(names)) != len(names):
            raise BadShares(total=total, members=names)


Starts = Sequence[tuple[date, ShareSet]]


@dataclass(frozen=True)
class MemberAmount:
    """What a member receives, cents."""

    member: Hashable
    amount_cents: int


def shares_at(starts: Starts, day: date) -> ShareSet:
    """Shares in force on a day.

    :raises NoValue: before the first start.
    """
    return value_at(starts, day)


def share_periods(
    starts: Starts, period: Period
) -> tuple[tuple[Period, ShareSet], ...]:
    """Shares over a period, cut at each change.

    :raises NoValue: when the period begins before the first start.
    """
    return segments(starts, period)


def divide_by_shares(
    amounts: Sequence[tuple[date, int]], starts: Starts
) -> tuple[MemberAmount, ...]:
    """Divide dated amounts (cents) by the shares of their day, every cent kept.

    Parts of a cent are remembered while the shares stay the same, so that the odd
    cent goes round. Members are in order of first appearance.

    :raises NoValue: for an amount dated before the first start.
    """
    received: dict[Hashable, int] = {}
    carries: dict[ShareSet, tuple[Fraction, ...]] = {}
    for day, cents in sorted(amounts):
        shares = value_at(starts, day)
        result = split_with_carry(
            cents, [share for _, share in shares.members], carries.get(shares)
        )
        carries[shares] = result.carry
        for (member, _), part in zip(shares.members, result.shares, strict=True):
            received[member] = received.get(member, 0) + part
    return tuple(MemberAmount(member, cents) for member, cents in received.items())


def divide_by_hours(
    total_cents: int, minutes: Mapping[Hashable, int]
) -> tuple[MemberAmount, ...]:
    """Divide an amount (cents) by the minutes done by each member.

    :raises BadWeights: when minutes are negative or all zero.
    """
    parts = split(total_cents, list(minutes.values()))
    return tuple(
        MemberAmount(member, part) for member, part in zip(minutes, parts, strict=True)
    )
