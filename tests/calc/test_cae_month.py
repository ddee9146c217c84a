"""The month of an activity: facts in, explained lines out."""

from datetime import date

from odoo.addons.oe_base.calc.brackets import flat
from odoo.addons.oe_cae.calc.contribution import Recognition, Terms
from odoo.addons.oe_cae.calc.month import (
    COLLECTED,
    CONTRIBUTION,
    INVOICED,
    OTHER,
    PAYROLL,
    ActivityMonth,
    Fact,
    statement,
)

JANUARY, FEBRUARY = date(2026, 1, 1), date(2026, 2, 1)
TEN, TWELVE = Terms(flat("0.10")), Terms(flat("0.12"))


def month(day, facts, terms=TEN, **more):
    rows = tuple(Fact(*fact) for fact in facts)
    return statement(ActivityMonth(day, date(2025, 1, 1), rows, terms, **more))


def charged(told, origin):
    (line,) = (
        li for li in told.lines if li.kind == CONTRIBUTION and li.origin == origin
    )
    return line


def test_case_7_locked_month():
    first = month(JANUARY, [(INVOICED, JANUARY, JANUARY, 2_000_00)])
    assert charged(first, JANUARY).cents == -200_00
    facts = [
        (INVOICED, FEBRUARY, FEBRUARY, 1_000_00),
        (INVOICED, FEBRUARY, JANUARY, -300_00),
    ]
    past = {JANUARY: charged(first, JANUARY).charged}
    second = month(FEBRUARY, facts, TWELVE, past=past)
    assert charged(second, FEBRUARY).cents == -120_00
    assert charged(second, JANUARY).cents == 30_00
    assert second.total(CONTRIBUTION) == -90_00


def test_what_is_not_recognised_is_told_but_does_not_count():
    terms = Terms(flat("0.10"), recognition=Recognition.COLLECTED)
    facts = [
        (INVOICED, JANUARY, JANUARY, 1_000_00),
        (COLLECTED, JANUARY, JANUARY, 400_00),
    ]
    told = month(JANUARY, facts, terms)
    assert told.total(INVOICED, COLLECTED) == 400_00
    assert told.budget_cents == 360_00


def test_payroll_lowers_what_is_left_and_not_the_budget():
    facts = [
        (INVOICED, JANUARY, JANUARY, 1_000_00),
        (OTHER, JANUARY, JANUARY, -100_00),
        (PAYROLL, JANUARY, JANUARY, -500_00),
    ]
    told = month(JANUARY, facts, opening_cents=50_00)
    assert told.budget_cents == 850_00
    assert told.balance_cents == 350_00


def test_an_origin_that_nobody_charged_is_charged_with_the_month():
    told = month(FEBRUARY, [(INVOICED, JANUARY, JANUARY, 100_00)], TWELVE)
    assert told.total(CONTRIBUTION) == -12_00


def test_lines_explain_the_budget():
    facts = [(INVOICED, JANUARY, JANUARY, 333_33), (OTHER, JANUARY, JANUARY, -1_01)]
    told = month(JANUARY, facts)
    for line in told.lines:
        assert abs(line.cents) == abs(sum(s.amount_cents for s in line.steps))
    assert told.budget_cents == sum(line.cents for line in told.lines)
