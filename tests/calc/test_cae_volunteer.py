"""Volunteers: minutes and cents, summed without loss."""

from hypothesis import given, strategies as st

from odoo.addons.oe_cae.calc import volunteer as calc

ROWS = st.lists(
    st.builds(calc.Given, st.integers(1, 1_440), st.integers(0, 10_000)), max_size=30
)


@given(ROWS, ROWS)
def test_the_association_is_the_sum_of_its_volunteers(one, two):
    both = calc.of_hours([*one, *two])
    assert both == calc.of_hours(one) + calc.of_hours(two)


@given(ROWS)
def test_values_are_never_negative(rows):
    year = calc.of_hours(rows)
    assert year.minutes == sum(row.minutes for row in rows)
    assert year.value_cents >= 0


def test_worked_hours_and_journey():
    """2 h 45 at 12.31 €: 33.85 €; 46 km at 0.529 €: 24.33 €."""
    assert calc.Given(calc.minutes_of("2.75"), 1_231).cents == 3_385
    assert calc.journey(46, "0.529") == 2_433
