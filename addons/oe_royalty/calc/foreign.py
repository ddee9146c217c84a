"""A licensee abroad: the royalty in its own money, and what its state withholds.

Amounts are integers in the smallest unit of each currency; ``digits`` says how many
decimals a currency is paid with.
"""

from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, rate, round_half_up


class BadForeign(CalcError):
    """A rate makes no sense. Params: ``units``, ``withheld``."""

    code = "foreign.bad_foreign"


@dataclass(frozen=True)
class Abroad:
    """Gross, withheld and net, in both moneys; net is always gross less withheld."""

    gross_cents: int
    withheld_cents: int
    gross_foreign: int
    withheld_foreign: int

    @property
    def net_cents(self) -> int:
        """What the licensor receives, in its own money."""
        return self.gross_cents - self.withheld_cents

    @property
    def net_foreign(self) -> int:
        """What the licensee pays, in its own money."""
        return self.gross_foreign - self.withheld_foreign


def abroad(cents: int, units: Number, withheld: Number, digits: int = 2) -> Abroad:
    """The royalty of ``cents`` at ``units`` of the other money for one of ours.

    Each amount is rounded once, from the exact one.

    :raises BadForeign: when units are not positive, or withheld is not within 0 and 1
    """
    each, share = rate(units), rate(withheld)
    if each <= 0 or not 0 <= share <= 1:
        raise BadForeign(units=str(units), withheld=str(withheld))
    exact = Fraction(cents, 100) * each * 10**digits
    return Abroad(
        cents,
        round_half_up(cents * share),
        round_half_up(exact),
        round_half_up(exact * share),
    )


def at_home(minor: int, units: Number, digits: int = 2) -> int:
    """Cents of ours that ``minor`` units of the other money are, rounded once.

    :raises BadForeign: when units are not positive
    """
    each = rate(units)
    if each <= 0:
        raise BadForeign(units=str(units), withheld="0")
    return round_half_up(Fraction(minor * 100, 10**digits) / each)
