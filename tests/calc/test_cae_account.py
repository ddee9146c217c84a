"""Activity accounts: both halves, to the cent, whatever the moves."""

from datetime import date

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_base.calc.collected import OverCollected, Payment, collect
from odoo.addons.oe_cae.calc.account import (
    Match,
    Move,
    MoveLine,
    Unbalanced,
    UnknownMatch,
    activity_accounts,
)

quick = settings(max_examples=60)
DAY = date(2026, 1, 15)


def sale(key, nets, vats, terms=1):
    lines = [
        MoveLine(
            f"{key}/{index}",
            "sales",
            -net,
            profit=True,
            activity=activity,
            taxes=frozenset({tax}),
        )
        for index, (activity, net, tax) in enumerate(nets)
    ]
    lines += [MoveLine(f"{key}/{tax}", "vat", -vat, tax=tax) for tax, vat in vats]
    due = -sum(line.balance_cents for line in lines)
    parts = [due // terms] * (terms - 1)
    parts.append(due - sum(parts))
    lines += [
        MoveLine(f"{key}/due{index}", "clients", cents)
        for index, cents in enumerate(parts)
    ]
    return Move(key, tuple(lines))


def paid(key, cents, line):
    return Move(
        key,
        (
            MoveLine(f"{key}/bank", "bank", cents),
            MoveLine(f"{key}/due", "clients", -cents, matches=(Match(line, cents),)),
        ),
    )


def ledger(moves):
    totals = {}
    for move in moves:
        for line in move.lines:
            key = (line.profit, line.account)
            totals[key] = totals.get(key, 0) + line.balance_cents
    return totals


def spread(accounts):
    totals = {}
    for account in accounts.values():
        for name, cents in account.profit.items():
            totals[True, name] = totals.get((True, name), 0) - cents
        for name, cents in account.balance.items():
            totals[False, name] = totals.get((False, name), 0) + cents
    return totals


def check(moves):
    accounts = activity_accounts(moves)
    found, expected = spread(accounts), ledger(moves)
    assert found.pop((False, "internal"), 0) == 0
    assert {k: v for k, v in found.items() if v} == {
        k: v for k, v in expected.items() if v
    }
    for account in accounts.values():
        assert sum(account.balance.values()) == account.result_cents
    return accounts


def test_an_invoice_of_two_activities_paid_by_halves():
    invoice = sale(
        "i", [("A", 100_01, "t20"), ("B", 200_02, "t10")], [("t20", 20_00), ("t10", 20)]
    )
    accounts = check([invoice, paid("p", 160_11, "i/due0")])
    assert accounts["A"].balance["vat"] == -20_00
    assert accounts["A"].balance["clients"] + accounts["A"].balance["bank"] == 120_01


def test_once_paid_no_client_owes_anything():
    invoice = sale("i", [("A", 33_33, "t"), ("B", 66_67, "t")], [("t", 20_00)], 3)
    dues = [line for line in invoice.lines if line.account == "clients"]
    moves = [invoice]
    for index, line in enumerate(dues):
        half = line.balance_cents // 2
        moves.append(paid(f"p{index}", half, line.key))
        moves.append(paid(f"q{index}", line.balance_cents - half, line.key))
    accounts = check(moves)
    assert all(not account.balance.get("clients") for account in accounts.values())
    assert accounts["A"].balance["bank"] == 33_33 - accounts["A"].balance["vat"]


def test_money_that_pays_nothing_yet_stays_with_the_structure():
    lines = (MoveLine("b", "bank", 50_00), MoveLine("c", "clients", -50_00))
    accounts = check([Move("advance", lines)])
    assert accounts[None].balance == {"bank": 50_00, "clients": -50_00}
    overpaid = Move(
        "p",
        (
            MoveLine("p/bank", "bank", 150_00),
            MoveLine("p/due", "clients", -150_00, matches=(Match("i/due0", 120_00),)),
        ),
    )
    accounts = check([sale("i", [("A", 100_00, "t")], [("t", 20_00)]), overpaid])
    assert accounts["A"].balance["bank"] == 120_00
    assert accounts[None].balance["clients"] == -30_00


def test_a_tax_without_base_and_a_move_that_nets_to_zero():
    lines = (MoveLine("t", "vat", -5, tax="none"), MoveLine("b", "bank", 5))
    assert check([Move("m", lines)])[None].balance == {"vat": -5, "bank": 5}
    lines = (MoveLine("x", "bank", 5), MoveLine("y", "bank", -5))
    assert activity_accounts([Move("z", lines)])[None].balance == {"bank": 0}


def test_settling_a_line_of_zero_moves_nothing():
    accounts = check([sale("i", [("A", 0, "t")], [("t", 0)]), paid("p", 0, "i/due0")])
    assert accounts["A"].result_cents == 0


def test_an_equipment_line_belongs_to_its_activity():
    lines = (
        MoveLine("e", "equipment", 900_00, owned=True, activity="A"),
        MoveLine("s", "suppliers", -900_00),
    )
    accounts = check([Move("m", lines)])
    assert accounts["A"].balance == {"equipment": 900_00, "suppliers": -900_00}
    assert accounts["A"].result_cents == 0


def test_refusals():
    with pytest.raises(Unbalanced):
        activity_accounts([Move("m", (MoveLine("a", "bank", 1),))])
    with pytest.raises(UnknownMatch):
        activity_accounts([paid("p", 10, "nowhere")])


activities = st.sampled_from(["A", "B", "C", None])
nets = st.lists(
    st.tuples(activities, st.integers(-5_000, 50_000), st.sampled_from(["t", "u"])),
    min_size=1,
    max_size=4,
)


@quick
@given(
    st.lists(st.tuples(nets, st.integers(0, 9_999), st.integers(1, 3)), max_size=4),
    st.integers(0, 100),
)
def test_activities_and_structure_are_the_ledger_to_the_cent(invoices, percent):
    moves = []
    for index, (lines, vat, terms) in enumerate(invoices):
        move = sale(f"i{index}", lines, [("t", vat), ("u", 7)], terms)
        moves.append(move)
        for line in move.lines:
            if line.account == "clients":
                part = line.balance_cents * percent // 100
                moves.append(paid(f"p{line.key}", part, line.key))
    check(moves)


def test_collecting_twice_is_refused():
    payments = [Payment(DAY, 100_00), Payment(DAY, 21_00)]
    with pytest.raises(OverCollected):
        collect([100_00], 120_00, payments, DAY)
    with pytest.raises(OverCollected):
        collect([100_00], 0, payments, DAY)


def test_an_invoice_of_zero_is_collected_at_once():
    (only,) = collect([100_00, -100_00], 0, [], DAY)
    assert only.line_cents == (100_00, -100_00)


def test_a_bounced_payment_gives_back():
    payments = [Payment(DAY, 60_00), Payment(date(2026, 2, 1), -60_00)]
    assert [c.amount_cents for c in collect([100_00], 120_00, payments, DAY)] == [
        50_00,
        -50_00,
    ]


@quick
@given(
    st.lists(st.integers(-9_999, 99_999), min_size=1, max_size=4),
    st.lists(st.integers(1, 100), min_size=1, max_size=6),
    st.integers(1, 200_000),
    st.sampled_from([1, -1]),
)
def test_a_paid_invoice_has_collected_each_line(nets, weights, total, sign):
    nets, total = [sign * net for net in nets], sign * total
    cuts = [total * sum(weights[:n]) // sum(weights) for n in range(len(weights) + 1)]
    steps = [after - before for before, after in zip(cuts, cuts[1:], strict=False)]
    payments = [
        Payment(date(2026, 1, 1 + index), cents) for index, cents in enumerate(steps)
    ]
    rows = [c.line_cents for c in collect(nets, total, payments, DAY)]
    assert [sum(column) for column in zip(*rows, strict=True)] == nets
