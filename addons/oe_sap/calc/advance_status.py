"""Immediate advance: what a status of the service does here, exactly once.

Polling may skip statuses, so every later one may follow. A status told twice
does nothing.
"""

from dataclasses import dataclass, replace
from enum import IntEnum, StrEnum

from odoo.addons.oe_base.calc.errors import CalcError


class UnknownStatus(CalcError):
    """The service told a status that is not known. Params: ``status``."""

    code = "advance.unknown_status"


class BadTransition(CalcError):
    """A status cannot follow another. Params: ``current``, ``status``."""

    code = "advance.bad_transition"


class Status(IntEnum):
    """Statuses of a payment request."""

    RECEIVED = 10
    WAITING = 20
    VALIDATED = 30
    REFUSED = 40
    DEBITED = 50
    UNPAID = 60
    PAID = 70
    CANCELLED = 110
    CANCELLED_BY_CLIENT = 111
    CANCELLED_AFTER_PAYMENT = 112
    RECOVERED = 120


class Effect(StrEnum):
    """What the models do when a status comes."""

    CREATE_PAYMENT = "create_payment"
    REVERSE_PAYMENT = "reverse_payment"
    REOPEN_WITH_NEW_NUMBER = "reopen_with_new_number"


_CANCELLED = frozenset(
    {Status.CANCELLED, Status.CANCELLED_BY_CLIENT, Status.CANCELLED_AFTER_PAYMENT}
)
_FINAL = _CANCELLED | {Status.REFUSED, Status.RECOVERED}
_AFTER_DEBIT = _CANCELLED | {Status.UNPAID, Status.PAID, Status.RECOVERED}
_AFTER_VALIDATION = _AFTER_DEBIT | {Status.DEBITED}
_BEFORE_VALIDATION = _AFTER_VALIDATION | {Status.VALIDATED, Status.REFUSED}

NEXT: dict[Status, frozenset[Status]] = {
    Status.RECEIVED: _BEFORE_VALIDATION | {Status.WAITING},
    Status.WAITING: _BEFORE_VALIDATION,
    Status.VALIDATED: _AFTER_VALIDATION,
    Status.DEBITED: _AFTER_DEBIT,
    Status.UNPAID: _CANCELLED | {Status.PAID, Status.RECOVERED},
    Status.PAID: frozenset(
        {Status.UNPAID, Status.CANCELLED_AFTER_PAYMENT, Status.RECOVERED}
    ),
    **{status: frozenset() for status in _FINAL},
}


@dataclass(frozen=True)
class State:
    """Where a request stands, and what was done for it."""

    status: Status = Status.RECEIVED
    payment_created: bool = False
    payment_reversed: bool = False


@dataclass(frozen=True)
class Change:
    """The new state and what is to be done, in order."""

    state: State
    effects: tuple[Effect, ...]


def apply_status(state: State, told: int) -> Change:
    """Take a status told by the service.

    70 creates the payment, once; 112 and 120 reverse it, once, if there is one;
    40 reopens the invoice, to be sent with a new number.

    :raises UnknownStatus: for a code that is not one of the service's.
    :raises BadTransition: when it cannot follow the current one.
    """
    try:
        status = Status(told)
    except ValueError as error:
        raise UnknownStatus(status=told) from error
    if status is state.status:
        return Change(state, ())
    if status not in NEXT[state.status]:
        raise BadTransition(current=state.status.value, status=status.value)
    return _change(replace(state, status=status))


def _change(state: State) -> Change:
    if state.status is Status.REFUSED:
        return Change(state, (Effect.REOPEN_WITH_NEW_NUMBER,))
    if state.status is Status.PAID and not state.payment_created:
        return Change(replace(state, payment_created=True), (Effect.CREATE_PAYMENT,))
    back = state.status in (Status.CANCELLED_AFTER_PAYMENT, Status.RECOVERED)
    if back and state.payment_created and not state.payment_reversed:
        return Change(replace(state, payment_reversed=True), (Effect.REVERSE_PAYMENT,))
    return Change(state, ())
