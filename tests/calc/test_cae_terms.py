"""Terms of a contract at a day: amendments are versions with a start only."""

from datetime import date, timedelta

from hypothesis import given, settings, strategies as st

from odoo.addons.oe_cae.calc.terms import Change, part_of_month, terms_at

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


def test_a_month_begun_or_left_has_its_part():
    june = date(2026, 6, 1)
    assert part_of_month(60000, june, date(2026, 1, 1), None) == 60000
    assert part_of_month(60000, june, date(2026, 6, 16), None) == 30000
    assert part_of_month(60000, june, date(2026, 1, 1), date(2026, 6, 10)) == 20000
    assert part_of_month(60000, june, date(2026, 6, 30), date(2026, 6, 30)) == 2000
    assert part_of_month(60000, june, date(2026, 7, 1), None) == 0
    assert part_of_month(100, date(2026, 2, 1), date(2026, 2, 28), None) == 4


@quick
@given(st.integers(0, 10**6), days, st.integers(0, 400))
def test_a_part_is_never_more_than_the_whole(cents, start, length):
    end = start + timedelta(days=length)
    month = start.replace(day=1)
    part = part_of_month(cents, month, start, end)
    assert 0 <= part <= cents
    assert part <= part_of_month(cents, month, start, None)
