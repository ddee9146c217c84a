"""What somebody leaves with: each figure cut in two, part and rest, to the cent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.dated import Starts, value_at
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, rate, running_traces


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


def whole_part(percentage: Number) -> Fraction:
    """A percentage as a fraction.

    :raises BadPart: when it is not between 0 and 100
    """
    share = rate(percentage) / 100
    if not 0 <= share <= 1:
        raise BadPart(part=str(percentage))
    return share


def part_on(
    keys: Starts[Mapping[object, Number]], day: date, person: object
) -> Fraction:
    """Part of a person in what is shared, by the key of a day."""
    key = value_at(keys, day)
    return rate(key.get(person, 0)) / sum(rate(weight) for weight in key.values())


def cut(rows: Iterable[tuple[object, Sequence[tuple[int, Fraction]]]]) -> list[Cut]:
    """Each figure with the part of who leaves.

    The parts of all figures add up to the exact part of the whole, rounded once: both
    halves of an account give the same.

    :param rows: ``(key, [(cents, part between 0 and 1), …])``
    """
    figures = list(rows)
    parts = running_traces(
        sum((cents * part for cents, part in pieces), Fraction(0))
        for _key, pieces in figures
    )
    return [
        Cut(key, sum(cents for cents, _part in pieces), part)
        for (key, pieces), part in zip(figures, parts, strict=True)
    ]


def totals(cuts: Iterable[Cut]) -> tuple[int, int, int]:
    """Cents of the account, of the part and of the rest; the first is the sum."""
    rows = list(cuts)
    part = sum(row.part_cents for row in rows)
    whole = sum(row.cents for row in rows)
    return whole, part, whole - part
