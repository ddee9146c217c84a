"""Year end of an activity: the balance of the part variable.

The part variable is settled on the financial year; part of the result may stay
in the cooperative if the contract says so (C. trav. R.7331-11, R.7331-12).
"""

from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.explain import Step, step

from .deadlines import balance_due


class LeftNotInContract(CalcError):
    """The contract leaves nothing in the cooperative. Params: ``left_cents``."""

    code = "year_end.left_not_in_contract"


class LeftTooHigh(CalcError):
    """More is left than remains to be paid. Params: ``left_cents``, ``rest_cents``."""

    code = "year_end.left_too_high"


@dataclass(frozen=True)
class YearInput:
    """A financial year of an activity, in cents; charges are positive.

    ``paid_cents`` is the full cost of the pay of the year, ``left_cents`` what
    the ES leaves in the cooperative, ``reserve_cents`` what went to reserves.
    """

    turnover_cents: int
    contribution_cents: int
    direct_cents: int
    paid_cents: int
    meeting: date
    left_cents: int = 0
    reserve_cents: int = 0
    may_leave: bool = True


@dataclass(frozen=True)
class YearEnd:
    """``balance_cents`` is the cost of the part variable still to pay (never < 0).

    ``overpaid_cents`` is what was paid beyond what was available: it is carried,
    never taken back from pay.
    """

    available_cents: int
    balance_cents: int
    overpaid_cents: int
    due: date
    steps: tuple[Step, ...]


def close_year(data: YearInput) -> YearEnd:
    """The balance of the year and the day by which it is due.

    :raises LeftNotInContract: when something is left against the contract.
    :raises LeftTooHigh: when more is left than remains, or less than nothing.
    """
    available = (
        data.turnover_cents
        - data.contribution_cents
        - data.direct_cents
        - data.reserve_cents
    )
    rest = available - data.paid_cents
    if data.left_cents and not data.may_leave:
        raise LeftNotInContract(left_cents=data.left_cents)
    if not 0 <= data.left_cents <= max(0, rest):
        raise LeftTooHigh(left_cents=data.left_cents, rest_cents=max(0, rest))
    balance = max(0, rest - data.left_cents)
    overpaid = max(0, -rest)
    lines = [
        ("year_end.turnover", data.turnover_cents),
        ("year_end.contribution", -data.contribution_cents),
        ("year_end.direct", -data.direct_cents),
        ("year_end.reserve", -data.reserve_cents),
        ("year_end.paid", -data.paid_cents),
        ("year_end.left", -data.left_cents),
        ("year_end.overpaid", overpaid),
    ]
    return YearEnd(
        available_cents=available,
        balance_cents=balance,
        overpaid_cents=overpaid,
        due=balance_due(data.meeting),
        steps=tuple(step(key, "sum", cents) for key, cents in lines if cents),
    )
