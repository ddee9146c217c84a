"""À l'Unisson France-Laos: its books in kip, two projects, what was given to them."""

from odoo import Command


class Laos:
    """Mixed into the month: the association in Laos that the network supports."""

    def laos(self):
        """The association, a stored rate, two projects with gifts and effects."""
        company = self.env["res.company"]._oe_open_foreign(
            "À l'Unisson France-Laos",
            self.env.ref("base.la"),
            self.env.ref("base.LAK"),
            "association",
        )
        company.write({"city": "Vientiane", "zip": "01000"})
        staff = self.env["res.users"].search([("login", "in", ("claire", "sophie"))])
        (staff | self.env.user).company_ids = [Command.link(company.id)]
        for day, units in (("2026-01-01", 25100), ("2026-06-01", 24850)):
            self.env["res.currency.rate"].create(
                {
                    "currency_id": company.currency_id.id,
                    "company_id": False,
                    "name": day,
                    "rate": units,
                }
            )
        companies = self.env.context["allowed_company_ids"]
        here = self.env(
            context={
                **self.env.context,
                "allowed_company_ids": [company.id, *companies],
            }
        )
        garden = self._project(here, company, "Jardin d'école de Ban Na", "Ban Na")
        self._project(here, company, "Atelier de tissage", "Luang Prabang")
        self._gifts(here, garden)
        here["oe.project.effect"].create(
            {
                "project_id": garden.id,
                "date": "2026-06-20",
                "name": "Enfants qui déjeunent à la cantine",
                "value": 140,
                "unit": "enfants",
                "told_by": "Rapport de l'école, juin 2026",
            }
        )

    def _project(self, env, company, name, place):
        return env["oe.project.supported"].create(
            {
                "name": name,
                "company_id": company.id,
                "state": "running",
                "country_id": company.country_id.id,
                "place": place,
                "date_start": "2026-02-01",
                "purpose": "Vivre dignement de son travail, là où l'on habite.",
            }
        )

    def _gifts(self, env, project):
        rows = (
            ("Élise Tanguy", "money", "Semences et outils", 600, 0),
            ("Claire Moreau", "hours", "Plan du jardin", 0, 14),
            ("Nadia Benali", "goods", "Pompe à main", 180, 0),
        )
        gifts = env["oe.project.gift"]
        for name, kind, what, amount, hours in rows:
            gifts |= gifts.create(
                {
                    "project_id": project.id,
                    "partner_id": env["res.partner"]
                    .search([("name", "=", name)], limit=1)
                    .id,
                    "kind": kind,
                    "name": what,
                    "amount": amount,
                    "hours": hours,
                    "date": "2026-06-10",
                    "currency_id": env.ref("base.EUR").id,
                }
            )
        gifts[:2].action_receive()
