from collections import defaultdict, deque

from odoo import api, models

from ..calc.account import STRUCTURE, Match, Move, MoveLine, spread_moves


class Balance(models.AbstractModel):
    """Both halves of the account of each activity, derived from posted moves.

    The books are read by a fixed number of queries; ``calc/account.py`` says whose
    each cent is (C. trav. R.7331-5).
    """

    _name = "oe.cae.balance"
    _inherit = "oe.cae.balance.reader"
    _description = "Profit and loss and balance sheet of each activity"

    @api.model
    def _spreads(self, company, day, account=None):
        """What each posted line is to each activity, up to and with a day.

        :param account: one analytic account: only its moves are read, and those that
            settle them or are settled with them (the result is the same)
        :return: list of ``(day, spread)``; keys of activities are ids of analytic
            accounts, ``None`` the structure; keys of accounts are ids, or words for
            what is no ledger line (``contribution``, ``internal``)
        """
        self.env["oe.cae.ledger"]._flush()
        ids = None if account is None else self._moves_of(company, day, account)
        entries = self._entries(company, day, ids)
        rows = {row.id: row for entry in entries.values() for row in entry.rows}
        self._read_parts(company, rows)
        self._read_taxes(rows)
        partials = self._partials(company, day, rows)
        self._place(entries, rows, partials)
        for debit, credit, cents in partials:
            self._match(entries, rows[debit], rows[credit], cents)
        moves = [self._move(entry) for entry in sorted(entries.values(), key=_place_of)]
        days = {
            key: entry.day
            for entry in entries.values()
            for key in (f"{entry.id}/internal", *(f"{row.id}" for row in entry.rows))
        }
        for on, move in self._contributions(company, day, account):
            moves.append(move)
            days[f"{move.key}/internal"] = on
            days |= {line.key: on for line in move.lines}
        return [(days[spread.line.key], spread) for spread in spread_moves(moves)]

    def _place(self, entries, rows, partials):
        """How many steps each move is away from one that says whose it is."""
        beside = defaultdict(set)
        for debit, credit, _cents in partials:
            one, two = rows[debit].move, rows[credit].move
            beside[one].add(two)
            beside[two].add(one)
        waiting = deque()
        for entry in entries.values():
            if entry.document or (
                not entry.cash_basis and any(row.source for row in entry.rows)
            ):
                entry.depth = 0
                waiting.append(entry)
        while waiting:
            entry = waiting.popleft()
            for other in beside[entry.id]:
                if entries[other].depth is None:
                    entries[other].depth = entry.depth + 1
                    waiting.append(entries[other])

    def _match(self, entries, debit, credit, cents):
        """The later move settles the line of the earlier one.

        Two documents (an invoice and its credit note) each say whose they are.
        """
        one, two = entries[debit.move], entries[credit.move]
        if one is two or (one.document and two.document):
            return
        if one.place < two.place:
            credit.matches.append(Match(f"{debit.id}", cents))
        else:
            debit.matches.append(Match(f"{credit.id}", -cents))

    def _move(self, entry):
        taxes = [row for row in entry.rows if row.tax is not None]
        # One tax paid with its invoice follows the line it takes back, to the cent.
        follows = (
            entry.cash_basis
            and len(taxes) == 1
            and any(row.matches for row in entry.rows)
        )
        return Move(
            f"{entry.id}",
            tuple(self._line(row, None if follows else row.tax) for row in entry.rows),
        )

    def _line(self, row, tax):
        left = row.cents - sum(cents for _activity, cents in row.parts)
        split = [*row.parts, (STRUCTURE, left)] if left else row.parts
        return MoveLine(
            f"{row.id}",
            row.account,
            row.cents,
            profit=row.profit,
            owned=row.source,
            # The part of the structure may come twice: as such, and as the rest.
            split=tuple(_added(split).items()) if row.source else (),
            taxes=frozenset(row.taxes),
            tax=None if row.source else tax,
            matches=tuple(row.matches),
        )


def _place_of(entry):
    return entry.place


def _added(pairs):
    total = {}
    for key, cents in pairs:
        total[key] = total.get(key, 0) + cents
    return total
