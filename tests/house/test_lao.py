"""Lao: known terms, their placeholders, Lao script, and the mark for the reviewer."""

import re

import pytest
from house.source import ADDONS
from house.test_french import PLACEHOLDER

polib = pytest.importorskip("polib")
FILES = sorted(ADDONS.glob("*/i18n/lo.po"))
LAO = re.compile(r"[\u0e80-\u0eff]")


def test_there_is_lao():
    terms = {entry.msgid for path in FILES for entry in polib.pofile(str(path))}
    assert len(terms) >= 60


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
