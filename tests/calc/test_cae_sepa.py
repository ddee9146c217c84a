"""Texts and identifiers as banks take them."""

import re

from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc import sepa

IBAN = "FR7630006000011234567890189"


@given(st.text(max_size=300), st.integers(1, 140))
def test_any_text_becomes_one_that_banks_take(text, most):
    found = sepa.plain(text, most)
    assert re.fullmatch(r"[A-Za-z0-9/\-?:().,'+ ]{1,140}", found)
    assert len(found) <= most
    assert "//" not in found
    assert not found.startswith("/")
    name = sepa.identifier(text)
    assert 1 <= len(name) <= 35
    assert " " not in name


def test_french_names_stay_readable():
    assert sepa.plain("Cœur & Été_Ñ", 70) == "Coeur + Ete-N"


@given(st.integers(0, 26), st.characters(categories=("Lu", "Nd")))
def test_one_wrong_sign_is_seen(place, sign):
    assert sepa.is_iban(IBAN)
    if not ("A" <= sign <= "Z" or "0" <= sign <= "9") or IBAN[place] == sign:
        return
    wrong = IBAN[:place] + sign + IBAN[place + 1 :]
    letters = IBAN[place].isalpha() or sign.isalpha()
    # Modulo 97 finds every single digit; a letter is worth two of them.
    assert letters or not sepa.is_iban(wrong)


@given(st.text(max_size=40))
def test_garbage_is_no_account(text):
    sepa.masked(text)
    if not text.isascii():
        assert not sepa.is_iban(text)
        assert not sepa.creditor_key(text)


def test_a_creditor_identifier_has_its_key():
    assert sepa.creditor_key("FR72ZZZ123456")
    assert sepa.creditor_key("FR72ABC123456"), "the business code does not count"
    assert not sepa.creditor_key("FR73ZZZ123456")
    assert not sepa.creditor_key("FR72ZZZ")


def test_an_account_is_recognised_not_copied():
    assert sepa.masked(IBAN) == "FR•• •••• 0189"
