"""The month of an activity: from dated facts to explained lines and a budget.

A fact is a signed figure of the activity's account: what happened in a month of
the ledger (``month``) and belongs to a month of the activity (``origin``, earlier
for a credit note). Facts come less what closed statements have told already, so
that whatever reaches a closed month late is a difference, told in this one.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.period import Period, month_of

from .contribution import (
    Charged,
    Contribution,
    Exemption,
    MonthInput,
    Recognition,
    Sales,
    Terms,
    charge_month,
    regularise,
)

INVOICED = "invoiced"
COLLECTED = "collected"
PURCHASES = "purchases"
OTHER = "other"
RESERVE = "reserve"
# Between two entrepreneurs of the cooperative: no invoice, no VAT, no ledger account.
INTERNAL_SALE = "internal_sale"
INTERNAL_PURCHASE = "internal_purchase"
TURNOVER = (INVOICED, COLLECTED, INTERNAL_SALE)
BOUGHT = (PURCHASES, INTERNAL_PURCHASE)
PAYROLL = "payroll"
CONTRIBUTION = "contribution"
FACTS = (*TURNOVER, *BOUGHT, OTHER, RESERVE, PAYROLL)


@dataclass(frozen=True)
class Fact:
    """Signed cents (charges are negative) of one kind, month and origin.

    ``steps`` say how it came about where it is a share of something.
    """

    kind: str
    month: date
    origin: date
    cents: int
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True)
class ActivityMonth:
    """All that the month of an activity is computed from.

    ``terms`` is ``None`` where nothing is contributed. ``past`` holds what closed
    months were charged; ``position_cents`` the base cumulated before the month;
    ``opening_cents`` what the activity had left.
    """

    month: date
    entry: date
    facts: tuple[Fact, ...] = ()
    terms: Terms | None = None
    past: Mapping[date, Charged] | None = None
    position_cents: int = 0
    opening_cents: int = 0
    exemptions: tuple[Exemption, ...] = ()


@dataclass(frozen=True)
class Line:
    """A line of the statement; ``counts`` says that it moves the budget.

    ``charged`` and ``base_cents`` are kept for contributions: a later change of
    the same month starts from them.
    """

    kind: str
    month: date
    origin: date
    cents: int
    counts: bool
    steps: tuple[Step, ...]
    base_cents: int = 0
    charged: Charged | None = None


@dataclass(frozen=True)
class Statement:
    """Lines of the month, pay budget, and what is left once payroll is counted."""

    lines: tuple[Line, ...]
    opening_cents: int
    budget_cents: int
    balance_cents: int

    def total(self, *kinds: str) -> int:
        """Sum (cents) of the lines of these kinds that count."""
        return sum(li.cents for li in self.lines if li.counts and li.kind in kinds)


def statement(data: ActivityMonth) -> Statement:
    """The statement of a month."""
    lines = [_fact_line(data, fact) for fact in _by_month(data)]
    lines += _contributions(data)
    counted = [line for line in lines if line.counts]
    moved = sum(line.cents for line in counted)
    # Payroll of an earlier month that was booked late is money gone: it lowers what
    # may be paid now, like any other charge.
    payroll = sum(
        line.cents
        for line in counted
        if line.kind == PAYROLL and line.month == data.month
    )
    balance = data.opening_cents + moved
    return Statement(tuple(lines), data.opening_cents, balance - payroll, balance)


def _past(data: ActivityMonth) -> Mapping[date, Charged]:
    return data.past or {}


def _by_month(data: ActivityMonth) -> list[Fact]:
    totals: dict[tuple[str, date, date], int] = defaultdict(int)
    steps: dict[tuple[str, date, date], tuple[Step, ...]] = defaultdict(tuple)
    for fact in data.facts:
        key = (fact.kind, fact.month, fact.origin)
        totals[key] += fact.cents
        steps[key] += fact.steps
    ordered = sorted(
        totals, key=lambda key: (FACTS.index(key[0]), key[1] != data.month, key[1:])
    )
    return [Fact(*key, totals[key], steps[key]) for key in ordered if totals[key]]


def _terms(data: ActivityMonth, origin: date) -> Terms | None:
    charged = _past(data).get(origin)
    return charged.terms if charged and origin < data.month else data.terms


def _fact_line(data: ActivityMonth, fact: Fact) -> Line:
    terms = _terms(data, fact.origin)
    collected = terms is not None and terms.recognition is Recognition.COLLECTED
    counts = fact.kind != (INVOICED if collected else COLLECTED)
    late = fact.month < data.month or fact.origin < data.month
    key = "statement.late" if late else "statement." + fact.kind
    told = step(key, "ledger", fact.cents, kind=fact.kind, month=fact.origin)
    steps = (told, *fact.steps)
    return Line(fact.kind, fact.month, fact.origin, fact.cents, counts, steps)


def _sales(data: ActivityMonth, origins: set[date]) -> tuple[Sales, Sales]:
    sums: dict[str, int] = defaultdict(int)
    for fact in data.facts:
        if fact.origin in origins:
            sums[fact.kind] += fact.cents
    inside = sums[INTERNAL_SALE]
    purchases = -sum(sums[kind] for kind in BOUGHT)
    invoiced, collected = sums[INVOICED] + inside, sums[COLLECTED] + inside
    return Sales(invoiced, purchases, inside), Sales(collected, purchases, inside)


def _contributions(data: ActivityMonth) -> list[Line]:
    origins = {fact.origin for fact in data.facts}
    past = {day for day in origins if day < data.month and day in _past(data)}
    lines = []
    if data.terms is not None:
        invoiced, collected = _sales(data, origins - past)
        month = MonthInput(
            month=month_of(data.month),
            entry=data.entry,
            invoiced=invoiced,
            collected=collected,
            position_cents=data.position_cents,
            exemptions=data.exemptions,
        )
        found = charge_month(data.terms, month)
        start = found.charged.position_cents
        if data.terms.bracket_period.value != "month":
            start -= data.position_cents
        lines.append(_contribution_line(data, data.month, found, start))
    for origin in sorted(past):
        charged = _past(data)[origin]
        found = regularise(charged, *_sales(data, {origin}))
        base = found.charged.position_cents - charged.position_cents
        if base or found.amount_cents:
            lines.append(_contribution_line(data, origin, found, base))
    return lines


def _contribution_line(
    data: ActivityMonth, origin: date, found: Contribution, base: int
) -> Line:
    # Steps explain a charge; on the account it goes out.
    return Line(
        CONTRIBUTION,
        data.month,
        origin,
        -found.amount_cents,
        True,
        found.steps,
        base,
        found.charged,
    )


def window_position(bases: Mapping[date, int], window: Period) -> int:
    """Base (cents) of the months of ``bases`` that lie in a window."""
    return sum(cents for day, cents in bases.items() if window.contains(day))
