"""What a public page may say of a person: name, slug, words without contact data."""

import re
import unicodedata

TEXT_LIMIT = 600

EMAIL = re.compile(r"\S@\S|\barobase\b", re.I)
# A French number, an international one, or digits that are nothing else.
PHONE = re.compile(
    r"\b0\d(?:[ .\-/]?\d{2}){4}\b|(?:\+|\b00)\d(?:[ .\-/()]*\d){7,}|\d{9,}"
)
SITE = re.compile(
    r"https?:|\bwww\.|\b[\w-]+\.(?:fr|com|net|org|eu|io|bzh|me|info)\b", re.I
)
FOUND = (("email", EMAIL), ("site", SITE), ("phone", PHONE))


def contact_in(text: str) -> str | None:
    """The kind of contact data a text holds (email, site, phone), or None.

    People are reached through the cooperative: a page that tells a number lets
    others call somebody at home.
    """
    plain = re.sub(r"[\s\u00a0\u202f]+", " ", unicodedata.normalize("NFKC", text))
    return next((kind for kind, sign in FOUND if sign.search(plain)), None)


def first_name(name: str) -> str:
    """The first word of a name."""
    return (name.split() or [""])[0]


def shown_name(name: str, how: str) -> str:
    """A name as the person chose to show it.

    :param how: ``first``, ``initial`` (Nadia B.) or ``full``
    """
    words = name.split()
    if how == "full" or len(words) < 2:
        return " ".join(words)
    if how == "initial":
        return f"{words[0]} {words[-1][0].upper()}."
    return words[0]


def slug(name: str, token: str) -> str:
    """An address that tells a first name only, and cannot be counted through."""
    folded = unicodedata.normalize("NFKD", first_name(name)).lower()
    letters = re.sub(r"[^a-z]+", "-", folded.encode("ascii", "ignore").decode())
    return "-".join(part for part in (letters.strip("-"), token) if part)


def siren(registry: str) -> str:
    """The SIREN of a SIRET, by threes; empty when it is not known."""
    digits = re.sub(r"\D", "", registry)[:9]
    return (
        "\u00a0".join((digits[:3], digits[3:6], digits[6:])) if len(digits) == 9 else ""
    )
