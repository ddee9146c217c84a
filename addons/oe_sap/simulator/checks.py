"""Checks of the stand-in: those of the public contract, written apart from ours.

They share nothing with ``calc/advance.py``: what one forgets, the other finds.
"""

import re
from datetime import UTC, datetime
from decimal import Decimal

UNITS = ("HEURE", "FORFAIT")
MOST_LINES = 10
HALF = Decimal("0.5")
CODE_5, CODE_3 = re.compile(r"^[0-9AB]{5}$"), re.compile(r"^[0-9AB]{3}$")
FRANCE = "99100"
PERSON = (
    "civilite",
    "nomNaissance",
    "prenoms",
    "dateNaissance",
    "lieuNaissance",
    "numeroTelephonePortable",
    "adresseMail",
    "adressePostale",
    "coordonneeBancaire",
)
REQUEST = (
    "idTiersFacturation",
    "idClient",
    "dateNaissanceClient",
    "numFactureTiers",
    "dateFacture",
    "dateDebutEmploi",
    "dateFinEmploi",
    "mntFactureTTC",
    "mntFactureHT",
    "inputPrestations",
)
LINE = (
    "codeNature",
    "quantite",
    "unite",
    "mntUnitaireTTC",
    "mntPrestationTTC",
    "mntPrestationHT",
    "mntPrestationTVA",
    "complement2",
)


def _day(text):
    return datetime.fromisoformat(str(text).replace("Z", "+00:00")).astimezone(UTC)


def _missing(content, names):
    return next((name for name in names if content.get(name) in (None, "", [])), None)


def person_error(body):
    """The code of the first thing wrong with a person, or None."""
    if not isinstance(body, dict):
        return "ERR_FORMAT"
    name = _missing(body, PERSON)
    if name:
        return f"ERR_{name.upper()}_ABSENT"
    born, lives, bank = (
        body["lieuNaissance"],
        body["adressePostale"],
        body["coordonneeBancaire"],
    )
    if str(body["civilite"]) not in ("1", "2"):
        return "ERR_CIVILITE"
    if born.get("codePaysNaissance") == FRANCE:
        commune = (born.get("communeNaissance") or {}).get("codeCommune") or ""
        department = born.get("departementNaissance") or ""
        if not CODE_3.match(commune) or not CODE_3.match(department):
            return "ERR_LIEU_NAISSANCE"
    if not CODE_5.match(str(lives.get("codeCommune") or "")):
        return "ERR_COMMUNE"
    if len(str(lives.get("libelleVoie") or "")) not in range(1, 29):
        return "ERR_VOIE"
    if _missing(bank, ("bic", "iban", "titulaire")):
        return "ERR_COORDONNEES_BANCAIRES"
    return None


def request_errors(item, clients):
    """Codes of everything wrong with a payment request."""
    name = _missing(item, REQUEST)
    if name:
        yield f"ERR_{name.upper()}_ABSENT"
        return
    client = clients.get(item["idClient"])
    if client is None:
        yield "ERR_PARTICULIER_INCONNU"
    else:
        if client["born"] != item["dateNaissanceClient"]:
            yield "ERR_DATE_NAISSANCE"
        if client["etat"] != "OK":
            yield "ERR_PARTICULIER_INACTIF"
    start, end = _day(item["dateDebutEmploi"]), _day(item["dateFinEmploi"])
    if (start.year, start.month) != (end.year, end.month) or end < start:
        yield "ERR_PERIODE"
    now = datetime.now(UTC)
    if max(start, end, _day(item["dateFacture"])) > now:
        yield "ERR_DATE_FUTURE"
    yield from _amount_errors(item)


def _amount_errors(item):
    lines = item["inputPrestations"]
    if len(lines) > MOST_LINES:
        yield "ERR_NOMBRE_PRESTATIONS"
    for line in lines:
        if _missing(line, LINE) or line["unite"] not in UNITS:
            yield "ERR_PRESTATION"
            return
    total = _money(item["mntFactureTTC"])
    if sum(_money(line["mntPrestationTTC"]) for line in lines) != total:
        yield "ERR_TOTAL"
    for line in lines:
        included = _money(line["mntPrestationTTC"])
        excluded, vat = (
            _money(line["mntPrestationHT"]),
            _money(line["mntPrestationTVA"]),
        )
        product = _money(line["mntUnitaireTTC"]) * Decimal(str(line["quantite"]))
        if round(product, 2) != included:
            yield "ERR_MONTANT_LIGNE"
        if excluded + vat != included:
            yield "ERR_TVA_LIGNE"
        if min(included, excluded, vat) < 0:
            yield "ERR_LIGNE_NEGATIVE"
    if _money(item.get("mntAcompte") or 0) > total * HALF:
        yield "ERR_ACOMPTE"


def _money(value):
    return Decimal(str(value))
