"""The file of the variables of pay: the same bytes for the same pay, always.

Semicolons, UTF-8 with its mark, French decimals, Windows line ends: what spreadsheets
and payroll software open without a question. The columns are a promise, see
``docs/pay-export.md``.
"""

import csv
import hashlib
import io
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

COLUMNS = (
    "matricule",
    "mois",
    "part_fixe",
    "avance_part_variable",
    "brut",
    "heures_equivalentes",
    "cout_estime",
    "net_estime",
    "retenue_parts",
)
# Files taken before the column existed deducted nothing.
ADDED = {"retenue_parts": "0,00"}
MARK = "\ufeff"


@dataclass(frozen=True)
class Variables:
    """The variables of pay of one person: amounts in cents, hours with decimals."""

    number: str
    month: str
    fixed_cents: int
    variable_cents: int
    gross_cents: int
    hours: Decimal
    cost_cents: int
    net_cents: int
    shares_cents: int = 0

    def cells(self) -> tuple[str, ...]:
        """The line as text, in the order of the columns."""
        return (
            self.number,
            self.month,
            french(self.fixed_cents),
            french(self.variable_cents),
            french(self.gross_cents),
            f"{self.hours:.2f}".replace(".", ","),
            french(self.cost_cents),
            french(self.net_cents),
            french(self.shares_cents),
        )


@dataclass(frozen=True)
class Change:
    """What is not as in the file before; ``column`` is empty for a whole line."""

    number: str
    column: str
    before: str
    after: str


def french(cents: int) -> str:
    """``147097`` as ``1470,97``: no thousands, no currency, for machines."""
    euros, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{euros},{rest:02d}"


def content(rows: Iterable[Variables]) -> bytes:
    """The file, lines in the order of the staff-register numbers."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in sorted(rows, key=lambda row: row.number):
        writer.writerow(row.cells())
    return (MARK + out.getvalue()).encode()


def digest(data: bytes) -> str:
    """SHA-256 of a file, in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def changes(before: bytes, after: bytes) -> list[Change]:
    """What a file says that the one before did not, person by person."""
    old, new = _lines(before), _lines(after)
    told = []
    for number in sorted({*old, *new}):
        if number not in new or number not in old:
            here = new.get(number) or old[number]
            gone = number not in new
            gross = here["brut"]
            told.append(
                Change(number, "", gross if gone else "", "" if gone else gross)
            )
            continue
        before_row = {**ADDED, **old[number]}
        told += [
            Change(number, column, before_row[column], new[number][column])
            for column in COLUMNS
            if before_row.get(column) != new[number][column]
        ]
    return told


def _lines(data: bytes) -> dict[str, Mapping[str, str]]:
    text = data.decode("utf-8-sig")
    reader = csv.DictReader(io.StringIO(text), delimiter=";")
    return {row["matricule"]: row for row in reader}
