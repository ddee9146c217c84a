"""Hash chain of locked statements: any later change of one breaks the chain.

The canonical text of a document is JSON with sorted keys and no spaces, UTF-8,
NFC; fractions and decimals are text. Floats are refused: their text is not
stable enough to be proof.
"""

import hashlib
import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

from odoo.addons.oe_base.calc.errors import CalcError

GENESIS = "0" * 64


class NotCanonical(CalcError):
    """A value has no canonical text. Params: ``type``, ``value``."""

    code = "chain.not_canonical"


@dataclass(frozen=True)
class Break:
    """Where a chain breaks: index in the chain, hash written, hash expected."""

    index: int
    written: str
    expected: str


def canonical(value: object) -> str:
    """Canonical text of plain data (mappings, lists, texts, integers, dates…).

    :raises NotCanonical: for a float, or a value of another type.
    """
    return json.dumps(
        _plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    )


def link(previous: str, document: object) -> str:
    """Hash (hexadecimal sha256) of a document after the previous hash.

    :raises NotCanonical: as :func:`canonical`.
    """
    text = f"{previous}\n{canonical(document)}"
    return hashlib.sha256(text.encode()).hexdigest()


def first_break(
    chain: Iterable[tuple[object, str]], previous: str = GENESIS
) -> Break | None:
    """First of the (document, hash) pairs that does not verify, or ``None``.

    :raises NotCanonical: as :func:`canonical`.
    """
    for index, (document, written) in enumerate(chain):
        expected = link(previous, document)
        if written != expected:
            return Break(index, written, expected)
        previous = written
    return None


def _plain(value: object) -> object:
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, str):
        return unicodedata.normalize("NFC", value)
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, Fraction | Decimal):
        exact = Fraction(value)
        return f"{exact.numerator}/{exact.denominator}"
    if isinstance(value, Mapping):
        return {_key(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    raise NotCanonical(type=type(value).__name__, value=repr(value))


def _key(key: object) -> str:
    if not isinstance(key, str):
        raise NotCanonical(type=type(key).__name__, value=repr(key))
    return unicodedata.normalize("NFC", key)
