"""Who lives in the demo, and how to log in as them. One password for all."""

from dataclasses import dataclass, field

PASSWORD = "oui-ensemble"


@dataclass(frozen=True)
class Persona:
    """A login of the demo: what the person is, and what to look at first."""

    login: str
    name: str
    role: str
    groups: tuple[str, ...] = field(default=())


STAFF = (
    Persona(
        "claire",
        "Claire Moreau",
        "directrice du réseau (bureau)",
        (
            "oe_base.group_oe_network_manager",
            "sales_team.group_sale_manager",
            "account.group_account_invoice",
            "hr.group_hr_user",
        ),
    ),
    Persona(
        "marc",
        "Marc Lebrun",
        "accompagnateur (bureau)",
        ("oe_base.group_oe_advisor", "sales_team.group_sale_salesman_all_leads"),
    ),
    Persona(
        "sophie",
        "Sophie Renaud",
        "comptable (bureau)",
        ("oe_base.group_oe_accountant", "account.group_account_manager"),
    ),
    Persona(
        "helene",
        "Hélène Picard",
        "ressources humaines (bureau)",
        ("hr.group_hr_user",),
    ),
)

# Made with the month, where the company abroad is.
ABROAD = Persona(
    "khamla",
    "Khamla Vongsa",
    "gérant de la coopérative de Vientiane, déclare son chiffre d'affaires (bureau)",
    ("oe_base.group_oe_manager",),
)

PORTAL = (
    Persona("nadia", "Nadia Benali", "ES tuteur-coordinateur (téléphone)"),
    Persona("paul", "Paul Martin", "ES, remplace une visite (téléphone)"),
    Persona("samira", "Samira Cohen", "ES formatrice (téléphone)"),
    Persona("lea", "Léa Fournier", "ES sous CAPE, à signer un CESA (téléphone)"),
    Persona("hugo", "Hugo Petit", "ES qui part, emporte ses clients (téléphone)"),
    Persona("ines", "Inès Garnier", "bénévole de l'association (téléphone)"),
    Persona("gael", "Gaël Bretonneau", "façadier partenaire, a un compte (téléphone)"),
    Persona("anne", "Anne Le Goff", "fille de la cliente, par mandat (téléphone)"),
    Persona("malo", "Malo Rivière", "ES, une maison, code à signer (téléphone)"),
    Persona("rose", "Rose Kerhoas", "ES, a postulé à une mission (téléphone)"),
    Persona("tanguy", "Tanguy Le Bris", "ES, ne peut pas venir (téléphone)"),
    Persona(
        "elise", "Élise Tanguy", "autrice, a des droits sur le concept (téléphone)"
    ),
    Persona("louise", "Louise Hervé", "fille d'une cliente de Malo (téléphone)"),
)


def table() -> str:
    """The personas as printed by ``bin/oe run``."""
    lines = [f"    {'identifiant':<12}{'mot de passe':<16}qui", ""]
    lines += [
        f"    {each.login:<12}{PASSWORD:<16}{each.name}, {each.role}"
        for each in (*STAFF, ABROAD, *PORTAL)
    ]
    lines.append(f"    {'admin':<12}{'admin':<16}administrateur")
    return "\n".join(lines) + "\n"


def remove(env) -> None:
    """Archive every demo login and change nothing else.

    The administrator's password was never changed by the demo; it is said again in
    the README that a real database gets its own.
    """
    logins = [each.login for each in (*STAFF, ABROAD, *PORTAL)]
    users = env["res.users"].search([("login", "in", logins)])
    users.active = False
