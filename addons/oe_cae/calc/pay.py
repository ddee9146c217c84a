"""Estimate of pay from gross: cost for the activity, net for the person.

Each line is rounded half-up to the cent, as on a payslip.
"""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

from odoo.addons.oe_base.calc.explain import Step, step
from odoo.addons.oe_base.calc.money import apply_rate, round_half_up

from .pay_parameters import LineBase, PayLine, PayParameters

# Enough digits that the rounding to four decimals never depends on the context
# of the caller's thread.
PRECISE = Context(prec=28, rounding=ROUND_HALF_UP)


@dataclass(frozen=True)
class PayEstimate:
    """Pay of a month, in cents; ``steps`` explain the cost, then the net.

    ``cost_cents`` is the full employer cost, ``net_cents`` the net before income
    tax. ``hours`` are the equivalent hours of a pay without hours (CSS
    D.241-27), ``coefficient`` the one of the general reduction.
    """

    gross_cents: int
    cost_cents: int
    net_cents: int
    net_after_tax_cents: int
    employer_cents: int
    reduction_cents: int
    employee_cents: int
    csg_cents: int
    coefficient: Decimal
    hours: Decimal
    steps: tuple[Step, ...]


def reduction_coefficient(parameters: PayParameters, gross_cents: int) -> Decimal:
    """Coefficient of the general reduction, rounded (CSS D.241-7, D.241-27).

    A pay without hours under the SMIC reduces the SMIC in proportion, which is
    the coefficient of a pay at the SMIC: the highest one.
    """
    rule = parameters.reduction
    if gross_cents <= 0 or gross_cents >= rule.limit * parameters.smic_cents:
        return Decimal(0)
    smic = min(parameters.smic_cents, gross_cents)
    inner = Fraction(rule.limit * smic - gross_cents, gross_cents * (rule.limit - 1))
    power = PRECISE.power(_decimal(inner), rule.exponent)
    value = PRECISE.add(
        _decimal(rule.floor), PRECISE.multiply(_decimal(rule.delta), power)
    )
    return value.quantize(Decimal(1).scaleb(-rule.decimals), ROUND_HALF_UP)


def equivalent_hours(parameters: PayParameters, gross_cents: int) -> Decimal:
    """Hours that the pay is worth: full hours × gross / SMIC, at most full hours."""
    ratio = min(Fraction(1), Fraction(gross_cents, parameters.smic_cents))
    return Decimal(round_half_up(parameters.full_hours * ratio * 100)).scaleb(-2)


def cost(parameters: PayParameters, gross_cents: int) -> int:
    """Full employer cost (cents) of a gross (cents).

    It never falls when gross rises by a cent: each line can only rise, and the
    reduction, whose coefficient is under 1 and never rises, grows by a cent at
    most. No gross means no payslip, and no cost.
    """
    if gross_cents <= 0:
        return 0
    lines = sum(cents for _, cents in _employer_lines(parameters, gross_cents))
    health = parameters.health_employer_cents
    return gross_cents + lines + health - _reduction(parameters, gross_cents)


def net(parameters: PayParameters, gross_cents: int) -> int:
    """Net before income tax (cents) of a gross (cents); none without gross.

    It may be negative for a tiny gross, that the health cover exceeds.
    """
    if gross_cents <= 0:
        return 0
    lines = sum(cents for _, cents in _employee_lines(parameters, gross_cents))
    return gross_cents - lines - parameters.health_employee_cents


