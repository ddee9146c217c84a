"""Sharing of the royalty: recovery of the investment, pools, holders."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import (
    Number,
    rate,
    round_half_up as rounded,
    split,
    split_with_carry,
)
from odoo.addons.oe_base.calc.period import Period

from .holding import Holding, weigh


class BadRecovery(CalcError):
    """A share outside 0 .. 1, or a target below zero. Params: the values."""

    code = "sharing.bad_recovery"


@dataclass(frozen=True)
class Recovery:
    """Recovery of the investment: a share of each period until the target.

    ``position`` is the exact sum of those shares so far (cents); it runs on
    beyond the target, so that a credit note gives back exactly what its sale
    had recovered. Start from what has been recovered.

    :raises BadRecovery: for a share outside 0 .. 1 or a negative target.
    """

    share: Fraction
    target_cents: int
    position: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        if not 0 <= self.share <= 1 or self.target_cents < 0:
            raise BadRecovery(share=self.share, target_cents=self.target_cents)

    @property
    def recovered_cents(self) -> int:
        """Recovered so far (cents)."""
        return min(self.target_cents, rounded(self.position))


@dataclass(frozen=True)
class Waterfall:
    """A period's royalty (cents): recovered first, the rest to pools."""

    recovered_cents: int
    pools: dict[str, int]
    recovery: Recovery
    carry: dict[str, Fraction]


@dataclass(frozen=True)
class Sharing:
    """A pool (cents) by holder; ``company_cents`` is what the company keeps.

    ``weights`` are the point-days that explain the shares.
    """

    shares: dict[str, int]
    company_cents: int
    weights: dict[str, Fraction]
    carry: dict[str, Fraction]


COMPANY = ""


def pour(
    amount_cents: int,
    recovery: Recovery,
    pools: Mapping[str, Number],
    carry: Mapping[str, Fraction] | None = None,
) -> Waterfall:
    """Recover, then split the rest among the pools by weight.

    :raises BadWeights: when pools are empty, negative or all zero.
    """
    after = Recovery(
        recovery.share,
        recovery.target_cents,
        recovery.position + amount_cents * recovery.share,
    )
    recovered = after.recovered_cents - recovery.recovered_cents
    owed = dict(carry or {})
    result = split_with_carry(
        amount_cents - recovered,
        list(pools.values()),
        [owed.get(pool, Fraction(0)) for pool in pools],
    )
    owed.update(zip(pools, result.carry, strict=True))
    shares = dict(zip(pools, result.shares, strict=True))
    return Waterfall(recovered, shares, after, owed)


def share_pool(
    pool_cents: int,
    period: Period,
    holdings: Sequence[Holding],
    carry: Mapping[str, Fraction] | None = None,
) -> Sharing:
    """Share a pool by point-days; the shares and the company's part add up to it.

    When nobody earns, the company keeps the pool. A holder with several holdings
    has one share. ``carry`` holds the parts of a cent owed to each holder.

    :raises OpenPeriod: when the period has no end.
    """
    weights: dict[str, Fraction] = {COMPANY: Fraction(0)}
    for holding in holdings:
        found = weigh(holding, period)
        earned = weights.get(holding.holder, Fraction(0)) + found.earning
        weights[holding.holder] = earned
        weights[COMPANY] += found.retained
    owed = dict(carry or {})
    if not any(weights.values()):
        return Sharing(dict.fromkeys(_people(weights), 0), pool_cents, weights, owed)
    result = split_with_carry(
        pool_cents,
        list(weights.values()),
        [owed.get(holder, Fraction(0)) for holder in weights],
    )
    owed.update(zip(weights, result.carry, strict=True))
    shares = dict(zip(weights, result.shares, strict=True))
    company = shares.pop(COMPANY)
    return Sharing(shares, company, weights, owed)


def recharge(royalty_cents: int, activity_bases: Mapping[str, int]) -> dict[str, int]:
    """Charge a royalty (cents) to activities in proportion to their bases (cents).

    :raises BadWeights: when bases are empty, negative or all zero.
    """
    shares = split(royalty_cents, [rate(base) for base in activity_bases.values()])
    return dict(zip(activity_bases, shares, strict=True))


def _people(weights: Mapping[str, Fraction]) -> list[str]:
    return [holder for holder in weights if holder != COMPANY]
