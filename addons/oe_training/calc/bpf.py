"""Bilan pédagogique et financier (Cerfa 10443*17): frames C, E, F and G.

The grid (lines of C, statuses, goals) is versioned data and passed in. C goes by
invoice date, E and F by slot date: the caller gives the records of the year.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import round_half_up, split

ONE_HOUR = Fraction(1, 60)
OTHERS = "others"
SAME_FIELDS = (
    "status",
    "goal",
    "speciality",
    "entrusted_to_others",
    "entrusted_to_us",
)


class Contradiction(CalcError):
    """A trainee × action has two values of a field. Params: all three."""

    code = "bpf.contradiction"


@dataclass(frozen=True)
class Realised:
    """Minutes realised by a trainee in an action, one or several records each.

    ``entrusted_to_others`` feeds F-2, ``entrusted_to_us`` goes to G and never to
    F. ``counted`` is false for unpaid internal training and EAPP.
    """

    trainee: Hashable
    action: Hashable
    minutes: int
    status: str
    goal: str
    speciality: str
    entrusted_to_others: bool = False
    entrusted_to_us: bool = False
    counted: bool = True


@dataclass(frozen=True)
class Row:
    """A line of a frame: trainees (trainee × action) and minutes."""

    code: str
    trainees: int
    minutes: int


@dataclass(frozen=True)
class Frame:
    """A frame with its rows and totals."""

    rows: tuple[Row, ...]

    @property
    def trainees(self) -> int:
        """Trainees in all."""
        return sum(row.trainees for row in self.rows)

    @property
    def minutes(self) -> int:
        """Minutes in all."""
        return sum(row.minutes for row in self.rows)

    def hours(self) -> tuple[int, ...]:
        """Whole hours per row, whose sum is the rounded total.

        So three frames with the same minutes also print the same total of hours.
        """
        if not self.minutes:
            return (0,) * len(self.rows)
        total = round_half_up(self.minutes * ONE_HOUR)
        return split(total, [row.minutes for row in self.rows])


@dataclass(frozen=True)
class Trainees:
    """Frames F-1 (status), F-2 (entrusted to others), F-3, F-4, and G."""

    f1: Frame
    f2: Row
    f3: Frame
    f4: Frame
    g: Row


@dataclass(frozen=True)
class Product:
    """An invoiced amount excl. VAT, cents; ``line`` of frame C, ``None`` if none."""

    ref: Hashable
    cents: int
    line: str | None


@dataclass(frozen=True)
class FrameC:
    """Frame C: cents per line in the grid's order, and what blocks the filing."""

    amounts: tuple[tuple[str, int], ...]
    refusals: tuple[Refusal, ...]

    @property
    def total_cents(self) -> int:
        """Total of the allocated products, cents."""
        return sum(cents for _, cents in self.amounts)


@dataclass(frozen=True)
class Given:
    """Minutes given by a trainer; ``own`` is staff, else outside."""

    trainer: Hashable
    minutes: int
    own: bool


def trainee_frames(records: Sequence[Realised], speciality_rows: int = 5) -> Trainees:
    """Frames F and G; a trainee is a trainee × action with more than 0 hours.

    F-4 shows the specialities with the most minutes (five at most), the rest as
    ``others``.

    :raises Contradiction: when one trainee × action has two statuses, goals or
        specialities, or is both entrusted and not.
    """
    pairs = [item for item in _pairs(records) if item.minutes > 0]
    ours = [item for item in pairs if not item.entrusted_to_us]
    specialities = _rows(ours, "speciality")
    ranked = sorted(specialities, key=lambda row: (-row.minutes, row.code))
    shown, rest = ranked[:speciality_rows], ranked[speciality_rows:]
    if rest:
        shown.append(_sum(OTHERS, rest))
    return Trainees(
        f1=Frame(_rows(ours, "status")),
        f2=_row("F-2", [item for item in ours if item.entrusted_to_others]),
        f3=Frame(_rows(ours, "goal")),
        f4=Frame(tuple(shown)),
        g=_row("G", [item for item in pairs if item.entrusted_to_us]),
    )


def products_frame(products: Sequence[Product], lines: Sequence[str]) -> FrameC:
    """Frame C by payer; what is not allocated blocks (``bpf.not_allocated``).

    ``bpf.unknown_line`` names a line that the grid of the year does not hold.
    """
    totals = dict.fromkeys(lines, 0)
    refusals = []
    for item in products:
        if item.line is None:
            refusals.append(
                refusal("bpf.not_allocated", ref=item.ref, cents=item.cents)
            )
        elif item.line not in totals:
            refusals.append(refusal("bpf.unknown_line", ref=item.ref, line=item.line))
        else:
            totals[item.line] += item.cents
    return FrameC(tuple(totals.items()), tuple(refusals))


def trainer_rows(given: Sequence[Given]) -> tuple[Row, Row]:
    """Frame E: own trainers, then outside ones (persons and minutes)."""
    rows = []
    for code, own in (("own", True), ("outside", False)):
        mine = [item for item in given if item.own is own and item.minutes > 0]
        people = len({item.trainer for item in mine})
        rows.append(Row(code, people, sum(item.minutes for item in mine)))
    return rows[0], rows[1]


def coherence_refusals(
    frames: Trainees, products: FrameC, bodies_line: str = "10"
) -> tuple[Refusal, ...]:
    """What keeps the BPF from being filed, with the figures.

    Codes: those of :func:`products_frame`, ``bpf.totals_differ`` (F-1, F-3, F-4),
    ``bpf.g_without_c10`` and ``bpf.c10_without_g``.
    """
    return tuple(_coherence(frames, products, bodies_line))


def _coherence(
    frames: Trainees, products: FrameC, bodies_line: str
) -> Iterator[Refusal]:
    yield from products.refusals
    named = {"f1": frames.f1, "f3": frames.f3, "f4": frames.f4}
    totals = {name: (item.trainees, item.minutes) for name, item in named.items()}
    if len(set(totals.values())) > 1:
        yield refusal("bpf.totals_differ", **totals)
    cents = dict(products.amounts).get(bodies_line, 0)
    if frames.g.minutes and not cents:
        yield refusal("bpf.g_without_c10", minutes=frames.g.minutes)
    if cents and not frames.g.minutes:
        yield refusal("bpf.c10_without_g", cents=cents)


def _pairs(records: Iterable[Realised]) -> Iterator[Realised]:
    """One record per trainee × action, minutes added."""
    found: dict[tuple[Hashable, Hashable], list[Realised]] = {}
    for item in records:
        if item.counted:
            found.setdefault((item.trainee, item.action), []).append(item)
    for items in found.values():
        for field in SAME_FIELDS:
            values = {getattr(item, field) for item in items}
            if len(values) > 1:
                raise Contradiction(
                    trainee=items[0].trainee, action=items[0].action, field=field
                )
        yield replace(items[0], minutes=sum(item.minutes for item in items))


def _rows(pairs: Sequence[Realised], field: str) -> tuple[Row, ...]:
    codes = sorted({getattr(item, field) for item in pairs})
    return tuple(
        _row(code, [item for item in pairs if getattr(item, field) == code])
        for code in codes
    )


def _row(code: str, pairs: Sequence[Realised]) -> Row:
    return Row(code, len(pairs), sum(item.minutes for item in pairs))


def _sum(code: str, rows: Sequence[Row]) -> Row:
    return Row(
        code, sum(row.trainees for row in rows), sum(row.minutes for row in rows)
    )
