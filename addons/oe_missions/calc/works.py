"""Works of a partner firm: totals of an offer, charter, delays, hours of seniors."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import apply_rate, multiply
from odoo.addons.oe_base.calc.working_days import is_working_day

ONE_DAY = timedelta(days=1)


class BadYear(CalcError):
    """The hours of a legal year are not positive. Params: ``yearly_minutes``."""

    code = "works.bad_year"


@dataclass(frozen=True)
class OfferLine:
    """A line of an offer; ``ref`` names the charter line it is checked against."""

    ref: Hashable
    quantity: Fraction
    unit_cents: int
    vat_rate: Fraction

    @property
    def cents(self) -> int:
        """Amount excluding VAT, rounded once."""
        return multiply(self.unit_cents, self.quantity)


@dataclass(frozen=True)
class OfferTotal:
    """Totals in cents; VAT is rounded once per rate, as on an invoice."""

    untaxed_cents: int
    vat_cents: int

    @property
    def total_cents(self) -> int:
        """What the client pays."""
        return self.untaxed_cents + self.vat_cents


def total(lines: Iterable[OfferLine]) -> OfferTotal:
    """Sum the lines of an offer, its VAT rate by rate."""
    bases: dict[Fraction, int] = {}
    for line in lines:
        bases[line.vat_rate] = bases.get(line.vat_rate, 0) + line.cents
    vat = sum(apply_rate(base, rate) for rate, base in bases.items())
    return OfferTotal(sum(bases.values()), vat)


def above_charter(
    lines: Sequence[OfferLine], maxima: dict[Hashable, int]
) -> tuple[OfferLine, ...]:
    """Lines dearer per unit than the charter allows; an unknown one is too dear."""
    return tuple(line for line in lines if line.unit_cents > maxima.get(line.ref, -1))


def is_senior(birth_year: int, day: date, age: int) -> bool:
    """Whether somebody is certainly of this age on a day, by the year of birth alone.

    In the year of the birthday itself nobody can tell, so it does not count: what is
    called evidence never holds somebody who is too young.
    """
    return day.year - birth_year > age


def full_time(minutes: int, yearly_minutes: int) -> Fraction:
    """Full-time equivalents that worked minutes are worth.

    :raises BadYear: when the legal year has no hours.
    """
    if yearly_minutes <= 0:
        raise BadYear(yearly_minutes=yearly_minutes)
    return Fraction(minutes, yearly_minutes)


def payment_from(signed: date, days: int) -> date:
    """First day on which a payment may be taken after a contract signed at home.

    The day of the signature does not count, and the last one runs to its end.
    """
    return signed + timedelta(days=days + 1)


def withdrawal_until(signed: date, days: int) -> date:
    """Last day to withdraw; one that is no working day moves to the next one."""
    last = signed + timedelta(days=days)
    while not is_working_day(last):
        last += ONE_DAY
    return last
