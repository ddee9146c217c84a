"""Text and identifiers of SEPA files, as banks take them (EPC217-08).

Latin letters without accents, digits and ``/ - ? : ( ) . , ' +`` and the space; no
identifier starts or ends with ``/``, none holds ``//``.
"""

import re
import unicodedata

ALLOWED = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
SPECIAL = {"œ": "oe", "Œ": "OE", "æ": "ae", "Æ": "AE", "ß": "ss", "&": "+", "_": "-"}
NAME, WORDS, IDENTIFIER = 70, 140, 35
# Longest amount of the scheme: 999 999 999.99.
LARGEST = 999_999_999_99


def plain(text: str, most: int) -> str:
    """A text that every bank takes, at most so many signs; never empty."""
    for sign, written in SPECIAL.items():
        text = text.replace(sign, written)
    bare = unicodedata.normalize("NFKD", text)
    bare = "".join(sign for sign in bare if not unicodedata.combining(sign))
    clean = " ".join(ALLOWED.sub(" ", bare).split())
    clean = re.sub(r"/{2,}", "/", clean)[:most].strip("/ ")
    return clean or "-"


def identifier(text: str) -> str:
    """A text as an identifier: no spaces, 35 signs."""
    return plain(text, 200).replace(" ", "-")[:IDENTIFIER].strip("/") or "-"


def is_iban(text: str) -> bool:
    """Whether a compact IBAN has its two check digits (ISO 13616, modulo 97)."""
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{11,30}", text):
        return False
    digits = "".join(str(int(sign, 36)) for sign in text[4:] + text[:4])
    return int(digits) % 97 == 1


def masked(iban: str) -> str:
    """An account that people recognise and nobody copies."""
    return f"{iban[:2]}•• •••• {iban[-4:]}" if len(iban) > 8 else "••••"


def creditor_key(ics: str) -> bool:
    """Whether a creditor identifier (ICS) has its check digits.

    Country, two digits, three of the creditor's own choice that do not count, the
    national number (AT-02 of the rulebook).
    """
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{3}[A-Z0-9]{1,28}", ics):
        return False
    digits = "".join(str(int(sign, 36)) for sign in ics[7:] + ics[:4])
    return int(digits) % 97 == 1
