"""The detail of a payer's transfer: read, and matched with what is open."""

from datetime import date

import pytest
from hypothesis import given, strategies as st

from odoo.addons.oe_sap.calc.remittance import Found, Open, Said, match
from odoo.addons.oe_sap.calc.remittance_file import (
    NotTheFile,
    cents_of_text,
    guess,
    month_of_text,
    read,
    table,
)

JUNE, JULY = date(2026, 6, 1), date(2026, 7, 1)
FILE = (
    "Nom du bénéficiaire;N° facture;Mois;Montant payé\n"
    "LE GOFF Jeanne;FAC/2026/001;06/2026;1 117,50\n"
    "Mme Robert Anne;;juin 2026;90\n"
    ";;;oops\n"
).encode("cp1252")


def jeanne(ref=1, cents=117_50, months=(JUNE,), number="FAC/2026/001"):
    return Open(ref, number, ("Jeanne Le Goff", "APA-117"), months, cents)


def test_a_file_of_any_alphabet_is_read_by_the_titles_of_its_columns():
    titles, _rows = table(FILE)
    columns = guess(titles)
    assert columns == {
        "client": "Nom du bénéficiaire",
        "invoice": "N° facture",
        "month": "Mois",
        "amount": "Montant payé",
    }
    first, second, bad = read(FILE, columns)
    assert (first.client, first.cents, first.month) == ("LE GOFF Jeanne", 111750, JUNE)
    assert (second.invoice, second.cents, second.month) == ("", 90_00, JUNE)
    assert (bad.cents, bad.amount_text, bad.number) == (None, "oops", 4)


@pytest.mark.parametrize(
    "columns",
    [{"amount": "Montant payé"}, {"client": "Qui", "amount": "Montant payé"}],
)
def test_a_column_that_is_not_there_is_named(columns):
    with pytest.raises(NotTheFile):
        read(FILE, columns)


@pytest.mark.parametrize("content", [b"", b"one line", b"\x00\x01;\x02\n1;2"])
def test_what_is_no_table_is_refused(content):
    with pytest.raises(NotTheFile):
        table(content)


def test_months_and_amounts_as_people_write_them():
    for text in ("06/2026", "6/2026", "2026-06", "15/06/2026", "202606", "Juin 2026"):
        assert month_of_text(text) == JUNE, text
    assert month_of_text("13/2026") is None
    assert cents_of_text("1\u202f234,5 €") == 1234_50
    assert cents_of_text("1e9") is None


def test_by_number_by_client_partial_too_much_and_unknown():
    lines = [
        Said("", "fac 2026 001", None, 117_50),
        Said("Mme LE GOFF Jeanne", "", JULY, 50_00),
        Said("APA-117", "", None, 60_00),
        Said("Nobody", "", JUNE, 10),
    ]
    invoices = [jeanne(), jeanne(2, 80_00, (JULY,), "FAC/2")]
    found = match(lines, invoices)
    assert [item.found for item in found] == [
        Found.MATCHED,
        Found.PARTIAL,
        Found.OVER,
        Found.UNKNOWN,
    ]
    assert (found[1].ref, found[1].difference_cents) == (2, 30_00)


def test_two_that_fit_are_to_choose_and_the_choice_counts():
    invoices = [jeanne(1), jeanne(2, number="FAC/2")]
    (found,) = match([Said("Jeanne Le Goff", "", JUNE, 117_50)], invoices)
    assert (found.found, found.candidates) == (Found.CHOOSE, (1, 2))
    (found,) = match([Said("Jeanne Le Goff", "", JUNE, 117_50, chosen=2)], invoices)
    assert (found.found, found.ref) == (Found.MATCHED, 2)


SAID = st.builds(
    Said,
    st.sampled_from(["Jeanne Le Goff", "Robert", ""]),
    st.sampled_from(["FAC/1", "FAC/2", ""]),
    st.sampled_from([None, JUNE, JULY]),
    st.integers(-5, 200),
    st.sampled_from([None, 1, 3]),
)
OPEN = st.lists(
    st.builds(
        Open,
        st.integers(1, 5),
        st.sampled_from(["FAC/1", "FAC/2", "FAC/3"]),
        st.sampled_from([("Jeanne Le Goff",), ("Robert",)]),
        st.sampled_from([(JUNE,), (JULY,), (JUNE, JULY)]),
        st.integers(1, 150),
    ),
    max_size=5,
    unique_by=lambda item: item.ref,
)


@given(st.lists(SAID, max_size=8), OPEN)
def test_no_invoice_is_paid_beyond_what_is_left(lines, invoices):
    found = match(lines, invoices)
    assert len(found) == len(lines)
    for item in invoices:
        paid = sum(
            line.cents
            for line, result in zip(lines, found, strict=True)
            if result.ref == item.ref and result.found in (Found.MATCHED, Found.PARTIAL)
        )
        assert 0 <= paid <= item.left_cents
