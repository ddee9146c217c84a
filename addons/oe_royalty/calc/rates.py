"""Effective-dated royalty rates: a start only, the most specific one wins."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.brackets import Bracket, check_brackets
from odoo.addons.oe_base.calc.dated import value_at
from odoo.addons.oe_base.calc.errors import CalcError, DuplicateStart, NoValue
from odoo.addons.oe_base.calc.period import Period


class RateTooEarly(CalcError):
    """The rate would start in a locked period. Params: ``start``, ``first``."""

    code = "royalty.rate_too_early"


class BadScope(CalcError):
    """A contract's rate may not also name a pole or an ETD. Params: ``scope``."""

    code = "royalty.bad_scope"


@dataclass(frozen=True)
class Scope:
    """What a rate applies to; nothing named is the whole scheme.

    Specificity: scheme, pole, ETD, ETD and pole, contract.

    :raises BadScope: for a contract with a pole or an ETD.
    """

    pole: str | None = None
    etd: str | None = None
    contract: str | None = None

    def __post_init__(self) -> None:
        if self.contract is not None and (self.pole or self.etd):
            raise BadScope(scope=str(self))

    @property
    def rank(self) -> int:
        """Specificity: the higher one wins."""
        named = (self.pole is not None, self.etd is not None)
        return 4 if self.contract is not None else named[0] + 2 * named[1]

    def covers(self, place: "Place") -> bool:
        """Whether a line's place is inside this scope."""
        pairs = (
            (self.pole, place.pole),
            (self.etd, place.etd),
            (self.contract, place.contract),
        )
        return all(mine is None or mine == theirs for mine, theirs in pairs)


@dataclass(frozen=True)
class Place:
    """Where a line was sold: pole, ETD, contract, and year of the contract."""

    pole: str | None = None
    etd: str | None = None
    contract: str | None = None
    year: str | None = None


@dataclass(frozen=True)
class Rate:
    """A rate from ``start`` on, for a scope.

    One bracket is a flat rate; several are marginal brackets on the contract
    year. ``brackets`` is ``None`` where an exception ends and the more general
    rate applies again.

    :raises BadBrackets: when brackets are empty, unsorted or do not start at 0.
    """

    key: str
    start: date
    brackets: tuple[Bracket, ...] | None
    scope: Scope = Scope()

    def __post_init__(self) -> None:
        if self.brackets is not None:
            check_brackets(self.brackets)


def rate_for(rates: Iterable[Rate], day: date, place: Place) -> Rate:
    """The rate of a line: the last one started of the most specific scope.

    :raises NoValue: when no rate has started.
    :raises DuplicateStart: when two rates of one scope start the same day.
    """
    by_scope: dict[Scope, list[tuple[date, Rate]]] = {}
    for item in rates:
        if item.scope.covers(place):
            by_scope.setdefault(item.scope, []).append((item.start, item))
    for scope in sorted(by_scope, key=lambda found: -found.rank):
        try:
            found = value_at(by_scope[scope], day)
        except NoValue:
            continue
        if found.brackets is not None:
            return found
    raise NoValue(day=day, first=min(_starts(by_scope), default=None))


def check_new_rate(rate: Rate, existing: Iterable[Rate], locked: Period | None) -> None:
    """Refuse a rate that would change the past or double another one.

    :raises RateTooEarly: when it starts before the end of the last locked period.
    :raises DuplicateStart: when a rate of this scope starts the same day.
    """
    if locked is not None and locked.end is not None and rate.start < locked.end:
        raise RateTooEarly(start=rate.start, first=locked.end)
    for other in existing:
        if other.scope == rate.scope and other.start == rate.start:
            raise DuplicateStart(day=rate.start)


def _starts(by_scope: dict[Scope, list[tuple[date, Rate]]]) -> list[date]:
    return [start for pairs in by_scope.values() for start, _ in pairs]
