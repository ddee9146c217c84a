"""Files by which a cooperative moves in: any writing is read, garbage is a report."""

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given, settings, strategies as st

from odoo.addons.oe_cae.calc import moving_columns as columns
from odoo.addons.oe_cae.calc.moving_file import (
    MOST_LINES,
    NotTheFile,
    neutral,
    read,
    report,
    to_cents,
    to_date,
)
from odoo.addons.oe_cae.calc.moving_money import split_due, sums

ROOT = Path(__file__).parents[2]
HEAD = columns.header(columns.INVOICES)
ROW = "F1;A1;K1;15/05/2026;;Rideaux;1 200,00 €;20 %;"
kinds = st.sampled_from(columns.KINDS)
cents = st.integers(-9_999_999_99, 9_999_999_99)
plain = st.text(
    st.characters(exclude_categories=("C", "Z"), exclude_characters=';,"\ufeff'),
    min_size=1,
    max_size=40,
)


def told(kind, *lines, mark=";", encoding="utf-8-sig"):
    text = "\n".join([columns.header(kind).replace(";", mark), *lines])
    return read(kind, text.encode(encoding))


@pytest.mark.parametrize("kind", columns.KINDS)
def test_every_column_is_documented_and_the_template_is_good(kind):
    page = (ROOT / "docs" / "moving-in.md").read_text()
    for column in columns.COLUMNS[kind]:
        assert f"`{column.name}`" in page, column.name
    template = ROOT / "addons" / "oe_cae" / "static" / "moving" / f"{kind}.csv"
    rows = read(kind, template.read_bytes())
    assert rows
    assert [row.refusals for row in rows] == [()] * len(rows)


def test_a_line_is_read_whatever_its_writing():
    (french,) = told(columns.INVOICES, ROW)
    iso = 'F1,A1,K1,2026-05-15,,Rideaux,"1200,00","20,0",encaissement'
    (english,) = told(columns.INVOICES, iso, mark=",", encoding="cp1252")
    assert french.refusals == english.refusals == ()
    assert french.digest == english.digest
    assert french.values["montant_du"] == 1200_00
    assert french.values["taux_tva"] == "20"
    assert french.values["tva_exigible"] == "payment"
    assert french.values["date"] == date(2026, 5, 15)


def test_a_windows_file_keeps_its_accents():
    (row,) = told(columns.PEOPLE, "P1;Zoé Lefèvre;;;;;", encoding="cp1252")
    assert row.values["nom"] == "Zoé Lefèvre"


@pytest.mark.parametrize(
    ("line", "column", "code"),
    [
        (ROW.replace("F1", ""), "reference", "missing"),
        (ROW.replace("15/05/2026", "31/02/2026"), "date", "bad_date"),
        (ROW.replace("1 200,00 €", "douze"), "montant_du", "bad_amount"),
        (ROW.replace("1 200,00 €", "1,234"), "montant_du", "bad_amount"),
        (ROW.replace("20 %", "19,6"), "taux_tva", "bad_choice"),
        (ROW.replace("F1", "F" * 65), "reference", "too_long"),
    ],
)
def test_a_refusal_names_its_column(line, column, code):
    (row,) = told(columns.INVOICES, line)
    assert [(r.column, r.code) for r in row.refusals] == [(column, code)]
    assert row.values == {}


def test_a_reference_counts_once():
    first, second = told(columns.INVOICES, ROW, ROW.replace("F1", "f1"))
    assert not first.refusals
    assert second.refusals[0].code == "twice"


def test_below_zero_only_where_it_may_be():
    (due,) = told(columns.INVOICES, ROW.replace("1 200,00 €", "-48"))
    assert due.values["montant_du"] == -48_00
    (pay,) = told(
        columns.CONTRACTS, "C1;P1;CESA;2026-01-06;;B;-600;;;;;;", encoding="utf-8"
    )
    assert pay.refusals[0].code == "negative"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "columns"),
        (b"a;b\n1;2", "columns"),
        (HEAD.encode(), "empty"),
        (b"\xff\xfe\x00", "encoding"),
        (HEAD.encode() + b"\n" + b"x" * 2_000_001, "large"),
        ("\n".join([HEAD, *["a"] * (MOST_LINES + 1)]).encode(), "long"),
    ],
)
def test_what_is_no_such_file(data, reason):
    with pytest.raises(NotTheFile) as caught:
        read(columns.INVOICES, data)
    assert caught.value.params["reason"] == reason


@given(kinds, st.binary(max_size=300))
def test_garbage_is_a_refusal_never_a_failure(kind, data):
    for content in (data, columns.header(kind).encode() + b"\n" + data):
        try:
            rows = read(kind, content)
        except NotTheFile:
            continue
        for row in rows:
            assert row.refusals or row.reference


@given(kinds, st.lists(st.text(max_size=60), max_size=14))
@settings(max_examples=200)
def test_any_cells_are_read_or_refused(kind, cells):
    text = columns.header(kind) + "\n" + ";".join(cells)
    try:
        rows = read(kind, text.encode("utf-8", "replace"))
    except NotTheFile:
        return
    assert all(row.refusals or row.values for row in rows)


@given(plain, plain, st.sampled_from(";,"))
def test_people_come_back_as_they_were_written(reference, name, mark):
    kind = columns.PEOPLE
    cells = [reference, name, *[""] * 5]
    rows = read(kind, _csv(kind, cells, mark))
    assert rows[0].values["nom"] == name
    assert rows[0].reference == reference


def _csv(kind, cells, mark):
    head = columns.header(kind).replace(";", mark)
    return f"{head}\n{mark.join(cells)}\n".encode()


@given(cents, st.sampled_from((",", ".")), st.booleans())
def test_amounts_come_back_to_the_cent(amount, point, grouped):
    sign, (euros, rest) = "-" * (amount < 0), divmod(abs(amount), 100)
    other = "\u202f" if point == "," else ","
    whole = f"{euros:,}".replace(",", other) if grouped else str(euros)
    assert to_cents(f"{sign}{whole}{point}{rest:02d}") == amount


@given(st.dates(date(1900, 1, 1), date(2100, 12, 31)))
def test_days_come_back(day):
    assert to_date(day.isoformat()) == to_date(f"{day:%d/%m/%Y}") == day


@given(st.lists(st.lists(st.text(max_size=20), min_size=1, max_size=5), max_size=5))
def test_no_cell_of_a_report_is_a_formula(rows):
    for row in rows:
        for cell in row:
            assert neutral(cell)[:1] not in ("=", "+", "-", "@")
    assert report([tuple(row) for row in rows]).startswith(b"\xef\xbb\xbf")


@given(
    st.integers(1, 9_999_999_99),
    st.sampled_from(("20", "10", "5.5", "0")),
    st.booleans(),
)
def test_what_is_due_is_split_to_the_cent(amount, percent, on_payment):
    due = split_due(amount, percent, on_payment=on_payment)
    assert due.total == amount
    assert due.base > 0 or amount < 3
    if on_payment:
        assert abs(due.rest) <= 1
        exact = due.base * Decimal(percent) / 100
        assert abs(due.tax - exact) <= Decimal("0.5")
    else:
        assert due.tax == 0


def test_an_invoice_of_the_former_books():
    assert split_due(1200_00, "20", on_payment=True).base == 1000_00
    assert split_due(1200_00, "20", on_payment=False).rest == 200_00
    assert split_due(99_99, "20", on_payment=True).rest in (-1, 1)


@given(st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9))))
def test_balances_balance_or_say_by_how_much(items):
    found = sums(items)
    assert found.gap == sum(debit - credit for debit, credit in items)
