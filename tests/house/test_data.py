"""Each name of a record stands for one record of its add-on."""

import re
from collections import Counter

import pytest
from house.source import ADDONS, NAMES, manifest

# A record, template or menu that is made here; a dotted name is somebody else's.
MADE = re.compile(
    r"<(record|template|menuitem|report|act_window)\b[^>]*?\sid=\"([^\".]+)\"", re.S
)


def _names(addon):
    for name in manifest(addon).get("data", ()):
        if name.endswith(".xml"):
            text = (ADDONS / addon / name).read_text()
            yield from ((kind, ref) for kind, ref in MADE.findall(text))


def test_there_are_records():
    assert sum(1 for addon in NAMES for _name in _names(addon)) > 500


@pytest.mark.parametrize("addon", NAMES)
def test_no_two_records_share_a_name(addon):
    """The later one would take the place of the first, without a word."""
    counts = Counter(ref for _kind, ref in _names(addon))
    assert [ref for ref, count in counts.items() if count > 1] == []
