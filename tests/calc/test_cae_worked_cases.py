"""The worked cases of the CAE, to the cent: one test each."""

from datetime import date
from decimal import Decimal

from pay_2026 import JUNE_2026

from odoo.addons.oe_base.calc.brackets import bracket, flat
from odoo.addons.oe_base.calc.collected import Payment, collect
from odoo.addons.oe_base.calc.money import rate
from odoo.addons.oe_base.calc.period import Period, month_of
from odoo.addons.oe_cae.calc.account import Match, Move, MoveLine, activity_accounts
from odoo.addons.oe_cae.calc.contribution import (
    Base,
    BracketPeriod,
    MonthInput,
    Recognition,
    Sales,
    Terms,
    charge_month,
    regularise,
    terms_for,
)
from odoo.addons.oe_cae.calc.deadlines import member_deadline, trial_end
from odoo.addons.oe_cae.calc.insurance import Insurance, premium
from odoo.addons.oe_cae.calc.mileage import Band, allowance
from odoo.addons.oe_cae.calc.pay_solver import pay_month
from odoo.addons.oe_cae.calc.split_keys import SharedEntry, split_entries
from odoo.addons.oe_cae.calc.year_end import YearInput, close_year

JUNE = month_of(date(2026, 6, 1))
DEGRESSIVE = (
    bracket(0, "0.10"),
    bracket(35_000_00, "0.08"),
    bracket(45_000_00, "0.06"),
)


def month_input(invoiced=None, collected=None, month=JUNE, **more):
    more.setdefault("entry", date(2024, 1, 1))
    return MonthInput(
        month=month,
        invoiced=invoiced or Sales(),
        collected=collected or Sales(),
        **more,
    )


def test_case_1_cape_month():
    sales = Sales(turnover_cents=1_400_00, purchases_cents=250_00)
    charges = 250_00 + 85_40 + premium(Insurance(2_50), 1_400_00) + 3_95

    def provision(terms, entry=date(2025, 1, 6)):
        data = month_input(sales, sales, entry=entry)
        return 1_400_00 - charges - charge_month(terms, data).amount_cents

    collected = Terms(flat("0.10"), recognition=Recognition.COLLECTED)
    margin = Terms(flat("0.10"), Base.MARGIN, Recognition.COLLECTED)
    exempt = Terms(flat("0.10"), exempt_months=6)
    assert provision(collected) == 918_15
    assert provision(margin) == 943_15
    assert provision(exempt, entry=date(2026, 1, 6)) == 1_058_15
    # Under CAPE nothing is paid: the result is provisioned, the pay is 0.
    assert pay_month(JUNE_2026, 0).estimate.net_cents == 0


def test_case_2_cesa_under_smic():
    contribution = charge_month(
        Terms(flat("0.12")), month_input(Sales(turnover_cents=1_900_00))
    )
    assert contribution.amount_cents == 228_00
    budget = 1_900_00 - 120_00 - contribution.amount_cents
    assert budget == 1_552_00
    result = pay_month(JUNE_2026, budget, fixed_cents=600_00)
    pay = result.estimate
    assert pay.gross_cents == 1_470_97
    assert (result.fixed_cents, result.variable_cents) == (600_00, 870_97)
    assert pay.hours == Decimal("119.49")
    assert pay.employer_cents == 643_51
    assert (pay.reduction_cents, pay.coefficient) == (591_48, Decimal("0.4021"))
    assert (pay.employee_cents, pay.csg_cents) == (166_37, 140_20)
    assert pay.net_cents == 1_135_40
    assert result.residue_cents == 0


def test_case_3_margin_scheme_with_reserve():
    terms = Terms(flat("0.135"), Base.MARGIN, fixed_cents=30_00)
    sales = Sales(4_800_00, purchases_cents=600_00 + 500_00 + 180_00)
    contribution = charge_month(terms, month_input(sales))
    assert contribution.amount_cents == 505_20
    assert [item.amount_cents for item in contribution.steps] == [475_20, 30_00]
    budget = 3_520_00 - contribution.amount_cents - 40_00 - 300_00
    assert budget == 2_674_80
    pay = pay_month(JUNE_2026, budget).estimate
    assert (pay.gross_cents, pay.coefficient) == (2_233_76, Decimal("0.2530"))
    assert pay.net_cents == 1_739_24


def test_case_4_bracket_crossed():
    data = month_input(
        collected=Sales(turnover_cents=2_900_00), position_cents=33_600_00
    )
    marginal = Terms(DEGRESSIVE, recognition=Recognition.COLLECTED)
    whole = Terms(DEGRESSIVE, recognition=Recognition.COLLECTED, marginal=False)
    result = charge_month(marginal, data)
    assert result.amount_cents == 260_00
    assert [item.amount_cents for item in result.steps] == [140_00, 120_00]
    assert charge_month(whole, data).amount_cents == 232_00


def invoice(key, account, client, sign, net, vat, activity, tax):
    own = MoveLine(
        f"{key}/own",
        account,
        -sign * net,
        profit=True,
        activity=activity,
        taxes=frozenset({tax}),
    )
    return Move(
        key,
        (
            own,
            MoveLine(f"{key}/tax", "vat", -sign * vat, tax=tax),
            MoveLine(f"{key}/due", client, sign * (net + vat)),
        ),
    )


def payment(key, account, cents, line, settled):
    return Move(
        key,
        (
            MoveLine(f"{key}/bank", "bank", cents),
            MoveLine(f"{key}/due", account, -cents, matches=(Match(line, settled),)),
        ),
    )