def estimate(parameters: PayParameters, gross_cents: int) -> PayEstimate:
    """The whole estimate of a gross (cents), line by line."""
    paid = gross_cents > 0
    employer = _employer_lines(parameters, gross_cents)
    employee = _employee_lines(parameters, gross_cents)
    csg = sum(cents for line, cents in employee if line.base is LineBase.CSG)
    net_cents = net(parameters, gross_cents)
    return PayEstimate(
        gross_cents=gross_cents,
        cost_cents=cost(parameters, gross_cents),
        net_cents=net_cents,
        net_after_tax_cents=net_cents
        - apply_rate(max(0, net_cents), parameters.income_tax_rate),
        employer_cents=sum(cents for _, cents in employer),
        reduction_cents=_reduction(parameters, gross_cents),
        employee_cents=sum(cents for _, cents in employee) - csg,
        csg_cents=csg,
        coefficient=reduction_coefficient(parameters, gross_cents),
        hours=equivalent_hours(parameters, gross_cents),
        steps=_explain(parameters, gross_cents) if paid else (),
    )


def exact_net(parameters: PayParameters, gross_cents: int) -> Fraction:
    """Net without any rounding: what :func:`net` follows within a few cents."""
    lines = sum(
        (line.rate * _base(parameters, line.base, gross_cents))
        for line in parameters.employee
    )
    return gross_cents - lines - Fraction(parameters.health_employee_cents)


def _explain(parameters: PayParameters, gross_cents: int) -> tuple[Step, ...]:
    steps = [step("pay.gross", "gross", gross_cents)]
    for line, cents in _employer_lines(parameters, gross_cents):
        steps.append(_line_step("employer", parameters, line, gross_cents, cents))
    steps.append(
        step(
            "pay.reduction",
            "-gross * coefficient",
            -_reduction(parameters, gross_cents),
            gross_cents=gross_cents,
            coefficient=reduction_coefficient(parameters, gross_cents),
        )
    )
    health = parameters.health_employer_cents
    steps.append(step("pay.health_employer", "fixed", health))
    steps.append(step("pay.cost", "total", cost(parameters, gross_cents)))
    for line, cents in _employee_lines(parameters, gross_cents):
        steps.append(_line_step("employee", parameters, line, gross_cents, -cents))
    steps.append(
        step("pay.health_employee", "-fixed", -parameters.health_employee_cents)
    )
    steps.append(step("pay.net", "total", net(parameters, gross_cents)))
    return tuple(steps)


def _line_step(
    side: str, parameters: PayParameters, line: PayLine, gross: int, cents: int
) -> Step:
    return step(
        f"pay.{side}.{line.key}",
        "base * rate" if cents >= 0 else "-base * rate",
        cents,
        base_cents=round_half_up(_base(parameters, line.base, gross)),
        rate=line.rate,
    )


def _employer_lines(
    parameters: PayParameters, gross_cents: int
) -> list[tuple[PayLine, int]]:
    return _lines(parameters, parameters.employer, gross_cents)


def _employee_lines(
    parameters: PayParameters, gross_cents: int
) -> list[tuple[PayLine, int]]:
    return _lines(parameters, parameters.employee, gross_cents)


def _lines(
    parameters: PayParameters, lines: tuple[PayLine, ...], gross_cents: int
) -> list[tuple[PayLine, int]]:
    if gross_cents <= 0:
        return [(line, 0) for line in lines]
    bases = {base: _base(parameters, base, gross_cents) for base in LineBase}
    return [(line, round_half_up(line.rate * bases[line.base])) for line in lines]


def _base(parameters: PayParameters, base: LineBase, gross_cents: int) -> Fraction:
    if base is LineBase.HEALTH:
        return Fraction(parameters.health_employer_cents)
    if base is LineBase.CSG:
        health = parameters.health_employer_cents if parameters.csg_on_health else 0
        return gross_cents * parameters.csg_share + health
    if base is LineBase.CAPPED and parameters.ceiling_cents is not None:
        return Fraction(min(gross_cents, parameters.ceiling_cents))
    return Fraction(gross_cents)


def _reduction(parameters: PayParameters, gross_cents: int) -> int:
    return apply_rate(gross_cents, reduction_coefficient(parameters, gross_cents))


def _decimal(value: Fraction) -> Decimal:
    return PRECISE.divide(Decimal(value.numerator), Decimal(value.denominator))
