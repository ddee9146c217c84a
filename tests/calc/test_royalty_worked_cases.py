"""The worked cases of the royalty, to the cent: one test each."""

from datetime import date, timedelta
from fractions import Fraction

from odoo.addons.oe_base.calc.brackets import bracket, flat
from odoo.addons.oe_base.calc.collected import Payment, collect
from odoo.addons.oe_base.calc.money import percent, split
from odoo.addons.oe_base.calc.period import Period, month_of
from odoo.addons.oe_royalty.calc.base import Exclusion, SaleLine, royalty_base
from odoo.addons.oe_royalty.calc.chain import GENESIS, first_break, link
from odoo.addons.oe_royalty.calc.holding import Holding
from odoo.addons.oe_royalty.calc.rates import Rate
from odoo.addons.oe_royalty.calc.rating import Line, Origin, rate_lines
from odoo.addons.oe_royalty.calc.settlement import (
    PeriodInput,
    Terms,
    YearToDate,
    invoice_amounts,
    settle,
)
from odoo.addons.oe_royalty.calc.sharing import Recovery, pour, share_pool

FIVE = Rate("five", date(2027, 1, 1), flat(percent(5)))
SIX_FEBRUARY = Rate("six", date(2027, 2, 1), flat(percent(6)))
CONTRACT = Period(date(2027, 1, 1))


def line(key, day, euros, **more):
    return Line(key, day, round(euros * 100), **more)


def locked(key, euros, royalty, **more):
    return Origin(key, "five", round(euros * 100), round(royalty * 100), **more)


def traces(rating):
    return [rated.amount_cents for rated in rating.lines]


def flat_case():
    lines = [
        line("a", date(2027, 1, 5), 1200),
        line("b", date(2027, 1, 6), 800),
        line("c", date(2027, 1, 7), 450.55),
    ]
    return rate_lines(lines, [FIVE])


def test_flat():
    result = flat_case()
    assert (result.base_cents, result.amount_cents) == (2_450_55, 122_53)
    assert traces(result) == [60_00, 40_00, 22_53]
    amounts = invoice_amounts(result.amount_cents, "0.20")
    assert (amounts.vat_cents, amounts.total_cents) == (24_51, 147_04)


def test_same_period_credit_note():
    lines = [
        line("inv", date(2027, 1, 5), 1000),
        line("credit", date(2027, 1, 20), -200, origin_key="inv"),
    ]
    assert rate_lines(lines, [FIVE]).amount_cents == 40_00


def after_lock(rates):
    lines = [
        line("february", date(2027, 2, 5), 2000),
        line("credit", date(2027, 2, 9), -300, origin=locked("january", 1000, 50)),
    ]
    return rate_lines(lines, rates)


def test_credit_note_after_lock():
    result = after_lock([FIVE])
    assert traces(result) == [100_00, -15_00]
    assert result.amount_cents == 85_00


def test_credit_note_after_lock_with_a_rate_change():
    result = after_lock([FIVE, SIX_FEBRUARY])
    assert traces(result) == [120_00, -15_00]
    assert result.amount_cents == 105_00


def test_change_in_mid_period():
    six = Rate("six", date(2027, 2, 15), flat(percent(6)))
    lines = [
        line("a", date(2027, 2, 10), 1000),
        line("b", date(2027, 2, 15), 500),
        line("c", date(2027, 2, 20), 700),
    ]
    result = rate_lines(lines, [FIVE, six])
    assert traces(result) == [50_00, 30_00, 42_00]
    assert result.amount_cents == 122_00


def test_brackets():
    brackets = (
        bracket(0, percent(5)),
        bracket(100_000_00, percent(4)),
        bracket(500_000_00, percent(3)),
    )
    lines = [
        line("a", date(2027, 6, 1), 15_000),
        line("b", date(2027, 6, 2), 10_000),
        line("c", date(2027, 6, 3), 35_000),
    ]
    before = {"contract:::": 80_000_00}
    result = rate_lines(lines, [Rate("b", date(2027, 1, 1), brackets)], before)
    assert traces(result) == [750_00, 450_00, 1_400_00]
    assert result.amount_cents == 2_600_00
    assert result.positions == {"contract:::": 140_000_00}


def sale(key, euros, account="706000", day=date(2027, 1, 10), intra=False):
    return SaleLine(key, day, account, -euros * 100, intra)


