"""Activity account: profit and loss, and the balance-sheet half (R.7331-5).

Core accounting says which activity earns or spends, not which one is owed by a
client, holds the bank money or owes the tax. That half is derived from the same
moves: taxes follow the lines that bear them, what is left of a move (client,
supplier, bank) follows the move's own activities, and a payment follows what it
pays. Every share is cumulated before it is rounded, so that the sum over the
activities and the structure is the entity's ledger, account by account, to the
cent (C. trav. R.7331-5: balance sheet and profit and loss of each activity).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from odoo.addons.oe_base.calc.collected import share_of
from odoo.addons.oe_base.calc.errors import CalcError

STRUCTURE = None
INTERNAL = "internal"

Activity = str | int | None
Balances = dict[Activity, int]


class Unbalanced(CalcError):
    """A move's lines do not add up to zero. Params: ``move``, ``cents``."""

    code = "account.unbalanced"


class UnknownMatch(CalcError):
    """A payment pays a line that is not among the moves before it. Params: ``line``."""

    code = "account.unknown_match"


@dataclass(frozen=True)
class Match:
    """Part of a line (its key) that this line settles, in cents.

    ``amount_cents`` has the sign of the line settled.
    """

    line: str
    amount_cents: int


@dataclass(frozen=True)
class MoveLine:
    """One ledger line, or one analytic-only line, in cents (debit positive).

    ``account`` groups lines for display. A line of profit and loss, or any line
    with its own analytic split, is ``owned`` by its ``activity`` (``None``: the
    structure); ``split`` says it for a line of several activities, and adds up to
    the line. ``taxes`` are the taxes it bears, ``tax`` the one it posts.
    """

    key: str
    account: str
    balance_cents: int
    profit: bool = False
    owned: bool = False
    activity: Activity = STRUCTURE
    split: tuple[tuple[Activity, int], ...] = ()
    taxes: frozenset[str] = frozenset()
    tax: str | None = None
    matches: tuple[Match, ...] = ()

    @property
    def owners(self) -> Balances:
        """Whose the line says it is, in cents."""
        return dict(self.split) or {self.activity: self.balance_cents}


@dataclass(frozen=True)
class Move:
    """A balanced move; an analytic-only entry is a move of owned lines."""

    key: str
    lines: tuple[MoveLine, ...]


@dataclass(frozen=True)
class ActivityAccount:
    """Both halves of an activity, in cents, and the result that both give.

    ``profit`` is positive for income; ``balance`` positive for what the activity
    has or is owed. ``internal`` is what it owes the structure or the others.
    """

    activity: Activity
    profit: dict[str, int]
    balance: dict[str, int]

    @property
    def result_cents(self) -> int:
        """Result: income less charges; the balance-sheet half adds up to it."""
        return sum(self.profit.values())


@dataclass(frozen=True)
class Spread:
    """What one ledger line is for each activity, in cents (debit positive)."""

    line: MoveLine
    shares: Mapping[Activity, int]