def contribution_entry(key, activity, cents):
    return Move(
        key,
        (
            MoveLine(f"{key}/a", "contribution", cents, profit=True, activity=activity),
            MoveLine(f"{key}/s", "contribution", -cents, profit=True),
        ),
    )


def test_case_5_balance_sheet_half():
    accounts = activity_accounts(
        [
            invoice("inv", "sales", "clients", 1, 1_000_00, 200_00, "A", "out"),
            invoice("bill", "purchases", "suppliers", -1, 300_00, 60_00, "A", "in"),
            contribution_entry("ctr", "A", 100_00),
            payment("pay", "clients", 700_00, "inv/due", 700_00),
        ]
    )
    activity = accounts["A"]
    assert activity.result_cents == 600_00
    assert activity.profit == {
        "sales": 1_000_00,
        "purchases": -300_00,
        "contribution": -100_00,
    }
    assert activity.balance == {
        "clients": 500_00,
        "bank": 700_00,
        "vat": -140_00,
        "suppliers": -360_00,
        "internal": -100_00,
    }
    assert sum(activity.balance.values()) == activity.result_cents
    structure = accounts[None]
    assert structure.result_cents == 100_00
    assert structure.balance["internal"] == 100_00


def test_case_6_collected():
    payments = [
        Payment(date(2026, 2, 10), 480_00),
        Payment(date(2026, 3, 10), 720_00),
    ]
    collections = collect([1_000_00], 1_200_00, payments, date(2026, 1, 15))
    terms = Terms(flat("0.10"), recognition=Recognition.COLLECTED)
    charged = []
    for month in (1, 2, 3):
        period = month_of(date(2026, month, 1))
        cents = sum(c.amount_cents for c in collections if period.contains(c.day))
        sales = Sales(turnover_cents=cents)
        charged.append(charge_month(terms, month_input(collected=sales)).amount_cents)
    assert charged == [0, 40_00, 60_00]


def test_case_7_locked_month():
    versions = [
        (date(2026, 1, 1), {"cesa": Terms(flat("0.10"))}),
        (date(2026, 2, 1), {"cesa": Terms(flat("0.12"))}),
    ]
    january, february = (month_of(date(2026, month, 1)) for month in (1, 2))

    def charge(month, cents):
        terms = terms_for(versions, month.start, "cesa")
        return charge_month(terms, month_input(Sales(cents), month=month))

    locked = charge(january, 2_000_00)
    assert locked.amount_cents == 200_00
    own = charge(february, 1_000_00)
    late = regularise(locked.charged, Sales(-300_00), Sales())
    assert (own.amount_cents, late.amount_cents) == (120_00, -30_00)
    assert own.amount_cents + late.amount_cents == 90_00
    assert late.month == january
    assert dict(late.steps[0].inputs)["rate"] == rate("0.10")
    assert locked.amount_cents == 200_00


def test_case_8_dated_split():
    keys = [
        (date(2026, 1, 1), {"first": 60, "second": 40}),
        (date(2026, 3, 15), {"first": 50, "second": 50}),
    ]
    entries = [
        SharedEntry(date(2026, 3, 10), 1_000_00),
        SharedEntry(date(2026, 3, 20), 500_00),
    ]
    assert split_entries(keys, entries).totals == {"first": 850_00, "second": 650_00}


def test_case_9_internal_sale():
    sale = Move(
        "internal",
        (
            MoveLine("sale", "internal sales", -500_00, profit=True, activity="A"),
            MoveLine("cost", "internal sales", 500_00, profit=True, activity="B"),
        ),
    )
    accounts = activity_accounts([sale])
    assert accounts["A"].result_cents == 500_00
    assert accounts["B"].result_cents == -500_00
    assert accounts["A"].balance == {"internal": 500_00}
    assert sum(account.result_cents for account in accounts.values()) == 0
    terms = Terms(flat("0.10"), internal_rate=rate("0.05"))
    sales = Sales(turnover_cents=500_00, internal_cents=500_00)
    contribution = charge_month(terms, month_input(sales))
    assert contribution.amount_cents == 25_00
    assert contribution.steps[0].label_key == "contribution.internal"
    assert contribution.charged.position_cents == 0


def test_case_10_year_end():
    terms = Terms(
        DEGRESSIVE,
        recognition=Recognition.COLLECTED,
        bracket_period=BracketPeriod.YEAR,
    )
    contribution = charge_month(terms, month_input(collected=Sales(40_000_00)))
    assert contribution.amount_cents == 3_900_00
    result = close_year(
        YearInput(
            turnover_cents=40_000_00,
            contribution_cents=contribution.amount_cents,
            direct_cents=5_000_00,
            paid_cents=28_000_00,
            meeting=date(2027, 5, 20),
            left_cents=600_00,
        )
    )
    assert result.available_cents == 31_100_00
    assert result.balance_cents == 2_500_00
    assert result.due == date(2027, 6, 20)
    assert sum(item.amount_cents for item in result.steps) == 2_500_00


def test_case_11_mileage():
    scale = (
        Band(0, rate("0.529")),
        Band(5_000, rate("0.316"), 1_065_00),
        Band(20_000, rate("0.370")),
    )
    scales = [(date(2026, 1, 1), scale)]
    assert allowance(scales, date(2026, 10, 1), 4_900, 200) == 84_50


def test_case_cape_then_cesa_deadlines():
    cape = Period(date(2025, 1, 6), date(2026, 1, 6))
    start = date(2026, 1, 6)
    assert member_deadline(start, [cape]) == date(2028, 1, 6)
    assert (trial_end(start, [cape]) - start).days == 0
