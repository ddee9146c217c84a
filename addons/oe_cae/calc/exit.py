"""What somebody leaves with: each figure cut in two, part and rest, to the cent."""

from collections.abc import Iterable
from dataclasses import dataclass

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, rate, split


class BadPart(CalcError):
    """The part is no percentage. Params: ``part``."""

    code = "exit.bad_part"


@dataclass(frozen=True)
class Cut:
    """A figure of a shared account: who leaves takes ``part``, ``rest`` stays."""

    key: object
    cents: int
    part_cents: int

    @property
    def rest_cents(self) -> int:
        """What stays with the others."""
        return self.cents - self.part_cents


def cut(rows: Iterable[tuple[object, int]], part: Number = 100) -> list[Cut]:
    """Each figure, with the part of who leaves.

    :param part: percentage of the account, 0 to 100
    :raises BadPart: for anything else
    """
    share = rate(part)
    if not 0 <= share <= 100:
        raise BadPart(part=str(part))
    return [
        Cut(key, cents, split(cents, (share, 100 - share))[0]) for key, cents in rows
    ]


def totals(cuts: Iterable[Cut]) -> tuple[int, int, int]:
    """Cents of the account, of the part and of the rest; the first is the sum."""
    rows = list(cuts)
    part = sum(row.part_cents for row in rows)
    whole = sum(row.cents for row in rows)
    return whole, part, whole - part