def activity_accounts(moves: Iterable[Move]) -> dict[Activity, ActivityAccount]:
    """The account of each activity and of the structure (key ``None``).

    Moves come in the order of settlement, not of dates: what is settled first,
    then what settles it (an advance comes after the invoice that it pays).

    :raises Unbalanced: when a move's lines do not add up to zero.
    :raises UnknownMatch: when a line settles one that is not in the moves before.
    """
    profit: dict[Activity, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    balance: dict[Activity, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for spread in spread_moves(moves):
        half, sign = (profit, -1) if spread.line.profit else (balance, 1)
        for activity, cents in spread.shares.items():
            half[activity][spread.line.account] += sign * cents
    return {
        activity: ActivityAccount(
            activity, dict(profit[activity]), dict(balance[activity])
        )
        for activity in [*profit, *(key for key in balance if key not in profit)]
    }


def spread_moves(moves: Iterable[Move]) -> list[Spread]:
    """Each line's share of each activity, in the order of the moves.

    :raises Unbalanced: when a move's lines do not add up to zero.
    :raises UnknownMatch: when a line settles one that is not in the moves before.
    """
    known: dict[str, Spread] = {}
    settled: dict[str, int] = defaultdict(int)
    spreads: list[Spread] = []
    for move in moves:
        for spread in _spread_move(move, known, settled):
            known[spread.line.key] = spread
            spreads.append(spread)
    return spreads


def _spread_move(
    move: Move, known: Mapping[str, Spread], settled: dict[str, int]
) -> list[Spread]:
    gap = sum(line.balance_cents for line in move.lines)
    if gap:
        raise Unbalanced(move=move.key, cents=gap)
    first = {}
    for line in move.lines:
        shares = _direct(line, move.lines, known, settled)
        if shares is not None:
            first[line.key] = shares
    rest = [line for line in move.lines if line.key not in first]
    left = _negated_sum(first.values())
    spreads = dict(first)
    spreads.update(_counterparts(rest, left))
    result = [Spread(line, spreads[line.key]) for line in move.lines]
    due = {k: v for k, v in _negated_sum(spreads.values()).items() if v}
    if due:
        # What one activity owes another, or the structure: it nets to zero.
        result.append(Spread(MoveLine(f"{move.key}/internal", INTERNAL, 0), due))
    return result


def _direct(
    line: MoveLine,
    lines: Sequence[MoveLine],
    known: Mapping[str, Spread],
    settled: dict[str, int],
) -> Balances | None:
    """Shares of a line that the rest of the move has no say in, or ``None``."""
    if line.profit or line.owned:
        return line.owners
    if line.tax is not None:
        return _tax_shares(line, lines)
    if line.matches:
        return _settlement(line, known, settled)
    return None


def _tax_shares(line: MoveLine, lines: Sequence[MoveLine]) -> Balances:
    bases: Balances = defaultdict(int)
    for other in lines:
        if line.tax in other.taxes:
            for activity, cents in other.owners.items():
                bases[activity] += cents
    total = sum(bases.values())
    if not total:
        return {STRUCTURE: line.balance_cents}
    return _shares(bases, total, line.balance_cents)


def _settlement(
    line: MoveLine, known: Mapping[str, Spread], settled: dict[str, int]
) -> Balances:
    shares: Balances = defaultdict(int)
    for match in line.matches:
        if match.line not in known:
            raise UnknownMatch(line=match.line)
        origin = known[match.line]
        total = origin.line.balance_cents
        before = _shares(origin.shares, total, settled[match.line])
        settled[match.line] += match.amount_cents
        after = _shares(origin.shares, total, settled[match.line])
        for activity, cents in after.items():
            shares[activity] += before[activity] - cents
    # Money not matched with anything yet is held by the structure.
    shares[STRUCTURE] += line.balance_cents - sum(shares.values())
    return {activity: cents for activity, cents in shares.items() if cents}


def _counterparts(
    lines: Sequence[MoveLine], left: Mapping[Activity, int]
) -> dict[str, Mapping[Activity, int]]:
    """Client, supplier or bank lines share what the other lines leave."""
    total = sum(line.balance_cents for line in lines)
    if not total:
        return {line.key: {STRUCTURE: line.balance_cents} for line in lines}
    reached, before = 0, _shares(left, total, 0)
    spreads: dict[str, Mapping[Activity, int]] = {}
    for line in lines:
        reached += line.balance_cents
        after = _shares(left, total, reached)
        spreads[line.key] = {key: after[key] - before[key] for key in after}
        before = after
    return spreads


def _shares(parts: Mapping[Activity, int], total: int, reached: int) -> Balances:
    if not total:
        return dict.fromkeys(parts, 0)
    return dict(zip(parts, share_of(list(parts.values()), total, reached), strict=True))


def _negated_sum(rows: Iterable[Mapping[Activity, int]]) -> Balances:
    total: Balances = defaultdict(int)
    for row in rows:
        for activity, cents in row.items():
            total[activity] -= cents
    return dict(total)
