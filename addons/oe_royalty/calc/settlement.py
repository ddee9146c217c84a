"""Settlement: minimum, cap, advance and relief on one year-to-date formula.

billed YTD = min(cap, max(minimum at year end, earned YTD)), less relief; what an
advance has already paid is recouped before anything is billed again.
"""

from dataclasses import dataclass, replace
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.money import Number, apply_rate, round_half_up
from odoo.addons.oe_base.calc.period import Period


class BadTerms(CalcError):
    """A negative term, or a cap under the minimum. Params: the terms (cents)."""

    code = "settlement.bad_terms"


class ReliefWithoutReason(CalcError):
    """A relief needs a justification. Params: ``relief_cents``."""

    code = "settlement.relief_without_reason"


class ReliefTooHigh(CalcError):
    """Relief beyond what the year owes. Params: ``relief_cents``, ``owed_cents``."""

    code = "settlement.relief_too_high"


@dataclass(frozen=True)
class Terms:
    """Terms of a contract year, in cents; no minimum and no cap by default."""

    minimum_cents: int = 0
    cap_cents: int | None = None

    def __post_init__(self) -> None:
        cap = self.cap_cents
        if self.minimum_cents < 0 or (cap is not None and cap < self.minimum_cents):
            raise BadTerms(minimum_cents=self.minimum_cents, cap_cents=cap)


@dataclass(frozen=True)
class YearToDate:
    """Where a contract year stands, in cents.

    ``settled_cents`` is what was billed or recouped, ``advance_cents`` what is
    left to recoup of advances (it outlives the year).
    """

    earned_cents: int = 0
    relief_cents: int = 0
    settled_cents: int = 0
    advance_cents: int = 0


@dataclass(frozen=True)
class PeriodInput:
    """A period: royalty earned (cents), relief granted (cents, positive)."""

    earned_cents: int
    year_end: bool = False
    relief_cents: int = 0
    relief_reason: str = ""


@dataclass(frozen=True)
class Settlement:
    """``billed_cents`` is invoiced (negative: credited); steps add up to it."""

    billed_cents: int
    recouped_cents: int
    steps: tuple[Step, ...]
    year: YearToDate


@dataclass(frozen=True)
class InvoiceAmounts:
    """Amounts of the royalty invoice and of its mirror bill, in cents."""

    net_cents: int
    vat_cents: int
    total_cents: int


def settle(terms: Terms, year: YearToDate, data: PeriodInput) -> Settlement:
    """Settle a period on the year-to-date formula.

    :raises ReliefWithoutReason: for a relief without justification.
    :raises ReliefTooHigh: for a negative relief or one above what the year owes.
    """
    if data.relief_cents and not data.relief_reason.strip():
        raise ReliefWithoutReason(relief_cents=data.relief_cents)
    earned = year.earned_cents + data.earned_cents
    relief = year.relief_cents + data.relief_cents
    owed = owed_to_date(terms, earned, data.year_end)
    if data.relief_cents < 0 or (data.relief_cents and relief > owed):
        raise ReliefTooHigh(relief_cents=relief, owed_cents=owed)
    due = owed - relief - year.settled_cents
    recouped = min(year.advance_cents, max(0, due))
    after = replace(
        year,
        earned_cents=earned,
        relief_cents=relief,
        settled_cents=year.settled_cents + due,
        advance_cents=year.advance_cents - recouped,
    )
    steps = _explain(terms, year, data, owed, due, recouped)
    return Settlement(due - recouped, recouped, steps, after)


def for_days(terms: Terms, contract: Period, year: Period) -> Terms:
    """Terms of a year that the contract does not fill: its days over the year's.

    :raises OpenPeriod: when the year has no end.
    """
    inside = contract.intersection(year)
    share = Fraction(inside.days if inside else 0, year.days)
    cap = terms.cap_cents
    return Terms(
        round_half_up(terms.minimum_cents * share),
        None if cap is None else round_half_up(cap * share),
    )


def owed_to_date(terms: Terms, earned_cents: int, year_end: bool) -> int:
    """What a year owes to date (cents), before relief."""
    owed = max(terms.minimum_cents, earned_cents) if year_end else earned_cents
    return owed if terms.cap_cents is None else min(terms.cap_cents, owed)


def bill_advance(year: YearToDate, advance_cents: int) -> YearToDate:
    """The year once an advance (cents) is billed; it will be recouped.

    :raises BadTerms: for an advance that is not positive.
    """
    if advance_cents <= 0:
        raise BadTerms(advance_cents=advance_cents)
    return replace(year, advance_cents=year.advance_cents + advance_cents)


def next_year(year: YearToDate) -> YearToDate:
    """The next contract year: only the advance still to recoup goes over."""
    return YearToDate(advance_cents=year.advance_cents)


def invoice_amounts(net_cents: int, vat_rate: Number) -> InvoiceAmounts:
    """Net, VAT and total (cents) of the royalty invoice and of its mirror."""
    vat = apply_rate(net_cents, vat_rate)
    return InvoiceAmounts(net_cents, vat, net_cents + vat)


def _explain(
    terms: Terms, year: YearToDate, data: PeriodInput, owed: int, due: int, back: int
) -> tuple[Step, ...]:
    earned = year.earned_cents + data.earned_cents
    top_up = max(0, terms.minimum_cents - earned) if data.year_end else 0
    cut_before = owed_to_date(terms, year.earned_cents, False) - year.earned_cents
    cut = owed - earned - top_up - cut_before
    # Zero unless an earlier period was billed otherwise than by the formula.
    catch_up = due - (data.earned_cents + top_up + cut - data.relief_cents)
    lines = [
        ("settlement.earned", data.earned_cents, {}),
        ("settlement.minimum", top_up, {"minimum_cents": terms.minimum_cents}),
        ("settlement.cap", cut, {"cap_cents": terms.cap_cents}),
        ("settlement.relief", -data.relief_cents, {"reason": data.relief_reason}),
        ("settlement.catch_up", catch_up, {}),
        ("settlement.advance", -back, {"left_cents": year.advance_cents - back}),
    ]
    return tuple(
        step(key, "year to date", cents, **inputs)
        for key, cents, inputs in lines
        if cents
    )
