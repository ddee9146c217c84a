"""Great-circle distance between two points, with no call outside."""

import math

from .errors import CalcError
from .money import rate, round_half_up

# Mean radius of the Earth (IUGG), metres.
EARTH_RADIUS_M = 6_371_008.8


class BadCoordinates(CalcError):
    """A latitude or longitude is out of range. Params: ``lat``, ``lon``."""

    code = "geo.bad_coordinates"


def distance_m(lat1: float, lon1: float, lat2: float, lon2: float) -> int:
    """Distance in whole metres between two points in decimal degrees (haversine).

    Floats stay inside; half a metre is far above their error, so the result is
    the same on every machine. It is symmetric, and 0 for one same point.

    :raises BadCoordinates: outside ±90 and ±180, or not a number.
    """
    for lat, lon in ((lat1, lon1), (lat2, lon2)):
        if not (-90 <= lat <= 90 and -180 <= lon <= 180):
            raise BadCoordinates(lat=lat, lon=lon)
    phi1, phi2 = math.radians(lat1), math.radians(lat2)
    half_lat = math.sin((phi2 - phi1) / 2)
    half_lon = math.sin(math.radians(lon2 - lon1) / 2)
    chord = half_lat**2 + math.cos(phi1) * math.cos(phi2) * half_lon**2
    # Rounding may bring opposite points a hair above 1.
    angle = 2 * math.asin(math.sqrt(min(1.0, chord)))
    return round_half_up(rate(EARTH_RADIUS_M * angle))
