"""Matching score of a mission, with an explanation a person can read.

Each part is between 0 and 1 and weighted; the score is their weighted mean over
the parts that apply to the mission. Declining or not answering never enters: the
last proposal only settles ties, least recently proposed first.
"""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import NamedTuple

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import running_traces

Params = tuple[tuple[str, object], ...]


class BadWeights(CalcError):
    """Weights are negative, or none applies. Params: ``weights``."""

    code = "score.bad_weights"


@dataclass(frozen=True)
class Weights:
    """Integer weights of the parts (settings)."""

    competences: int
    distance: int
    availability: int
    load: int
    continuity: int
    language: int = 0
    choice: int = 0


@dataclass(frozen=True)
class Document:
    """A document with expiry: last valid day, ``None`` when it never ends."""

    name: str
    valid_until: date | None
    compulsory: bool = True


@dataclass(frozen=True)
class MissionFacts:
    """What the mission asks.

    ``own_contract_needed``: a SAP visit is done only by an ES with a contract in
    the selling CAE. ``today`` is the day of the proposal.
    """

    company: Hashable
    today: date
    own_contract_needed: bool = False
    languages: frozenset[str] = frozenset()
    client_choice: bool = False


@dataclass(frozen=True)
class Candidate:
    """Facts on one ES for this mission.

    Distances in metres (``None`` unknown), load in minutes a week. ``gate`` holds
    the refusals of the hard competences (``oe_base.calc.competence``), ``other``
    any further refusal of the models.
    """

    ref: Hashable
    soft_met: int = 0
    soft_total: int = 0
    distance_m: int | None = None
    limit_m: int | None = None
    slots_free: int = 0
    slots_wanted: int = 0
    minutes_held: int = 0
    minutes_wanted: int = 0
    knows_client: bool = False
    languages: frozenset[str] = frozenset()
    chosen: bool = False
    conflict_of_interest: bool = False
    companies: frozenset[Hashable] = frozenset()
    documents: tuple[Document, ...] = ()
    gate: tuple[Refusal, ...] = ()
    other: tuple[Refusal, ...] = ()
    last_proposed: date | None = None


