"""Immediate advance: lines of a request out of lines of an invoice."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given, strategies as st
from sap_2026 import ADVANCE, LADDER

from odoo.addons.oe_base.calc.money import apply_rate
from odoo.addons.oe_sap.calc.advance import (
    AdvanceRequest,
    ClientFacts,
    Unit,
    preflight,
)
from odoo.addons.oe_sap.calc.advance_guarantee import Member, member_refusals
from odoo.addons.oe_sap.calc.advance_lines import (
    NoService,
    Sold,
    advance_lines,
    nature_code,
)

TODAY = date(2026, 3, 10)


def test_four_hours_at_twenty_five():
    (line,) = advance_lines([Sold("60", 110_00, 100_00, Fraction(4), "42")])
    assert (line.unit, line.quantity) == (Unit.HOUR, Fraction(4))
    assert (line.unit_included_cents, line.vat_cents) == (27_50, 10_00)


def test_an_hour_that_is_no_whole_cents_goes_as_a_lump_sum():
    # 3 h at 20.85: 62.55 excl., 68.81 incl.; no price of cents times 3 makes 68.81.
    (line,) = advance_lines([Sold("60", 68_81, 62_55, Fraction(3), "42")])
    assert (line.unit, line.quantity) == (Unit.LUMP_SUM, 1)
    assert line.unit_included_cents == line.included_cents == 68_81


def test_travel_is_spread_over_the_services():
    lines = advance_lines(
        [
            Sold("60", 110_00, 100_00, Fraction(4), "42"),
            Sold("70", 60_00, 50_00, Fraction(2), "42"),
            Sold("", 5_01, 4_55, is_fee=True),
        ]
    )
    assert sum(line.included_cents for line in lines) == 175_01
    assert sum(line.excluded_cents for line in lines) == 154_55
    assert [line.nature_code for line in lines] == ["60", "70"]


def test_travel_alone_is_refused():
    with pytest.raises(NoService):
        advance_lines([Sold("", 5_00, 4_55, is_fee=True)])


@pytest.mark.parametrize(
    ("text", "code"),
    [("60", "60"), ("90 (over 6 only)", "90"), ("", ""), (None, ""), ("x", "")],
)
def test_the_code_of_a_nature(text, code):
    assert nature_code(text) == code


@st.composite
def lines_sold(draw):
    cents = st.integers(1, 300_000)
    rates = st.sampled_from([Fraction(55, 1000), Fraction(1, 10), Fraction(1, 5)])
    services = []
    for _ in range(draw(st.integers(1, 6))):
        excluded = draw(cents)
        included = excluded + apply_rate(excluded, draw(rates))
        hours = draw(st.none() | st.integers(1, 2000).map(lambda n: Fraction(n, 60)))
        services.append(Sold("60", included, excluded, hours, "42"))
    for _ in range(draw(st.integers(0, 2))):
        excluded = draw(st.integers(0, 5_000))
        fee = excluded + apply_rate(excluded, Fraction(1, 10))
        services.append(Sold("", fee, excluded, is_fee=True))
    return services


@given(lines_sold())
def test_whatever_was_sold_passes_the_checks_of_lines_and_total(sold):
    included = sum(line.included_cents for line in sold)
    excluded = sum(line.excluded_cents for line in sold)
    lines = advance_lines(sold)
    request = AdvanceRequest(
        *("1", "2", date(1950, 1, 1), "F1", TODAY, TODAY, TODAY, included, excluded),
        lines=lines,
    )
    found = preflight(request, ClientFacts(date(2026, 1, 1)), TODAY, ADVANCE)
    codes = {item.code for item in found} - {"advance.yearly_limit"}
    # A fee of another rate may turn a tiny line's VAT round: the check says it.
    assert codes <= {"advance.negative_line"}
    assert sum(line.included_cents for line in lines) == included
    assert sum(line.excluded_cents for line in lines) == excluded


@given(st.integers(0, 120), st.integers(0, 40))
def test_late_proofs_have_the_days_given_and_not_one_more(days_late, grace):
    expiry = date(2026, 3, 10)
    member = Member("Nadia", 0, False, 0, date(2025, 3, 10))
    today = date.fromordinal(expiry.toordinal() + days_late)
    found = member_refusals(member, today, LADDER, grace_days=grace)
    assert bool(found) == (days_late >= grace)
