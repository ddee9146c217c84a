"""Numbers and places of an establishment: SIRET, département of a postal code."""

from odoo.addons.oe_base.calc.errors import CalcError

SIRET_DIGITS = 14
SIREN_DIGITS = 9
POST_OFFICE = "356000000"
CORSICA = "20"
CORSICA_NORTH = "20200"
OVERSEAS = ("97", "98")


class BadSiret(CalcError):
    """A SIRET has fourteen digits whose last one checks the others.

    Params: ``siret``.
    """

    code = "establishment.bad_siret"


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1)."""
    if not (digits.isascii() and digits.isdigit()):
        return False
    total = 0
    for rank, digit in enumerate(reversed(digits)):
        value = int(digit) * (rank % 2 + 1)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


def siret_of(text: str) -> str:
    """The fourteen digits of a SIRET typed with or without spaces.

    The many offices of La Poste are checked by the sum of their digits instead.

    :raises BadSiret: when a digit is missing or wrong.
    """
    digits = "".join((text or "").split())
    if len(digits) != SIRET_DIGITS or not (digits.isascii() and digits.isdigit()):
        raise BadSiret(siret=text)
    if digits.startswith(POST_OFFICE):
        good = luhn(digits) or sum(map(int, digits)) % 5 == 0
    else:
        good = luhn(digits[:SIREN_DIGITS]) and luhn(digits)
    if not good:
        raise BadSiret(siret=text)
    return digits


def department_of(postal_code: str) -> str:
    """Number of the département of a postal code: "44", "2A", "974"; "" without."""
    code = (postal_code or "").strip()
    if code.startswith(CORSICA):
        return "2A" if code < CORSICA_NORTH else "2B"
    return code[:3] if code.startswith(OVERSEAS) else code[:2]
