"""Compulsory mentions of a SAP invoice (C. trav. D.7233-1)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from odoo.addons.oe_base.calc.competence import Refusal, refusal

from .mentions import is_missing, missing

NO_TAX_ADVANTAGE = "invoice.notice.no_tax_advantage"


class RegisterPolicy(StrEnum):
    """What to do with a worker without staff-register number (a CAPE holder)."""

    REFUSE = "refuse"
    WARN = "warn"


@dataclass(frozen=True)
class Worker:
    """Who worked, and the number in the staff register, if any."""

    name: str
    register_number: str | None


@dataclass(frozen=True)
class InvoiceLine:
    """A service invoiced: nature, minutes, prices in cents, who did it."""

    nature: str
    minutes: int | None
    hourly_cents: int | None
    lump_sum_cents: int | None
    price_cents: int | None
    workers: tuple[Worker, ...]


@dataclass(frozen=True)
class SapInvoice:
    """Data of an invoice. ``travel_cents`` is 0 for none, ``None`` if not said.

    ``approved`` (agréé): holds an agrément, which may go without a declaration.
    """

    provider: str
    declaration_number: str | None
    declared_on: date | None
    approved: bool
    client: str
    total_cents: int | None
    travel_cents: int | None
    lines: tuple[InvoiceLine, ...]


@dataclass(frozen=True)
class InvoiceCheck:
    """What refuses the invoice, what only warns, and the texts to be printed."""

    refusals: tuple[Refusal, ...]
    warnings: tuple[Refusal, ...]
    notices: tuple[str, ...]


def check_invoice(
    invoice: SapInvoice,
    policy: RegisterPolicy = RegisterPolicy.REFUSE,
    policy_reason: str = "",
) -> InvoiceCheck:
    """Check the mentions, each missing one named (param ``mention``).

    A worker without register number refuses by default. The setting may turn it
    into a warning, which needs a written reason (``invoice.warn_needs_reason``).
    """
    refusals = [*_head(invoice), *_lines(invoice)]
    warnings: list[Refusal] = []
    unregistered = tuple(_unregistered(invoice))
    if policy is RegisterPolicy.WARN and unregistered:
        if is_missing(policy_reason):
            refusals.append(refusal("invoice.warn_needs_reason"))
        warnings.extend(unregistered)
    else:
        refusals.extend(unregistered)
    declared = invoice.declaration_number and invoice.declared_on
    plain = invoice.approved and not declared
    notices = (NO_TAX_ADVANTAGE,) if plain else ()
    return InvoiceCheck(tuple(refusals), tuple(warnings), notices)


def _head(invoice: SapInvoice) -> Iterator[Refusal]:
    mentions = [
        ("provider", invoice.provider),
        ("client", invoice.client),
        ("total", invoice.total_cents),
        ("travel_fees", invoice.travel_cents),
        ("nature", invoice.lines or None),
    ]
    if not invoice.approved:
        mentions.append(("declaration_number", invoice.declaration_number))
        mentions.append(("declaration_date", invoice.declared_on))
    yield from missing("invoice", mentions)


def _lines(invoice: SapInvoice) -> Iterator[Refusal]:
    for position, line in enumerate(invoice.lines, 1):
        rate = line.hourly_cents
        mentions = (
            ("nature", line.nature),
            ("time", line.minutes or None),
            ("rate", line.lump_sum_cents if rate is None else rate),
            ("price", line.price_cents),
            ("worker", line.workers or None),
        )
        yield from missing("invoice", mentions, position)


def _unregistered(invoice: SapInvoice) -> Iterator[Refusal]:
    for position, line in enumerate(invoice.lines, 1):
        for worker in line.workers:
            if is_missing(worker.register_number):
                yield refusal(
                    "invoice.no_register_number", worker=worker.name, line=position
                )
