"""Terms of a contract at a day: amendments are versions with a start only."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from odoo.addons.oe_cae.calc.terms import Change, terms_at

quick = settings(max_examples=80)
FIRST = date(2026, 1, 1)
SIGNED = {"pay": 100, "hours": 20}
days = st.integers(0, 700).map(lambda n: FIRST + timedelta(days=n))
changes = st.lists(
    st.tuples(days, st.dictionaries(st.sampled_from(("pay", "hours")), st.integers())),
    max_size=6,
).map(lambda rows: [Change(day, rank, vals) for rank, (day, vals) in enumerate(rows)])


def test_each_amendment_touches_only_what_it_names():
    rows = [
        Change(date(2026, 8, 1), 1, {"pay": 400}),
        Change(date(2026, 7, 1), 0, {"hours": 40}),
    ]
    assert terms_at(SIGNED, rows, date(2026, 6, 30)) == SIGNED
    assert terms_at(SIGNED, rows, date(2026, 7, 1)) == {"pay": 100, "hours": 40}
    assert terms_at(SIGNED, rows, date(2027, 1, 1)) == {"pay": 400, "hours": 40}


def test_of_two_on_one_day_the_later_one_holds():
    rows = [Change(FIRST, 1, {"pay": 2}), Change(FIRST, 0, {"pay": 1})]
    assert terms_at(SIGNED, rows, FIRST)["pay"] == 2


@quick
@given(changes, days, days, st.integers())
def test_the_past_never_moves(rows, day, start, value):
    before = terms_at(SIGNED, rows, day)
    later = Change(max(start, day + timedelta(days=1)), 99, {"pay": value})
    assert terms_at(SIGNED, [*rows, later], day) == before


@quick
@given(changes, days)
def test_the_order_of_entry_does_not_matter(rows, day):
    assert terms_at(SIGNED, rows, day) == terms_at(SIGNED, rows[::-1], day)
