"""Revision of the rate: an index, a suggestion within bounds, a simulation.

The suggestion decides nothing: a dated decision creates the rate. The network
guards purchasing power, so the simulation lists every ES it would take under
the target.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import round_half_up


class BadIndex(CalcError):
    """No weight, or a reference that is not positive. Params: ``key``."""

    code = "revision.bad_index"


class BadBounds(CalcError):
    """Bounds that hold nothing. Params: ``low``, ``high``."""

    code = "revision.bad_bounds"


@dataclass(frozen=True)
class IndexItem:
    """A competence's market value, or an ETD's results, now and at reference."""

    key: str
    weight: Fraction
    reference: Fraction
    current: Fraction


@dataclass(frozen=True)
class RevisionRule:
    """How indices move the rate.

    ``market_weight`` and ``results_weight`` are the parts of each index's
    movement that the rate follows; the rate stays within ``low`` .. ``high``,
    moves by at most ``max_step`` and is rounded to ``step``.
    """

    low: Fraction
    high: Fraction
    market_weight: Fraction = Fraction(1, 2)
    results_weight: Fraction = Fraction(1, 2)
    max_step: Fraction | None = None
    step: Fraction = Fraction(1, 10000)

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high or self.step <= 0:
            raise BadBounds(low=self.low, high=self.high)


@dataclass(frozen=True)
class Suggestion:
    """Suggested rate; ``raw`` before bounds, ``bounded`` when a bound cut it."""

    rate: Fraction
    raw: Fraction
    market_index: Fraction
    results_index: Fraction
    bounded: bool


@dataclass(frozen=True)
class EsMonths:
    """An ES over the months simulated, in cents.

    ``net_per_euro`` is the net that one more euro of budget gives (its share
    that is not contributions), ``target_cents`` the net to guard.
    """

    key: str
    cae: str
    base_cents: int
    net_cents: int
    target_cents: int
    net_per_euro: Fraction


@dataclass(frozen=True)
class EsEffect:
    """Effect on an ES (cents); ``taken_under`` when it crosses the target."""

    key: str
    net_before_cents: int
    net_after_cents: int
    taken_under: bool
    under: bool


@dataclass(frozen=True)
class Simulation:
    """Effect of a rate: royalty more (cents) per CAE, net per ES."""

    royalty_by_cae: dict[str, int]
    people: tuple[EsEffect, ...]

    @property
    def taken_under(self) -> tuple[str, ...]:
        """The ES that the rate would take under their target."""
        return tuple(effect.key for effect in self.people if effect.taken_under)


def index_of(items: Sequence[IndexItem]) -> Fraction:
    """Weighted mean of current / reference (1: no movement).

    :raises BadIndex: without weight, or with a reference that is not positive.
    """
    for item in items:
        if item.reference <= 0 or item.weight < 0:
            raise BadIndex(key=item.key)
    total = sum(item.weight for item in items)
    if not total:
        raise BadIndex(key=None)
    return sum(item.weight * item.current / item.reference for item in items) / total


def suggest(
    current: Fraction, market: Fraction, results: Fraction, rule: RevisionRule
) -> Suggestion:
    """Rate suggested by the market and results indices, within bounds."""
    movement = rule.market_weight * (market - 1) + rule.results_weight * (results - 1)
    raw = current * (1 + movement)
    value = raw
    if rule.max_step is not None:
        value = min(max(value, current - rule.max_step), current + rule.max_step)
    value = min(max(value, rule.low), rule.high)
    bounded = value != raw
    nearest = round_half_up(value / rule.step) * rule.step
    return Suggestion(
        rate=min(max(nearest, rule.low), rule.high),
        raw=raw,
        market_index=market,
        results_index=results,
        bounded=bounded,
    )


def royalty_change(base_cents: int, current: Fraction, proposed: Fraction) -> int:
    """What a base would have paid more (cents) at another rate."""
    return round_half_up(base_cents * (proposed - current))


def simulate(
    current: Fraction, proposed: Fraction, people: Sequence[EsMonths]
) -> Simulation:
    """What the proposed rate would have changed over the months given."""
    bases: dict[str, int] = {}
    effects = []
    for person in people:
        bases[person.cae] = bases.get(person.cae, 0) + person.base_cents
        more = person.base_cents * (proposed - current)
        after = person.net_cents - round_half_up(more * person.net_per_euro)
        under = after < person.target_cents
        effects.append(
            EsEffect(
                key=person.key,
                net_before_cents=person.net_cents,
                net_after_cents=after,
                taken_under=under and person.net_cents >= person.target_cents,
                under=under,
            )
        )
    royalty = {
        cae: royalty_change(base, current, proposed) for cae, base in bases.items()
    }
    return Simulation(royalty, tuple(effects))
