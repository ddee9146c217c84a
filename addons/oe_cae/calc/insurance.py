"""Insurance charged to an activity: a fixed amount, a percentage, or both."""

from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.money import apply_rate


@dataclass(frozen=True)
class Insurance:
    """Premium of a trade: ``fixed_cents`` a month plus ``rate`` of turnover."""

    fixed_cents: int = 0
    rate: Fraction = Fraction(0)


def premium(insurance: Insurance, turnover_cents: int) -> int:
    """Premium of a month (cents) on its turnover excl. VAT (cents)."""
    return insurance.fixed_cents + apply_rate(turnover_cents, insurance.rate)
