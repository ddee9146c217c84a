"""What volunteers give: hours at an hourly value, journeys, what was waived."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.money import Number, apply_rate, rate, round_half_up

MINUTES = 60


@dataclass(frozen=True)
class Given:
    """Minutes of a day, valued at what an hour was worth that day."""

    minutes: int
    hourly_cents: int

    @property
    def cents(self) -> int:
        """Value of these minutes, rounded half-up to the cent."""
        return apply_rate(self.hourly_cents * self.minutes, Fraction(1, MINUTES))


@dataclass(frozen=True)
class Year:
    """The year of a volunteer, or of the whole association."""

    minutes: int = 0
    value_cents: int = 0
    fee_cents: int = 0
    refunded_cents: int = 0
    waived_cents: int = 0

    def __add__(self, other: "Year") -> "Year":
        return Year(
            self.minutes + other.minutes,
            self.value_cents + other.value_cents,
            self.fee_cents + other.fee_cents,
            self.refunded_cents + other.refunded_cents,
            self.waived_cents + other.waived_cents,
        )


def of_hours(rows: Iterable[Given]) -> Year:
    """Minutes and value of what was given; each day is rounded by itself."""
    total = Year()
    for row in rows:
        total += Year(minutes=row.minutes, value_cents=row.cents)
    return total


def minutes_of(hours: Number) -> int:
    """Whole minutes of hours as typed: 1.25 is 75."""
    return round_half_up(MINUTES * rate(hours))


def journey(km: Number, km_rate: Number) -> int:
    """Cents of a journey at a rate in euros a km."""
    return apply_rate(100, rate(km) * rate(km_rate))
