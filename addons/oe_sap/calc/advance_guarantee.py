"""Immediate advance: the guarantee, its proofs, and the gate of each member.

One member of a cooperative in breach excludes the whole cooperative, so each
member is checked before any request is sent in its name.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import add_months

# Dated data: steps (declared in the civil year from, guarantee), cents, sorted.
Ladder = Sequence[tuple[int, int]]


class BadLadder(CalcError):
    """The ladder is empty or not sorted. Params: ``ladder``."""

    code = "advance.bad_ladder"


@dataclass(frozen=True)
class Member:
    """A member: declared in the civil year and guarantee held (cents), proofs."""

    ref: str
    declared_cents: int
    takes_deposits: bool
    guarantee_cents: int
    proofs_renewed_on: date | None


def guarantee_due(
    declared_cents: int,
    takes_deposits: bool,
    ladder: Ladder,
) -> int:
    """Guarantee due, cents: from the first euro of deposit, else from the first step.

    :raises BadLadder: when the ladder is empty or not sorted.
    """
    starts = [start for start, _ in ladder]
    if not starts or starts != sorted(set(starts)):
        raise BadLadder(ladder=tuple(ladder))
    reached = [amount for start, amount in ladder if start <= declared_cents]
    if reached:
        return reached[-1]
    return ladder[0][1] if takes_deposits else 0


def member_refusals(
    member: Member,
    today: date,
    ladder: Ladder,
    proof_months: int = 12,
    grace_days: int = 0,
) -> tuple[Refusal, ...]:
    """Why no request may be sent in the name of this member.

    Codes: ``advance.guarantee``, ``advance.no_proof``, ``advance.proof_expired``
    (proofs are renewed every 12 months; ``grace_days`` is the time a cooperative
    gives itself to collect late ones).

    :raises BadLadder: when the ladder is empty or not sorted.
    """
    found = []
    due = guarantee_due(member.declared_cents, member.takes_deposits, ladder)
    if member.guarantee_cents < due:
        found.append(
            refusal(
                "advance.guarantee",
                member=member.ref,
                due_cents=due,
                held_cents=member.guarantee_cents,
            )
        )
    renewed = member.proofs_renewed_on
    if renewed is None:
        found.append(refusal("advance.no_proof", member=member.ref))
    elif add_months(renewed, proof_months) + timedelta(days=grace_days) <= today:
        expired = add_months(renewed, proof_months)
        found.append(
            refusal("advance.proof_expired", member=member.ref, expired_on=expired)
        )
    return tuple(found)
