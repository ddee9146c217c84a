"""« Quelle forme me convient ? »: five ways to have somebody at home, side by side.

Amounts are cents a month, rates fractions of 1. What nobody can know (wages in force,
usual fees) is dated data given by the models, marked as such on the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from fractions import Fraction

from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.money import (
    apply_rate,
    multiply,
    round_half_up,
    split,
)

from .activity import Activity
from .credit import Aid, AidKind, CreditParameters, Household, Payment, tax_credit

MONTHS = 12


class Form(StrEnum):
    """How the work is given; the order of the page."""

    PRESTATAIRE = "prestataire"
    MANDATAIRE = "mandataire"
    DIRECT = "direct"
    INDEPENDENT = "independent"
    PARTNER = "partner"


# The household is the employer: with what that asks of it.
EMPLOYER = frozenset({Form.MANDATAIRE, Form.DIRECT})
# The immediate advance is not for the mandataire [S: AICI rules], nor for firms.
ADVANCE = frozenset({Form.PRESTATAIRE, Form.DIRECT, Form.INDEPENDENT})


@dataclass(frozen=True)
class Work:
    """A service wanted: hours a month and the cooperative's price of an hour.

    ``hour_cents`` is the price incl. VAT, ``hour_excluded_cents`` excl. VAT.
    """

    activity: Activity
    hours: Fraction
    hour_cents: int
    hour_excluded_cents: int


@dataclass(frozen=True)
class FormParameters:
    """Dated figures of the five forms.

    ``gross_hour_cents``: gross wage of an hour of direct employment, paid leave
    included. ``deduction_hour_cents``: flat deduction of the employer's contributions
    an hour. ``mandate_hour_cents``: the agent's fee an hour, incl. VAT. ``hosted_*``:
    contribution to the CAE, then employer's and employee's charges of a hosted ES.
    """

    gross_hour_cents: int
    employer_rate: Fraction
    employee_rate: Fraction
    deduction_hour_cents: int
    mandate_hour_cents: int
    hosted_contribution: Fraction
    hosted_employer: Fraction
    hosted_employee: Fraction
    independent_hour_cents: int
    independent_charges: Fraction
    partner_hour_cents: int
    first_year_ceiling_cents: int
    first_year_most_cents: int


@dataclass(frozen=True)
class Situation:
    """The household: composition, aids a month by kind, first year as an employer."""

    household: Household
    aids: tuple[Aid, ...] = ()
    first_year: bool = False

    @property
    def dependent(self) -> bool:
        """Whether APA or PCH is received: no immediate advance for now [S]."""
        return any(aid.kind in (AidKind.APA, AidKind.PCH) for aid in self.aids)


@dataclass(frozen=True)
class Column:
    """One form: cents a month, and what an hour nets who works (``None``: unknown).

    ``price`` − ``aids`` − ``credit`` = ``left``; ``now`` is what is paid before the
    tax return when the advance is possible, else the price less the aids.
    """

    form: Form
    price_cents: int
    aid_cents: int
    credit_cents: int
    left_cents: int
    now_cents: int
    advance: bool
    household_employs: bool
    net_hour_cents: int | None
    steps: tuple[Step, ...]


def compare(
    works: Sequence[Work],
    situation: Situation,
    law: CreditParameters,
    usual: FormParameters,
    day: date,
    advance_for_dependent: bool = False,
) -> tuple[Column, ...]:
    """The five columns of a need, for a whole year of such months.

    :param advance_for_dependent: whether the advance is open to APA and PCH by then
    """
    return tuple(
        _column(form, works, situation, law, usual, day, advance_for_dependent)
        for form in Form
    )


def _column(
    form: Form,
    works: Sequence[Work],
    situation: Situation,
    law: CreditParameters,
    usual: FormParameters,
    day: date,
    advance_for_dependent: bool,
) -> Column:
    hour, steps = _hour_price(form, works, usual)
    prices = [
        multiply(cents, work.hours) for cents, work in zip(hour, works, strict=True)
    ]
    price = sum(prices)
    aids = _monthly_aids(situation, price)
    credit, credit_steps = _credit(form, works, prices, situation, law, usual, day)
    open_to_all = advance_for_dependent or not situation.dependent
    advance = form in ADVANCE and open_to_all and credit > 0
    left = price - aids - credit
    return Column(
        form=form,
        price_cents=price,
        aid_cents=aids,
        credit_cents=credit,
        left_cents=left,
        now_cents=left if advance else price - aids,
        advance=advance,
        household_employs=form in EMPLOYER,
        net_hour_cents=_net_hour(form, works, usual),
        steps=(*steps, *credit_steps),
    )


def _hour_price(
    form: Form, works: Sequence[Work], usual: FormParameters
) -> tuple[list[int], tuple[Step, ...]]:
    """Price of an hour of each work in a form, and how it is made."""
    if form is Form.PRESTATAIRE:
        cents = [work.hour_cents for work in works]
        return cents, ()
    if form is Form.INDEPENDENT:
        return [usual.independent_hour_cents] * len(works), ()
    if form is Form.PARTNER:
        return [usual.partner_hour_cents] * len(works), ()
    charges = apply_rate(usual.gross_hour_cents, usual.employer_rate)
    charges = max(0, charges - usual.deduction_hour_cents)
    fee = usual.mandate_hour_cents if form is Form.MANDATAIRE else 0
    total = usual.gross_hour_cents + charges + fee
    told = step(
        "forms.hour",
        "forms.gross_plus_charges_plus_fee",
        total,
        gross_cents=usual.gross_hour_cents,
        charges_cents=charges,
        fee_cents=fee,
    )
    return [total] * len(works), (told,)


def _monthly_aids(situation: Situation, price: int) -> int:
    return min(price, sum(aid.amount_cents for aid in situation.aids))


def _credit(
    form: Form,
    works: Sequence[Work],
    prices: Sequence[int],
    situation: Situation,
    law: CreditParameters,
    usual: FormParameters,
    day: date,
) -> tuple[int, tuple[Step, ...]]:
    """A twelfth of the credit of twelve such months, by the law of the credit."""
    if form is Form.PARTNER:
        return 0, ()
    payments = [
        Payment(day, work.activity, cents * MONTHS)
        for work, cents in zip(works, prices, strict=True)
    ]
    aids = [
        replace(aid, amount_cents=aid.amount_cents * MONTHS) for aid in situation.aids
    ]
    terms = law
    if situation.first_year and form in EMPLOYER:
        terms = replace(
            law,
            ceiling_cents=usual.first_year_ceiling_cents,
            ceiling_max_cents=usual.first_year_most_cents,
        )
    found = tax_credit(day.year, payments, aids, situation.household, terms)
    # The smallest of twelve parts: an estimate never promises a cent too much.
    month = split(found.credit_cents, [1] * MONTHS)[-1]
    return month, found.steps


def _net_hour(form: Form, works: Sequence[Work], usual: FormParameters) -> int | None:
    """What an hour nets who works, cents; of a firm's employee nobody knows."""
    if form is Form.PARTNER:
        return None
    if form is Form.INDEPENDENT:
        return apply_rate(usual.independent_hour_cents, 1 - usual.independent_charges)
    if form in EMPLOYER:
        return apply_rate(usual.gross_hour_cents, 1 - usual.employee_rate)
    hours = sum((work.hours for work in works), Fraction(0))
    if not hours:
        return None
    turnover = sum(work.hours * work.hour_excluded_cents for work in works)
    budget = turnover / hours * (1 - usual.hosted_contribution)
    gross = budget / (1 + usual.hosted_employer)
    return round_half_up(gross * (1 - usual.hosted_employee))
