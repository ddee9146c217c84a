"""Contribution of an activity to the cooperative, for one month.

Bases, rates and amounts are set by the general meeting (C. trav. R.7331-8):
they are versions with a start only, and a month is charged for ever on the
version of that month. A late invoice or credit note on a closed month is a
regularisation, computed on what that month was charged.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from fractions import Fraction

from odoo.addons.oe_base.calc.brackets import (
    Bracket,
    Charge,
    charge,
    check_brackets,
    explained,
)
from odoo.addons.oe_base.calc.dated import Starts, value_at
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.money import round_half_up
from odoo.addons.oe_base.calc.period import Period, add_months


class NoTerms(CalcError):
    """The scheme says nothing for this contract. Params: ``contract_type``."""

    code = "contribution.no_terms"


class BadTerms(CalcError):
    """The maximum is under the minimum. Params: ``minimum``, ``maximum``."""

    code = "contribution.bad_terms"


class Base(Enum):
    """What the rate applies to: turnover excl. VAT, or turnover less purchases."""

    TURNOVER = "turnover"
    MARGIN = "margin"


class Recognition(Enum):
    """Which turnover counts: invoiced, or collected."""

    INVOICED = "invoiced"
    COLLECTED = "collected"


class BracketPeriod(Enum):
    """What the brackets cumulate over."""

    MONTH = "month"
    YEAR = "year"
    ENTRY = "entry"


@dataclass(frozen=True)
class Terms:
    """How one type of contract contributes; amounts in cents, rates as fractions.

    ``minimum_cents`` and ``maximum_cents`` bound the month's whole contribution
    (``None``: no bound; without minimum a month of credit notes gives back).
    ``internal_rate`` charges sales inside the cooperative apart (``None``: they
    count as any sale). ``exempt_months`` counts calendar months from the entry.

    :raises BadBrackets: when brackets are empty, unsorted or do not start at 0.
    :raises BadTerms: when the maximum is under the minimum.
    """

    brackets: tuple[Bracket, ...]
    base: Base = Base.TURNOVER
    recognition: Recognition = Recognition.INVOICED
    bracket_period: BracketPeriod = BracketPeriod.YEAR
    marginal: bool = True
    fixed_cents: int = 0
    minimum_cents: int | None = None
    maximum_cents: int | None = None
    exempt_months: int = 0
    internal_rate: Fraction | None = None

    def __post_init__(self) -> None:
        check_brackets(self.brackets)
        low, high = self.minimum_cents, self.maximum_cents
        if low is not None and high is not None and high < low:
            raise BadTerms(minimum=low, maximum=high)


@dataclass(frozen=True)
class Exemption:
    """A dated exemption of a person, with its reason (a key)."""

    period: Period
    reason: str


@dataclass(frozen=True)
class Sales:
    """Figures of a month, in cents excl. VAT, under one recognition.

    ``internal_cents`` is the part of ``turnover_cents`` sold inside the CAE.
    """

    turnover_cents: int = 0
    purchases_cents: int = 0
    internal_cents: int = 0


@dataclass(frozen=True)
class MonthInput:
    """What a month is charged on.

    ``position_cents`` is the base cumulated in the bracket period before this
    month (see :func:`position_window`); it is ignored for monthly brackets.
    """

    month: Period
    entry: date
    invoiced: Sales
    collected: Sales
    position_cents: int = 0
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class Charged:
    """What a month was charged: all that a later regularisation needs.

    ``position_cents`` is the cumulated base just after it, ``exact`` the exact
    cents charged by rates, ``exempt`` the reason of its exemption if any.
    """

    month: Period
    terms: Terms
    position_cents: int
    exact: Fraction
    exempt: str | None = None


@dataclass(frozen=True)
class Contribution:
    """Amount (cents) explained by steps that add up to it, and what it leaves."""

    month: Period
    amount_cents: int
    steps: tuple[Step, ...]
    charged: Charged = field(repr=False)


def terms_for(
    versions: Starts[Mapping[str, Terms]], day: date, contract_type: str
) -> Terms:
    """Terms of a type of contract on a day, from (start, terms by type) pairs.

    :raises NoValue: when no version has started.
    :raises NoTerms: when the version says nothing of this type of contract.
    """
    version = value_at(versions, day)
    if contract_type not in version:
        raise NoTerms(contract_type=contract_type, day=day)
    return version[contract_type]


def position_window(
    terms: Terms, month: Period, entry: date, year_start_month: int = 1
) -> Period:
    """Days before the month whose base counts in the brackets."""
    first = month.start
    if terms.bracket_period is BracketPeriod.YEAR:
        year = first.year - (first.month < year_start_month)
        return Period(date(year, year_start_month, 1), first)
    if terms.bracket_period is BracketPeriod.ENTRY:
        return Period(min(entry, first), first)
    return Period(first, first)


def exemption_reason(
    terms: Terms,
    month: Period,
    entry: date,
    exemptions: Iterable[Exemption] = (),
) -> str | None:
    """Why the month is exempt (a key), or ``None``.

    A month touched by an exemption is exempt as a whole.
    """
    if terms.exempt_months:
        end = add_months(entry.replace(day=1), terms.exempt_months)
        if Period(entry, max(entry, end)).overlaps(month):
            return "first_months"
    for exemption in exemptions:
        if exemption.period.overlaps(month):
            return exemption.reason
    return None


def base_of(terms: Terms, sales: Sales) -> tuple[int, int]:
    """Base of the brackets and base of the internal rate (cents)."""
    internal = sales.internal_cents if terms.internal_rate is not None else 0
    base = sales.turnover_cents - internal
    if terms.base is Base.MARGIN:
        base -= sales.purchases_cents
    return base, internal


def charge_month(terms: Terms, data: MonthInput) -> Contribution:
    """Contribution of an open month under the terms of that month."""
    monthly = terms.bracket_period is BracketPeriod.MONTH
    before = Charged(
        month=data.month,
        terms=terms,
        position_cents=0 if monthly else data.position_cents,
        exact=Fraction(0),
        exempt=exemption_reason(terms, data.month, data.entry, data.exemptions),
    )
    return _charge(before, _recognised(terms, data.invoiced, data.collected), None)


def regularise(charged: Charged, invoiced: Sales, collected: Sales) -> Contribution:
    """Contribution of a late change on a month already charged.

    It is the difference between what the month owes with the change and what it
    was charged, under its own terms: a credit note walks back down the brackets
    from where the month had ended, and gives back at the rate it was charged.
    Pass the result's ``charged`` to the next change of the same month. To follow
    one sale rather than the month, pass the position that the sale had reached.
    """
    terms = charged.terms
    return _charge(charged, _recognised(terms, invoiced, collected), charged)


def _recognised(terms: Terms, invoiced: Sales, collected: Sales) -> Sales:
    return collected if terms.recognition is Recognition.COLLECTED else invoiced


def _charge(before: Charged, sales: Sales, settled: Charged | None) -> Contribution:
    terms = before.terms
    base, internal = base_of(terms, sales)
    by_rate = charge(terms.brackets, before.position_cents, base, terms.marginal)
    slices = [(part.base_cents, part.rate) for part in by_rate.parts]
    if internal and terms.internal_rate is not None:
        slices.append((internal, terms.internal_rate))
    variable = explained(slices)
    after = Charged(
        month=before.month,
        terms=terms,
        position_cents=before.position_cents + base,
        exact=before.exact + variable.exact,
        exempt=before.exempt,
    )
    amount = _due(after) - (_due(settled) if settled else 0)
    if before.exempt:
        steps = (step("contribution.exempt", "exempt", 0, reason=before.exempt),)
    else:
        steps = _explain(terms, variable, len(by_rate.parts), amount, settled is None)
    return Contribution(before.month, amount, steps, after)


def _explain(
    terms: Terms, variable: Charge, sales_parts: int, amount: int, first: bool
) -> tuple[Step, ...]:
    steps = []
    for index, part in enumerate(variable.parts):
        key = "contribution.bracket" if index < sales_parts else "contribution.internal"
        inputs = {"base_cents": part.base_cents, "rate": part.rate}
        steps.append(step(key, "base * rate", part.amount_cents, **inputs))
    if first and terms.fixed_cents:
        steps.append(step("contribution.fixed", "fixed", terms.fixed_cents))
    gap = amount - sum(item.amount_cents for item in steps)
    bounds = {"minimum": terms.minimum_cents, "maximum": terms.maximum_cents}
    if gap and any(bound is not None for bound in bounds.values()):
        steps.append(step("contribution.bound", "bounds", gap, **bounds))
    elif gap:
        # The odd cent of a change on a month whose charge was itself rounded.
        steps.append(step("contribution.rounding", "rounding", gap))
    return tuple(steps)


def _due(charged: Charged) -> int:
    return 0 if charged.exempt else bounded(charged.terms, charged.exact)


def bounded(terms: Terms, exact: Fraction) -> int:
    """Contribution (cents) of a month charged ``exact`` cents by its rates.

    The fixed part is added, then the minimum and the maximum apply.
    """
    due = terms.fixed_cents + round_half_up(exact)
    if terms.minimum_cents is not None:
        due = max(due, terms.minimum_cents)
    if terms.maximum_cents is not None:
        due = min(due, terms.maximum_cents)
    return due
