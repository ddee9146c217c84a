"""Pay parameters of June 2026, as the domain pages give them (test data)."""

from fractions import Fraction

from odoo.addons.oe_base.calc.money import percent, rate
from odoo.addons.oe_cae.calc.pay_parameters import (
    LineBase,
    PayLine,
    PayParameters,
    Reduction,
)

EMPLOYER = {
    "health": "13",
    "family": "5.25",
    "old_age_capped": "8.55",
    "old_age": "2.11",
    "csa": "0.30",
    "fnal": "0.50",
    "unemployment": "4.00",
    "ags": "0.25",
    "accident": "2.08",
    "agirc_arrco": "4.72",
    "ceg": "1.29",
    "training": "1.00",
    "apprenticeship": "0.68",
    "social_dialogue": "0.016",
}
EMPLOYEE = {
    "old_age_capped": "6.90",
    "old_age": "0.40",
    "agirc_arrco": "3.15",
    "ceg": "0.86",
}
CSG = {"csg_deductible": "6.8", "csg_other": "2.4", "crds": "0.5"}


def lines(rates, base=LineBase.GROSS):
    return tuple(PayLine(key, percent(value), base) for key, value in rates.items())


def june_2026(**changes):
    values = {
        "smic_cents": 186706,
        "full_hours": rate("151.67"),
        "employer": lines(EMPLOYER),
        "employee": lines(EMPLOYEE) + lines(CSG, LineBase.CSG),
        "reduction": Reduction(rate("0.0200"), rate("0.3821")),
        "health_employer_cents": 2900,
        "health_employee_cents": 2900,
        "csg_share": Fraction(9825, 10000),
    }
    return PayParameters(**{**values, **changes})


JUNE_2026 = june_2026()
