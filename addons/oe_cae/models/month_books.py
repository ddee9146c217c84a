"""What the month of a company is computed from, and what comes out."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.calc.period import month_of

from ..calc import contribution as calc_contribution, month as calc
from ..calc.pay_solver import PayMonth


@dataclass
class Result:
    """Month of one activity: records beside what calc says of it."""

    activity: object
    contract: object
    version: object
    statement: calc.Statement
    past_versions: dict = field(default_factory=dict)
    terms: dict = field(default_factory=dict)
    pay: PayMonth | None = None
    alert: str = ""
    # Why the money of a shared activity is not told, where it cannot be split.
    withheld: str = ""

    def version_of(self, origin):
        """Version of the scheme that a month was charged on."""
        return self.past_versions.get(origin, self.version)


@dataclass
class Books:
    """What one month of a company is computed from, loaded once for everybody."""

    facts: dict
    withheld: dict
    told: dict
    contracts: dict
    terms: dict
    versions: dict
    entries: dict
    openings: dict
    bases: dict
    past: dict


def less(facts, told):
    """Facts less what closed statements told: what is new."""
    new, steps = defaultdict(int), defaultdict(tuple)
    for fact in facts:
        key = (fact.kind, fact.month, fact.origin)
        new[key] += fact.cents
        steps[key] += fact.steps
    for key, amount in told.items():
        new[key] -= to_cents(amount)
    return [calc.Fact(*key, cents, steps[key]) for key, cents in new.items() if cents]


def charged(line):
    """What a month was charged, as the computing layer wants it."""
    return calc_contribution.Charged(
        month=month_of(line.origin_month),
        terms=line.version_id._terms(),
        position_cents=to_cents(line.position),
        exact=Fraction(line.exact or 0),
        exempt=line.exempt or None,
    )
