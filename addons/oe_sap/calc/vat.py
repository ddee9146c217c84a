"""VAT rate of a service and why (CGI 278-0 bis, 279 i, ann. III art. 86).

Evaluated at the service date. A reduced rate needs every condition; each one is
told, met or missed, so that the explanation can be stored on the line.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.money import apply_rate

from .activity import Activity, AgeLimits, Beneficiary, Mode


@dataclass(frozen=True)
class VatParameters:
    """Dated data: standard rate (fraction of 1) and the references to print."""

    standard_rate: Fraction
    standard_article: str
    franchise_article: str


@dataclass(frozen=True)
class Seller:
    """Facts on the selling company at the service date.

    ``dispensed`` is the legal dispensation from exclusive activity (see
    ``rights.py``); ``declared_on`` is the date of the SAP declaration.
    """

    declared_on: date | None
    exclusive: bool = True
    dispensed: bool = False
    franchise: bool = False


@dataclass(frozen=True)
class Service:
    """One service sold: what, how, when, where and to whom."""

    activity: Activity
    mode: Mode
    day: date
    in_bundle: bool = False
    at_home: bool = True
    natural_person: bool = True
    beneficiary: Beneficiary = Beneficiary()
    school_support: bool = False


@dataclass(frozen=True)
class Condition:
    """One condition of a reduced rate or of the credit, and whether it is met."""

    code: str
    met: bool
    params: tuple[tuple[str, object], ...] = ()


@dataclass(frozen=True)
class VatDecision:
    """Rate (fraction of 1), article, the conditions of both advantages.

    ``tax_credit`` says whether the document may mention the tax credit.
    """

    rate: Fraction
    article: str
    reason: str
    conditions: tuple[Condition, ...]
    credit_conditions: tuple[Condition, ...]

    @property
    def missed(self) -> tuple[str, ...]:
        """Codes of the VAT conditions that are missed."""
        return tuple(item.code for item in self.conditions if not item.met)

    @property
    def tax_credit(self) -> bool:
        """Whether the tax credit may be mentioned."""
        return all(item.met for item in self.credit_conditions)

    def vat_cents(self, excluded_cents: int) -> int:
        """VAT of an amount excluding VAT, cents."""
        return apply_rate(excluded_cents, self.rate)

    def included_cents(self, excluded_cents: int) -> int:
        """Amount including VAT of an amount excluding VAT, cents."""
        return excluded_cents + self.vat_cents(excluded_cents)


def decide(
    service: Service,
    seller: Seller,
    parameters: VatParameters,
    limits: AgeLimits | None = None,
) -> VatDecision:
    """VAT rate of a service, with the conditions met or missed.

    Reasons: ``vat.franchise``, ``vat.reduced``, ``vat.outside_bundle`` (only the
    bundle is missed and the activity has its own rate then), ``vat.standard``.
    """
    common = tuple(_common(service, seller, limits))
    vat = (*_reduced_only(service, parameters), *common, _bundle_vat(service))
    credit = (*common, _bundle_credit(service))
    rate, article, reason = _rate(service.activity, vat, parameters)
    if seller.franchise:
        rate, article = Fraction(0), parameters.franchise_article
        reason = "vat.franchise"
    return VatDecision(rate, article, reason, vat, credit)


def _rate(
    activity: Activity, conditions: tuple[Condition, ...], parameters: VatParameters
) -> tuple[Fraction, str, str]:
    missed = [item.code for item in conditions if not item.met]
    if not missed:
        return activity.vat_rate, activity.vat_article, "vat.reduced"
    outside = activity.outside_bundle_rate
    if missed == ["vat.bundle"] and outside is not None:
        return outside, parameters.standard_article, "vat.outside_bundle"
    return parameters.standard_rate, parameters.standard_article, "vat.standard"


def _common(
    service: Service, seller: Seller, limits: AgeLimits | None
) -> Iterator[Condition]:
    """Conditions of both the reduced rates and the tax credit."""
    day, declared = service.day, seller.declared_on
    yield Condition(
        "vat.declared",
        declared is not None and declared <= day,
        (("declared_on", declared), ("service_date", day)),
    )
    yield Condition(
        "vat.exclusive_or_dispensed",
        seller.exclusive or seller.dispensed,
        (("exclusive", seller.exclusive), ("dispensed", seller.dispensed)),
    )
    yield Condition("vat.natural_person", service.natural_person)
    # Bundled activities are away from home by nature: the bundle stands for it.
    away = service.activity.bundle_for_vat or service.activity.bundle_for_credit
    yield Condition("vat.at_home", service.at_home or (away and service.in_bundle))
    public = service.activity.public
    yield Condition(
        "vat.public",
        service.beneficiary.belongs_to(public, limits),
        (("public", public.value),),
    )


def _reduced_only(service: Service, parameters: VatParameters) -> Iterator[Condition]:
    activity = service.activity
    yield Condition(
        "vat.listed",
        activity.vat_rate < parameters.standard_rate,
        (("activity", activity.code),),
    )
    yield Condition(
        "vat.prestataire",
        service.mode is Mode.PRESTATAIRE,
        (("mode", service.mode.value),),
    )
    if activity.school_support_only:
        yield Condition("vat.school_support", service.school_support)


def _bundle_vat(service: Service) -> Condition:
    needed = service.activity.bundle_for_vat
    met = service.in_bundle or not needed
    return Condition("vat.bundle", met, (("needed", needed),))


def _bundle_credit(service: Service) -> Condition:
    needed = service.activity.bundle_for_credit
    met = service.in_bundle or not needed
    return Condition("credit.bundle", met, (("needed", needed),))