def royalty_of(result):
    lines = [Line(item.key, item.day, -item.balance_cents) for item in result.included]
    return rate_lines(lines, [FIVE]).amount_cents


def test_intra_network():
    lines = [
        sale("household", 5000),
        sale("cae", 1500, intra=True),
        sale("sas", 300, intra=True),
    ]
    result = royalty_base(lines, CONTRACT)
    assert (result.base_cents, royalty_of(result)) == (5_000_00, 250_00)
    assert result.excluded_cents == 1_800_00
    assert {reason for _, reason in result.excluded} == {Exclusion.INTRA_NETWORK}


def test_disbursement():
    result = royalty_base([sale("s", 900), sale("d", 60, "467000")], CONTRACT)
    assert royalty_of(result) == 45_00
    assert result.excluded[0][1] is Exclusion.DISBURSEMENT


def test_split():
    assert split(100_00, [1, 1, 1]) == (33_34, 33_33, 33_33)


def test_leaver():
    quarter = Period(date(2027, 1, 1), date(2027, 4, 1))
    left = date(2027, 2, 14) + timedelta(days=1)
    holdings = [
        Holding("x", Fraction(100), CONTRACT),
        Holding("y", Fraction(100), CONTRACT),
        Holding("z", Fraction(100), Period(date(2027, 1, 1), left)),
    ]
    assert quarter.days == 90
    result = share_pool(9_000_00, quarter, holdings)
    assert result.shares == {"x": 3_600_00, "y": 3_600_00, "z": 1_800_00}
    assert result.company_cents == 0


def test_minimum():
    terms = Terms(minimum_cents=12_000_00)
    year = settle(terms, YearToDate(), PeriodInput(9_500_00)).year
    december = settle(terms, year, PeriodInput(1_400_00, year_end=True))
    assert december.billed_cents == 2_500_00
    assert [item.amount_cents for item in december.steps] == [1_400_00, 1_100_00]


def test_collected():
    payments = [
        Payment(date(2027, 2, 10), 480_00),
        Payment(date(2027, 3, 10), 720_00),
    ]
    collections = collect([1_000_00], 1_200_00, payments, date(2027, 1, 15))
    royalties = []
    for month in (1, 2, 3):
        period = month_of(date(2027, month, 1))
        lines = [
            Line(str(found.day), found.day, found.amount_cents)
            for found in collections
            if period.contains(found.day)
        ]
        royalties.append(rate_lines(lines, [FIVE]).amount_cents)
    assert royalties == [0, 20_00, 30_00]


def test_late():
    lines = [
        line("february", date(2027, 2, 10), 1000),
        line("late", date(2027, 1, 28), 400),
    ]
    result = rate_lines(lines, [FIVE, SIX_FEBRUARY])
    assert traces(result) == [60_00, 20_00]
    assert result.amount_cents == 80_00


def test_tampering():
    january = {"lines": [{"key": "inv", "base_cents": 1_000_00, "amount": 50_00}]}
    chain = [(january, link(GENESIS, january))]
    # SQL turned 1 000 into 900: the drift follows its line in the next statement.
    drift = line("drift", date(2027, 2, 1), -100, origin=locked("inv", 1000, 50))
    result = rate_lines([drift], [FIVE, SIX_FEBRUARY])
    assert result.amount_cents == -5_00
    assert first_break(chain) is None


def test_accounting():
    amounts = invoice_amounts(flat_case().amount_cents, "0.20")
    assert (amounts.net_cents, amounts.vat_cents, amounts.total_cents) == (
        122_53,
        24_51,
        147_04,
    )


def test_waterfall():
    recovery = Recovery(percent(40), 1_820_000_00, Fraction(1_818_500_00))
    result = pour(10_000_00, recovery, {"conceptual": 60, "operational": 40})
    assert result.recovered_cents == 1_500_00
    assert result.pools == {"conceptual": 5_100_00, "operational": 3_400_00}
    assert result.recovery.recovered_cents == 1_820_000_00


def test_start_in_the_month():
    contract = Period(date(2027, 2, 15))
    lines = [
        sale("before", 1000, day=date(2027, 2, 10)),
        sale("after", 500, day=date(2027, 2, 20)),
    ]
    result = royalty_base(lines, contract)
    assert royalty_of(result) == 25_00
    assert result.excluded[0][1] is Exclusion.BEFORE_CONTRACT
