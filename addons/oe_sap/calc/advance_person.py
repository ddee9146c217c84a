"""Immediate advance: what is required of a person to enrol, and birth places."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from odoo.addons.oe_base.calc.competence import Refusal, refusal
from odoo.addons.oe_base.calc.errors import CalcError

from .mentions import missing

FRANCE = "99100"
TITLES = ("1", "2")
WAY_MAX = 28
IBAN_MIN, IBAN_MAX = 15, 34
OVERSEAS = ("97", "98")


class BadCommune(CalcError):
    """An INSEE commune code has five characters. Params: ``commune``."""

    code = "advance.bad_commune"


@dataclass(frozen=True)
class BirthPlace:
    """Codes of the API: country on 5, department and commune on 3 (else empty)."""

    country: str
    department: str = ""
    commune: str = ""


@dataclass(frozen=True)
class Person:
    """A person to enrol; texts as typed, empty when unknown.

    ``birth_commune`` is the INSEE code on 5, asked of those born in France.
    """

    title: str
    birth_name: str
    first_names: str
    birth_date: date | None
    birth_country: str
    birth_commune: str
    mobile: str
    email: str
    commune: str
    postal_code: str
    way: str
    bic: str
    iban: str
    holder: str


def birth_place(commune: str) -> BirthPlace:
    """Codes of a birth place in France, from its INSEE commune code.

    77288 gives 077 and 288; 2A004 gives 02A and 004; overseas departments hold
    three characters, so 97209 gives 972 and 009.

    :raises BadCommune: when the code is not one of a commune.
    """
    if not _is_commune(commune):
        raise BadCommune(commune=commune)
    cut = 3 if commune.startswith(OVERSEAS) else 2
    return BirthPlace(FRANCE, commune[:cut].zfill(3), commune[cut:].zfill(3))


def person_refusals(person: Person, today: date) -> tuple[Refusal, ...]:
    """What keeps a person from being enrolled, each field named.

    Codes: ``advance.missing`` (param ``mention``), ``advance.bad_field`` (param
    ``field``).
    """
    fields = [
        ("title", person.title),
        ("birth_name", person.birth_name),
        ("first_names", person.first_names),
        ("birth_date", person.birth_date),
        ("birth_country", person.birth_country),
        ("mobile", person.mobile),
        ("email", person.email),
        ("commune", person.commune),
        ("postal_code", person.postal_code),
        ("way", person.way),
        ("bic", person.bic),
        ("iban", person.iban),
        ("holder", person.holder),
    ]
    if person.birth_country == FRANCE:
        fields.append(("birth_commune", person.birth_commune))
    absent = tuple(missing("advance", fields))
    named = {reason.get("mention") for reason in absent}
    bad = tuple(
        refusal("advance.bad_field", field=name)
        for name in _bad_fields(person, today)
        if name not in named
    )
    return absent + bad


def _bad_fields(person: Person, today: date) -> Iterator[str]:
    digits = person.mobile.replace(" ", "").replace("+33", "0")
    born = person.birth_date
    in_france = person.birth_country == FRANCE
    tests = (
        ("title", person.title in TITLES),
        ("birth_date", born is None or born <= today),
        ("birth_country", _digits(person.birth_country, 5)),
        ("birth_commune", not in_france or _is_commune(person.birth_commune)),
        ("mobile", _digits(digits, 10) and digits[:2] in ("06", "07")),
        ("email", 0 < person.email.find("@") < len(person.email) - 1),
        ("commune", _is_commune(person.commune)),
        ("postal_code", _digits(person.postal_code, 5)),
        ("way", len(person.way) <= WAY_MAX),
        ("bic", len(person.bic) in (8, 11) and person.bic.isalnum()),
        ("iban", is_iban(person.iban)),
    )
    yield from (name for name, passes in tests if not passes)


def is_iban(text: str) -> bool:
    """Whether a text is an IBAN with a right key (ISO 13616, modulo 97)."""
    compact = text.replace(" ", "").upper()
    known = compact.isascii() and compact.isalnum()
    if not known or not IBAN_MIN <= len(compact) <= IBAN_MAX:
        return False
    turned = compact[4:] + compact[:4]
    return int("".join(str(int(char, 36)) for char in turned)) % 97 == 1


def _digits(text: str, length: int) -> bool:
    return len(text) == length and text.isascii() and text.isdigit()


def _is_commune(code: str) -> bool:
    corsica = code[:2] in ("2A", "2B") and _digits(code[2:], 3)
    return corsica or _digits(code, 5)
