"""Exclusive activity of a SAP company and its dispensation (C. trav. L.7232-1-2)."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal


@dataclass(frozen=True)
class ExclusivityRules:
    """Dated limits of the dispensation: 11 employees, 30 % (C. trav. L.7232-1-2)."""

    employees_below: int
    other_share_max: Fraction


@dataclass(frozen=True)
class Turnover:
    """Turnover of a civil year excl. VAT, cents: SAP and all the rest."""

    sap_cents: int
    other_cents: int

    @property
    def other_share(self) -> Fraction:
        """Share of the rest in the whole (0 when nothing was sold)."""
        whole = self.sap_cents + self.other_cents
        return Fraction(self.other_cents, whole) if whole else Fraction(0)


class ExclusivityState(StrEnum):
    """Where a company stands: ``AT_RISK`` is dispensed now, not next year."""

    EXCLUSIVE = "exclusive"
    DISPENSED = "dispensed"
    AT_RISK = "at_risk"
    BREACH = "breach"


@dataclass(frozen=True)
class Exclusivity:
    """Result of the monitor.

    ``room_cents`` is what else may be sold this year outside SAP, against the
    SAP turnover so far, for the second test to hold next year; negative: excess.
    """

    state: ExclusivityState
    dispensed: bool
    employees_met: bool
    share_met: bool
    previous_share: Fraction
    current_share: Fraction
    room_cents: int
    findings: tuple[Refusal, ...]


def exclusivity(
    employees: int | Fraction,
    previous: Turnover,
    current: Turnover,
    rules: ExclusivityRules,
) -> Exclusivity:
    """Monitor of the exclusive activity, with both tests of the dispensation.

    The share of the previous year decides for this year; that of this year
    decides for the next one, hence the warning before it ends.
    """
    few = employees < rules.employees_below
    small = previous.other_share <= rules.other_share_max
    small_next = current.other_share <= rules.other_share_max
    factor = rules.other_share_max / (1 - rules.other_share_max)
    # Floor, not a rounding of money: one cent more would break the test.
    room = current.sap_cents * factor // 1 - current.other_cents
    if not current.other_cents:
        state = ExclusivityState.EXCLUSIVE
    elif not (few and small):
        state = ExclusivityState.BREACH
    elif small_next:
        state = ExclusivityState.DISPENSED
    else:
        state = ExclusivityState.AT_RISK
    findings = []
    if state is ExclusivityState.BREACH and not few:
        limit = {"employees": employees, "below": rules.employees_below}
        findings.append(refusal("exclusivity.employees", **limit))
    if state is ExclusivityState.BREACH and not small:
        findings.append(_share_finding("previous", previous.other_share, rules))
    if not small_next:
        findings.append(_share_finding("current", current.other_share, rules))
    shares = previous.other_share, current.other_share
    return Exclusivity(
        state, few and small, few, small, *shares, int(room), tuple(findings)
    )


def _share_finding(year: str, share: Fraction, rules: ExclusivityRules) -> Refusal:
    return refusal(
        f"exclusivity.{year}_share", share=share, maximum=rules.other_share_max
    )
