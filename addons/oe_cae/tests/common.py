"""What the tests of hosting start from: schemes, contracts, bills, closed months."""

import datetime

from odoo import Command

from odoo.addons.oe_base.tests.common import OeCase

# A one-pixel drawing: what matters is that somebody signed.
PIXEL = (
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAA"
    "ABJRU5ErkJggg=="
)


class CaeCase(OeCase):
    # What the law wants in a CESA, so that it may be signed.
    TERMS = {
        "fixed_pay": 600,
        "variable_kind": "all",
        "statutes_version": "Statuts 2025",
        "minimum_hours": 50,
        "objective_ids": [
            Command.create({"name": "Trois clients fidèles", "target": 3})
        ],
    }

    @classmethod
    def _scheme(
        cls, company=None, rate=10, start="2026-01-01", brackets=None, **values
    ):
        """A scheme with its first version; ``brackets`` are (start, rate) pairs."""
        scheme = cls.env["oe.cae.scheme"].create(
            {
                "name": f"Barème {cls.env['oe.cae.scheme'].search_count([])}",
                "company_id": (company or cls.cae).id,
            }
        )
        cls._version(scheme, start, brackets or [(0, rate)], **values)
        return scheme

    @classmethod
    def _version(cls, scheme, start, brackets, **values):
        return cls.env["oe.cae.scheme.version"].create(
            {
                "scheme_id": scheme.id,
                "date_start": start,
                "resolution_date": start,
                "bracket_ids": [
                    Command.create({"start_amount": first, "rate": rate})
                    for first, rate in brackets
                ],
                **values,
            }
        )

    @classmethod
    def _contract(cls, person, scheme=None, kind="salaried", **values):
        values.setdefault("date_start", "2026-01-01")
        if kind == "cape":
            values.setdefault("date_end", "2026-12-31")
        return cls.env["oe.cae.contract"].create(
            {
                "entrepreneur_id": person.id,
                "company_id": (scheme.company_id if scheme else cls.cae).id,
                "kind": kind,
                "scheme_id": scheme and scheme.id,
                **values,
            }
        )

    @classmethod
    def _worker(cls, name, scheme, kind="salaried", login=None, **values):
        """A person with a contract and an activity in the scheme's company."""
        company = scheme.company_id
        person = cls._person(name, company, status=kind, login=login)
        cls._contract(person, scheme, kind, **values)
        return person, cls._activity(person, company)

    @classmethod
    def _charge(cls, activity, amount, account="pcg_6251", day="2026-06-20"):
        """A posted supplier bill charged to an activity."""
        company = activity.company_id
        supplier = cls.env["res.partner"].create({"name": "Fournisseur"})
        move = (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "in_invoice",
                    "company_id": company.id,
                    "partner_id": supplier.id,
                    "invoice_date": day,
                    "date": day,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": "Charge",
                                "price_unit": amount,
                                "account_id": company._oe_chart_ref(account).id,
                                "tax_ids": [Command.clear()],
                                "analytic_distribution": {
                                    str(activity.account_id.id): 100
                                },
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        return move

    @classmethod
    def _refund(cls, move, amount, day):
        """A posted credit note on an invoice, for part of its amount."""
        refund = move._reverse_moves([{"date": day, "invoice_date": day}], cancel=False)
        refund.invoice_line_ids.price_unit = amount
        refund.action_post()
        return refund

    @classmethod
    def _period(cls, company, month):
        return cls.env["oe.period"]._get(company, datetime.date.fromisoformat(month))

    @classmethod
    def _close(cls, company, month):
        """Close a month and give its statements back."""
        period = cls._period(company, month)
        period.action_cae_close()
        return period.cae_statement_ids

    @classmethod
    def _lines(cls, statement, kind):
        return [
            (str(line.origin_month)[:7], line.amount)
            for line in statement.line_ids
            if line.kind == kind
        ]

    @classmethod
    def _sign(cls, document):
        """Send a document, sign it as the entrepreneur, then for the cooperative."""
        document.action_send()
        person = document.entrepreneur_id
        document._sign_es(person.partner_id, person.name, PIXEL)
        if document.state == "to_sign":
            document.action_countersign()

    @classmethod
    def _interview(cls, contract, **values):
        """A draft interview with every point written."""
        points = {
            "activity_review": "Deux clients gagnés",
            "outlook": "Bonne",
            "new_objectives": "Trois clients de plus",
            "needs": "Formation à la vente",
            "actions": "Marc appelle en mai",
            "health_safety": "Gestes et postures revus",
            "membership": "Entrée prévue en 2027",
            "leave": "Pris en août",
        }
        return cls.env["oe.cae.interview"].create(
            {
                "contract_id": contract.id,
                "date": "2026-06-01",
                "leave_taken": 2.5,
                **points,
                **values,
            }
        )
