"""Immediate advance (AICI): local pre-flight of a payment request.

Every check of the URSSAF "API Tiers de prestation" that can be made here is made
before sending, and each failure is named. See also ``advance_person.py`` (who is
enrolled), ``advance_status.py`` (what a status does), ``advance_guarantee.py``.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.money import apply_rate, multiply
from odoo.addons.oe_base.calc.period import month_of

from .activity import Mode
from .mentions import missing

T = TypeVar("T")
SEARCH_BATCH = 10


class Unit(StrEnum):
    """Units known by the service."""

    HOUR = "HEURE"
    LUMP_SUM = "FORFAIT"


@dataclass(frozen=True)
class AdvanceLine:
    """A line: amounts in cents (TTC: incl. VAT, HT: excl.), quantity exact.

    ``youngest_child_age`` is given for child care only.
    """

    nature_code: str
    quantity: Fraction
    unit: Unit | None
    unit_included_cents: int
    included_cents: int
    excluded_cents: int
    vat_cents: int
    worker_number: str
    youngest_child_age: int | None = None


@dataclass(frozen=True)
class AdvanceRequest:
    """A payment request, dates in days, amounts in cents."""

    provider_id: str
    client_id: str
    client_birth_date: date | None
    invoice_number: str
    invoice_date: date
    start: date
    end: date
    included_cents: int
    excluded_cents: int
    lines: tuple[AdvanceLine, ...]
    mode: Mode = Mode.PRESTATAIRE
    deposit_cents: int = 0
    deposit_date: date | None = None


@dataclass(frozen=True)
class ClientFacts:
    """What is known of the client on the day of the request.

    ``used_cents`` is the advance already used here in the civil year: its use
    elsewhere cannot be seen.
    """

    activated_on: date | None
    public_aid: bool = False
    disability: bool = False
    used_cents: int = 0


@dataclass(frozen=True)
class AdvanceRules:
    """Dated data of the program: rates are fractions of 1, limits in cents.

    ``aid_opens_on``: first day for APA and PCH clients [S], ``None`` if unknown.
    """

    advance_rate: Fraction
    deposit_max_rate: Fraction
    yearly_limit_cents: int
    yearly_limit_disability_cents: int
    child_min_age: int
    aid_opens_on: date | None
    max_lines: int = 10


@dataclass(frozen=True)
class Settlement:
    """Who pays what of a request, cents.

    ``provider_cents`` is what the service transfers: all but the deposit.
    """

    advance_cents: int
    client_debit_cents: int
    provider_cents: int


def preflight(
    request: AdvanceRequest,
    client: ClientFacts,
    today: date,
    rules: AdvanceRules,
    known_numbers: frozenset[str] = frozenset(),
) -> tuple[Refusal, ...]:
    """Every reason why the service would reject this request, in order.

    Codes start with ``advance.``; ``known_numbers`` are the invoice numbers that
    were already sent, refused ones included (a refusal asks for a new number).
    """
    return (
        *_field_refusals(request),
        *_date_refusals(request, client, today),
        *_amount_refusals(request, rules),
        *_line_refusals(request, rules),
        *_client_refusals(request, client, rules),
        *_number_refusals(request, known_numbers),
    )


def settlement(
    included_cents: int, rules: AdvanceRules, deposit_cents: int = 0
) -> Settlement:
    """Split of a request: 200 € gives an advance of 100, the client is debited 100.

    A deposit lowers the client's debit, never the advance.
    """
    advance = apply_rate(included_cents, rules.advance_rate)
    provider = included_cents - deposit_cents
    return Settlement(advance, provider - advance, provider)


def batches(items: Sequence[T], size: int = SEARCH_BATCH) -> tuple[tuple[T, ...], ...]:
    """Groups for one search call each: 23 ids make 3 calls."""
    return tuple(
        tuple(items[start : start + size]) for start in range(0, len(items), size)
    )


def _field_refusals(request: AdvanceRequest) -> Iterator[Refusal]:
    yield from missing(
        "advance",
        (
            ("idTiersFacturation", request.provider_id),
            ("idClient", request.client_id),
            ("dateNaissanceClient", request.client_birth_date),
            ("numFactureTiers", request.invoice_number),
            ("InputPrestations", request.lines or None),
        ),
    )
    for position, line in enumerate(request.lines, 1):
        mentions = (
            ("codeNature", line.nature_code),
            ("unite", line.unit),
            ("complement2", line.worker_number),
        )
        yield from missing("advance", mentions, position)


def _date_refusals(
    request: AdvanceRequest, client: ClientFacts, today: date
) -> Iterator[Refusal]:
    start, end = request.start, request.end
    if end < start:
        yield refusal("advance.end_before_start", start=start, end=end)
    if month_of(start) != month_of(end):
        yield refusal("advance.several_months", start=start, end=end)
    dates = (
        ("dateFacture", request.invoice_date),
        ("dateDebutEmploi", start),
        ("dateFinEmploi", end),
        ("dateVersementAcompte", request.deposit_date),
    )
    for name, day in dates:
        if day is not None and day > today:
            yield refusal("advance.future_date", field=name, day=day, today=today)
    activated = client.activated_on
    if activated is None:
        yield refusal("advance.not_activated")
    elif start < activated:
        yield refusal("advance.before_activation", start=start, activated_on=activated)


def _amount_refusals(request: AdvanceRequest, rules: AdvanceRules) -> Iterator[Refusal]:
    total, deposit = request.included_cents, request.deposit_cents
    if total <= 0:
        yield refusal("advance.no_amount", total_cents=total)
    for name, whole, parts in (
        ("mntFactureTTC", total, [line.included_cents for line in request.lines]),
        (
            "mntFactureHT",
            request.excluded_cents,
            [line.excluded_cents for line in request.lines],
        ),
    ):
        if sum(parts) != whole:
            yield refusal(
                "advance.lines_total",
                field=name,
                total_cents=whole,
                lines_cents=sum(parts),
            )
    maximum = total * rules.deposit_max_rate
    if not 0 <= deposit <= maximum:
        yield refusal(
            "advance.deposit",
            deposit_cents=deposit,
            total_cents=total,
            maximum_rate=rules.deposit_max_rate,
        )
    if deposit and request.deposit_date is None:
        yield from missing("advance", [("dateVersementAcompte", None)])


def _line_refusals(request: AdvanceRequest, rules: AdvanceRules) -> Iterator[Refusal]:
    count = len(request.lines)
    if count > rules.max_lines:
        yield refusal("advance.too_many_lines", count=count, maximum=rules.max_lines)
    for position, line in enumerate(request.lines, 1):
        amounts = (line.included_cents, line.excluded_cents, line.vat_cents)
        if min(*amounts, line.unit_included_cents, line.quantity) < 0:
            yield refusal("advance.negative_line", line=position)
        product = multiply(line.unit_included_cents, line.quantity)
        if product != line.included_cents:
            yield refusal(
                "advance.line_product",
                line=position,
                expected_cents=product,
                found_cents=line.included_cents,
            )
        if line.excluded_cents + line.vat_cents != line.included_cents:
            yield refusal(
                "advance.line_vat",
                line=position,
                expected_cents=line.excluded_cents + line.vat_cents,
                found_cents=line.included_cents,
            )
        age = line.youngest_child_age
        if age is not None and age < rules.child_min_age:
            yield refusal(
                "advance.child_too_young",
                line=position,
                age=age,
                minimum=rules.child_min_age,
            )


def _client_refusals(
    request: AdvanceRequest, client: ClientFacts, rules: AdvanceRules
) -> Iterator[Refusal]:
    if request.mode is Mode.MANDATAIRE:
        yield refusal("advance.mandataire")
    opens = rules.aid_opens_on
    if client.public_aid and (opens is None or request.start < opens):
        yield refusal("advance.public_aid", opens_on=opens)
    limit = rules.yearly_limit_cents
    if client.disability:
        limit = rules.yearly_limit_disability_cents
    asked = settlement(request.included_cents, rules).advance_cents
    if client.used_cents + asked > limit:
        yield refusal(
            "advance.yearly_limit",
            used_cents=client.used_cents,
            asked_cents=asked,
            limit_cents=limit,
        )


def _number_refusals(
    request: AdvanceRequest, known_numbers: frozenset[str]
) -> Iterator[Refusal]:
    if request.invoice_number in known_numbers:
        yield refusal("advance.duplicate_invoice", number=request.invoice_number)
