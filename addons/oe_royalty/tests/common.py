"""What the tests of the royalty start from: a scheme at 5 %, one licensee."""

import datetime

from odoo import Command

from odoo.addons.oe_base.tests.common import OeCase


class RoyaltyCase(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls.env["oe.royalty.scheme"].create(
            {"name": "Marque", "company_id": cls.sas.id}
        )
        cls.five = cls._rate(5, "2027-01-01")
        cls.household = cls.env["res.partner"].create({"name": "Foyer"})

    @classmethod
    def _rate(cls, percent, start, **values):
        rate = cls.env["oe.royalty.rate"].create(
            {
                "scheme_id": cls.scheme.id,
                "rate": percent,
                "date_start": start,
                **values,
            }
        )
        rate.action_approve()
        return rate

    @classmethod
    def _license(cls, company=None, start="2027-01-01", **values):
        contract = cls.env["oe.royalty.contract"].create(
            {
                "scheme_id": cls.scheme.id,
                "company_id": (company or cls.cae).id,
                "date_start": start,
                "information_date": "2026-01-02",
                "signed_on": "2026-02-02",
                "signed_by": "La gérante",
                **values,
            }
        )
        contract.action_sign()
        return contract

    @classmethod
    def _period(cls, month):
        month = datetime.date.fromisoformat(f"{month}-01")
        model = cls.env["oe.royalty.period"]
        found = model.search([("scheme_id", "=", cls.scheme.id), ("month", "=", month)])
        return found or model.create({"scheme_id": cls.scheme.id, "month": month})

    @classmethod
    def _statement(cls, month, lock=False, company=None):
        """The computed (or locked) statement of a month."""
        period = cls._period(month)
        period.action_compute()
        if lock:
            period.action_lock()
        company = company or cls.cae
        return period.statement_ids.filtered(lambda row: row.company_id == company)

    @classmethod
    def _sale(cls, amount, day, partner=None, **values):
        return cls._invoice(
            cls.cae, partner or cls.household, [(amount, None, None)], day, **values
        )

    @classmethod
    def _refund(cls, move, amount, day):
        refund = move._reverse_moves([{"date": day, "invoice_date": day}], cancel=False)
        refund.invoice_line_ids.price_unit = amount
        refund.action_post()
        return refund

    @classmethod
    def _traces(cls, statement):
        kept = statement.line_ids.filtered(lambda line: not line.reason)
        return kept.sorted("id").mapped("amount")

    @classmethod
    def _line(cls, name, amount, account):
        return Command.create(
            {
                "name": name,
                "price_unit": amount,
                "account_id": cls.cae._oe_chart_ref(account).id,
                "tax_ids": [Command.clear()],
            }
        )
