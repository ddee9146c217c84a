"""Individual training contract: withdrawal and payments (C. trav. L.6353-3 to 7)."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError


class BadProgress(CalcError):
    """Progress is outside 0..1. Params: ``progress``."""

    code = "contract.bad_progress"


@dataclass(frozen=True)
class ContractRules:
    """Dated data: withdrawal in days, first payment as a fraction of the price."""

    withdrawal_days: int
    first_rate: Fraction


@dataclass(frozen=True)
class Contract:
    """An individual contract: price in cents, ``None`` as date when not signed."""

    price_cents: int
    signed_on: date | None


def withdrawal_last_day(signed_on: date, rules: ContractRules) -> date:
    """Last day of withdrawal: the day of signature does not count (L.6353-5)."""
    return signed_on + timedelta(days=rules.withdrawal_days)


def most_allowed(
    contract: Contract, day: date, rules: ContractRules, progress: Fraction
) -> int:
    """Most that may have been paid in all on a day, cents.

    Nothing during the withdrawal; then the first part; the balance follows the
    progress of the training (0..1), to the full price at its end (L.6353-6). The
    law says "at most", so parts of a cent are dropped.

    :raises BadProgress: when progress is outside 0..1.
    """
    if not 0 <= progress <= 1:
        raise BadProgress(progress=progress)
    signed = contract.signed_on
    if signed is None or day <= withdrawal_last_day(signed, rules):
        return 0
    share = rules.first_rate + (1 - rules.first_rate) * progress
    return int(contract.price_cents * share // 1)


def payment_refusals(
    contract: Contract,
    amount_cents: int,
    day: date,
    rules: ContractRules,
    paid_before_cents: int = 0,
    progress: Fraction = Fraction(0),
) -> tuple[Refusal, ...]:
    """Why a payment is refused.

    Codes: ``contract.not_signed``, ``contract.withdrawal``,
    ``contract.above_first_part``, ``contract.ahead_of_training``,
    ``contract.above_price``.

    :raises BadProgress: when progress is outside 0..1.
    """
    most = most_allowed(contract, day, rules, progress)
    if contract.signed_on is None:
        return (refusal("contract.not_signed"),)
    last = withdrawal_last_day(contract.signed_on, rules)
    if contract.signed_on <= day <= last:
        return (refusal("contract.withdrawal", last_day=last),)
    if day < contract.signed_on:
        return (refusal("contract.not_signed", signed_on=contract.signed_on),)
    after = paid_before_cents + amount_cents
    return tuple(_amount(contract, after, most, progress))


def _amount(
    contract: Contract, after: int, most: int, progress: Fraction
) -> Iterator[Refusal]:
    if after > contract.price_cents:
        yield refusal("contract.above_price", price_cents=contract.price_cents)
    elif after > most:
        code = "ahead_of_training" if progress else "above_first_part"
        yield refusal(f"contract.{code}", paid_cents=after, maximum_cents=most)
