"""What may be sold, at which price, and how the money is shared."""

from odoo import Command


class Rules:
    """Part of the stage: services, rights to sell, contributions, royalty."""

    def _sap_service(self, code, price):
        """A service of the legal catalogue, at the demo's price."""
        activity = self.env["oe.sap.activity"].search([("code", "=", code)])
        activity.price = price
        return activity.product_tmpl_id.product_variant_id

    def _services(self):
        self._rights_to_sell()
        self.care = self._sap_service("I-3", 27.00)
        self.cleaning = self._sap_service("II-1", 24.00)
        tutor = self.env.ref("oe_base.skill_tutor")
        asked = self.env["oe.service.requirement"].create(
            {"skill_id": tutor.id, "minimum": 2}
        )
        self.care.product_tmpl_id.oe_requirement_ids = asked
        self.env["product.template"].create(
            {
                "name": "Formation",
                "list_price": 49.00,
                "oe_sale_tax": "tva_normale_encaissement",
                "oe_service_nature": "other",
                "type": "service",
                "uom_id": self.env.ref("uom.product_uom_hour").id,
                "invoice_policy": "delivery",
                "service_type": "manual",
                # Sold by the trainer on the phone, not invoiced from visits.
                "oe_direct_sale": True,
                "oe_skill_id": self.env.ref("oe_base.skill_trainer").id,
            }
        )

    def _rights_to_sell(self):
        """A declaration and the department's authorisation: numbers are invented."""
        common = {"company_id": self.samad.id, "date_start": "2026-01-01"}
        self.env["oe.sap.authorization"].create(
            [
                {**common, "kind": "declaration", "number": "SAP900000019"},
                {
                    **common,
                    "kind": "autorisation",
                    "number": "44-2026-INVENTÉ",
                    "departments": "44",
                    "activity_ids": [
                        Command.set(
                            self.env["oe.sap.activity"]
                            .search([("code", "in", ("I-3", "I-4", "I-5"))])
                            .ids
                        )
                    ],
                },
            ]
        )

    def _rules_of_money(self):
        """10 % of invoiced turnover in both cooperatives; 5 % royalty to the SAS."""
        self.schemes = {}
        for company in (self.samad, self.msg):
            scheme = self.env["oe.cae.scheme"].create(
                {"name": "Barème général", "company_id": company.id}
            )
            self.env["oe.cae.scheme.version"].create(
                {
                    "scheme_id": scheme.id,
                    "date_start": "2026-01-01",
                    "resolution_date": "2025-12-12",
                    "bracket_ids": [Command.create({"start_amount": 0, "rate": 10})],
                }
            )
            self.schemes[company] = scheme
        brand = self.env["oe.royalty.scheme"].create(
            {"name": "Marque Oui Ensemble", "company_id": self.sas.id}
        )
        rate = self.env["oe.royalty.rate"].create(
            {"scheme_id": brand.id, "rate": 5, "date_start": "2026-01-01"}
        )
        rate.action_approve()
        for company in (self.samad, self.msg):
            self.env["oe.royalty.contract"].create(
                {
                    "scheme_id": brand.id,
                    "company_id": company.id,
                    "date_start": "2026-01-01",
                    "information_date": "2025-11-03",
                    "signed_on": "2025-12-12",
                    "signed_by": "La gérante",
                }
            ).action_sign()
