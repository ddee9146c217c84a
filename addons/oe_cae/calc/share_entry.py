"""The journal entry of a movement of shares: balanced, by account and member."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from .shares import Holding

UNCALLED_CAPITAL = "1011"
UNPAID_CAPITAL = "1012"
PAID_CAPITAL = "1013"
UNCALLED = "109"
UNPAID = "45625"
REFUND = "4567"
LOSS = "119"
NET_PAY = "421"
# Lines of these accounts are a member's own.
OWN = frozenset({UNPAID, REFUND})


@dataclass(frozen=True)
class Item:
    """A line: cents, debit positive; ``member`` on what a member owes or is owed."""

    account: str
    cents: int
    member: object | None = None


def capital(effect: Holding, member: object, counter: str) -> list[Item]:
    """Lines of what a movement changes for one member.

    :param counter: account against what is paid
    """
    uncalled, unpaid = effect.uncalled_cents, effect.left_cents
    return [
        Item(UNCALLED_CAPITAL, -uncalled),
        Item(UNCALLED, uncalled),
        Item(UNPAID_CAPITAL, -unpaid),
        Item(UNPAID, unpaid, member),
        Item(PAID_CAPITAL, -effect.paid_cents),
        Item(counter, effect.paid_cents, member if counter in OWN else None),
    ]


def transfer(effect: Holding, member: object, other: object) -> list[Item]:
    """A transfer changes no capital, only who owes what is called and not paid."""
    return summed(
        [*capital(effect, member, LOSS), *capital(-effect, other, LOSS)],
    )


def refund(effect: Holding, member: object, loss_cents: int) -> list[Item]:
    """Shares are given back: the member is owed what was paid, less losses."""
    return summed(
        [
            *capital(effect, member, REFUND),
            Item(REFUND, loss_cents, member),
            Item(LOSS, -loss_cents),
        ]
    )


def summed(items: Iterable[Item]) -> list[Item]:
    """One line per account and member, none that is nil."""
    total: dict[tuple[str, object | None], int] = defaultdict(int)
    for item in items:
        total[item.account, item.member] += item.cents
    return [
        Item(account, cents, member)
        for (account, member), cents in total.items()
        if cents
    ]
