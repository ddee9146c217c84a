"""The twelve mentions of a quote (arrêté of 17 March 2015, art. 2 and 3)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal

from .activity import Mode
from .mentions import missing

EMPLOYER_WARNING = "quote.notice.household_is_employer"
CREDIT_APART = "quote.notice.tax_credit_apart_and_smaller"
MENTIONS = (
    "date_and_validity",
    "provider",
    "authorization_number",
    "client",
    "place",
    "description",
    "mode",
    "hours",
    "price",
    "vat_rate",
    "total",
    "extra_fees",
)


@dataclass(frozen=True)
class QuoteLine:
    """A service quoted: minutes each time, and a price by the hour or lump sum.

    Prices in cents; ``vat_rate`` is a fraction of 1 (0 under the franchise).
    """

    description: str
    minutes: int | None
    hourly_cents: int | None = None
    lump_sum_cents: int | None = None
    vat_rate: Fraction | None = None


@dataclass(frozen=True)
class ExtraFee:
    """An extra fee (travel…), cents, excluding and including VAT."""

    description: str
    excluded_cents: int | None
    included_cents: int | None


@dataclass(frozen=True)
class Quote:
    """Data of a quote. ``extra_fees`` is ``()`` for none, ``None`` if not said."""

    day: date | None
    valid_until: date | None
    provider: str
    authorization_number: str
    client: str
    place: str
    mode: Mode | None
    lines: tuple[QuoteLine, ...]
    total_cents: int | None
    extra_fees: tuple[ExtraFee, ...] | None
    tax_credit: bool = False


def is_mandatory(monthly_included_cents: int, threshold_cents: int = 100_00) -> bool:
    """Whether the quote is due without being asked: from 100 € incl. VAT a month."""
    return monthly_included_cents >= threshold_cents


def quote_refusals(quote: Quote) -> tuple[Refusal, ...]:
    """Each missing mention, named (param ``mention``, and ``line`` on a line).

    A quote with one of them cannot be sent. A validity that ends before the date
    of the quote is refused too (``quote.validity``).
    """
    return tuple(_refusals(quote))


def notices(quote: Quote) -> tuple[str, ...]:
    """Codes of the texts that must be printed beside the twelve mentions."""
    found = []
    if quote.mode is Mode.MANDATAIRE:
        found.append(EMPLOYER_WARNING)
    if quote.tax_credit:
        found.append(CREDIT_APART)
    return tuple(found)


def _refusals(quote: Quote) -> Iterator[Refusal]:
    dated = quote.day if quote.valid_until else None
    head = (
        ("date_and_validity", dated),
        ("provider", quote.provider),
        ("authorization_number", quote.authorization_number),
        ("client", quote.client),
        ("place", quote.place),
        ("mode", quote.mode),
        ("total", quote.total_cents),
        ("extra_fees", quote.extra_fees),
        ("description", quote.lines or None),
    )
    yield from missing("quote", head)
    if quote.day and quote.valid_until and quote.valid_until < quote.day:
        yield refusal("quote.validity", day=quote.day, valid_until=quote.valid_until)
    for position, line in enumerate(quote.lines, 1):
        price = line.hourly_cents
        price = line.lump_sum_cents if price is None else price
        body = (
            ("description", line.description),
            ("hours", line.minutes or None),
            ("price", price),
            ("vat_rate", line.vat_rate),
        )
        yield from missing("quote", body, position)
    for position, fee in enumerate(quote.extra_fees or (), 1):
        said = fee.description.strip()
        known = None not in (fee.excluded_cents, fee.included_cents)
        detail = said if known else None
        yield from missing("quote", [("extra_fees", detail)], position)
