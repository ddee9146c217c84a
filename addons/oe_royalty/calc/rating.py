"""Rating: the royalty of each line of a statement, explained to the cent.

Inside a statement, lines of one rate are rounded on their running exact total:
traces add up to the rounded total. A correction of a line locked in an earlier
statement (credit note, forced edit) follows that line: it gives back its part
of what that line had been charged, whatever the rates did since, so that a sale
credited in full has cost exactly nothing.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.brackets import Charge, charge, explained
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import round_half_up, running_traces

from .rates import Place, Rate, rate_for


class UnknownOrigin(CalcError):
    """A correction names a line that is not there. Params: ``line``, ``origin``."""

    code = "royalty.unknown_origin"


class DuplicateLine(CalcError):
    """A line stands twice in a statement. Params: ``lines``."""

    code = "royalty.duplicate_line"


class EmptyOrigin(CalcError):
    """A correction of a line without amount. Params: ``line``, ``origin``."""

    code = "royalty.empty_origin"


@dataclass(frozen=True)
class Origin:
    """A locked line, as charged, and what its corrections did so far (cents).

    ``changed_base_cents`` and ``changed_cents`` add up the corrections already
    locked (negative for credit notes).
    """

    key: str
    rate_key: str
    base_cents: int
    amount_cents: int
    changed_base_cents: int = 0
    changed_cents: int = 0


@dataclass(frozen=True)
class Line:
    """A line to rate: signed base (cents), day of its document, where it was sold.

    A correction names its origin: a locked line (``origin``), or the key of a
    line of the same statement (``origin_key``); its place is its origin's.
    """

    key: str
    day: date
    base_cents: int
    place: Place = Place()
    origin: Origin | None = None
    origin_key: str | None = None


@dataclass(frozen=True)
class RatedLine:
    """Royalty of a line: ``amount_cents`` is its trace, ``rate`` the mean rate."""

    line: Line
    rate_key: str
    rate: Fraction
    exact: Fraction
    amount_cents: int
    parts: tuple[tuple[int, Fraction], ...]


@dataclass(frozen=True)
class Rating:
    """Rated lines in the order given, and the bracket positions after them."""

    lines: tuple[RatedLine, ...]
    positions: Mapping[str, int]

    @property
    def amount_cents(self) -> int:
        """Royalty of the statement: the sum of the traces."""
        return sum(rated.amount_cents for rated in self.lines)

    @property
    def base_cents(self) -> int:
        """Base of the statement."""
        return sum(rated.line.base_cents for rated in self.lines)


@dataclass
class _Run:
    """Progress of a statement: bracket positions, pieces found, corrections."""

    rates: Sequence[Rate]
    positions: dict[str, int]
    pieces: dict[str, tuple[str, Charge]] = field(default_factory=dict)
    traces: dict[str, int] = field(default_factory=dict)
    origins: dict[str, tuple[int, int]] = field(default_factory=dict)


def rate_lines(
    lines: Iterable[Line],
    rates: Iterable[Rate],
    positions: Mapping[str, int] | None = None,
) -> Rating:
    """Rate a statement's lines.

    ``positions`` are the bases cumulated before the statement in the contract
    year (cents), by :func:`position_key`; they matter for brackets only. Lines
    climb brackets by day then key, corrections of the statement's own lines last.

    :raises NoValue: when a line is older than every rate.
    :raises DuplicateLine: when two lines have one key.
    :raises UnknownOrigin: when ``origin_key`` is not in the statement.
    :raises EmptyOrigin: when the line corrected has no base.
    """
    lines = list(lines)
    by_key = {line.key: line for line in lines}
    if len(by_key) < len(lines):
        counts = Counter(line.key for line in lines)
        raise DuplicateLine(lines=[key for key, count in counts.items() if count > 1])
    run = _Run(list(rates), dict(positions or {}))
    for line in sorted(lines, key=_order):
        if line.origin is not None:
            _follow_locked(run, line, line.origin)
        elif line.origin_key is not None:
            _follow_open(run, line, by_key.get(line.origin_key))
        else:
            _rate_sale(run, line)
    _trace(run, sorted(lines, key=_order))
    return Rating(tuple(_rated(run, line) for line in lines), run.positions)


def position_key(rate: Rate, place: Place) -> str:
    """Name of the cumulated base that a rate's brackets climb.

    At the contract's level for a contract's rate, at the ETD's for an ETD's, at
    the contract's again for a general rate.
    """
    pole, year = rate.scope.pole or "", place.year or ""
    if rate.scope.contract is None and rate.scope.etd is not None:
        return f"etd:{place.etd}:{pole}:{year}"
    return f"contract:{place.contract or ''}:{pole}:{year}"


def _order(line: Line) -> tuple[bool, date, str]:
    return (line.origin_key is not None, line.day, line.key)


def _rate_sale(run: _Run, line: Line) -> None:
    found = rate_for(run.rates, line.day, line.place)
    key = position_key(found, line.place)
    before = run.positions.get(key, 0)
    run.positions[key] = before + line.base_cents
    run.pieces[line.key] = (
        found.key,
        charge(found.brackets or (), before, line.base_cents),
    )


def _follow_open(run: _Run, line: Line, origin: Line | None) -> None:
    if origin is None or origin.key not in run.pieces:
        raise UnknownOrigin(line=line.key, origin=line.origin_key)
    if not origin.base_cents:
        raise EmptyOrigin(line=line.key, origin=origin.key)
    rate_key, charged = run.pieces[origin.key]
    mean = charged.exact / origin.base_cents
    run.pieces[line.key] = (rate_key, explained([(line.base_cents, mean)]))
    if origin.origin is None:
        found = rate_for(run.rates, origin.day, origin.place)
        key = position_key(found, origin.place)
        run.positions[key] = run.positions.get(key, 0) + line.base_cents


def _follow_locked(run: _Run, line: Line, origin: Origin) -> None:
    if not origin.base_cents:
        raise EmptyOrigin(line=line.key, origin=origin.key)
    found = next((item for item in run.rates if item.key == origin.rate_key), None)
    if found is not None:
        key = position_key(found, line.place)
        run.positions[key] = run.positions.get(key, 0) + line.base_cents
    base, cents = run.origins.get(
        origin.key, (origin.changed_base_cents, origin.changed_cents)
    )
    mean = Fraction(origin.amount_cents, origin.base_cents)
    reached = base + line.base_cents
    run.traces[line.key] = round_half_up(mean * reached) - cents
    run.origins[origin.key] = (reached, cents + run.traces[line.key])
    run.pieces[line.key] = (
        origin.rate_key,
        explained([(line.base_cents, mean)]),
    )


def _trace(run: _Run, lines: Sequence[Line]) -> None:
    groups: dict[str, list[Line]] = {}
    for line in lines:
        if line.key not in run.traces:
            groups.setdefault(run.pieces[line.key][0], []).append(line)
    for group in groups.values():
        traces = running_traces(run.pieces[line.key][1].exact for line in group)
        run.traces.update(zip((line.key for line in group), traces, strict=True))


def _rated(run: _Run, line: Line) -> RatedLine:
    rate_key, charged = run.pieces[line.key]
    mean = charged.exact / line.base_cents if line.base_cents else Fraction(0)
    return RatedLine(
        line=line,
        rate_key=rate_key,
        rate=mean,
        exact=charged.exact,
        amount_cents=run.traces[line.key],
        parts=tuple((part.base_cents, part.rate) for part in charged.parts),
    )
