"""Linear ramp: how much of a target is reached in the n-th month."""

from fractions import Fraction


def ramp_share(month: int, ramp_months: int) -> Fraction:
    """Share of the target reached in month 1, 2, … (0 before the first).

    The first month gives 1/``ramp_months``; the target is reached in the month
    number ``ramp_months`` and kept. A ramp of 0 or 1 month starts at the target.
    """
    if month < 1:
        return Fraction(0)
    if ramp_months <= month:
        return Fraction(1)
    return Fraction(month, ramp_months)
