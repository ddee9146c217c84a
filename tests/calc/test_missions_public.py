"""Contact data is found however it is written; an address tells a first name only."""

import re

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_missions.calc import public

WORDS = st.text(alphabet="abcdefghij éàç,;!?\n", max_size=40)
DIGITS = st.text(alphabet="123456789", min_size=8, max_size=8)


@given(WORDS, DIGITS, st.sampled_from(["", " ", ".", "-", "\u00a0"]), WORDS)
def test_a_phone_number_is_found(before, digits, between, after):
    pairs = [f"0{digits[0]}", *(digits[i : i + 2] for i in range(1, 7, 2)), "42"]
    number = between.join(pairs)
    assert public.contact_in(f"{before} {number} {after}") == "phone"


@given(WORDS, DIGITS, WORDS)
def test_a_foreign_number_is_found(before, digits, after):
    assert public.contact_in(f"{before} +33 {digits} {after}") == "phone"


@given(WORDS)
def test_plain_words_are_left_alone(text):
    assert public.contact_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Je travaille depuis le 12/05/2019, de 9 h 30 à 18 h.",
        "Plus de 1 500 heures en 2024 et 2025.",
        "À 20 km de Nantes (44000), 12 ans de métier.",
        "Diplôme d'État. Aide au repas.",
    ],
)
def test_dates_and_figures_are_no_number(text):
    assert public.contact_in(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("nadia@example.com", "email"),
        ("nadia arobase exemple", "email"),
        ("Voir www.nadia.example", "site"),
        ("sur monsite.fr", "site"),
        ("https://t.example/x", "site"),
        ("０６１２３４５６７８", "phone"),
        ("06/12/34/56/78", "phone"),
        ("0033 6 12 34 56 78", "phone"),
    ],
)
def test_contact_data_is_named(text, kind):
    assert public.contact_in(text) == kind


@given(st.text(max_size=40), st.text(alphabet="abc234", min_size=8, max_size=8))
def test_a_slug_is_an_address(name, token):
    made = public.slug(name, token)
    assert re.fullmatch(r"[a-z0-9-]+", made)
    assert made.endswith(token)


def test_a_slug_tells_no_family_name():
    assert public.slug("Inès Garnier", "k7f2qd") == "ines-k7f2qd"
    assert public.slug("ໝາ", "k7f2qd") == "k7f2qd"


@pytest.mark.parametrize(
    ("how", "shown"),
    [("first", "Nadia"), ("initial", "Nadia B."), ("full", "Nadia Benali")],
)
def test_a_name_is_shown_as_chosen(how, shown):
    assert public.shown_name("Nadia  Benali", how) == shown
    assert public.shown_name("Nadia", how) == "Nadia"


def test_a_siren_is_the_start_of_a_siret():
    assert public.siren("900 000 002 00016") == "900\u00a0000\u00a0002"
    assert public.siren("12") == ""
