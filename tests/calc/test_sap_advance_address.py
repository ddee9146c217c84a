"""Immediate advance: addresses as people write them."""

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_sap.calc.advance_address import (
    Way,
    plain_name,
    shorten_way,
    split_street,
)


@pytest.mark.parametrize(
    ("street", "way"),
    [
        ("12 bis, rue de la Paix", Way("12", "B", "rue de la Paix")),
        ("3 rue des Olivettes", Way("3", "", "rue des Olivettes")),
        ("7B avenue Foch", Way("7", "B", "avenue Foch")),
        ("9 ter place Royale", Way("9", "T", "place Royale")),
        ("4 allée Brancas", Way("4", "", "allée Brancas")),
        ("Le Bourg", Way("", "", "Le Bourg")),
        ("12", Way("", "", "12")),
        ("", Way("", "", "")),
        (None, Way("", "", "")),
    ],
)
def test_a_street_is_cut(street, way):
    assert split_street(street) == way


def test_a_long_way_is_shortened_as_the_post_does():
    assert shorten_way("avenue du Général Charles de Gaulle") == (
        "av du gal Charles de Gaulle"
    )
    assert shorten_way("rue de la Paix") == "rue de la Paix"
    assert len(shorten_way("rue " + "x" * 40)) == 44


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Saint-Étienne", "saint etienne"),
        ("L'Haÿ-les-Roses", "L’HAY LES ROSES"),
        ("Œuilly", "oeuilly"),
    ],
)
def test_names_of_communes_compare(one, other):
    assert plain_name(one) == plain_name(other)


@given(st.text(max_size=60))
def test_nothing_of_a_street_is_lost(street):
    way = split_street(street)
    assert "".join(way.name.split()) in "".join(street.split())
    assert plain_name(plain_name(street)) == plain_name(street)
