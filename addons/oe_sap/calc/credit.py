"""Tax credit of a household for one civil year (CGI 199 sexdecies).

Evaluated at the payment date. The rise of the first year belongs to direct
employment only, so it never enters here.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.money import apply_rate, split

from .activity import Activity


class NegativeAid(CalcError):
    """An aid is negative. Params: ``kind``, ``amount_cents``."""

    code = "credit.negative_aid"


@dataclass(frozen=True)
class CreditParameters:
    """Dated data of the credit: rate (fraction of 1) and ceilings in cents."""

    rate: Fraction
    ceiling_cents: int
    child_cents: int
    shared_child_cents: int
    senior_cents: int
    ceiling_max_cents: int
    disability_ceiling_cents: int
    employer_aid_max_cents: int


@dataclass(frozen=True)
class Household:
    """Dependent children (full and shared custody), members over 65, disability."""

    children: int = 0
    shared_children: int = 0
    seniors: int = 0
    disability: bool = False


class AidKind(StrEnum):
    """Public and employer aids that are not borne by the household."""

    APA = "apa"
    PCH = "pch"
    CMG = "cmg"
    CESU_EMPLOYER = "cesu_employer"
    OTHER = "other"


@dataclass(frozen=True)
class Payment:
    """What a household paid for an activity, cents incl. VAT; a refund is negative."""

    day: date
    activity: Activity
    amount_cents: int
    cash: bool = False


@dataclass(frozen=True)
class Aid:
    """An aid of the year, cents; for one activity, or (``None``) for all of them."""

    kind: AidKind
    amount_cents: int
    activity_code: str | None = None


@dataclass(frozen=True)
class Meter:
    """Use of one activity in the year, cents.

    ``counted_cents`` is within the activity's cap; ``left_cents`` can still count,
    which never exceeds what is left of the overall ceiling.
    """

    activity_code: str
    paid_cents: int
    cash_cents: int
    aid_cents: int
    borne_cents: int
    counted_cents: int
    cap_cents: int | None
    left_cents: int
    bundle_missing: bool


@dataclass(frozen=True)
class Credit:
    """Result: meters, overall use and ceiling, the credit, and the explanation."""

    year: int
    ceiling_cents: int
    used_cents: int
    credit_cents: int
    meters: tuple[Meter, ...]
    warnings: tuple[Refusal, ...]
    steps: tuple[Step, ...]

    @property
    def left_cents(self) -> int:
        """What can still count in the year, all activities together."""
        return self.ceiling_cents - self.used_cents


def ceiling(household: Household, parameters: CreditParameters) -> int:
    """Yearly ceiling of expenses, cents; disability takes no increase on top."""
    if household.disability:
        return parameters.disability_ceiling_cents
    raised = (
        parameters.ceiling_cents
        + household.children * parameters.child_cents
        + household.shared_children * parameters.shared_child_cents
        + household.seniors * parameters.senior_cents
    )
    return min(raised, parameters.ceiling_max_cents)


def tax_credit(
    year: int,
    payments: Sequence[Payment],
    aids: Sequence[Aid],
    household: Household,
    parameters: CreditParameters,
) -> Credit:
    """Credit of the payments made in the year, with a meter per activity.

    Cash never counts. An activity of the bundle counts only when at-home work
    was paid in the year too. Aids come off before the caps; one that names no
    activity is spread in proportion to what counts.

    :raises NegativeAid: when an aid is negative.
    """
    top = ceiling(household, parameters)
    meters = _paid_meters([item for item in payments if item.day.year == year])
    meters = _deduct(meters, aids)
    counted = sum(item.counted_cents for item in meters)
    used = min(counted, top)
    meters = tuple(_with_left(item, top - used) for item in meters)
    amount = apply_rate(used, parameters.rate)
    steps = (
        *_steps(meters),
        step("credit.ceiling", "credit.ceiling", top, counted_cents=counted),
        step(
            "credit.amount",
            "credit.used_times_rate",
            amount,
            used_cents=used,
            rate=parameters.rate,
        ),
    )
    warnings = _warnings(meters, aids, counted, top, parameters)
    return Credit(year, top, used, amount, meters, warnings, steps)


def _paid_meters(payments: Sequence[Payment]) -> list[Meter]:
    activities = {item.activity.code: item.activity for item in payments}
    paid = dict.fromkeys(activities, 0)
    cash = dict.fromkeys(activities, 0)
    for item in payments:
        (cash if item.cash else paid)[item.activity.code] += item.amount_cents
    at_home = any(
        paid[code] > 0 and not item.bundle_for_credit
        for code, item in activities.items()
    )
    meters = []
    for code, item in sorted(activities.items()):
        missing = item.bundle_for_credit and not at_home
        borne = 0 if missing else max(0, paid[code])
        meters.append(
            Meter(
                activity_code=code,
                paid_cents=paid[code],
                cash_cents=cash[code],
                aid_cents=0,
                borne_cents=borne,
                counted_cents=0,
                cap_cents=item.cap_cents,
                left_cents=0,
                bundle_missing=missing,
            )
        )
    return meters


def _deduct(meters: list[Meter], aids: Sequence[Aid]) -> list[Meter]:
    # Aids that name their activity first: a general one must not use up their base.
    for aid in sorted(aids, key=lambda item: item.activity_code is None):
        if aid.amount_cents < 0:
            raise NegativeAid(kind=aid.kind.value, amount_cents=aid.amount_cents)
        targets = [
            index
            for index, item in enumerate(meters)
            if aid.activity_code in (None, item.activity_code)
        ]
        borne = [meters[index].borne_cents for index in targets]
        taken = min(aid.amount_cents, sum(borne))
        if not taken:
            continue
        for index, part in zip(targets, split(taken, borne), strict=True):
            item = meters[index]
            meters[index] = replace(
                item,
                aid_cents=item.aid_cents + part,
                borne_cents=item.borne_cents - part,
            )
    return [replace(item, counted_cents=_capped(item)) for item in meters]


def _capped(meter: Meter) -> int:
    if meter.cap_cents is None:
        return meter.borne_cents
    return min(meter.borne_cents, meter.cap_cents)


def _with_left(meter: Meter, overall_left: int) -> Meter:
    left = overall_left
    if meter.cap_cents is not None:
        left = min(left, meter.cap_cents - meter.counted_cents)
    return replace(meter, left_cents=left)


def _steps(meters: Sequence[Meter]) -> tuple[Step, ...]:
    return tuple(
        step(
            "credit.activity",
            "credit.paid_minus_aid_within_cap",
            item.counted_cents,
            activity=item.activity_code,
            paid_cents=item.paid_cents,
            aid_cents=item.aid_cents,
            cap_cents=item.cap_cents,
        )
        for item in meters
    )


def _warnings(
    meters: Sequence[Meter],
    aids: Sequence[Aid],
    counted: int,
    top: int,
    parameters: CreditParameters,
) -> tuple[Refusal, ...]:
    found = []
    for item in meters:
        facts = {"activity": item.activity_code}
        if item.cash_cents:
            found.append(refusal("credit.cash", **facts, cents=item.cash_cents))
        if item.bundle_missing:
            found.append(refusal("credit.bundle_missing", **facts))
        if item.counted_cents < item.borne_cents:
            over = item.borne_cents - item.counted_cents
            found.append(refusal("credit.cap_reached", **facts, over_cents=over))
    if counted > top:
        found.append(refusal("credit.ceiling_reached", over_cents=counted - top))
    employer = sum(
        item.amount_cents for item in aids if item.kind is AidKind.CESU_EMPLOYER
    )
    maximum = parameters.employer_aid_max_cents
    if employer > maximum:
        found.append(
            refusal("credit.employer_aid", cents=employer, maximum_cents=maximum)
        )
    return tuple(found)
