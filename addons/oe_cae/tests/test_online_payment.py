"""Paying an invoice on the portal: the core's own page, company by company."""

import re

from odoo import Command
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


@tagged("post_install", "-at_install")
class TestOnlinePayment(CaeCase, PageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.person, cls.activity = cls._worker(
            "Samira", cls._scheme(recognition="collected")
        )
        cls.client = cls.env["res.partner"].create(
            {"name": "Cliente", "email": "cliente@example.com"}
        )
        cls.client.country_id = cls.env.ref("base.fr")
        cls._portal(
            cls.client,
            "cliente-paie",
            ["oe_base.group_oe_client"],
            cls.cae | cls.cae_sap,
        )
        cls.here = cls._bill(cls.cae, cls.activity)
        _other, away = cls._worker("Nadia", cls._scheme(cls.cae_sap))
        cls.away = cls._bill(cls.cae_sap, away)

    @classmethod
    def _bill(cls, company, activity):
        return cls._invoice(
            company, cls.client, [(100, activity, "tva_normale_encaissement")]
        )

    @classmethod
    def _provider(cls, company):
        """A provider that nobody calls, switched on for one company."""
        form = cls.env["ir.ui.view"].create(
            {
                "name": "Form",
                "type": "qweb",
                "arch": '<form action="dummy" method="post"/>',
            }
        )
        method = cls.env.ref("payment.payment_method_unknown")
        provider = cls.env["payment.provider"].create(
            {
                "name": f"Carte {company.name}",
                "code": "none",
                "company_id": company.id,
                "state": "test",
                "is_published": True,
                "payment_method_ids": [Command.set(method.ids)],
                "redirect_form_view_id": form.id,
            }
        )
        method.active = True
        journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", company.id)], limit=1
        )
        line = journal.inbound_payment_method_line_ids[:1]
        cls.env["account.payment.method.line"].create(
            {
                "name": "Carte",
                "payment_method_id": line.payment_method_id.id,
                "payment_account_id": line.payment_account_id.id,
                "journal_id": journal.id,
                "payment_provider_id": provider.id,
            }
        )
        return provider, method

    def test_without_a_provider_nothing_is_offered(self):
        self.authenticate("cliente-paie", PASSWORD)
        page = self.url_open(f"/my/invoices/{self.here.id}")
        self.assertEqual(page.status_code, 200)
        self.assertNotIn("Carte", page.text)

    def test_a_client_of_two_companies_sees_and_pays_both(self):
        providers = {}
        for move in (self.here, self.away):
            providers[move] = self._provider(move.company_id)
        self.authenticate("cliente-paie", PASSWORD)
        shown = self.url_open("/my/invoices").text
        for move in (self.here, self.away):
            self.assertIn(move.name, shown)
            page = self.url_open(f"/my/invoices/{move.id}")
            self.assertIn("o_payment_form", page.text)
            # Each company has its own contract with the bank: no other is offered.
            mine, _method = providers[move]
            offered = set(re.findall(r'data-provider-id="(\d+)"', page.text))
            self.assertEqual(offered, {str(mine.id)}, move.name)

    def test_a_payment_is_a_standard_one_and_is_collected(self):
        provider, method = self._provider(self.cae)
        self.authenticate("cliente-paie", PASSWORD)
        answer = self.make_jsonrpc_request(
            f"/invoice/transaction/{self.here.id}",
            {
                "access_token": self.here._portal_ensure_token(),
                "provider_id": provider.id,
                "payment_method_id": method.id,
                "token_id": None,
                "amount": 120.0,
                "flow": "redirect",
                "tokenization_requested": False,
                "landing_route": "/my/invoices",
            },
        )
        done = self.env["payment.transaction"].search(
            [("reference", "=", answer["reference"])]
        )
        self.assertEqual((done.amount, done.company_id), (120, self.cae))
        done._set_done()
        done._post_process()
        self.assertIn(self.here.payment_state, ("in_payment", "paid"))
        self.assertEqual(done.payment_id.company_id, self.cae)
        ledger = self.env["oe.cae.ledger"]
        month = done.payment_id.date.replace(day=1)
        facts = ledger._facts(self.cae, [month], {self.activity.account_id.id})
        collected = [
            fact.cents
            for fact in facts[self.activity.account_id.id]
            if fact.kind == "collected"
        ]
        self.assertEqual(collected, [100_00])
        page = self.url_open(f"/my/invoices/{self.here.id}")
        self.assertNotIn("o_payment_form", page.text)

    def test_somebody_else_neither_reads_nor_pays(self):
        provider, method = self._provider(self.cae)
        other = self.env["res.partner"].create({"name": "Autre"})
        self._portal(other, "autre-paie", ["oe_base.group_oe_client"], self.cae)
        self.authenticate("autre-paie", PASSWORD)
        page = self.url_open(f"/my/invoices/{self.here.id}")
        self.assertNotIn(self.here.name, page.text)
        answer = self.url_open(
            f"/invoice/transaction/{self.here.id}",
            json={
                "jsonrpc": "2.0",
                "method": "call",
                "params": {
                    "access_token": "0" * 36,
                    "provider_id": provider.id,
                    "payment_method_id": method.id,
                    "token_id": None,
                    "amount": 120.0,
                    "flow": "redirect",
                    "tokenization_requested": False,
                    "landing_route": "/my",
                },
            },
        ).json()
        self.assertIn("error", answer)
        self.assertFalse(
            self.env["payment.transaction"].search_count(
                [("invoice_ids", "in", self.here.ids)]
            )
        )
