"""Immediate advance: an address and a birth place as the service wants them."""

import re
import unicodedata
from dataclasses import dataclass

from .advance_person import WAY_MAX

_STREET = re.compile(r"^\s*(\d{1,4})\s*(bis|ter|quater|[a-d])?\b\s*,?\s*(.*)$", re.I)
_LETTERS = {"BIS": "B", "TER": "T", "QUATER": "Q"}


@dataclass(frozen=True)
class Way:
    """A street address: number, letter (B, T, Q, C …), and the way itself."""

    number: str
    letter: str
    name: str


def split_street(street: str) -> Way:
    """Number, letter and way of a street as people write it.

    "12 bis, rue de la Paix" gives 12, B and rue de la Paix; without number the whole
    is the way.
    """
    text = " ".join((street or "").split())
    found = _STREET.match(text)
    if not found or not found.group(3):
        return Way("", "", text)
    number, letter, name = found.groups()
    letter = (letter or "").upper()
    return Way(number, _LETTERS.get(letter, letter), name)


def shorten_way(name: str) -> str:
    """A way that fits 28 characters, by the abbreviations of postal addresses.

    What stays too long is given back as it is: a person shortens it.
    """
    text = " ".join((name or "").split())
    for long, short in _SHORTER:
        if len(text) <= WAY_MAX:
            break
        text = re.sub(rf"\b{long}\b", short, text, flags=re.I)
    return text


_SHORTER = (
    ("avenue", "av"),
    ("boulevard", "bd"),
    ("impasse", "imp"),
    ("résidence", "res"),
    ("lotissement", "lot"),
    ("place", "pl"),
    ("route", "rte"),
    ("chemin", "che"),
    ("allée", "all"),
    ("saint", "st"),
    ("sainte", "ste"),
    ("général", "gal"),
    ("maréchal", "mal"),
    ("docteur", "dr"),
    ("professeur", "pr"),
    ("président", "pdt"),
)


def plain_name(name: str) -> str:
    """A name of a commune without case, accents, hyphens and articles' marks."""
    text = unicodedata.normalize("NFKD", name or "").casefold()
    text = "".join(char for char in text if not unicodedata.combining(char))
    text = text.replace("œ", "oe")
    return " ".join(re.sub(r"[^a-z0-9]+", " ", text).split())
