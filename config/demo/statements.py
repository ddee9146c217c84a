"""Two establishments of the home-service cooperative, a quarter declared, one not.

The second SIRET is invented; its key is true.
"""

from odoo import Command

SIRETS = ("90000001900019", "90000001900027")


class Statements:
    """Mixed into the month, after its invoices."""

    def statements(self):
        """The second quarter is declared, the third waits to be computed."""
        commune = self.env["oe.commune"]._of("44600", "Saint-Nazaire")
        places = self.env["oe.sap.establishment"].create(
            [
                {
                    "name": "Nantes",
                    "company_id": self.samad.id,
                    "siret": SIRETS[0],
                    "is_main": True,
                    "street": "12 quai de la Fosse",
                    "zip": "44000",
                    "city": "Nantes",
                    "departments": "44",
                    "date_start": "2026-01-01",
                },
                {
                    "name": "Saint-Nazaire",
                    "company_id": self.samad.id,
                    "siret": SIRETS[1],
                    "street": "3 rue de la Paix",
                    "zip": "44600",
                    "city": "Saint-Nazaire",
                    "commune_ids": [Command.set(commune.ids)],
                    "date_start": "2026-07-01",
                },
            ]
        )
        reports = self.env["oe.sap.activity.report"].create(
            [
                {
                    "establishment_id": place.id,
                    "date_start": start,
                    "date_due": due,
                }
                for place, start, due in (
                    (places[0], "2026-04-01", "2026-07-15"),
                    (places[0], "2026-07-01", "2026-10-15"),
                    (places[1], "2026-07-01", "2026-10-15"),
                )
            ]
        )
        reports[0].action_compute()
        if reports[0].date_end < self.samad._oe_today():
            reports[0].action_declare()
        self._running_contract()
        # What is late is marked, and the managers are asked.
        places._cron_statements()

    def _running_contract(self):
        """Care of an authorised service since January, raised within the cap."""
        client = self.env["res.partner"].search(
            [("name", "=", "Germaine Bourdon")], limit=1
        )
        care = self.env["oe.sap.activity"].search([("code", "=", "I-3")])
        product = care.product_tmpl_id.product_variant_id
        order = (
            self.env["sale.order"]
            .with_company(self.samad)
            .create(
                {
                    "company_id": self.samad.id,
                    "partner_id": client.id,
                    "date_order": "2026-01-12 10:00:00",
                    "validity_date": "2027-01-31",
                    "oe_sap_day": "2026-02-01",
                    "oe_sap_public": "dependent",
                    "order_line": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "product_uom_qty": 8,
                                "price_unit": 26,
                            }
                        )
                    ],
                }
            )
        )
        order.action_confirm()
        order.order_line.price_unit = 26.4
