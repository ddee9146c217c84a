"""Works of a partner firm: a façade of 118.5 m², its delays, hours of 45 and over."""

from datetime import date
from fractions import Fraction

import pytest

from odoo.addons.oe_missions.calc.works import (
    BadYear,
    OfferLine,
    above_charter,
    full_time,
    is_senior,
    payment_from,
    total,
    withdrawal_until,
)

TEN, STANDARD = Fraction(1, 10), Fraction(1, 5)
WALL = OfferLine("wall", Fraction("118.5"), 4835, TEN)
SCAFFOLD = OfferLine("scaffold", Fraction(1), 145000, TEN)
YEAR = 1607 * 60


def test_a_facade_to_the_cent():
    """118.5 m² at 48.35 is 5 729.475, then 1 450.00 of scaffolding, VAT 10 %."""
    result = total([WALL, SCAFFOLD])
    assert WALL.cents == 572948
    assert result.untaxed_cents == 717948
    assert result.vat_cents == 71795
    assert result.total_cents == 789743


def test_vat_is_rounded_once_per_rate():
    small = [OfferLine(None, Fraction(1), 5, TEN) for _line in range(3)]
    other = OfferLine(None, Fraction(1), 1000, STANDARD)
    result = total([*small, other])
    assert result.untaxed_cents == 1015
    assert result.vat_cents == 2 + 200, "1.5 cents rounded once, not three times"


def test_nothing_costs_nothing():
    assert total([]).total_cents == 0


def test_the_charter_is_a_maximum():
    maxima = {"wall": 4835, "scaffold": 144999}
    assert above_charter([WALL, SCAFFOLD], maxima) == (SCAFFOLD,)
    assert above_charter([WALL], {}) == (WALL,), "what is not in the charter"


@pytest.mark.parametrize(
    ("year", "day", "counts"),
    [
        (1969, date(2026, 6, 15), True),
        (1980, date(2026, 1, 1), True),
        (1981, date(2026, 12, 31), False),
        (1981, date(2027, 1, 1), True),
        (1990, date(2026, 6, 15), False),
    ],
)
def test_45_is_counted_when_it_is_certain(year, day, counts):
    assert is_senior(year, day, 45) is counts


def test_21_hours_are_21_1607ths_of_a_full_time():
    assert full_time(21 * 60, YEAR) == Fraction(21, 1607)
    assert full_time(YEAR, YEAR) == 1
    assert f"{float(full_time(21 * 60, YEAR)):.4f}" == "0.0131"


def test_a_year_without_hours_is_refused():
    with pytest.raises(BadYear):
        full_time(60, 0)


def test_seven_days_without_payment():
    assert payment_from(date(2026, 6, 10), 7) == date(2026, 6, 18)


def test_fourteen_days_to_withdraw_end_on_a_working_day():
    assert withdrawal_until(date(2026, 6, 10), 14) == date(2026, 6, 24)
    # 14 July is a holiday, a Tuesday.
    assert withdrawal_until(date(2026, 6, 30), 14) == date(2026, 7, 15)
    # From Saturday 20 June to Monday.
    assert withdrawal_until(date(2026, 6, 6), 14) == date(2026, 6, 22)
