"""Mileage allowance on the yearly scale (CGI, annexe IV, art. 6 B).

The scale is cumulated on the calendar year: a journey is worth what the year's
distance is worth with it, less what it was worth without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from odoo.addons.oe_base.calc.dated import Starts, value_at
from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import Number, rate, round_half_up


class BadScale(CalcError):
    """Bands are empty, unsorted or do not start at 0. Params: ``starts``."""

    code = "mileage.bad_scale"


class NegativeDistance(CalcError):
    """The distance cumulated over the year is negative. Params: ``km``."""

    code = "mileage.negative_distance"


@dataclass(frozen=True)
class Band:
    """Above ``above_km``: ``rate`` euros a km plus ``constant_cents``.

    The scale prints "to 5 000 km": the limit itself belongs to the band below,
    so a band holds the distances strictly above its start.
    """

    above_km: int
    rate: Fraction
    constant_cents: int = 0


def yearly_value(bands: Sequence[Band], km: Number) -> Fraction:
    """Value (exact cents) of a distance cumulated over the year.

    :raises BadScale: when bands are empty, unsorted or do not start at 0.
    :raises NegativeDistance: for a negative distance.
    """
    starts = [band.above_km for band in bands]
    if not starts or starts[0] != 0 or starts != sorted(set(starts)):
        raise BadScale(starts=starts)
    distance = rate(km)
    if distance < 0:
        raise NegativeDistance(km=km)
    band = [item for item in bands if item.above_km < distance][-1:] or [bands[0]]
    return distance * band[0].rate * 100 + band[0].constant_cents


def allowance(
    scales: Starts[Sequence[Band]],
    day: date,
    before_km: Number,
    km: Number,
    factor: Number = 1,
) -> int:
    """Cents for ``km`` more on a day, ``before_km`` being cumulated in its year.

    Cumulated values are rounded, so journeys add up to the year's value. A
    negative ``km`` corrects a journey. ``factor`` is the increase for electric
    vehicles (1.2), 1 without.

    :raises NoValue: when no scale has started.
    :raises BadScale: when bands are empty, unsorted or do not start at 0.
    :raises NegativeDistance: when a cumulated distance is negative.
    """
    bands = value_at(scales, day)
    after = round_half_up(
        yearly_value(bands, rate(before_km) + rate(km)) * rate(factor)
    )
    return after - round_half_up(yearly_value(bands, before_km) * rate(factor))
