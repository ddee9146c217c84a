"""Dated parameters of the pay estimate: every rate is given by the caller.

The suite is not a payroll engine: these parameters estimate what payroll will
compute. What the estimate leaves out by default (CSG on the employer's health
cover, the forfait social, the mobility levy, prévoyance, income tax, the social
security ceiling) is a parameter that is off.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError


class BadParameters(CalcError):
    """A parameter cannot be right. Params: ``parameter``, ``value``."""

    code = "pay.bad_parameters"


class LineBase(Enum):
    """What a line's rate applies to.

    CSG: the share of gross of the CSG (98.25 %); HEALTH: the employer's health
    cover; CAPPED: gross up to the social security ceiling, when one is given.
    """

    GROSS = "gross"
    CAPPED = "capped"
    CSG = "csg"
    HEALTH = "health"


@dataclass(frozen=True)
class PayLine:
    """One contribution: a key, a rate, and what it applies to."""

    key: str
    rate: Fraction
    base: LineBase = LineBase.GROSS


@dataclass(frozen=True)
class Reduction:
    """General reduction of employer contributions (CSS D.241-7).

    coefficient = ``floor`` + ``delta`` × [(``limit`` × SMIC / gross − 1) /
    (``limit`` − 1)] ^ ``exponent``, rounded to ``decimals``, at most ``floor`` +
    ``delta``, nil from ``limit`` SMIC.
    """

    floor: Fraction
    delta: Fraction
    exponent: Decimal = Decimal("1.75")
    limit: int = 3
    decimals: int = 4


@dataclass(frozen=True)
class PayParameters:
    """Every dated figure of the estimate; amounts in cents a month.

    ``smic_cents`` is the SMIC of a full month, ``full_hours`` its hours.

    :raises BadParameters: for a rate outside 0 .. 1, a SMIC that is not positive,
        or a reduction that would repay more than gross (the cost would then fall
        when gross rises, and no solver would be right).
    """

    smic_cents: int
    full_hours: Fraction
    employer: tuple[PayLine, ...]
    employee: tuple[PayLine, ...]
    reduction: Reduction
    health_employer_cents: int = 0
    health_employee_cents: int = 0
    csg_share: Fraction = Fraction(1)
    csg_on_health: bool = False
    ceiling_cents: int | None = None
    income_tax_rate: Fraction = Fraction(0)

    def __post_init__(self) -> None:
        for line in (*self.employer, *self.employee):
            if not 0 <= line.rate < 1:
                raise BadParameters(parameter=line.key, value=line.rate)
        if self.smic_cents <= 0:
            raise BadParameters(parameter="smic_cents", value=self.smic_cents)
        highest = self.reduction.floor + self.reduction.delta
        if not 0 <= highest < 1:
            raise BadParameters(parameter="reduction", value=highest)
