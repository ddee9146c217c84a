"""The file of real payslip totals: read line by line, refused line by line.

Columns are documented in ``docs/pay-export.md``. What cannot be read, or does not add
up, is a refusal of its line with a code and its figures; the other lines are read.
"""

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.errors import CalcError, NotANumber
from odoo.addons.oe_base.calc.money import rate, round_half_up

from .file_text import text_of

AMOUNTS = (
    "brut",
    "cotisations_patronales",
    "cotisations_salariales",
    "net_avant_impot",
    "prelevement_source",
    "net_paye",
)
COLUMNS = ("matricule", "mois", *AMOUNTS)
MOST_LINES = 5000
MONTH = re.compile(r"^(?:(\d{4})-(\d{1,2})|(\d{1,2})/(\d{4}))$")
# A thousands separator is a space of any kind; a decimal has at most two digits.
AMOUNT = re.compile(r"^-?\d{1,9}(\.\d{1,2})?$")


class NotTheFile(CalcError):
    """The file as a whole cannot be read. Params: ``reason``, ``columns``.

    ``reason`` is ``encoding``, ``columns``, ``empty`` or ``long``.
    """

    code = "payslip_file.not_the_file"


@dataclass(frozen=True)
class Totals:
    """Real totals of one payslip, in cents; all are zero or more.

    ``employer_cents`` are employer contributions less reductions, the employer's
    health cover included.
    """

    gross_cents: int
    employer_cents: int
    employee_cents: int
    net_cents: int
    tax_cents: int
    paid_cents: int


@dataclass(frozen=True)
class Row:
    """A line of the file: read (``totals``) or refused (``refusal`` and its params)."""

    line: int
    number: str
    month: date | None = None
    totals: Totals | None = None
    refusal: str = ""
    params: tuple[tuple[str, object], ...] = ()


def read(data: bytes) -> list[Row]:
    """The lines of a file.

    :raises NotTheFile: when it is no such file at all
    """
    rows, seen = [], set()
    for line, cells in _lines(data):
        row = _row(line, cells)
        key = (row.number, row.month)
        if row.totals and key in seen:
            row = _refused(line, row.number, "twice", month=row.month)
        seen.add(key)
        rows.append(row)
    if not rows:
        raise NotTheFile(reason="empty", columns="")
    return rows


def _lines(data: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    reader = csv.reader(io.StringIO(_text(data)), delimiter=";")
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        missing = [column for column in COLUMNS if column not in head]
        if missing:
            raise NotTheFile(reason="columns", columns=", ".join(missing))
        for count, cells in enumerate(reader):
            if count >= MOST_LINES:
                raise NotTheFile(reason="long", columns=str(MOST_LINES))
            if any(cell.strip() for cell in cells):
                yield reader.line_num, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        raise NotTheFile(reason="encoding", columns="") from error


def _text(data: bytes) -> str:
    text = text_of(data)
    if text is None:
        raise NotTheFile(reason="encoding", columns="")
    return text


def _row(line: int, cells: dict[str, str]) -> Row:
    number = (cells.get("matricule") or "").strip()
    if not number:
        return _refused(line, "", "no_number")
    month = _month(cells.get("mois") or "")
    if month is None:
        text = (cells.get("mois") or "")[:20]
        return _refused(line, number, "bad_month", text=text)
    amounts = {}
    for column in AMOUNTS:
        text = cells.get(column) or ""
        cents = _amount(text)
        if cents is None:
            return _refused(line, number, "bad_amount", column=column, text=text[:20])
        if cents < 0:
            return _refused(line, number, "negative", column=column, cents=cents)
        amounts[column] = cents
    totals = Totals(*amounts.values())
    return _checked(line, number, month, totals)


def _checked(line: int, number: str, month: date, totals: Totals) -> Row:
    net = totals.gross_cents - totals.employee_cents
    if totals.net_cents != net:
        return _refused(
            line, number, "net", told_cents=totals.net_cents, wanted_cents=net
        )
    paid = totals.net_cents - totals.tax_cents
    if totals.paid_cents != paid:
        return _refused(
            line, number, "paid", told_cents=totals.paid_cents, wanted_cents=paid
        )
    return Row(line, number, month, totals)


def _refused(line: int, number: str, refusal: str, **params: object) -> Row:
    return Row(line, number, refusal=refusal, params=tuple(params.items()))


def _month(text: str) -> date | None:
    match = MONTH.match(text.strip())
    if not match:
        return None
    year, month = match[1] or match[4], match[2] or match[3]
    return date(int(year), int(month), 1) if 1 <= int(month) <= 12 else None


def _amount(text: str) -> int | None:
    clean = re.sub(r"[\s\u202f\u00a0]", "", text).replace(",", ".")
    if not AMOUNT.match(clean):
        return None
    try:
        return round_half_up(rate(clean) * 100)
    except NotANumber:
        return None
