"""Lao: every term of a page, its placeholders and script, the mark for the reviewer."""

import re

import pytest
from house.source import ADDONS, NAMES
from house.test_french import PLACEHOLDER

polib = pytest.importorskip("polib")
FILES = sorted(ADDONS.glob("*/i18n/lo.po"))
LAO = re.compile(r"[\u0e80-\u0eff]")


def test_there_is_lao():
    terms = {entry.msgid for path in FILES for entry in polib.pofile(str(path))}
    assert len(terms) >= 1500


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_lao_is_marked_and_sound(path):
    lao = polib.pofile(str(path))
    template = polib.pofile(str(path.parent / f"{path.parts[-3]}.pot"))
    known = {entry.msgid for entry in template}
    assert "REVIEWED BY A NATIVE READER" in lao.header
    assert lao.metadata["Language"] == "lo"
    for entry in lao:
        assert entry.msgid in known, entry.msgid
        assert LAO.search(entry.msgstr), entry.msgid
        # A fuzzy entry is never loaded.
        assert not entry.fuzzy, entry.msgid
        wanted = sorted(PLACEHOLDER.findall(entry.msgid))
        assert sorted(PLACEHOLDER.findall(entry.msgstr)) == wanted, entry.msgid


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.parts[-3])
def test_one_word_has_one_lao(path):
    words = {}
    for other in FILES:
        for entry in polib.pofile(str(other)):
            words.setdefault(entry.msgid, set()).add(entry.msgstr)
    mine = polib.pofile(str(path))
    assert [e.msgid for e in mine if len(words[e.msgid]) > 1] == []


# What a page says: its templates, its controllers, the models that fill it.
TEMPLATE = re.compile(r'<template[^>]*\bid="(\w+)"')
SHOWN = re.compile(r"model_terms:ir\.ui\.view,arch_db:\w+\.(\w+)$")
SAID = re.compile(r"(?:code:)?addons/(\w+/(controllers|models)/\w+\.py)")
SPEAKS = re.compile(r"portal|page|paper")


def _told(addon):
    """Terms of an add-on that a page or a paper shows."""
    templates = {
        name
        for path in (ADDONS / addon).rglob("*.xml")
        for name in TEMPLATE.findall(path.read_text())
    }

    def shown(place):
        found = SHOWN.match(place)
        return found and found[1] in templates

    def said(place):
        found = SAID.match(place)
        if not found:
            return False
        path = ADDONS / found[1]
        return (
            found[2] == "controllers"
            or SPEAKS.search(path.stem)
            or '_inherit = "oe.portal"' in path.read_text()
        )

    for entry in polib.pofile(str(ADDONS / addon / "i18n" / f"{addon}.pot")):
        text = re.sub(r"<[^>]*>", "", entry.msgid)
        places = [place for place, _line in entry.occurrences]
        # A phone number is no word.
        if any(map(str.isalpha, text)) and any(shown(p) or said(p) for p in places):
            yield entry.msgid


@pytest.mark.parametrize("addon", NAMES)
def test_every_term_of_a_page_has_lao(addon):
    path = ADDONS / addon / "i18n" / "lo.po"
    known = {entry.msgid for entry in polib.pofile(str(path))}
    missing = sorted(set(_told(addon)) - known)
    assert missing == [], (
        f"add the Lao of these terms to {addon}/i18n/lo.po (same placeholders, one "
        "wording in every add-on); a native reader reviews them"
    )
