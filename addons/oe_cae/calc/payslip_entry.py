"""The journal entry of a payslip: balanced, and split over activities to the cent."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from odoo.addons.oe_base.calc.money import split

from .payslip_file import Totals

GROSS = "gross"
EMPLOYER = "employer"
NET_PAID = "net_paid"
SOCIAL = "social"
TAX = "tax"


@dataclass(frozen=True)
class Item:
    """A line of the entry: cents, debit positive; ``activity`` only for charges."""

    kind: str
    cents: int
    activity: int | None = None


def entry(totals: Totals, shares: Sequence[tuple[int, int]]) -> list[Item]:
    """Debits 641 and 645 by activity, credits 421, 431 and 4421.

    :param shares: (activity, weight); the whole goes to the first when nothing weighs
    """
    items = []
    for kind, cents in (
        (GROSS, totals.gross_cents),
        (EMPLOYER, totals.employer_cents),
    ):
        items += [
            Item(kind, part, activity) for activity, part in _split(cents, shares)
        ]
    items += [
        Item(NET_PAID, -totals.paid_cents),
        Item(SOCIAL, -totals.employer_cents - totals.employee_cents),
        Item(TAX, -totals.tax_cents),
    ]
    return [item for item in items if item.cents]


def counter(items: Iterable[Item]) -> list[Item]:
    """The entry that takes back what is booked, summed by account and activity."""
    booked: dict[tuple[str, int | None], int] = defaultdict(int)
    for item in items:
        booked[item.kind, item.activity] += item.cents
    return [
        Item(kind, -cents, activity)
        for (kind, activity), cents in booked.items()
        if cents
    ]


def same(left: Iterable[Item], right: Iterable[Item]) -> bool:
    """Whether two entries say the same, whatever the order."""
    return not counter([*left, *counter(right)])


def same_charges(left: Iterable[Item], right: Iterable[Item]) -> bool:
    """Whether two entries charge the same to each activity.

    An accountant may have moved what is owed from one account to another.
    """
    return _charges(left) == _charges(right)


def _charges(items: Iterable[Item]) -> dict[int, int]:
    charged: dict[int, int] = defaultdict(int)
    for item in items:
        if item.activity is not None:
            charged[item.activity] += item.cents
    return {activity: cents for activity, cents in charged.items() if cents}


def _split(cents: int, shares: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    weights = [max(0, weight) for _activity, weight in shares]
    if not any(weights):
        weights = [1] + [0] * (len(shares) - 1)
    parts = split(cents, weights)
    return [
        (activity, part) for (activity, _w), part in zip(shares, parts, strict=True)
    ]
