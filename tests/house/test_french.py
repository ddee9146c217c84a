"""French without holes: every exported term has its translation."""

import re

import pytest
from house.source import ADDONS, NAMES

polib = pytest.importorskip("polib")
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]|%[sd]|\{\{.*?\}\}|#\{.*?\}")
# A space that breaks before : ; ! ? » € % or after «.
LOOSE = re.compile(r" [:;!?»€](?!\w)| %(?![(sd])|« ")


def _catalogues(addon):
    folder = ADDONS / addon / "i18n"
    return polib.pofile(str(folder / f"{addon}.pot")), polib.pofile(
        str(folder / "fr.po")
    )


@pytest.mark.parametrize("addon", NAMES)
def test_every_term_has_its_french(addon):
    template, french = _catalogues(addon)
    translated = {entry.msgid for entry in french if entry.msgstr.strip()}
    missing = [entry.msgid for entry in template if entry.msgid not in translated]
    assert missing == []


@pytest.mark.parametrize("addon", NAMES)
def test_french_keeps_every_placeholder(addon):
    _template, french = _catalogues(addon)
    for entry in french:
        wanted = sorted(PLACEHOLDER.findall(entry.msgid))
        assert sorted(PLACEHOLDER.findall(entry.msgstr)) == wanted, entry.msgid


@pytest.mark.parametrize("addon", NAMES)
def test_french_punctuation_stays_on_its_line(addon):
    """A colon, a question mark or a percent sign never starts a line of a phone."""
    _template, french = _catalogues(addon)
    for entry in french:
        text = re.sub(r"<[^>]*>", "", entry.msgstr)
        assert not LOOSE.search(text), f"space before a sign: {entry.msgstr}"
