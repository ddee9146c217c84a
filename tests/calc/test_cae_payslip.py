"""Files of pay: what goes out, what comes back, what is booked."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_cae.calc import pay_csv, payslip_entry
from odoo.addons.oe_cae.calc.payslip_file import COLUMNS, NotTheFile, Totals, read

HEAD = ";".join(COLUMNS)
cents = st.integers(0, 9_999_999_99)


def variables(number="44-001", gross=1_470_97):
    return pay_csv.Variables(
        number, "2026-06", 600_00, gross - 600_00, gross, Decimal("119.49"), 1, -1
    )


def test_the_file_out_is_the_same_whatever_the_order():
    rows = [variables("2"), variables("1")]
    data = pay_csv.content(rows)
    assert data == pay_csv.content(reversed(rows))
    assert data.startswith(b"\xef\xbb\xbfmatricule;mois;")
    assert b"\r\n1;2026-06;600,00;870,97;1470,97;119,49;0,01;-0,01;0,00\r\n" in data
    assert pay_csv.changes(data, data) == []


def test_every_column_is_documented():
    page = Path(__file__).parents[2] / "docs" / "pay-export.md"
    text = page.read_text()
    for column in (*pay_csv.COLUMNS, *COLUMNS):
        assert f"`{column}`" in text, column


def test_what_changed_is_told_by_person_and_column():
    before = pay_csv.content([variables("1"), variables("2")])
    after = pay_csv.content([variables("1", 1_400_00), variables("3")])
    told = {(change.number, change.column) for change in pay_csv.changes(before, after)}
    assert told == {("1", "avance_part_variable"), ("1", "brut"), ("2", ""), ("3", "")}


def _line(totals, number="44-001", month="2026-06"):
    amounts = (
        totals.gross_cents,
        totals.employer_cents,
        totals.employee_cents,
        totals.net_cents,
        totals.tax_cents,
        totals.paid_cents,
    )
    return ";".join([number, month, *(pay_csv.french(value) for value in amounts)])


def _totals(gross, employer, employee, tax):
    employee = min(employee, gross)
    net = gross - employee
    tax = min(tax, net)
    return Totals(gross, employer, employee, net, tax, net - tax)


@given(cents, cents, cents, cents)
def test_what_adds_up_is_read_to_the_cent(gross, employer, employee, tax):
    totals = _totals(gross, employer, employee, tax)
    (row,) = read(f"{HEAD}\n{_line(totals)}".encode())
    assert (row.totals, row.month, row.refusal) == (totals, date(2026, 6, 1), "")


@given(cents, cents, cents, cents, st.integers(1, 5), st.integers(1, 99))
def test_a_cent_too_many_is_refused(gross, employer, employee, tax, column, off):
    values = list(_line(_totals(gross, employer, employee, tax)).split(";"))
    name = COLUMNS[1 + column]
    whole = int(values[1 + column].replace(",", "")) + off
    values[1 + column] = pay_csv.french(whole)
    (row,) = read(f"{HEAD}\n{';'.join(values)}".encode())
    # Nothing else in the file depends on employer contributions.
    assert bool(row.refusal) == (name != "cotisations_patronales")


@given(st.binary(max_size=200))
def test_any_bytes_are_read_or_refused(data):
    try:
        read(data)
    except NotTheFile:
        pass


@given(st.text(max_size=200))
def test_any_lines_are_read_or_refused(text):
    try:
        rows = read(f"{HEAD}\n{text}".encode())
    except NotTheFile:
        return
    assert all(row.refusal or row.totals for row in rows)


@settings(max_examples=80)
@given(
    cents,
    cents,
    cents,
    cents,
    st.lists(st.integers(-5, 10_000_00), min_size=1, max_size=4),
)
def test_the_entry_balances_and_loses_no_cent(gross, employer, employee, tax, weights):
    totals = _totals(gross, employer, employee, tax)
    shares = list(enumerate(weights))
    items = payslip_entry.entry(totals, shares)
    assert sum(item.cents for item in items) == 0
    charged = sum(item.cents for item in items if item.activity is not None)
    assert charged == gross + employer
    back = payslip_entry.counter(items)
    assert payslip_entry.same([*items, *back], [])
    assert payslip_entry.same_charges(items, [*items, *items, *back])
    assert payslip_entry.same_charges(items, []) == (not charged)


def test_without_any_weight_the_first_activity_bears_it():
    items = payslip_entry.entry(_totals(100_00, 10_00, 20_00, 5_00), [(7, 0), (8, -3)])
    assert {item.activity for item in items} == {7, None}


def test_files_that_are_none():
    for data, reason in (
        (b"", "columns"),
        (HEAD.encode(), "empty"),
        (b"\0" + HEAD.encode(), "encoding"),
        (f"{HEAD}\n".encode() + b"1;2026-06;1;0;0;1;0;1\n" * 5001, "long"),
    ):
        with pytest.raises(NotTheFile) as caught:
            read(data)
        assert caught.value.params["reason"] == reason
