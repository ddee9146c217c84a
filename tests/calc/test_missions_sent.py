"""Whatever a phone sends is read, or refused with the name of a field."""

from datetime import datetime
from decimal import Decimal

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_missions.calc import sent

SEEN = {"start": "2026-06-01T09:00", "end": "2026-06-01T12:00", "mark": "a" * 64}
GOOD = {
    "kind": "record",
    "ref": "0b9b3f0e-1111-4222-8333-444455556666",
    "visit": 7,
    "seen": SEEN,
    "start": "2026-06-01T09:05",
    "end": "2026-06-01T12:10",
    "break_minutes": "15",
    "travel_km": "4,5",
    "note": " Clé rendue\u0000 ",
    "signed_by": "Jeanne",
    "signature": "data:image/png;base64,AAAA",
}
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=5,
)


def test_a_good_record_is_read():
    read = sent.read(GOOD)
    assert (read.visit, read.break_minutes) == (7, 15)
    assert read.travel_km == Decimal("4.5")
    assert read.start == datetime(2026, 6, 1, 9, 5)
    assert read.note == "Clé rendue", "no character that a database refuses"
    assert (read.reason, read.photo, read.aside) == (None, "", False)


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("ref", "x", "ref"),
        ("ref", "a'; DROP TABLE", "ref"),
        ("visit", True, "visit"),
        ("visit", 0, "visit"),
        ("visit", 2**31, "visit"),
        ("visit", "7", "visit"),
        ("seen", None, "seen"),
        ("seen", {**SEEN, "mark": "z" * 64}, "seen"),
        ("start", "2026-06-01", "start"),
        ("start", "2026-13-01T09:00", "start"),
        ("start", "0001-01-01T09:00", "start"),
        ("end", None, "end"),
        ("end", "2026-06-02T12:00", "long"),
        ("break_minutes", "-5", "break_minutes"),
        ("break_minutes", 1.5, "break_minutes"),
        ("break_minutes", 721, "break_minutes"),
        ("travel_km", "1e9", "travel_km"),
        ("travel_km", float("nan"), "travel_km"),
        ("travel_km", "501", "travel_km"),
        ("travel_km", "٣", "travel_km"),
        ("note", "x" * 201, "note"),
        ("note", ["x"], "note"),
        ("signed_by", "x" * 65, "signed_by"),
        ("signature", "x" * 400_001, "signature"),
        ("photo", "x" * 500_000, "photo"),
        ("photo", "é", "photo"),
        ("not_signed_reason", "dead", "not_signed_reason"),
        ("not_signed_reason", ["asleep"], "not_signed_reason"),
        ("kind", "delete", "record"),
        ("replaces", {"a": 1}, "ref"),
    ],
)
def test_what_cannot_be_read_is_named(field, value, told):
    with pytest.raises(sent.BadSent) as refusal:
        sent.read({**GOOD, field: value})
    assert refusal.value.params == {"field": told}


def test_a_lone_surrogate_never_reaches_the_database():
    read = sent.read({**GOOD, "note": "a\ud800b"})
    assert read.note.encode() == b"ab"


@given(JSON)
def test_any_json_is_read_or_refused(value):
    try:
        sent.read(value)
    except CalcError as refusal:
        assert refusal.params["field"]


@given(st.sampled_from(sorted(GOOD)), JSON)
def test_any_json_in_any_field_is_read_or_refused(field, value):
    try:
        read = sent.read({**GOOD, field: value})
    except CalcError as refusal:
        assert refusal.params["field"]
    else:
        assert 0 <= read.break_minutes <= sent.MOST_BREAK
        assert 0 <= read.travel_km <= sent.MOST_KM
        read.note.encode()
        read.signed_by.encode()
