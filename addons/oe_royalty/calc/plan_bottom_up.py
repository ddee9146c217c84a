"""Network plan, bottom-up: profiles hired in waves, ramping to their target.

Turnover is in cents, hours and full-time equivalents are exact; years and months
are numbered from 1. Actuals stand beside the monthly figures.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import round_half_up
from odoo.addons.oe_base.calc.ramp import ramp_share


class BadPlan(CalcError):
    """A setting makes no sense. Params: ``setting``, ``value``."""

    code = "plan.bad_plan"


@dataclass(frozen=True)
class Profile:
    """Jobs of a profile in an ETD at target: hours a month, price of the hour.

    ``charges_rate`` is the share of turnover that running charges take.
    """

    key: str
    jobs: int
    hours: Fraction
    hour_cents: int
    ramp_months: int
    charges_rate: Fraction = Fraction(0)

    @property
    def job_cents(self) -> Fraction:
        """Monthly turnover of one job at target (exact cents)."""
        return self.hours * self.hour_cents


@dataclass(frozen=True)
class Settings:
    """How an ETD starts and what a year is.

    ``opening_month`` of the year of opening; ``waves`` of equal size, one month
    apart; ``billed_months`` of turnover a year; a full-time equivalent is
    ``full_time_hours`` a year, worked over ``worked_months``.
    """

    opening_month: int = 7
    waves: int = 3
    billed_months: Fraction = Fraction(57, 5)
    full_time_hours: int = 1607
    worked_months: int = 11

    def __post_init__(self) -> None:
        if not 1 <= self.opening_month <= 12:
            raise BadPlan(setting="opening_month", value=self.opening_month)
        for name in ("waves", "full_time_hours", "worked_months"):
            if getattr(self, name) < 1:
                raise BadPlan(setting=name, value=getattr(self, name))


@dataclass(frozen=True)
class PlanMonth:
    """A month of the network, all ETD together; ``turnover`` in exact cents."""

    year: int
    month: int
    entities: int
    heads: Fraction
    turnover: Fraction
    charges: Fraction
    hours: Fraction


@dataclass(frozen=True)
class PlanYear:
    """A year of the network.

    ``heads`` are people at the end of the year, ``full_time`` the equivalent of
    the hours worked, ``full_time_at_target`` the same without any ramp.
    """

    year: int
    entities: int
    turnover_cents: int
    charges_cents: int
    heads: Fraction
    full_time: Fraction
    full_time_at_target: Fraction


def target_month(profiles: Sequence[Profile]) -> Fraction:
    """Monthly turnover (exact cents) of one ETD at target."""
    return sum((item.jobs * item.job_cents for item in profiles), Fraction(0))


def full_time_at_target(profiles: Sequence[Profile], settings: Settings) -> Fraction:
    """Full-time equivalents of one ETD at target."""
    hours = sum((item.jobs * item.hours for item in profiles), Fraction(0))
    return hours * settings.worked_months / settings.full_time_hours


def plan_months(
    profiles: Sequence[Profile], openings: Sequence[int], settings: Settings
) -> tuple[PlanMonth, ...]:
    """Each month of the plan, from January of year 1."""
    grown = _one_entity(profiles, settings, 12 * len(openings))
    zero = (Fraction(0),) * 4
    rows = []
    for index in range(12 * len(openings)):
        totals, opened = zero, 0
        for born, count in enumerate(openings):
            age = index - (12 * born + settings.opening_month - 1)
            if age >= 0 and count:
                opened += count
                totals = tuple(
                    total + count * one
                    for total, one in zip(totals, grown[age], strict=True)
                )
        rows.append(PlanMonth(index // 12 + 1, index % 12 + 1, opened, *totals))
    return tuple(rows)


def plan_years(
    profiles: Sequence[Profile], openings: Sequence[int], settings: Settings
) -> tuple[PlanYear, ...]:
    """Each year of the plan; turnover is rounded once, on the year."""
    months = plan_months(profiles, openings, settings)
    target = full_time_at_target(profiles, settings)
    yearly = Fraction(settings.worked_months, 12 * settings.full_time_hours)
    years = []
    for year in range(1, len(openings) + 1):
        rows = months[12 * (year - 1) : 12 * year]
        years.append(
            PlanYear(
                year=year,
                entities=rows[-1].entities,
                turnover_cents=round_half_up(sum(row.turnover for row in rows)),
                charges_cents=round_half_up(sum(row.charges for row in rows)),
                heads=rows[-1].heads,
                full_time=sum(row.hours for row in rows) * yearly,
                full_time_at_target=rows[-1].entities * target,
            )
        )
    return tuple(years)


def _one_entity(
    profiles: Sequence[Profile], settings: Settings, months: int
) -> list[tuple[Fraction, ...]]:
    """Heads, turnover, charges, hours of one ETD, by age in months from 0."""
    billed = settings.billed_months / 12
    rows = []
    for age in range(months):
        heads = turnover = charges = hours = Fraction(0)
        for item in profiles:
            wave = Fraction(item.jobs, settings.waves)
            present = min(settings.waves, age + 1)
            reached = sum(
                ramp_share(age - late + 1, item.ramp_months) for late in range(present)
            )
            earned = wave * reached * item.job_cents * billed
            heads += wave * present
            turnover += earned
            charges += earned * item.charges_rate
            hours += wave * reached * item.hours
        rows.append((heads, turnover, charges, hours))
    return rows
