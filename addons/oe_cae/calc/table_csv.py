"""A table as a CSV that French spreadsheets open: semicolons, UTF-8 with its mark."""

import csv
import io
from collections.abc import Iterable, Sequence

from .pay_csv import MARK

# What a spreadsheet would run as a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def content(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    """The file, one line a row; a text never becomes a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([_cell(value) for value in row])
    return (MARK + out.getvalue()).encode()


def _cell(value: object) -> str:
    if value is None or value is False:
        return ""
    if isinstance(value, Amount):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class Amount(str):
    """An amount that was formatted for machines: never quoted."""

    __slots__ = ()
