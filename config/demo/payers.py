"""A département that pays for several households, its transfer, vouchers of a CESU.

Households, decisions and numbers are invented.
"""

import datetime

from odoo import Command

# Client, decision, cents of hours: who, aid, share of the département an hour, hours.
COVERED = (
    ("Germaine Bourdon", "APA-2026-0117", 18.5, 12),
    ("Lucien Moreau", "APA-2026-0142", 21, 8),
    ("Solange Pineau", "PCH-2026-0031", 23.5, 10),
)
DAY = datetime.date(2026, 7, 22)
INVOICED = datetime.date(2026, 7, 31)


class Payers:
    """Mixed into the month, after its certificates: their figures stay as they are."""

    def payers(self):
        """Three shared invoices, one transfer to match, two lots of vouchers."""
        self.county = self.env["res.partner"].create(
            {
                "name": "Département de Loire-Atlantique",
                "is_company": True,
                "street": "3 quai Ceineray",
                "zip": "44000",
                "city": "Nantes",
                "country_id": self.env.ref("base.fr").id,
            }
        )
        shares = self.env["account.move"]
        for name, decision, hourly, hours in COVERED:
            client = self._covered(name, decision, hourly)
            lead = self._shared_invoice(client, hours)
            lead.action_oe_sap_share_out()
            lead.action_post()
            shares |= lead.oe_sap_share_ids
        self._county_transfer(shares)
        self._cesu()

    def _covered(self, name, decision, hourly):
        client = self.env["res.partner"].create(
            {
                "name": name,
                "street": "12 rue des Hauts-Pavés",
                "zip": "44000",
                "city": "Nantes",
                "country_id": self.env.ref("base.fr").id,
            }
        )
        self.env["oe.sap.payer"].create(
            {
                "partner_id": client.id,
                "payer_id": self.county.id,
                "company_id": self.samad.id,
                "kind": decision[:3].lower(),
                "decision": decision,
                "date_start": "2026-01-01",
                "date_end": "2026-12-31",
                "basis": "hourly",
                "hourly": hourly,
                "cap_hours": 25,
            }
        )
        return client

    def _shared_invoice(self, client, hours):
        service = self.env["oe.sap.activity"].search([("code", "=", "II-1")])
        product = service.product_tmpl_id.product_variant_id
        return (
            self.env["account.move"]
            .with_company(self.samad)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": self.samad.id,
                    "partner_id": client.id,
                    "invoice_date": INVOICED,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "product_id": product.id,
                                "quantity": hours,
                                "price_unit": 26,
                                "oe_sap_service_date": DAY,
                                "oe_sap_worker_ids": [Command.set(self.nadia.ids)],
                            }
                        )
                    ],
                }
            )
        )

    def _county_transfer(self, shares):
        """One line fits, one is short of a refused visit, one says too little."""
        first, second, _third = shares
        paid = [
            ("BOURDON Germaine", "", first.amount_total),
            ("MOREAU Lucien", "", second.amount_total - 42),
            ("Dossier 0098", "", 61.2),
        ]
        row = (
            self.env["oe.sap.remittance"]
            .with_company(self.samad)
            .create(
                {
                    "name": "VIR-CD44-2026-08",
                    "company_id": self.samad.id,
                    "payer_id": self.county.id,
                    "date": "2026-08-28",
                    "amount": round(sum(line[2] for line in paid), 2),
                    "line_ids": [
                        Command.create(
                            {
                                "client_text": client,
                                "invoice_text": number,
                                "month": "2026-07-01",
                                "amount": amount,
                            }
                        )
                        for client, number, amount in paid
                    ],
                }
            )
        )
        row.action_match()

    def _cesu(self):
        """Paper vouchers on a slip that is sent, an e-CESU that waits for its own."""
        issuers = {
            kind: self.env.ref(f"oe_sap.cesu_{name}")
            for kind, name in (("paper", "edenred"), ("electronic", "up"))
        }
        for kind, numbers, face in (
            ("paper", ("24100117", "24100118", "24100119", "24100120"), 20),
            ("electronic", ("EC26-884120",), 75),
        ):
            client = self.env["res.partner"].create(
                {
                    "name": {"paper": "Fanny Rousseau", "electronic": "Hugo Lemaire"}[
                        kind
                    ],
                    "zip": "44000",
                    "city": "Nantes",
                }
            )
            move = self._shared_invoice(client, 6)
            move.action_post()
            receipt = self.env["oe.sap.cesu.receipt"].create(
                {
                    "partner_id": client.id,
                    "company_id": self.samad.id,
                    "issuer_id": issuers[kind].id,
                    "kind": kind,
                    "date": "2026-08-10",
                    "move_id": move.id,
                    "funded_known": kind == "electronic",
                    "funded": 37.5 if kind == "electronic" else 0,
                    "voucher_ids": [
                        Command.create({"number": number, "amount": face})
                        for number in numbers
                    ],
                }
            )
            receipt.action_receive()
        slip = self.env["oe.sap.cesu.slip"].create(
            {
                "company_id": self.samad.id,
                "issuer_id": issuers["paper"].id,
                "date": "2026-08-15",
            }
        )
        slip.action_fill()
        slip.action_send()
