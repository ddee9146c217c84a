"""May this company sell this activity, here, today, in this mode, to this person?

Sources: C. trav. L.7232-1 and following (declaration, agrément, dispensation),
CASF L.313-1 (autorisation of the département). Evaluated at the service date.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.period import (
    ONE_DAY,
    Period,
    add_months,
    closed_end,
)

from .activity import Activity, AgeLimits, Beneficiary, Mode, Regime

SIREN_DIGITS = 9


class BadSiren(CalcError):
    """A SIREN has nine digits. Params: ``siren``."""

    code = "rights.bad_siren"


@dataclass(frozen=True)
class Authorization:
    """An agrément or an autorisation: where, in which modes, for what, when.

    ``activity_codes`` empty means every activity of that regime.
    """

    regime: Regime
    departments: frozenset[str]
    modes: frozenset[Mode]
    period: Period
    activity_codes: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Company:
    """What a company holds; ``declared_on`` is ``None`` without a declaration."""

    declared_on: date | None
    authorizations: tuple[Authorization, ...] = ()


@dataclass(frozen=True)
class Sale:
    """What is to be sold; ``department`` is that of the place ("44", "2A")."""

    activity: Activity
    mode: Mode
    day: date
    department: str
    beneficiary: Beneficiary = Beneficiary()
    natural_person: bool = True
    at_home: bool = True
    by_video: bool = False
    in_bundle: bool = False


def sale_refusals(
    company: Company, sale: Sale, limits: AgeLimits | None = None
) -> tuple[Refusal, ...]:
    """Every reason why this sale is not a SAP sale of this company, in order.

    Codes: ``rights.not_natural_person``, ``.by_video``, ``.not_at_home``,
    ``.public``, ``.not_declared``, and ``rights.agrement_*`` or
    ``rights.autorisation_*`` with ``missing``, ``activity``, ``mode``,
    ``department``, ``date``: the last test that no authorization passes.
    """
    return tuple(_service_refusals(sale, limits)) + tuple(
        _company_refusals(company, sale)
    )


def declaration_number(siren: str) -> str:
    """Declaration number: ``SAP`` and the SIREN (spaces are ignored).

    :raises BadSiren: when it has not nine digits.
    """
    digits = "".join(siren.split())
    if len(digits) != SIREN_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise BadSiren(siren=siren)
    return f"SAP{digits}"


def agrement_period(start: date, years: int = 5) -> Period:
    """Term of an agrément (C. trav. R.7232-7: five years)."""
    return Period(start, add_months(start, 12 * years))


def renewal_due(period: Period, months: int = 3) -> date:
    """Last day to file the renewal: months before the last day (R.7232-8).

    An agrément that ends on 30 June 2027 is filed by 30 March 2027.

    :raises OpenPeriod: when the period has no end.
    """
    return add_months(closed_end(period) - ONE_DAY, -months)


def _service_refusals(sale: Sale, limits: AgeLimits | None) -> Iterator[Refusal]:
    activity = sale.activity
    if not sale.natural_person:
        yield refusal("rights.not_natural_person", activity=activity.code)
    if sale.by_video:
        yield refusal("rights.by_video", activity=activity.code)
    # What is done away from home by nature counts inside the bundle.
    bundled = activity.bundle_for_credit and sale.in_bundle
    if not sale.at_home and not bundled:
        yield refusal("rights.not_at_home", activity=activity.code)
    if not sale.beneficiary.belongs_to(activity.public, limits):
        yield refusal(
            "rights.public",
            activity=activity.code,
            public=activity.public.value,
            child_age=sale.beneficiary.child_age,
        )


def _company_refusals(company: Company, sale: Sale) -> Iterator[Refusal]:
    declared = company.declared_on
    regime = sale.activity.regime(sale.mode)
    if regime is not Regime.DECLARATION:
        reason = _authorization_refusal(company.authorizations, regime, sale)
        if reason is not None:
            yield reason
    elif declared is None or declared > sale.day:
        yield refusal(
            "rights.not_declared",
            activity=sale.activity.code,
            declared_on=declared,
            day=sale.day,
        )


def _authorization_refusal(
    held: Sequence[Authorization], regime: Regime, sale: Sale
) -> Refusal | None:
    """The first test that leaves no authorization, so that the reason is precise."""
    code = sale.activity.code
    tests = (
        ("missing", lambda item: item.regime is regime),
        ("activity", lambda item: code in (item.activity_codes or {code})),
        ("mode", lambda item: sale.mode in item.modes),
        ("department", lambda item: sale.department in item.departments),
        ("date", lambda item: item.period.contains(sale.day)),
    )
    left = list(held)
    for name, passes in tests:
        before, left = left, [item for item in left if passes(item)]
        if not left:
            ends = [item.period.end for item in before]
            ended = [end - ONE_DAY for end in ends if end and end <= sale.day]
            return refusal(
                f"rights.{regime.value}_{name}",
                activity=code,
                mode=sale.mode.value,
                department=sale.department,
                day=sale.day,
                ended_on=max(ended, default=None) if name == "date" else None,
            )
    return None


def price_increase_refusal(
    old_cents: int, new_cents: int, maximum: Fraction
) -> Refusal | None:
    """Whether a yearly price rise of an authorised service is above its cap.

    ``maximum`` is dated data (yearly order, CASF L.347-1), a fraction of 1.
    """
    rise = Fraction(new_cents - old_cents, old_cents) if old_cents else Fraction(0)
    if rise <= maximum:
        return None
    return refusal("rights.price_rise", rise=rise, maximum=maximum)
