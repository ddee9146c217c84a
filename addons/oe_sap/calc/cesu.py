"""Prepaid CESU vouchers: what they are worth, who funded them, what comes of them."""

import re
from collections.abc import Sequence

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import split


class BadFunding(CalcError):
    """More funded than the vouchers are worth. Params: ``funded``, ``worth``."""

    code = "cesu.bad_funding"


class BadFees(CalcError):
    """More received than sent. Params: ``received``, ``sent``."""

    code = "cesu.bad_fees"


def number_of(text: str) -> str:
    """A voucher's number as it is compared: no space, no dash, capitals."""
    return re.sub(r"[^0-9A-Z]", "", (text or "").upper())


def funded_parts(funded: int, worth: int, settled: Sequence[int]) -> tuple[int, ...]:
    """The employer's part (cents) of each amount that the vouchers settled.

    What is not used yet keeps its own: over all uses the sum is what was funded.

    :raises BadFunding: when the part is negative or above the vouchers
    """
    if not 0 <= funded <= worth:
        raise BadFunding(funded=funded, worth=worth)
    if not worth:
        return (0,) * len(settled)
    rest = max(0, worth - sum(settled))
    return split(funded, [*settled, rest])[: len(settled)]


def fees(sent: int, received: int) -> int:
    """What the issuer kept of a slip, cents.

    :raises BadFees: when it is below zero, or nothing came
    """
    if not 0 < received <= sent:
        raise BadFees(received=received, sent=sent)
    return sent - received
