"""Contracts in life: an amendment, an interview, a CAPE that comes to its end."""

import datetime

from odoo import Command, fields

# A one-pixel drawing: what matters is that somebody signed.
DRAWN = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAA"
    "ABJRU5ErkJggg=="
)
# What the law wants in a contract, so that it may be signed.
TERMS = {
    "statutes_version": "Statuts du 12 décembre 2025",
    "clients_rights": "es",
    "ip_rights": "es",
}
CESA = {
    **TERMS,
    "variable_kind": "all",
    "kept_share": 10,
    "minimum_turnover": 500,
    "quote_limit": 3000,
    "purchase_limit": 500,
}


class Hosting:
    """Part of the stage: who accompanies, what was agreed, what is due."""

    def _host(self, person, company, number, status="salaried"):
        """A contract; it makes the affiliation, the register gives its number."""
        self.env["oe.cae.contract"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "kind": status,
                "date_start": "2026-01-05",
                "scheme_id": self.schemes[company].id,
                "fixed_pay": 100.0,
                "quote_limit": 500.0,
                "invoice_limit": 1000.0,
                "objectives": "Atteindre la cible du profil en neuf mois.",
            }
        )
        line = person._affiliation(company, fields.Date.to_date("2026-01-05"))
        line.register_number = number

    def _hosting(self):
        people = self.env["oe.entrepreneur"].search([])
        people.advisor_id = self.env["res.users"].search([("login", "=", "marc")])
        named = {person.name: person for person in people}
        nadia = named["Nadia Benali"].cae_contract_ids
        self._agreed(nadia)
        self._amended(nadia)
        self._met(nadia)
        self._cape(named["Léa Fournier"])
        self._shared(named["Samira Cohen"], named["Léa Fournier"])

    def _shared(self, first, second):
        """Two on one activity from January on: the agreement waits for both."""
        activity = self.env["oe.activity"].create(
            {
                "name": "Ateliers créatifs en entreprise",
                "entrepreneur_id": first.id,
                "company_id": self.msg.id,
            }
        )
        sharing = self.env["oe.cae.sharing"].create(
            {
                "activity_id": activity.id,
                "date_start": "2027-01-01",
                "part_ids": [
                    Command.create({"entrepreneur_id": person.id, "weight": weight})
                    for person, weight in ((first, 60), (second, 40))
                ],
                "nature": "Ateliers de deux heures en entreprise : l'une anime, "
                "l'autre apporte modèles et matières.",
                "clients": "Les clients trouvés ensemble restent aux deux ; chacune "
                "garde ceux qu'elle a apportés.",
                "brand": "Le nom « Les Mains Pleines » appartient aux deux.",
                "assets": "La valise d'outils (420 €) est achetée sur l'activité.",
                "leaving": "Celle qui part laisse le nom ; la valise est reprise à sa "
                "valeur comptable.",
            }
        )
        sharing.action_send()

    def _agreed(self, contract):
        contract.write(
            {
                **CESA,
                "objective_ids": [
                    Command.create(
                        {
                            "name": "Chiffre d'affaires du profil atteint",
                            "measure": "moyenne sur trois mois",
                            "target": 2815,
                            "unit": "€ par mois",
                            "date_due": "2026-10-05",
                        }
                    ),
                    Command.create(
                        {
                            "name": "Ménages accompagnés chaque semaine",
                            "target": 6,
                            "unit": "ménages",
                            "date_due": "2026-07-05",
                        }
                    ),
                ],
            }
        )

    def _amended(self, contract):
        """From September on: June, which the demo closes, stays as it was."""
        amendment = self.env["oe.cae.contract.amendment"].create(
            {
                "contract_id": contract.id,
                "date_start": "2026-09-01",
                "reason": "Deux ménages de plus à la rentrée",
                "changes_minimum": True,
                "minimum_turnover": 900,
                "paper": DRAWN,
                "paper_name": "avenant-signe.png",
                "paper_date": "2026-06-22",
            }
        )
        amendment.action_sign_paper()

    def _met(self, contract):
        """One interview signed in April; the next is due within the year."""
        interview = self.env["oe.cae.interview"].create(
            {
                "contract_id": contract.id,
                "advisor_id": contract.entrepreneur_id.advisor_id.id,
                "date": "2026-04-14",
                "place": "12 quai de la Fosse, Nantes",
                "activity_review": "Deux ménages réguliers, un troisième en essai.",
                "outlook": "Le bouche-à-oreille fonctionne à Rezé et à Nantes sud.",
                "new_objectives": "Six ménages par semaine avant l'été.",
                "needs": "Formation aux gestes et postures ; aide pour les devis.",
                "actions": "Marc relit les trois premiers devis. Nadia s'inscrit à la "
                "session de juin.",
                "health_safety": "Déplacements à vélo : gilet fourni. Port de "
                "charges : à voir en formation.",
                "membership": "Entrée au sociétariat envisagée en 2027 ; échéance "
                "rappelée.",
                "leave": "Rien pris encore.",
                "leave_left": 7.5,
            }
        )
        interview.action_send()
        interview._sign_es(contract.entrepreneur_id.partner_id, "Nadia Benali", DRAWN)

    def _lea(self):
        """Léa, jeweller, under CAPE in the general cooperative."""
        person, company = self._entrepreneur(
            "lea", "Clisson", "5 rue de la Collégiale", self.msg, "dr"
        )
        person.pole_ids = self.env.ref("oe_base.pole_home")
        self.env["oe.activity"].create(
            {
                "name": "Bijoux et petits objets",
                "entrepreneur_id": person.id,
                "company_id": company.id,
            }
        )
        return person

    def _cape(self, person):
        """Signed on paper in August 2025, near its end in June 2026."""
        cape = self.env["oe.cae.contract"].create(
            {
                **TERMS,
                "state": "draft",
                "entrepreneur_id": person.id,
                "company_id": self.msg.id,
                "kind": "cape",
                "date_start": "2025-09-01",
                "date_end": "2026-08-31",
                "scheme_id": self.schemes[self.msg].id,
                "objectives": "Tester deux marchés et une boutique partagée.",
                "paper": DRAWN,
                "paper_name": "cape-signe.png",
                "paper_date": "2025-08-25",
            }
        )
        cape.action_sign_paper()
        told = cape.notice_ids.filtered(lambda row: row.body == "urssaf")
        told.reference = "AR 2025-0831"
        told.action_done()
        cesa = self.env["oe.cae.contract"].browse(cape.action_convert()["res_id"])
        cesa.write(
            {
                **CESA,
                "date_start": datetime.date(2026, 9, 1),
                "fixed_pay": 300,
                "objectives": "Vivre de la création en trois ans.",
            }
        )
        cesa.action_send()
