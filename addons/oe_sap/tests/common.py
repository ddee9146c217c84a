"""A declared company, a household, the services of the catalogue at a price."""

import datetime

from odoo import Command

from odoo.addons.oe_missions.tests.common import MissionCase

SIRET = "852456789 00017"
NUMBER = "SAP852456789"
DAY = datetime.date(2026, 5, 10)


class SapCase(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cae_sap.company_registry = SIRET
        cls.cae_sap.write({"oe_sap_exclusivity": "exclusive"})
        cls.declaration = cls.env["oe.sap.authorization"].create(
            {
                "company_id": cls.cae_sap.id,
                "kind": "declaration",
                "number": NUMBER,
                "date_start": "2025-01-01",
            }
        )

    @classmethod
    def _activity_of(cls, code):
        return cls.env["oe.sap.activity"].search([("code", "=", code)])

    @classmethod
    def _sap(cls, code, price=25.0):
        """The catalogue's service of an activity, at a price."""
        activity = cls._activity_of(code)
        activity.price = price
        return activity.product_tmpl_id.product_variant_id

    @classmethod
    def _order(cls, *codes, hours=4, price=25.0, company=None, **values):
        """A draft quote: ``hours`` of each activity."""
        company = company or cls.cae_sap
        values.setdefault("partner_id", cls.client.id)
        values.setdefault("oe_sap_day", DAY)
        values.setdefault("date_order", "2026-05-01 10:00:00")
        values.setdefault("validity_date", "2026-06-30")
        return (
            cls.env["sale.order"]
            .with_company(company)
            .create(
                {
                    "company_id": company.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": cls._sap(code, price).id,
                                "product_uom_qty": hours,
                            }
                        )
                        for code in codes
                    ],
                    **values,
                }
            )
        )

    @classmethod
    def _sap_invoice(cls, day, hours=4, price=25.0, code="II-1", **values):
        """A draft invoice typed by hand, worker and service date said."""
        line = values.pop("line", {})
        partner = values.pop("partner", cls.client)
        return (
            cls.env["account.move"]
            .with_company(cls.cae_sap)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": cls.cae_sap.id,
                    "partner_id": partner.id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": cls._sap(code, price).id,
                                "quantity": hours,
                                "price_unit": price,
                                "oe_sap_service_date": day,
                                "oe_sap_worker_ids": [Command.set(cls.worker.ids)],
                                **line,
                            }
                        )
                    ],
                    **values,
                }
            )
        )

    def _pay_into(self, move, amount, day, journal):
        return (
            self.env["account.payment.register"]
            .with_company(move.company_id)
            .with_context(active_model="account.move", active_ids=move.ids)
            .create({"amount": amount, "payment_date": day, "journal_id": journal.id})
            ._create_payments()
        )

    def _journal(self, kind, code, **values):
        journal = self.env["account.journal"].create(
            {
                "name": code,
                "code": code,
                "type": kind,
                "company_id": self.cae_sap.id,
                **values,
            }
        )
        journal.inbound_payment_method_line_ids.payment_account_id = (
            self.cae_sap._oe_chart_ref("pcg_5121").copy({"code": f"5129{code}"})
        )
        return journal

    def _bank(self):
        return self._journal("bank", "BQX")
