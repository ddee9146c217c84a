"""Facts of an activity that several ES share, as facts of each of them.

What somebody earned on a day is split on the key of that day, whenever the client
pays (C. trav. R.7331-6). What belongs to one person alone (pay, reserve) is not split.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.dated import Starts
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.explain import step
from odoo.addons.oe_base.calc.money import rate

from .month import Fact
from .split_keys import Key, SharedEntry, split_entries


class NoAgreement(CalcError):
    """No signed key on a day. Params: ``day``."""

    code = "sharing.no_agreement"


@dataclass(frozen=True)
class SharedFact:
    """A fact of a shared account on a day; ``person`` when it is one person's own."""

    fact: Fact
    day: date
    person: int | None = None


def share_facts(
    keys: Starts[Key], facts: Iterable[SharedFact]
) -> dict[object, list[Fact]]:
    """Facts of each person: own ones whole, the others split by key.

    Amounts of one kind, month and origin are added up between two keys before they
    are split, so that the odd cent does not depend on the order of documents.

    :raises NoAgreement: for a day that no key covers.
    :raises BadWeights: when a key is empty or all zero.
    """
    starts = sorted(start for start, _key in keys)
    own: dict[object, list[Fact]] = defaultdict(list)
    sums: dict[tuple[str, date, date], dict[date, int]] = {}
    for shared in facts:
        fact = shared.fact
        if shared.person is not None:
            own[shared.person].append(fact)
            continue
        begun = [start for start in starts if start <= shared.day]
        if not begun:
            raise NoAgreement(day=shared.day)
        pieces = sums.setdefault((fact.kind, fact.month, fact.origin), {})
        pieces[begun[-1]] = pieces.get(begun[-1], 0) + fact.cents
    key_at = dict(keys)
    for labels, pieces in sorted(sums.items()):
        days = sorted(pieces)
        told = split_entries(keys, [SharedEntry(day, pieces[day]) for day in days])
        for holder in told.totals:
            steps = tuple(
                step(
                    "statement.share",
                    "share",
                    row.get(holder, 0),
                    whole_cents=pieces[day],
                    share=_portion(key_at[day], holder),
                    since=day,
                )
                for day, row in zip(days, told.entries, strict=True)
                if len(key_at[day]) > 1
            )
            own[holder].append(Fact(*labels, told.totals[holder], steps))
    return dict(own)


def _portion(key: Key, holder: object) -> object:
    """Part of one holder in a key, as a fraction."""
    return rate(key.get(holder, 0)) / sum(rate(weight) for weight in key.values())
