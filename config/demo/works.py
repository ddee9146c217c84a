"""A façade ordered from a partner firm: two conventions, two offers, one choice."""

import datetime

from odoo import Command

from .people import PASSWORD

JUNE = {day: datetime.date(2026, 6, day) for day in range(1, 31)}
PHOTO = (b"\xff\xd8\xff", "choix signé.jpg", "image/jpeg")
FIRMS = {
    "Façades Bretonneau": ("Rezé", "4 rue de la Carterie", 5.0),
    "Atelier Chaux et Pierre": ("Orvault", "11 rue du Petit Chantilly", 5.0),
}
# Quantity and price per line of the charter, VAT 10 %: 7 897.43 and 7 743.07.
OFFERS = {
    "Façades Bretonneau": ((118.5, 48.35), (1, 1450.0)),
    "Atelier Chaux et Pierre": ((118.5, 45.90), (1, 1600.0)),
}


class Works:
    """Part of the stage and of the month: Jeanne's house in Rezé gets a new face."""

    def _partners(self):
        for number, (name, (city, street, rate)) in enumerate(FIRMS.items(), start=1):
            firm = self._partner(
                name,
                city,
                street,
                is_company=True,
                phone=f"02 40 00 01 0{number}",
                email=f"partenaire{number}@oui-ensemble.example",
            )
            convention = self._convention(firm, number, rate)
            convention.action_run()
        self._partner_login()
        self._facade()

    def _convention(self, firm, number, rate):
        return self.env["oe.partner.convention"].create(
            {
                "partner_id": firm.id,
                "company_id": self.msg.id,
                "territory_id": self.territory.id,
                "date_start": "2026-01-05",
                "charter_ids": [
                    Command.create(
                        {
                            "name": "Ravalement, enduit à la chaux",
                            "unit": "m²",
                            "max_price": 50,
                        }
                    ),
                    Command.create(
                        {"name": "Échafaudage", "unit": "forfait", "max_price": 1600}
                    ),
                ],
                "fee_ids": [
                    Command.create(
                        {
                            "date_start": "2026-01-01",
                            "kind": "percent",
                            "rate": rate,
                            "legal_reference": "Convention du 5 janvier 2026",
                        }
                    )
                ],
                "certificate_ids": [
                    Command.create(
                        {
                            "kind": "decennial",
                            "number": f"DEC-INVENTÉ-{number}",
                            "issuer": "Assureur inventé",
                            "seen_on": "2026-01-05",
                            "valid_until": "2030-12-31",
                        }
                    )
                ],
            }
        )

    def _partner_login(self):
        """One of both has an account: it sees the same requests on a tab."""
        firm = self.env["res.partner"].search([("name", "=", "Façades Bretonneau")])
        boss = self._partner(
            "Gaël Bretonneau",
            "Rezé",
            "4 rue de la Carterie",
            parent_id=firm.id,
            email="gael@oui-ensemble.example",
        )
        user = self.env["res.users"]._oe_create_portal(
            boss, "gael", ["oe_base.group_oe_partner"], self.msg
        )
        user.password = PASSWORD

    def _facade(self):
        """Jeanne lives in Nantes and owns a small house in Rezé."""
        self._partner(
            "La maison de Rezé",
            "Rezé",
            "12 rue Alsace-Lorraine",
            parent_id=self.jeanne.id,
            type="other",
        )
        self.env["crm.lead"].create(
            {
                "name": "Façade de la maison de Rezé",
                "type": "opportunity",
                "partner_id": self.jeanne.id,
                "company_id": False,
                "user_id": False,
                "oe_beneficiary_id": self.jeanne.id,
                "oe_territory_id": self.territory.id,
                "oe_pole_id": self.env.ref("oe_base.pole_building").id,
                "oe_date_start": "2026-06-08",
                "oe_date_end": "2026-07-10",
            }
        )

    def works(self):
        """Asked, offered, chosen on paper by Jeanne on 5 June, done, received."""
        order = self._works_order()
        offers = [self._works_offer(order, name) for name in FIRMS]
        order._choose_paper(offers[0], JUNE[5], PHOTO, express=True)
        yann = self._technician(offers[0], "Yann B.", 1969)
        loic = self._technician(offers[0], "Loïc", 1990)
        for day in (15, 16, 17):
            order._record_hours(yann, JUNE[day], 420)
        for day in (15, 16):
            order._record_hours(loic, JUNE[day], 420)
        order._finish()
        order._receive(
            self.anne, "Anne Le Goff", self.drawn, ["Coulure sous la fenêtre nord"]
        )
        order._rate(self.anne, "5", "Chantier propre, horaires tenus.")
        return order

    def _works_order(self):
        need = self.env["crm.lead"].search([("name", "like", "Façade")])
        order = self.env["oe.works.order"].browse(need.action_oe_works()["res_id"])
        order.write(
            {
                "description": "Ravalement de la façade sur rue, environ 120 m², "
                "enduit à la chaux, teinte pierre.",
                "place_id": self.env["res.partner"]
                .search([("name", "=", "La maison de Rezé")])
                .id,
                "assessed_by_id": self.nadia.id,
            }
        )
        return order

    def _works_offer(self, order, name):
        firm = self.env["res.partner"].search([("name", "=", name)])
        link = self.env["oe.works.link"].create(
            {"order_id": order.id, "partner_id": firm.id}
        )
        link._ask()
        charter = link._convention().charter_ids
        link._offer(
            {"valid_until": datetime.date(2099, 12, 31), "delay_days": 12},
            [
                {
                    "charter_id": line.id,
                    "quantity": quantity,
                    "price_unit": price,
                    "vat_rate": "10",
                }
                for line, (quantity, price) in zip(charter, OFFERS[name], strict=True)
            ],
        )
        return order.offer_ids.filtered(lambda row: row.partner_id == firm)

    def _technician(self, offer, name, year):
        return self.env["oe.partner.technician"].create(
            {
                "convention_id": offer.convention_id.id,
                "name": name,
                "birth_year": year,
                "trade": "Façadier",
            }
        )
