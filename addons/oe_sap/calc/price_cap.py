"""How far the price of an authorised service may rise in a year (CASF L.347-1)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Price:
    """An hourly price, cents, that a contract has from a day on."""

    day: date
    cents: int


@dataclass(frozen=True)
class Cap:
    """Of a year: the rise of the order, and the département's tariff, if any.

    ``maximum`` None: the order of that year is not known yet, nothing may rise.
    Up to the tariff a price may rise above the rate.
    """

    maximum: Fraction | None
    tariff_cents: int = 0


def base_price(prices: Sequence[Price], year: int) -> Price | None:
    """The price that a year's rise is counted from.

    The last one of the years before; for a contract of the year, its first one.
    """
    ordered = sorted(prices, key=lambda price: price.day)
    before = [price for price in ordered if price.day.year < year]
    return before[-1] if before else next(iter(ordered), None)


def highest_cents(base_cents: int, cap: Cap) -> int:
    """The highest price allowed in the year, rounded down to the cent."""
    risen = base_cents
    if cap.maximum is not None:
        risen = int(base_cents * (1 + cap.maximum))
    return max(base_cents, risen, cap.tariff_cents)
