"""Money of what a cooperative brings along: what is still due, balances that balance.

An open invoice of the former books enters with what is **still due** only. Its VAT is
taken over when it falls due on payment; its turnover, counted in the former books, is
kept beside, for schemes that charge what is collected.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from odoo.addons.oe_base.calc.money import rate, round_half_up


@dataclass(frozen=True)
class Due:
    """Parts of an amount still due, in cents; they sum up to it.

    ``base`` is taxed at the rate, ``tax`` what that gives; ``rest`` bears no tax: the
    VAT that was declared already, or the cent that rounding leaves.
    """

    base: int
    tax: int
    rest: int

    @property
    def total(self) -> int:
        """What the client still owes."""
        return self.base + self.tax + self.rest


def split_due(cents: int, percent: str, *, on_payment: bool) -> Due:
    """What is due, as the lines of an invoice.

    :param cents: still due, VAT included; below zero for a credit note
    :param percent: rate of VAT, ``"20"`` or ``"5.5"``
    :param on_payment: VAT falls due when the client pays; otherwise it is declared
    """
    share = rate(percent) / 100
    base = round_half_up(rate(cents) / (1 + share))
    if not on_payment:
        return Due(base, 0, cents - base)
    tax = round_half_up(base * share)
    return Due(base, tax, cents - base - tax)


@dataclass(frozen=True)
class Sums:
    """Debits and credits of an opening entry, in cents."""

    debit: int
    credit: int

    @property
    def gap(self) -> int:
        """Zero when the entry balances."""
        return self.debit - self.credit


def sums(items: Iterable[tuple[int, int]]) -> Sums:
    """Totals of (debit, credit) pairs."""
    pairs = list(items)
    return Sums(sum(debit for debit, _c in pairs), sum(credit for _d, credit in pairs))
