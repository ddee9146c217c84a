"""The detail of a payer's transfer, as its file says it: one row per visit or month."""

import csv
import io
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import to_cents

# What payers call the same thing, as ``key`` writes it.
KNOWN = {
    "client": (
        "beneficiaire",
        "nom du beneficiaire",
        "nom",
        "usager",
        "client",
        "nom prenom",
        "dossier",
        "numero de dossier",
    ),
    "invoice": ("facture", "numero de facture", "n facture", "reference facture"),
    "month": ("mois", "periode", "mois de prestation", "date"),
    "amount": ("montant", "montant paye", "montant regle", "montant ttc", "paye"),
}
MONTHS = (
    "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre "
    "decembre"
).split()


class NotTheFile(CalcError):
    """No table, or a column that is not there. Params: ``columns``, ``missing``."""

    code = "remittance.not_the_file"


@dataclass(frozen=True)
class Row:
    """One row: what was written, the first day of the month, cents; None: unread."""

    number: int
    client: str
    invoice: str
    month: date | None
    cents: int | None
    amount_text: str


def key(text: str) -> str:
    """Text to compare: no accents, case or punctuation."""
    plain = unicodedata.normalize("NFKD", text or "")
    plain = "".join(char for char in plain if not unicodedata.combining(char))
    return " ".join(re.sub(r"[^a-z0-9]+", " ", plain.casefold()).split())


def table(content: bytes) -> tuple[list[str], list[list[str]]]:
    """Titles and rows of a CSV file, whatever its separator and alphabet.

    :raises NotTheFile: for what is no table
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", "replace")
    if "\0" in text:
        raise NotTheFile(columns="", missing="")
    first = text.split("\n", 1)[0]
    separator = max(";\t,", key=first.count)
    try:
        rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator)]
    except csv.Error as error:
        raise NotTheFile(columns="", missing="") from error
    rows = [row for row in rows if any(cell.strip() for cell in row)]
    if len(rows) < 2 or len(rows[0]) < 2:
        raise NotTheFile(columns="", missing="")
    return [title.strip() for title in rows[0]], rows[1:]


def guess(titles: list[str]) -> dict[str, str]:
    """Which title holds what, by the usual names."""
    found = {}
    keys = {key(title): title for title in reversed(titles)}
    for name, words in KNOWN.items():
        found[name] = next((keys[word] for word in words if word in keys), "")
    return found


def read(content: bytes, columns: Mapping[str, str]) -> tuple[Row, ...]:
    """Rows of a file, by the titles of its columns (``client``, ``invoice``…).

    A row that cannot be read is kept, so that somebody looks at it.

    :raises NotTheFile: without a column of amounts, or of clients or invoices
    """
    titles, rows = table(content)
    places = {key(title): rank for rank, title in enumerate(titles)}
    ranks = {}
    for name, title in columns.items():
        if title:
            if key(title) not in places:
                raise NotTheFile(columns=", ".join(titles), missing=title)
            ranks[name] = places[key(title)]
    if "amount" not in ranks or not {"client", "invoice"} & set(ranks):
        raise NotTheFile(columns=", ".join(titles), missing="")

    def cell(row: list[str], name: str) -> str:
        rank = ranks.get(name)
        return row[rank].strip() if rank is not None and rank < len(row) else ""

    return tuple(
        Row(
            number,
            cell(row, "client")[:200],
            cell(row, "invoice")[:100],
            month_of_text(cell(row, "month")),
            cents_of_text(cell(row, "amount")),
            cell(row, "amount")[:50],
        )
        for number, row in enumerate(rows, 2)
    )


def cents_of_text(text: str) -> int | None:
    """Cents of “1 234,56 €”; None for what is no amount."""
    plain = re.sub(r"[\s\u00a0\u202f€]", "", text or "")
    if not re.fullmatch(r"-?\d{1,9}([.,]\d{1,2})?", plain):
        return None
    return to_cents(plain.replace(",", "."))


def month_of_text(text: str) -> date | None:
    """First day of the month of “06/2026”, “2026-06-15”, “juin 2026”, “202606”."""
    plain = key(text)
    match = re.fullmatch(r"(?:\d{1,2} )?(\d{1,2}) (\d{4})", plain)
    if match:
        return _month(match[2], match[1])
    match = re.fullmatch(r"(\d{4}) ?(\d{2})(?: ?\d{2})?", plain)
    if match:
        return _month(match[1], match[2])
    words = plain.split()
    if len(words) == 2 and words[0] in MONTHS and words[1].isdigit():
        return _month(words[1], str(MONTHS.index(words[0]) + 1))
    return None


def _month(year: str, month: str) -> date | None:
    try:
        return date(int(year), int(month), 1)
    except ValueError:
        return None
