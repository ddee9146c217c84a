"""A file by which a cooperative moves in: read line by line, refused cell by cell.

Comma or semicolon, UTF-8 or Windows, comma or point in decimals, French or ISO dates.
What cannot be read is a refusal of its line, with the column and a code: nothing in a
file makes the reader fail, save that it is no such file at all.
"""

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from odoo.addons.oe_base.calc.errors import CalcError

from .file_text import text_of
from .moving_columns import (
    AMOUNT,
    CHOICE,
    CODE,
    COLUMNS,
    DATE,
    QUANTITY,
    RATE,
    SIGNED,
    YES,
    Column,
)

MOST_LINES = 2000
LARGEST = 2_000_000
LONGEST = {CODE: 64}
FRENCH = re.compile(r"^(\d{1,2})[/.](\d{1,2})[/.](\d{4})$")
ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})$")
PLAIN = re.compile(r"^-?\d{1,9}(\.\d{1,2})?$")
EXACT = re.compile(r"^\d{1,7}(\.\d{1,4})?$")
SPACES = re.compile(r"[\s\u202f\u00a0€]")
CONTROL = re.compile(r"[\x00-\x1f\x7f]+")
TRUE = {"oui", "o", "1", "vrai", "true", "x"}
FALSE = {"", "non", "n", "0", "faux", "false"}


class NotTheFile(CalcError):
    """The file as a whole cannot be read. Params: ``reason``, ``told``.

    ``reason`` is ``encoding``, ``columns``, ``empty``, ``large`` or ``long``.
    """

    code = "moving_file.not_the_file"


@dataclass(frozen=True)
class Refusal:
    """Why a line is not taken: the column, a code and the text that was found."""

    column: str
    code: str
    text: str = ""


@dataclass(frozen=True)
class Row:
    """A line of the file: values by column (read), or the refusals of its cells.

    Amounts are cents, quantities ``Decimal``, dates ``date``, choices what they mean.
    """

    line: int
    reference: str
    values: dict[str, object] = field(default_factory=dict)
    refusals: tuple[Refusal, ...] = ()

    @property
    def digest(self) -> str:
        """The same for the same values, whatever the writing."""
        text = json.dumps(self.values, sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()


def read(kind: str, data: bytes) -> list[Row]:
    """The lines of a file of a kind.

    :raises NotTheFile: when it is no such file at all
    """
    if len(data) > LARGEST:
        raise NotTheFile(reason="large", told="2")
    columns = COLUMNS[kind]
    rows, seen = [], set()
    for line, cells in _lines(columns, data):
        row = _row(columns, line, cells)
        if row.reference and row.reference.lower() in seen:
            twice = Refusal("reference", "twice", row.reference)
            row = Row(line, row.reference, {}, (*row.refusals, twice))
        seen.add(row.reference.lower())
        rows.append(row)
    if not rows:
        raise NotTheFile(reason="empty", told="")
    return rows


def _lines(
    columns: tuple[Column, ...], data: bytes
) -> Iterator[tuple[int, dict[str, str]]]:
    text = _text(data)
    first = text.split("\n", 1)[0]
    mark = ";" if first.count(";") >= first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=mark)
    try:
        head = [cell.strip().lower() for cell in next(reader, [])]
        missing = [c.name for c in columns if c.required and c.name not in head]
        if missing:
            raise NotTheFile(reason="columns", told=", ".join(missing))
        count = 0
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            count += 1
            if count > MOST_LINES:
                raise NotTheFile(reason="long", told=str(MOST_LINES))
            yield reader.line_num, dict(zip(head, cells, strict=False))
    except csv.Error as error:
        raise NotTheFile(reason="encoding", told="") from error


def _text(data: bytes) -> str:
    text = text_of(data)
    if text is None:
        raise NotTheFile(reason="encoding", told="")
    return text


def _row(columns: tuple[Column, ...], line: int, cells: dict[str, str]) -> Row:
    values: dict[str, object] = {}
    refusals = []
    for column in columns:
        cell = CONTROL.sub(" ", cells.get(column.name) or "").strip()
        text = cell or column.default
        if not text and column.required:
            refusals.append(Refusal(column.name, "missing"))
            continue
        value, code = _value(column, text)
        if code:
            refusals.append(Refusal(column.name, code, cell[:30]))
        values[column.name] = value
    reference = str(values.get("reference") or "")
    return Row(line, reference, {} if refusals else values, tuple(refusals))


def _value(column: Column, text: str) -> tuple[object, str]:
    """``(value, "")`` or ``(None, code of the refusal)``."""
    if column.type == YES:
        word = text.lower()
        return word in TRUE, "" if word in TRUE | FALSE else "bad_choice"
    if not text:
        return None, ""
    if column.type == DATE:
        day = to_date(text)
        return day, "" if day else "bad_date"
    if column.type == AMOUNT:
        cents = to_cents(text)
        if cents is not None and cents < 0 and column.name not in SIGNED:
            return None, "negative"
        return cents, "bad_amount" if cents is None else ""
    if column.type == QUANTITY:
        number = _decimal(text)
        good = EXACT.match(number)
        return (Decimal(number), "") if good else (None, "bad_quantity")
    if column.type == RATE:
        text = _rate(text)
    if column.type in (CHOICE, RATE):
        meant = dict(column.choices).get(text.lower())
        return meant, "" if meant else "bad_choice"
    longest = LONGEST.get(column.type, 200)
    return _checked(text, "too_long" if len(text) > longest else "")


def _checked(value: object, code: str) -> tuple[object, str]:
    return (None if code else value), code


def _rate(text: str) -> str:
    """A rate as it is listed: ``20,00 %`` is ``20``."""
    number = _decimal(text.replace("%", ""))
    return number.rstrip("0").rstrip(".") if "." in number else number


def _decimal(text: str) -> str:
    """A number with a point: of two marks the last one is the decimal one."""
    clean = SPACES.sub("", text).replace("\u2212", "-")
    comma, point = clean.rfind(","), clean.rfind(".")
    if comma >= 0 and point >= 0:
        thousands = "," if comma < point else "."
        # Only groups of three are thousands: 1.2,3 is no number.
        if not re.match(r"^-?\d{1,3}([.,]\d{3})+[.,]\d{1,4}$", clean):
            return ""
        clean = clean.replace(thousands, "")
    return clean.replace(",", ".")


def to_cents(text: str) -> int | None:
    """Cents of an amount as people write it, or None; at most two decimals."""
    number = _decimal(text)
    return int(Decimal(number) * 100) if PLAIN.match(number) else None


def to_date(text: str) -> date | None:
    """The day that a text names, or None."""
    french, iso = FRENCH.match(text), ISO.match(text)
    if not (french or iso):
        return None
    parts = french.group(3, 2, 1) if french else iso.groups()
    try:
        day = date(*(int(part) for part in parts))
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2100 else None


def neutral(text: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def report(rows: list[tuple[str, ...]]) -> bytes:
    """Lines of text as a CSV file for a French spreadsheet, formulas disarmed."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, delimiter=";")
    writer.writerows([[neutral(str(cell)) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")