class Part(NamedTuple):
    """One part: ``top / bottom`` in 0..1, its weight, the data of its sentence.

    Two integers rather than a fraction: a dispatch builds millions of them.
    ``applies`` is false where the mission asks nothing; the weight is then 0.
    """

    code: str
    top: int
    bottom: int
    weight: int
    params: Params
    applies: bool = True

    @property
    def value(self) -> Fraction:
        """The part, 0..1."""
        return Fraction(self.top, self.bottom)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate that may be proposed, with the score 0..1 and its parts."""

    ref: Hashable
    score: Fraction
    parts: tuple[Part, ...]

    def points(self, scale: int = 100) -> tuple[int, ...]:
        """Points of each part out of ``scale``, whose sum is the rounded score."""
        whole = sum(part.weight for part in self.parts)
        return running_traces(
            part.value * part.weight * scale / whole for part in self.parts
        )


@dataclass(frozen=True)
class Refused:
    """A candidate refused by one or several hard rules."""

    ref: Hashable
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True)
class Ranking:
    """Candidates best first, and those refused with the rule."""

    ranked: tuple[Scored, ...]
    refused: tuple[Refused, ...]


def rank(
    mission: MissionFacts, candidates: Sequence[Candidate], weights: Weights
) -> Ranking:
    """Rank candidates; ties: never proposed, then least recently, then in order.

    :raises BadWeights: when weights are negative or none applies.
    """
    ranked, refused = [], []
    for position, candidate in enumerate(candidates):
        reasons = hard_refusals(mission, candidate)
        if reasons:
            refused.append(Refused(candidate.ref, reasons))
            continue
        scored = score(mission, candidate, weights)
        last = candidate.last_proposed or date.min
        ranked.append((-scored.score, last, position, scored))
    ranked.sort(key=lambda item: item[:3])
    return Ranking(tuple(item[3] for item in ranked), tuple(refused))


def score(mission: MissionFacts, candidate: Candidate, weights: Weights) -> Scored:
    """Score of one candidate, 0..1, with each part and its data.

    :raises BadWeights: when weights are negative or none applies.
    """
    parts = tuple(_parts(mission, candidate, weights))
    whole = sum(part.weight for part in parts)
    if whole <= 0 or min(part.weight for part in parts) < 0:
        raise BadWeights(weights=weights)
    # One common denominator: adding fractions one by one costs ten times more.
    number, bottom = 0, 1
    for part in parts:
        if part.weight:
            number = number * part.bottom + part.top * part.weight * bottom
            bottom *= part.bottom
    return Scored(candidate.ref, Fraction(number, bottom * whole), parts)


def hard_refusals(mission: MissionFacts, candidate: Candidate) -> tuple[Refusal, ...]:
    """Every hard rule that refuses a candidate.

    Codes: those of the competence gate, ``score.too_far``,
    ``score.conflict_of_interest``, ``score.document_expired``,
    ``score.no_contract``, and those given by the models. A document stays valid
    on its last day. An unknown distance does not refuse.
    """
    return (*candidate.gate, *_own_refusals(mission, candidate), *candidate.other)


def _own_refusals(mission: MissionFacts, candidate: Candidate) -> Iterator[Refusal]:
    distance, limit = candidate.distance_m, candidate.limit_m
    if distance is not None and limit is not None and distance > limit:
        yield refusal("score.too_far", distance_m=distance, limit_m=limit)
    if candidate.conflict_of_interest:
        yield refusal("score.conflict_of_interest")
    for item in candidate.documents:
        until = item.valid_until
        if item.compulsory and until is not None and until < mission.today:
            yield refusal(
                "score.document_expired", document=item.name, valid_until=until
            )
    if mission.own_contract_needed and mission.company not in candidate.companies:
        yield refusal("score.no_contract", company=mission.company)


def _parts(
    mission: MissionFacts, candidate: Candidate, weights: Weights
) -> Iterator[Part]:
    yield _competences(candidate, weights.competences)
    yield _distance(candidate, weights.distance)
    yield _availability(candidate, weights.availability)
    yield _load(candidate, weights.load)
    yield _flag("score.continuity", candidate.knows_client, weights.continuity)
    yield _language(mission, candidate, weights.language)
    yield _flag("score.choice", candidate.chosen, weights.choice, mission.client_choice)


def _competences(candidate: Candidate, weight: int) -> Part:
    met, total = candidate.soft_met, candidate.soft_total
    data = (("met", met), ("total", total))
    return _share("score.competences", met, total, weight, data)


def _distance(candidate: Candidate, weight: int) -> Part:
    distance, limit = candidate.distance_m, candidate.limit_m
    data = (("distance_m", distance), ("limit_m", limit))
    if distance is None:
        return Part("score.distance", 0, 1, weight, data)
    if not limit:
        return Part("score.distance", 1, 1, weight, data)
    return Part("score.distance", max(0, limit - distance), limit, weight, data)


def _availability(candidate: Candidate, weight: int) -> Part:
    free, wanted = candidate.slots_free, candidate.slots_wanted
    data = (("free", free), ("wanted", wanted))
    return _share("score.availability", free, wanted, weight, data)


def _load(candidate: Candidate, weight: int) -> Part:
    held, wanted = candidate.minutes_held, candidate.minutes_wanted
    data = (("held_minutes", held), ("wanted_minutes", wanted))
    if wanted <= 0:
        return Part("score.load", 0, 1, weight, data)
    return Part("score.load", max(0, wanted - held), wanted, weight, data)


def _language(mission: MissionFacts, candidate: Candidate, weight: int) -> Part:
    asked = mission.languages
    spoken = asked & candidate.languages
    data = (("spoken", tuple(sorted(spoken))), ("asked", tuple(sorted(asked))))
    return _share("score.language", len(spoken), len(asked), weight, data)


def _share(code: str, part: int, whole: int, weight: int, data: Params) -> Part:
    """A share of what is asked; where nothing is asked the part does not apply."""
    if not whole:
        return Part(code, 1, 1, 0, data, applies=False)
    return Part(code, min(part, whole), whole, weight, data)


def _flag(code: str, yes: bool, weight: int, applies: bool = True) -> Part:
    data = (("yes", yes),)
    return Part(code, int(yes), 1, weight if applies else 0, data, applies)
