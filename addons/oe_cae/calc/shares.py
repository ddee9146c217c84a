"""Shares of a cooperative: what a movement changes, in shares and integer cents.

A holding is a sum of movements. What is paid never exceeds what is called, which never
exceeds what was subscribed (loi 47-1775 art. 11 and following; C. com. L.231-1).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, apply_rate, split
from odoo.addons.oe_base.calc.period import add_months


class NotEnoughShares(CalcError):
    """More shares than are held. Params: ``held``, ``asked``."""

    code = "shares.not_enough"


class TooMuch(CalcError):
    """More money than is left to call, to pay or to give back.

    Params: ``left_cents``, ``asked_cents``.
    """

    code = "shares.too_much"


class BelowMinimum(CalcError):
    """A member keeps too few shares. Params: ``left``, ``minimum``."""

    code = "shares.below_minimum"


class Nothing(CalcError):
    """No share, or no money, is moved."""

    code = "shares.nothing"


class Impossible(CalcError):
    """Somebody would hold less than nothing, or have paid more than was called."""

    code = "shares.impossible"


@dataclass(frozen=True)
class Holding:
    """What somebody holds, or what a movement changes: shares, and cents."""

    shares: int = 0
    subscribed_cents: int = 0
    called_cents: int = 0
    paid_cents: int = 0

    @property
    def left_cents(self) -> int:
        """Called and not paid yet."""
        return self.called_cents - self.paid_cents

    @property
    def uncalled_cents(self) -> int:
        """Subscribed and not called yet."""
        return self.subscribed_cents - self.called_cents

    def __add__(self, other: "Holding") -> "Holding":
        return Holding(
            self.shares + other.shares,
            self.subscribed_cents + other.subscribed_cents,
            self.called_cents + other.called_cents,
            self.paid_cents + other.paid_cents,
        )

    def __neg__(self) -> "Holding":
        return Holding(
            -self.shares, -self.subscribed_cents, -self.called_cents, -self.paid_cents
        )

    def __sub__(self, other: "Holding") -> "Holding":
        return self + -other

    @property
    def is_possible(self) -> bool:
        """Whether somebody may hold this; without shares there is no capital."""
        ordered = 0 <= self.paid_cents <= self.called_cents <= self.subscribed_cents
        return self.shares >= 0 and ordered and (self.shares > 0 or self == Holding())


def check(held: Holding) -> Holding:
    """The holding itself, when somebody may hold it.

    :raises Impossible: otherwise
    """
    if not held.is_possible:
        raise Impossible()
    return held


def subscribe(
    held: Holding, shares: int, nominal_cents: int, called: Number, minimum: int = 1
) -> Holding:
    """What a subscription changes.

    :param called: part called at once, 1 for all
    :param minimum: shares that a member must hold
    :raises BelowMinimum: when the member would hold fewer
    """
    if shares <= 0 or nominal_cents <= 0:
        raise Nothing()
    if held.shares + shares < minimum:
        raise BelowMinimum(left=held.shares + shares, minimum=minimum)
    amount = shares * nominal_cents
    return Holding(shares, amount, apply_rate(amount, called), 0)


def call(held: Holding, cents: int) -> Holding:
    """What a call for the rest changes.

    :raises TooMuch: when less is left to call
    """
    _check_cents(cents, held.uncalled_cents)
    return Holding(called_cents=cents)


def pay(held: Holding, cents: int) -> Holding:
    """What a payment changes.

    :raises TooMuch: when less is called and not paid
    """
    _check_cents(cents, held.left_cents)
    return Holding(paid_cents=cents)


def part(held: Holding, shares: int) -> Holding:
    """These shares out of a holding, with their part of what is called and paid.

    :raises NotEnoughShares: when fewer are held
    """
    if shares <= 0:
        raise Nothing()
    if shares > held.shares:
        raise NotEnoughShares(held=held.shares, asked=shares)
    weights = (shares, held.shares - shares)
    return Holding(
        shares,
        *(
            split(cents, weights)[0]
            for cents in (held.subscribed_cents, held.called_cents, held.paid_cents)
        ),
    )


def leave(held: Holding, shares: int, minimum: int = 1) -> Holding:
    """What goes away when a member gives up shares: some, or all of them.

    :return: the part, as a positive holding
    :raises BelowMinimum: when some are kept, but too few
    """
    gone = part(held, shares)
    kept = held.shares - shares
    if 0 < kept < minimum:
        raise BelowMinimum(left=kept, minimum=minimum)
    return gone


def refund(gone: Holding, loss_cents: int = 0) -> int:
    """Cents owed to who gives shares up: what was paid, less the part of the losses.

    :raises TooMuch: when the losses exceed what was paid
    """
    if not 0 <= loss_cents <= gone.paid_cents:
        raise TooMuch(left_cents=gone.paid_cents, asked_cents=loss_cents)
    return gone.paid_cents - loss_cents


def refund_due(day: date, years: int) -> date:
    """Last day to give the money back, as the statutes allow to postpone it."""
    return add_months(day, 12 * years)


def deduction(
    left_cents: int,
    net_cents: int,
    fixed_cents: int = 0,
    part_of_net: Number = Fraction(0),
) -> int:
    """Cents kept from a pay for shares: never more than is left, nor than the pay.

    :param fixed_cents: a fixed amount a month, or
    :param part_of_net: a part of the net pay
    """
    wanted = fixed_cents or apply_rate(max(0, net_cents), part_of_net)
    return max(0, min(wanted, left_cents, net_cents))


def positions(
    movements: Iterable[tuple[object, object | None, Holding]],
) -> dict[object, Holding]:
    """What each one holds after movements ``(member, other side or None, effect)``.

    The effect is the member's; the other side of a transfer has the opposite.
    """
    held: dict[object, Holding] = {}
    for member, other, effect in movements:
        held[member] = held.get(member, Holding()) + effect
        if other is not None:
            held[other] = held.get(other, Holding()) - effect
    return held


def _check_cents(cents: int, left: int) -> None:
    if cents <= 0:
        raise Nothing()
    if cents > left:
        raise TooMuch(left_cents=left, asked_cents=cents)
