"""What third-party payers take of a client's month, batch after batch, to the cent.

A month may be invoiced in several times, and corrected. Each rule is therefore applied
to the whole month so far; what it gave already is taken off. Caps of hours and of money
hold whatever the number of batches, and a counter-entry gives back what it should.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.money import round_half_up

from .split_payer import BadPayer, Basis, Payer, split_visit
from .spread import spread_one


@dataclass(frozen=True)
class DueLine:
    """A line of the client's invoice, cents; what a credit note takes back is < 0.

    ``vat_rate`` is a fraction of 1; ``minutes`` 0 for what is no time.
    """

    excluded_cents: int
    included_cents: int
    minutes: int
    vat_rate: Fraction = Fraction(0)


@dataclass(frozen=True)
class Taken:
    """What a rule covers of a month: minutes, their price, its part (cents incl.)."""

    minutes: int = 0
    whole_cents: int = 0
    taken_cents: int = 0


@dataclass(frozen=True)
class Rule:
    """One payer of a client: value as ``split_payer.Basis`` says, caps of a month.

    ``lines`` are the positions it covers; ``before`` what the month had already.
    """

    ref: str
    basis: Basis
    value: Fraction
    lines: tuple[int, ...]
    cap_minutes: int | None = None
    cap_cents: int | None = None
    before: Taken = Taken()


@dataclass(frozen=True)
class Part:
    """Part of a line, cents: incl. VAT, and excl. VAT."""

    included_cents: int
    excluded_cents: int

    @property
    def vat_cents(self) -> int:
        """VAT of the part: what both amounts leave."""
        return self.included_cents - self.excluded_cents


@dataclass(frozen=True)
class MonthShare:
    """What a rule takes of these lines: one part per line, and what it saw."""

    ref: str
    parts: tuple[Part, ...]
    minutes: int
    whole_cents: int

    @property
    def included_cents(self) -> int:
        """All it takes, cents incl. VAT."""
        return sum(part.included_cents for part in self.parts)


def month_shares(
    lines: Sequence[DueLine], rules: Sequence[Rule]
) -> tuple[MonthShare, ...]:
    """Shares of the payers in their order; what no one takes is the client's.

    No payer takes more of a line than the earlier ones left. The parts of a line,
    the client's among them, sum to it with VAT and without.

    :raises BadPayer: when a value or a cap is negative.
    """
    left = [line.included_cents for line in lines]
    left_excluded = [line.excluded_cents for line in lines]
    shares = []
    for rule in rules:
        minutes = sum(lines[rank].minutes for rank in rule.lines)
        whole = sum(lines[rank].included_cents for rank in rule.lines)
        wanted = _entitled(rule, minutes, whole) - rule.before.taken_cents
        amounts = _spread(wanted, left, rule.lines)
        parts = tuple(
            _part(cents, line, left[rank], left_excluded[rank])
            for rank, (cents, line) in enumerate(zip(amounts, lines, strict=True))
        )
        pairs = tuple(zip(left, left_excluded, parts, strict=True))
        left = [rest - part.included_cents for rest, _excluded, part in pairs]
        left_excluded = [rest - part.excluded_cents for _, rest, part in pairs]
        shares.append(MonthShare(rule.ref, parts, minutes, whole))
    return tuple(shares)


def _entitled(rule: Rule, minutes: int, whole: int) -> int:
    """What the rule gives for the month so far, these lines included."""
    caps = (rule.cap_minutes, rule.cap_cents)
    if rule.value < 0 or any(cap is not None and cap < 0 for cap in caps):
        raise BadPayer(payer=rule.ref, value=rule.value)
    minutes += rule.before.minutes
    whole += rule.before.whole_cents
    if whole <= 0:
        return 0
    within = Fraction(1)
    if rule.cap_minutes is not None and minutes > rule.cap_minutes:
        within = Fraction(rule.cap_minutes, minutes)
    payers = (
        Payer(rule.ref, rule.basis, rule.value * within, rule.cap_cents),
        Payer("rest", Basis.REST),
    )
    return split_visit([whole], max(0, minutes), payers)[0].total_cents


def _spread(wanted: int, left: Sequence[int], covered: Sequence[int]) -> list[int]:
    """Cents of each line: in proportion, within what is left, one sign only."""
    amounts = [0] * len(left)
    total = sum(left[rank] for rank in covered)
    if not total or not wanted or (wanted > 0) != (total > 0):
        return amounts
    sign = 1 if total > 0 else -1
    dues = [max(0, sign * left[rank]) for rank in covered]
    share = spread_one(min(abs(wanted), abs(total)), dues)
    for rank, cents in zip(covered, share, strict=True):
        amounts[rank] = sign * cents
    return amounts


def _part(cents: int, line: DueLine, left: int, left_excluded: int) -> Part:
    if cents == left:
        # All that is left of the line: both amounts end at nothing.
        return Part(cents, left_excluded if cents else 0)
    return Part(cents, round_half_up(cents / (1 + line.vat_rate)))
