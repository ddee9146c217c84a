"""Immediate advance: a company that offers it, clients at every step of it.

The service is the project's own simulator: ``bin/oe simulator`` goes on where the demo
data stops. Clients, accounts and numbers are invented.
"""

import sys

from dateutil.relativedelta import relativedelta

from odoo import Command
from odoo.modules.module import get_module_path

PLACE = "http://127.0.0.1:8079"
IBAN = "FR7630006000011234567890189"
AUNT = {
    "title": "2",
    "birth_name": "Le Bihan",
    "first_names": "Yvette",
    "birth_date": "1944-05-12",
    "birth_town": "Vannes",
    "birth_department": "56",
    "mobile": "06 00 00 01 44",
    "email": "yvette@oui-ensemble.example",
    "street": "8 rue du Calvaire",
    "postal_code": "44000",
    "city": "Nantes",
    "iban_typed": IBAN,
    "bic_typed": "AGRIFRPP847",
    "holder_typed": "Yvette Colin",
}


class Advance:
    """Part of the stage and of the month."""

    def _advance(self):
        """What is there before anybody asks: credentials, proofs, one invoice."""
        today = self.samad._oe_today()
        self.advance_account = self.env["oe.sap.advance.account"].create(
            {
                "company_id": self.samad.id,
                "place": "simulator",
                "base_url": PLACE,
                "client_ref": "demo",
                "secret_typed": "demo",
                "provider_ref": "1000044",
                "user_id": self._user("claire").id,
                "proofs_renewed_on": today - relativedelta(months=2),
            }
        )
        self.advance_account.action_prepare_books()
        members = self.advance_account._bring_members()
        members.renewed_on = today - relativedelta(months=5)
        # One of them has a month left: the screen shows what comes.
        members[:1].renewed_on = today - relativedelta(months=11, days=10)
        self.env["oe.mandate"].search(
            [("principal_id", "=", self.marguerite.id)]
        ).can_pay = True
        self._advance_invoice(self.marguerite, 1)

    def _user(self, login):
        return self.env["res.users"].search([("login", "=", login)])

    def _advance_invoice(self, partner, months_ago):
        """Four hours of cleaning by Malo, typed by hand, posted."""
        first = self.samad._oe_today().replace(day=1)
        day = first - relativedelta(months=months_ago) + relativedelta(days=11)
        activity = self.env["oe.sap.activity"].search([("code", "=", "II-1")])
        malo = self.env["oe.entrepreneur"].search([("name", "=", "Malo Rivière")])
        move = (
            self.env["account.move"]
            .with_company(self.samad)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": self.samad.id,
                    "partner_id": partner.id,
                    "invoice_date": day + relativedelta(day=28),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": (
                                    activity.product_tmpl_id.product_variant_id.id
                                ),
                                "quantity": 4,
                                "oe_sap_service_date": day,
                                "oe_sap_worker_ids": [Command.set(malo.ids)],
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return move

    def advance(self):
        """Three months of Yvette: paid, refused, and one that waits for her."""
        sys.path.insert(0, get_module_path("oe_sap"))
        from simulator.server import Simulator  # noqa: PLC0415

        account = self.env["oe.sap.advance.account"].search([])
        with Simulator() as simulator:
            account.base_url = simulator.url
            self._live_advance(simulator.service)
        account.base_url = PLACE

    def _live_advance(self, service):
        aunt = self._aunt(service)
        moves = self.env["account.move"]
        for months_ago in (3, 2, 1):
            moves |= self._advance_invoice(aunt, months_ago)
        rows = self.env["oe.sap.advance"]._enqueue(moves)
        rows._cron_send()
        for row, steps in zip(
            rows.sorted("id"), ((20, 30, 50, 70), (20, 40), (20,)), strict=True
        ):
            for status in steps:
                service.tell(row.number, status)
                rows._cron_poll()

    def _aunt(self, service):
        aunt = self._partner(
            "Yvette Colin", "Nantes", AUNT["street"], email=AUNT["email"]
        )
        louise = self.env["res.partner"].search([("name", "=", "Louise Hervé")])
        self.env["oe.mandate"].create(
            {
                "principal_id": aunt.id,
                "holder_id": louise.id,
                "date_start": "2026-01-05",
                "can_pay": True,
                "can_certificates": True,
            }
        )
        client = self.env["oe.sap.advance.client"].create(
            {
                "company_id": self.samad.id,
                "partner_id": aunt.id,
                "consent_paper": "eA==",
                **AUNT,
            }
        )
        client.action_submit()
        client._cron_enrol()
        service.activate()
        client._cron_enrol()
        client.activated_on = "2026-01-15"
        return aunt
