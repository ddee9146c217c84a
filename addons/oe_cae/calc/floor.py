"""Price floor: the hourly price under which an ES works at a loss."""

import math
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.explain import Step, step

from .breakeven import BreakEven, MonthModel, break_even
from .pay_parameters import PayParameters


class NoHours(CalcError):
    """A month without billed hours has no hourly price. Params: ``hours``."""

    code = "floor.no_hours"


@dataclass(frozen=True)
class Floor:
    """Smallest hourly price (cents excl. VAT), told step by step."""

    hour_cents: int
    month: BreakEven
    steps: tuple[Step, ...]


def price_floor(
    parameters: PayParameters, model: MonthModel, net_cents: int, hours: Fraction
) -> Floor:
    """Price an hour must bring so that the month pays the net wished.

    The price is rounded up: a cent less and the month is not paid. Worked: net
    1 000.00, no charges, 10 %, 100 h: the floor times 100 leaves that budget.

    :param net_cents: net wished for the month, before income tax
    :param hours: hours billed in the month
    :raises NoHours: when there are none.
    :raises Unreachable: when charges take all of one more euro.
    :raises NegativeAmount: for a negative net.
    """
    if hours <= 0:
        raise NoHours(hours=hours)
    month = break_even(parameters, model, net_cents)
    hour = math.ceil(Fraction(month.turnover_cents) / hours)
    charges = model.fixed_charges_cents
    steps = (
        step("floor.net", "wished", net_cents),
        step("floor.budget", "cost", month.budget_cents),
        step("floor.charges", "fixed", charges),
        step("floor.contribution", "scheme", month.contribution_cents),
        step("floor.turnover", "sum", month.turnover_cents),
        step("floor.hour", "turnover / hours", hour, hours=hours),
    )
    return Floor(hour, month, steps)
