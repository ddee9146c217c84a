"""Companies and sectors of the pilot territory."""

import base64
import pathlib

from odoo import Command
from odoo.tools import file_path

CITIES = {
    "Nantes": "44000",
    "Rezé": "44400",
    "Orvault": "44700",
    "Vertou": "44120",
    "Clisson": "44190",
    "Saint-Herblain": "44800",
}


class Places:
    """Mixed into the stage."""

    def _identify_companies(self):
        # Invented numbers: the keys are true, the firms are not.
        for company, siret in (
            (self.sas, "90000000100017"),
            (self.samad, "90000001900019"),
            (self.msg, "90000002700012"),
        ):
            company.write(
                {
                    "street": "12 quai de la Fosse",
                    "zip": "44000",
                    "city": "Nantes",
                    "phone": "02 40 00 00 00",
                    "email": "contact@oui-ensemble.example",
                    "company_registry": siret,
                    "logo": self._logo(),
                }
            )

    def _logo(self):
        path = file_path("oe_base/static/description/logo.png")
        return base64.b64encode(pathlib.Path(path).read_bytes())

    def _sectors(self):
        communes = self.env["oe.commune"]
        for name, kind, cities in (
            ("Nantes centre", "urban", ("Nantes",)),
            ("Sud-Loire", "urban", ("Rezé", "Vertou")),
            ("Vignoble", "rural", ("Clisson",)),
        ):
            found = communes
            for city in cities:
                found |= communes._of(CITIES[city], city)
            self.env["oe.sector"].create(
                {
                    "name": name,
                    "kind": kind,
                    "territory_id": self.territory.id,
                    "commune_ids": [Command.set(found.ids)],
                    "team_ids": [Command.create({"name": f"Équipe {name}"})],
                }
            )
