"""Yearly tax certificate of a household, by cash date (C. trav. D.7233-4).

Payments are spread over the lines of their invoice, to the cent, then counted in
the civil year of their date. Cash is shown apart and never counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.money import split

from .paid import Invoice, LineKind, Means, PaidSlice, Payment, WindowRule, paid_in
from .visits import Visit, WorkerRecap, recap


@dataclass(frozen=True)
class Issuer:
    """The organism: name, and the number and date of its declaration."""

    name: str
    declaration_number: str | None
    declared_on: date | None


@dataclass(frozen=True)
class ActivityAmount:
    """Eligible amount really paid in the year for one activity, cents."""

    activity_code: str
    paid_cents: int


@dataclass(frozen=True)
class Certificate:
    """Figures of one year, cents. ``paid_cents`` is what counts, all means but cash.

    CESU and advance are parts of it; ``cesu_employer_cents`` and
    ``advance_funded_cents`` are what the household did not bear. ``aid_cents``, paid to
    us by others on their own invoices, is no part of anything.
    """

    year: int
    paid_cents: int
    cesu_cents: int
    cesu_employer_cents: int
    advance_cents: int
    advance_funded_cents: int
    cash_cents: int
    amounts: tuple[ActivityAmount, ...]
    visits: tuple[Visit, ...]
    workers: tuple[WorkerRecap, ...]
    aid_cents: int = 0


@dataclass(frozen=True)
class Issue:
    """A certificate, or every reason why there is none."""

    certificate: Certificate | None
    refusals: tuple[Refusal, ...]


def due_on(year: int) -> date:
    """Day before which the certificate of a year is sent (D.7233-4)."""
    return date(year + 1, 3, 31)


def issue(
    year: int,
    issuer: Issuer,
    invoices: Sequence[Invoice],
    window: WindowRule | None = None,
) -> Issue:
    """Certificate of a year, or the reasons why the household has none.

    Refusals: ``certificate.no_declaration_number``, ``.no_declaration_date``,
    ``.only_cash``, ``.nothing_eligible``, ``.nothing_paid``, ``.net_refund`` (more
    was given back than paid: the earlier certificate is to be corrected).

    :raises TooMuch: when an invoice is paid beyond its total.
    :raises ExtrasTooNegative: when discounts exceed the hours of an invoice.
    """
    mine = paid_in(year, invoices, window)
    result = _total(year, mine)
    reasons = (*_issuer_refusals(issuer), *_empty_refusals(result, mine))
    return Issue(None if reasons else result, reasons)


def figures(
    year: int, invoices: Sequence[Invoice], window: WindowRule | None = None
) -> Certificate:
    """Figures of a year, issued or not; over all years they sum to what was paid.

    :raises TooMuch: when an invoice is paid beyond its total.
    :raises ExtrasTooNegative: when discounts exceed the hours of an invoice.
    """
    return _total(year, paid_in(year, invoices, window))


def _total(year: int, slices: Sequence[PaidSlice]) -> Certificate:
    services = [part for part in slices if part.line.kind is LineKind.SERVICE]
    counted = [part for part in services if part.payment.means is not Means.CASH]
    by_activity: dict[str, int] = {}
    visits: dict[tuple[int, int], tuple[Visit, ...]] = {}
    for part in counted:
        code = part.line.activity_code
        by_activity[code] = by_activity.get(code, 0) + part.cents
        visits[part.line_key] = part.line.visits
    listed = sorted(
        (visit for group in visits.values() for visit in group),
        key=lambda visit: (visit.day, visit.worker, visit.register_number),
    )
    return Certificate(
        year=year,
        paid_cents=sum(by_activity.values()),
        cesu_cents=_by_means(services, Means.CESU),
        cesu_employer_cents=_funded(counted, Means.CESU),
        advance_cents=_by_means(services, Means.ADVANCE),
        advance_funded_cents=_funded(counted, Means.ADVANCE),
        cash_cents=_by_means(services, Means.CASH),
        amounts=tuple(
            ActivityAmount(code, cents) for code, cents in sorted(by_activity.items())
        ),
        visits=tuple(listed),
        workers=recap(listed),
    )


def _by_means(slices: Sequence[PaidSlice], means: Means) -> int:
    return sum(part.cents for part in slices if part.payment.means is means)


def _funded(slices: Sequence[PaidSlice], means: Means) -> int:
    """Part funded by someone else, in proportion to what is eligible of a payment."""
    eligible: dict[tuple[int, int], int] = {}
    payments: dict[tuple[int, int], Payment] = {}
    for part in slices:
        if part.payment.means is means and part.payment.funded_cents:
            key = part.payment_key
            payments[key] = part.payment
            eligible[key] = eligible.get(key, 0) + part.cents
    total = 0
    for key, payment in payments.items():
        rest = payment.amount_cents - eligible[key]
        total += split(payment.funded_cents, [abs(eligible[key]), abs(rest)])[0]
    return total


def _issuer_refusals(issuer: Issuer) -> Iterator[Refusal]:
    if not issuer.declaration_number:
        yield refusal("certificate.no_declaration_number", organism=issuer.name)
    if issuer.declared_on is None:
        yield refusal("certificate.no_declaration_date", organism=issuer.name)


def _empty_refusals(
    result: Certificate, slices: Sequence[PaidSlice]
) -> Iterator[Refusal]:
    year = result.year
    if result.paid_cents > 0:
        return
    if result.paid_cents < 0:
        yield refusal("certificate.net_refund", year=year, cents=result.paid_cents)
    elif result.cash_cents:
        yield refusal("certificate.only_cash", year=year, cents=result.cash_cents)
    elif slices:
        paid = sum(part.cents for part in slices)
        yield refusal("certificate.nothing_eligible", year=year, paid_cents=paid)
    else:
        yield refusal("certificate.nothing_paid", year=year)
