"""What the law takes of a sum paid to an author or a holder, levy by levy."""

from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import round_half_up


class BadLevy(CalcError):
    """A rate or a share outside 0 .. 1, or a ceiling below zero. Params: values."""

    code = "payout.bad_levy"


@dataclass(frozen=True)
class Levy:
    """``rate`` on ``base_share`` of the gross, up to a yearly ceiling (cents).

    :raises BadLevy: for values that no levy has.
    """

    rate: Fraction
    base_share: Fraction = Fraction(1)
    ceiling_cents: int | None = None

    def __post_init__(self) -> None:
        possible = 0 <= self.rate <= 1 and 0 <= self.base_share <= 1
        if not possible or (self.ceiling_cents or 0) < 0:
            raise BadLevy(rate=self.rate, base_share=self.base_share)


@dataclass(frozen=True)
class Levied:
    """Base and levy, in cents."""

    base_cents: int
    cents: int


def levy(rule: Levy, gross_cents: int, before_cents: int = 0) -> Levied:
    """What a levy takes of a sum; ``before_cents`` was paid earlier in the year."""
    counted = gross_cents
    if rule.ceiling_cents is not None:
        counted = max(0, min(gross_cents, rule.ceiling_cents - before_cents))
    base = counted * rule.base_share
    return Levied(round_half_up(base), round_half_up(base * rule.rate))


def to_declare(total_cents: int, threshold_cents: int) -> bool:
    """Whether a year's sums of one person go on the yearly declaration."""
    return total_cents > threshold_cents
