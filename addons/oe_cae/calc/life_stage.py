"""Pay over the stages of life: eleven or twelve months, pension, ramp."""

from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, rate, round_half_up, split
from odoo.addons.oe_base.calc.ramp import ramp_share


class BadMonths(CalcError):
    """The number of months makes no sense. Params: ``months``."""

    code = "life_stage.bad_months"


@dataclass(frozen=True)
class PensionRule:
    """Quarters of pension (CSS R.351-9): hours of SMIC each, at most so many."""

    hours: int = 150
    most: int = 4


def spread(yearly_cents: int, months: int) -> tuple[int, ...]:
    """A year's pay (cents) over 11 or 12 months (or any 1 to 12), to the cent.

    :raises BadMonths: outside 1 .. 12.
    """
    if not 1 <= months <= 12:
        raise BadMonths(months=months)
    return split(yearly_cents, [1] * months)


def over_twelve(eleven_cents: int, paid_months: int = 11) -> int:
    """Monthly pay over 12 months (cents) of a pay over 11, leave included.

    :raises BadMonths: outside 1 .. 12.
    """
    if not 1 <= paid_months <= 12:
        raise BadMonths(months=paid_months)
    return round_half_up(Fraction(eleven_cents * paid_months, 12))


def without_leave(cents: int, leave_rate: Number) -> int:
    """Hourly or monthly pay (cents) once the leave that it includes is taken off."""
    return round_half_up(cents / (1 + rate(leave_rate)))


def quarter_gross(smic_hour_cents: int, quarters: int, rule: PensionRule) -> int:
    """Gross of a year (cents) from which so many quarters are validated."""
    return smic_hour_cents * rule.hours * quarters


def pension_quarters(
    gross_cents: int, smic_hour_cents: int, rule: PensionRule | None = None
) -> int:
    """Pension quarters that a year's gross (cents) validates.

    The SMIC is the hourly one of 1 January of the year (CSS R.351-9).
    """
    rule = rule or PensionRule()
    return min(
        rule.most, max(0, gross_cents) // quarter_gross(smic_hour_cents, 1, rule)
    )


def missing_for_quarters(
    gross_cents: int,
    smic_hour_cents: int,
    quarters: int,
    rule: PensionRule | None = None,
) -> int:
    """Gross (cents) still missing in the year to validate so many quarters."""
    rule = rule or PensionRule()
    return max(0, quarter_gross(smic_hour_cents, quarters, rule) - gross_cents)


def ramp_turnover(target_cents: int, month: int, ramp_months: int) -> int:
    """Turnover (cents) expected in the n-th month of an activity that starts."""
    return round_half_up(target_cents * ramp_share(month, ramp_months))


class ShareOutside(CalcError):
    """The share of activity kept is outside the law. Params: ``share``, both bounds."""

    code = "life_stage.share_outside"


def progressive_pension(
    pension_cents: int, kept: Fraction, lowest: Fraction, highest: Fraction
) -> int:
    """Part of a pension (cents) paid beside a reduced activity (retraite progressive).

    Who keeps 60 % of the activity is paid 40 % of the pension.

    :param kept: share of a full activity that is kept
    :raises ShareOutside: when the share is not between the bounds
    """
    if not lowest <= kept <= highest:
        raise ShareOutside(share=kept, lowest=lowest, highest=highest)
    return round_half_up(pension_cents * (1 - kept))
