"""Columns of the files by which a cooperative moves in, kind by kind.

``docs/moving-in.md`` tells the same to people. A name is what stands in the first line
of the file; a kind of value says how a cell is read and what it gives.
"""

from dataclasses import dataclass

TEXT, CODE, DATE, AMOUNT, QUANTITY, RATE, CHOICE, NUMBER, YES = (
    "text",
    "code",
    "date",
    "amount",
    "quantity",
    "rate",
    "choice",
    "number",
    "yes",
)


@dataclass(frozen=True)
class Column:
    """A column: ``required`` cells are never empty; ``choices`` as written → meant."""

    name: str
    type: str = TEXT
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    default: str = ""


REFERENCE = Column("reference", CODE, True)
RATES = tuple((text, text) for text in ("20", "10", "5.5", "0"))
NATURES = (("cape", "cape"), ("cesa", "salaried"), ("esa", "salaried"))
STATES = (("brouillon", "draft"), ("envoye", "sent"), ("envoyé", "sent"))
DUE_ON = (("encaissement", "payment"), ("debits", "invoice"), ("débits", "invoice"))
ADDRESS = (
    Column("courriel"),
    Column("telephone"),
    Column("adresse"),
    Column("code_postal"),
    Column("ville"),
)
RATE_COLUMN = Column("taux_tva", RATE, True, RATES)

PEOPLE, CONTRACTS, ACTIVITIES, BALANCES, CLIENTS, QUOTES, INVOICES = KINDS = (
    "people",
    "contracts",
    "activities",
    "balances",
    "clients",
    "quotes",
    "invoices",
)
COLUMNS: dict[str, tuple[Column, ...]] = {
    PEOPLE: (REFERENCE, Column("nom", TEXT, True), *ADDRESS),
    CONTRACTS: (
        REFERENCE,
        Column("personne", CODE, True),
        Column("nature", CHOICE, True, NATURES),
        Column("debut", DATE, True),
        Column("fin", DATE),
        Column("bareme", TEXT, True),
        Column("part_fixe", AMOUNT),
        Column("decouvert", AMOUNT),
        Column("associe_depuis", DATE),
        Column("ca_minimum", AMOUNT),
        Column("heures_minimum", AMOUNT),
        Column("version_statuts"),
        Column("matricule", CODE),
    ),
    ACTIVITIES: (
        REFERENCE,
        Column("personne", CODE, True),
        Column("nom", TEXT, True),
        Column("solde_reporte", AMOUNT),
        Column("base_annee", AMOUNT),
        Column("base_depuis_entree", AMOUNT),
    ),
    BALANCES: (
        REFERENCE,
        Column("activite", CODE),
        Column("compte", CODE, True),
        Column("libelle"),
        Column("debit", AMOUNT),
        Column("credit", AMOUNT),
    ),
    CLIENTS: (
        REFERENCE,
        Column("activite", CODE, True),
        Column("nom", TEXT, True),
        Column("societe", YES),
        Column("siren", CODE),
        *ADDRESS,
    ),
    QUOTES: (
        REFERENCE,
        Column("devis", CODE, True),
        Column("activite", CODE, True),
        Column("client", CODE, True),
        Column("date", DATE, True),
        Column("validite", DATE),
        Column("etat", CHOICE, False, STATES, "envoye"),
        Column("libelle", TEXT, True),
        Column("quantite", QUANTITY, True),
        Column("prix_ht", AMOUNT, True),
        RATE_COLUMN,
    ),
    INVOICES: (
        REFERENCE,
        Column("activite", CODE, True),
        Column("client", CODE, True),
        Column("date", DATE, True),
        Column("echeance", DATE),
        Column("libelle"),
        Column("montant_du", AMOUNT, True),
        RATE_COLUMN,
        Column("tva_exigible", CHOICE, False, DUE_ON, "encaissement"),
    ),
}
# Columns whose amounts may be below zero.
SIGNED = {"solde_reporte", "base_annee", "base_depuis_entree", "montant_du", "prix_ht"}


def header(kind: str) -> str:
    """First line of a file of a kind, as the template has it."""
    return ";".join(column.name for column in COLUMNS[kind])
