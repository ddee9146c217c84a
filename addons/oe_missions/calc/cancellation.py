"""Late cancellations and no-shows: what the rule printed on the quote asks for."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.money import apply_rate

MINUTES_PER_HOUR = 60


@dataclass(frozen=True)
class CancelRule:
    """Rule printed on the quote: notice shorter than ``below_hours`` costs ``rate``.

    A no-show is a notice of 0 hours.
    """

    below_hours: int
    rate: Fraction


def cancel_fee(
    price_cents: int, notice_minutes: int, rules: Sequence[CancelRule]
) -> int:
    """Cents due for a late cancellation: the rule with the shortest notice reached."""
    reached = [
        item
        for item in rules
        if max(0, notice_minutes) < item.below_hours * MINUTES_PER_HOUR
    ]
    if not reached:
        return 0
    strictest = min(reached, key=lambda item: item.below_hours)
    return apply_rate(price_cents, strictest.rate)
