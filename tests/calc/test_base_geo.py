"""Great-circle distance."""

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.geo import BadCoordinates, distance_m

NANTES = (47.2184, -1.5536)
SAINT_NAZAIRE = (47.2736, -2.2139)
points = st.tuples(st.floats(-90, 90), st.floats(-180, 180))


def test_nantes_to_saint_nazaire_is_50_km():
    assert 50_000 < distance_m(*NANTES, *SAINT_NAZAIRE) < 50_500


def test_one_degree_of_meridian_is_111_195_m():
    assert distance_m(0, 0, 1, 0) == 111_195


def test_opposite_points_are_half_the_circumference_apart():
    assert distance_m(0, 0, 0, 180) == 20_015_114
    assert distance_m(90, 0, -90, 0) == 20_015_114


def test_across_the_antimeridian_the_way_is_short():
    assert distance_m(0, 179.5, 0, -179.5) == 111_195


def test_the_bounds_themselves_are_places():
    assert distance_m(90, 180, 90, -180) == 0
    assert distance_m(-90, -180, -90, 180) == 0


@pytest.mark.parametrize(
    "bad", [(91, 0), (0, 181), (-90.1, 0), (float("nan"), 0), (0, float("inf"))]
)
def test_impossible_coordinates_are_refused(bad):
    with pytest.raises(BadCoordinates):
        distance_m(*bad, 0, 0)
    with pytest.raises(BadCoordinates):
        distance_m(0, 0, *bad)


@given(points, points)
def test_distance_is_symmetric_and_bounded(one, other):
    there = distance_m(*one, *other)
    assert isinstance(there, int)
    assert there == distance_m(*other, *one)
    assert 0 <= there <= 20_015_114
    assert distance_m(*one, *one) == 0
