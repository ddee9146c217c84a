"""A licensee in Laos, books kept there: July declared in kip, counted, invoiced."""

import base64

from odoo import Command

from . import people

JULY = "2026-07-01"
PROOF = """Balance au 31 juillet 2026, classe 7 (LAK)
701 Accompagnement à domicile      48 500 000
702 Petits travaux                 14 000 000
"""


class Licensee:
    """Mixed into the month, after the association in Laos."""

    def licensee(self):
        """The cooperative of Vientiane; July is in review in Loire-Atlantique."""
        company = self._cooperative_abroad()
        contract = self._licence_abroad(company)
        self._terms_abroad(company)
        self._declared_abroad(contract)
        period = self.env["oe.royalty.period"].create(
            {"scheme_id": contract.scheme_id.id, "month": JULY}
        )
        period.action_compute()
        theirs = period.statement_ids.filtered(lambda row: row.company_id == company)
        theirs.action_lock()
        theirs.action_invoice()
        period.action_send()

    def _cooperative_abroad(self):
        company = self.env["res.company"]._oe_open_foreign(
            "Coopérative de Vientiane",
            self.env.ref("base.la"),
            self.env.ref("base.LAK"),
            "cae_general",
        )
        company.write({"street": "Rue Samsenthai", "city": "Vientiane", "zip": "01000"})
        (
            self.env["res.users"].search([("login", "in", ("claire", "sophie"))])
            | self.env.user
        ).company_ids = [Command.link(company.id)]
        self.env["res.users"].create(
            {
                "name": people.ABROAD.name,
                "login": people.ABROAD.login,
                "password": people.PASSWORD,
                "lang": "fr_FR",
                "tz": "Asia/Vientiane",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [
                    Command.link(self.env.ref(group).id)
                    for group in ("base.group_user", *people.ABROAD.groups)
                ],
            }
        )
        return company

    def _licence_abroad(self, company):
        contract = self.env["oe.royalty.contract"].create(
            {
                "scheme_id": self.env["oe.royalty.scheme"].search([], limit=1).id,
                "company_id": company.id,
                "date_start": JULY,
                "information_date": "2026-05-04",
                "signed_on": "2026-06-12",
                "signed_by": people.ABROAD.name,
                "books_elsewhere": True,
                "settlement_currency_id": company.currency_id.id,
                "is_withheld": True,
            }
        )
        contract.action_sign()
        return contract

    def _terms_abroad(self, company):
        """Example figures; the accountant writes those of the day."""
        for day, units in (("2026-06-01", 24_850), ("2026-10-01", 25_120)):
            self.env["oe.royalty.exchange"].create(
                {
                    "company_id": self.sas.id,
                    "currency_id": company.currency_id.id,
                    "date_start": day,
                    "units": units,
                    "legal_reference": "Banque de la RDP lao, cours d'exemple",
                }
            )
        self.env["oe.royalty.withholding"].create(
            {
                "company_id": self.sas.id,
                "country_id": company.country_id.id,
                "date_start": "2026-01-01",
                "percent": 5,
                "legal_reference": "Taux d'exemple, à confirmer par un conseil au Laos",
            }
        )

    def _declared_abroad(self, contract):
        poles = self.env["oe.pole"].search([], order="id", limit=2)
        self.env["oe.royalty.declaration"].create(
            {
                "contract_id": contract.id,
                "month": JULY,
                "proof": base64.b64encode(PROOF.encode()),
                "proof_name": "balance-juillet-2026.txt",
                "line_ids": [
                    Command.create({"pole_id": pole.id, "local_amount": amount})
                    for pole, amount in zip(
                        poles, (48_500_000, 14_000_000), strict=True
                    )
                ],
            }
        ).action_declare()
