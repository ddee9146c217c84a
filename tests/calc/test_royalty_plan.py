"""Network plan: printed figures, their disagreements, and the bottom-up engine."""

from fractions import Fraction

import pytest

from odoo.addons.oe_base.calc.money import percent, rate
from odoo.addons.oe_royalty.calc.plan import (
    Column,
    NoAges,
    added,
    by_year,
    compare,
    covering_rate,
    covering_years,
    cumulated,
    entities,
    recovery,
    recovery_year,
)
from odoo.addons.oe_royalty.calc.plan_bottom_up import (
    BadPlan,
    Profile,
    Settings,
    full_time_at_target,
    plan_months,
    plan_years,
    target_month,
)

OPENINGS = (1, 3, 3, 2, 2, 2, 2, 2, 2, 2)
SPEND = (Fraction(880), Fraction(470), Fraction(470))
PROFILES = (
    Profile("ES.TC.Dép", 36, rate("135"), 20_85, 9, percent(16)),
    Profile("ES.Fo", 24, rate("94.5"), 49_00, 17, percent(8)),
    Profile("ES.DR", 24, rate("126"), 25_83, 8, percent(14)),
)


def column(name, *values, constant="0"):
    return by_year(
        Column(name, tuple(rate(value) for value in values), rate(constant)), OPENINGS
    )


TURNOVER = column("turnover", "408.48", "2800.60", "3304.87")
PARTNERS = column("partners", "21.347", "125.36", "154.5")
RESULT = column("result", "-8.63", "43.9", "19.2")
STAFF = column("staff", "9.075", "60.825", "70.05", constant="4.45")


def mismatches(computed, printed):
    return {
        row.year: (str(row.shown), str(row.gap))
        for row in compare(computed, printed)
        if not row.matches
    }


def test_number_of_etd():
    assert entities(OPENINGS) == (1, 4, 7, 9, 11, 13, 15, 17, 19, 21)


@pytest.mark.parametrize(
    ("computed", "printed"),
    [
        (TURNOVER, {1: "408", 2: "4026", 3: "12932", 5: "29552", 10: "62601"}),
        (RESULT, {1: "-9", 2: "18", 3: "125", 5: "205", 10: "397"}),
        (
            PARTNERS,
            {1: "21.3", 2: "189.4", 3: "594.6", 5: "1374.9", 10: "2919.9"},
        ),
    ],
)
def test_plan_of_origin_reproduces_the_printed_columns(computed, printed):
    assert mismatches(computed, printed) == {}


def test_staff_is_reproduced_but_for_the_first_year():
    printed = {1: "14.6", 2: "92.5", 3: "284.2", 5: "634.6", 10: "1335.1"}
    assert mismatches(STAFF, printed) == {1: ("13.5", "1.1")}


def test_the_printed_totals_disagree_where_the_page_says_so():
    printed = {2: "281.9", 3: "878.7", 5: "2009.5", 10: "4255.0"}
    assert mismatches(added(STAFF, PARTNERS), printed) == {3: ("878.8", "-0.1")}


def test_the_cumulated_result_cannot_be_reproduced():
    printed = {1: "-4875", 2: "-2894", 3: "-1168", 5: "620", 10: "2134"}
    found = mismatches(cumulated(RESULT), printed)
    assert set(found) == {1, 2, 3, 5, 10}
    assert found[5] == ("531", "89")
    assert found[10] == ("2131", "3")


def test_a_column_needs_a_first_year():
    with pytest.raises(NoAges):
        Column("x", ())


@pytest.mark.parametrize(
    ("royalty", "year"), [("1", 8), ("2", 6), ("3", 5), ("5", 4), ("0.1", None)]
)
def test_year_in_which_the_concept_is_repaid(royalty, year):
    rows = recovery(TURNOVER, SPEND, percent(royalty))
    assert recovery_year(rows, sum(SPEND)) == year


def test_years_whose_royalty_covers_the_spend():
    assert covering_years(recovery(TURNOVER, SPEND, percent(5))) == (3,)
    assert covering_years(recovery(TURNOVER, SPEND, percent("3.64"))) == (3,)
    assert covering_years(recovery(TURNOVER, SPEND, percent("3.63"))) == ()
    needed = covering_rate(TURNOVER[2], SPEND[2])
    assert round(needed * 10000) == 363
    assert covering_rate(Fraction(0), SPEND[2]) is None


def test_one_etd_at_target():
    assert target_month(PROFILES) == 290_572_92
    assert 36 * 2_815 + 24 * 4_631 + 24 * 3_255 == 290_604
    assert round(full_time_at_target(PROFILES, Settings()), 1) == Fraction("69.5")


def test_bottom_up_turnover():
    years = plan_years(PROFILES, OPENINGS, Settings())
    found = {row.year: round(Fraction(row.turnover_cents, 100_000)) for row in years}
    expected = {1: 401, 2: 4_006, 3: 12_923, 5: 29_594, 10: 62_720}
    assert {year: found[year] for year in expected} == expected
    printed = {1: "408", 2: "4026", 3: "12932", 5: "29552", 10: "62601"}
    computed = [Fraction(row.turnover_cents, 100_000) for row in years]
    assert len(mismatches(computed, printed)) == 5


def test_bottom_up_people():
    first, *_, last = plan_years(PROFILES, OPENINGS, Settings())
    assert (first.heads, last.heads) == (84, 1_764)
    assert last.entities == 21
    assert 0 < last.full_time < last.full_time_at_target
    assert last.full_time_at_target == 21 * full_time_at_target(PROFILES, Settings())


def test_waves_and_ramp_month_by_month():
    months = plan_months(PROFILES[:1], (1,), Settings(billed_months=Fraction(12)))
    by_month = {row.month: row for row in months}
    assert (by_month[6].heads, by_month[6].entities) == (0, 0)
    assert [by_month[month].heads for month in (7, 8, 9, 10)] == [12, 24, 36, 36]
    job = PROFILES[0].job_cents
    assert by_month[7].turnover == 12 * job / 9
    assert by_month[9].turnover == 12 * job * (1 + 2 + 3) / 9
    assert by_month[9].charges == by_month[9].turnover * percent(16)
    assert by_month[7].hours == 12 * 135 / Fraction(9)


@pytest.mark.parametrize(
    "wrong",
    [
        {"opening_month": 0},
        {"opening_month": 13},
        {"waves": 0},
        {"full_time_hours": 0},
        {"worked_months": 0},
    ],
)
def test_settings_that_make_no_sense_are_refused(wrong):
    with pytest.raises(BadPlan):
        Settings(**wrong)
