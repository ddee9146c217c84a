"""Business brought (*apport d'affaires*): a fee, capped, never on one's own advice."""

from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import apply_rate


class BadFeeRule(CalcError):
    """A rate or a cap is negative. Params: ``rate``, ``cap_cents``."""

    code = "brought.bad_rule"


@dataclass(frozen=True)
class FeeRule:
    """The agreed fee: rate (fraction of 1) of the turnover, cap in cents.

    ``assessor_may_earn`` lifts the default that whoever assessed the need does
    not earn on the choice.

    :raises BadFeeRule: when the rate or the cap is negative.
    """

    rate: Fraction
    cap_cents: int
    assessor_may_earn: bool = False

    def __post_init__(self) -> None:
        if self.rate < 0 or self.cap_cents < 0:
            raise BadFeeRule(rate=self.rate, cap_cents=self.cap_cents)


@dataclass(frozen=True)
class Fee:
    """Fee to pay now (cents; negative: taken back), the part over the cap, why not."""

    due_cents: int
    total_cents: int
    over_cap_cents: int
    refusal: Refusal | None = None


def fee(
    turnover_cents: int,
    paid_cents: int,
    rule: FeeRule,
    bringer: Hashable,
    assessor: Hashable | None = None,
) -> Fee:
    """Fee due on the turnover so far (cents excl. VAT), less what was already paid.

    It is computed on the sum, so that rounding never adds up and a credit note
    takes back its part. Refused to the assessor: ``brought.assessor``.
    """
    if assessor == bringer and not rule.assessor_may_earn:
        reason = refusal("brought.assessor", person=bringer)
        return Fee(-paid_cents, 0, 0, reason)
    exact = apply_rate(max(0, turnover_cents), rule.rate)
    total = min(exact, rule.cap_cents)
    return Fee(total - paid_cents, total, exact - total)
