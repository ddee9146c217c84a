"""The client's page of the tax credit: own, by a mandate, and nobody else's."""

import importlib.util

from odoo.http import Request
from odoo.tests import HttpCase, tagged
from odoo.tools import file_path

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import SapCase

SCRIPT = "oe_sap/migrations/19.0.1.1.0/pre-migration.py"
FORM = "/my/oe/credit/household"


@tagged("post_install", "-at_install")
class TestCreditPages(SapCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls._portal(cls.client, "jeanne-cr", ["oe_base.group_oe_client"], cls.cae_sap)
        cls._portal(cls.daughter, "anne-cr", ["oe_base.group_oe_client"], cls.cae_sap)
        cls.stranger = cls.env["res.partner"].create({"name": "Inconnue"})
        cls._portal(
            cls.stranger, "inconnue-cr", ["oe_base.group_oe_client"], cls.cae_sap
        )

    def csrf_token(self):
        return Request.csrf_token(self)

    def _send(self, partner=None, token=True, **values):
        data = {"taxpayer_id": (partner or self.client).id, **values}
        if token:
            data["csrf_token"] = self.csrf_token()
        return self.url_open(FORM, data=data)

    def _rows(self, partner=None):
        wanted = [("partner_id", "=", (partner or self.client).id)]
        return (
            self.env["oe.sap.household"].search(wanted),
            self.env["oe.sap.household.amount"].search(wanted),
        )

    def test_who_said_it_is_told_by_the_server(self):
        self.authenticate("jeanne-cr", PASSWORD)
        self._send(children="1", apa="1800")
        self.assertEqual(self._send(taxpayer_id="9" * 5000).status_code, 404)
        manager = self._staff("gerance-cr", "manager", self.cae_sap)
        household, amounts = self._rows()
        for row, values in ((household, {"children": 2}), (amounts, {"amount": 900})):
            mine = self._as(row, manager)
            mine.write({**values, "said_by": "client"})
            self.assertEqual(row.said_by, "office")
            row.unlink()
        made = self._as(household, manager).create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "date_start": "2026-01-01",
                "said_by": "client",
            }
        )
        self.assertEqual(made.said_by, "office")

    def test_what_one_says_is_kept_once_and_computed(self):
        self.authenticate("jeanne-cr", PASSWORD)
        for _twice in range(2):
            page = self._send(children="1", apa="1 800,50", elsewhere="4000")
        self.assertIn("/my/oe/credit", page.url)
        household, amounts = self._rows()
        self.assertEqual((household.children, household.said_by), (1, "client"))
        self.assertEqual(
            {row.kind: row.amount for row in amounts},
            {"apa": 1800.5, "elsewhere": 4000},
        )
        text = self.url_open("/my/oe/credit").text.replace("\u202f", " ")
        self.assertIn("13 500,00 €", text)
        self.assertIn("1 800,50", text)
        self.assertIn("/my/oe/credit", self.url_open("/my/oe").text)
        self._send(children="1")
        self.assertFalse(self._rows()[1])

    def test_bad_numbers_are_refused_in_words_and_nothing_is_kept(self):
        self.authenticate("jeanne-cr", PASSWORD)
        for values in ({"children": "-1"}, {"apa": "beaucoup"}, {"apa": "900000"}):
            with self.subTest(values):
                page = self._send(**values)
                self.assertEqual(page.status_code, 200)
                self.assertIn("alert", page.text)
        self.assertFalse(self._rows()[0] or self._rows()[1])

    def test_another_s_household_does_not_exist(self):
        self.authenticate("inconnue-cr", PASSWORD)
        self.assertEqual(self._send().status_code, 404)
        self.assertEqual(self._send(taxpayer="x" * 9).status_code, 404)
        self.assertNotIn("Jeanne", self.url_open("/my/oe/credit").text)
        self.assertFalse(self._rows()[0])

    def test_a_relative_by_a_mandate_for_certificates_only(self):
        self.authenticate("anne-cr", PASSWORD)
        self.assertEqual(self._send(children="1").status_code, 404)
        self.client.oe_mandate_ids.can_certificates = True
        self.assertEqual(self._send(children="1").status_code, 200)
        self.assertEqual(self._rows()[0].children, 1)
        self.assertIn("Jeanne", self.url_open("/my/oe/credit").text)

    def test_who_declares_elsewhere_has_no_household_here(self):
        self.client.oe_taxpayer_id = self.daughter
        self.authenticate("jeanne-cr", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/credit").status_code, 404)

    def test_logged_out_without_token_and_by_rpc(self):
        for route in ("/my/oe/credit", FORM):
            self.assertIn("/web/login", self.url_open(route).url)
        self.authenticate("jeanne-cr", PASSWORD)
        self.assertEqual(self._send(token=False).status_code, 400)
        for model in ("oe.sap.household", "oe.sap.household.amount", "oe.sap.meter"):
            answer = self.make_jsonrpc_request_raw(model)
            self.assertIn("error", answer)

    def make_jsonrpc_request_raw(self, model):
        params = {"model": model, "method": "search_read", "args": [[]], "kwargs": {}}
        return self.url_open(
            "/web/dataset/call_kw",
            json={"jsonrpc": "2.0", "method": "call", "params": params},
        ).json()

    def test_an_update_gives_existing_parameters_their_ceilings(self):
        row = self.env.ref("oe_sap.parameter_2026")
        self.env.flush_all()
        self.env.cr.execute(
            "ALTER TABLE oe_sap_parameter ALTER COLUMN ceiling DROP NOT NULL"
        )
        self.env.cr.execute("UPDATE oe_sap_parameter SET ceiling = NULL")
        spec = importlib.util.spec_from_file_location("script", file_path(SCRIPT))
        script = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(script)
        for _again in range(2):
            script.migrate(self.env.cr, "19.0.1.0.0")
        self.env.invalidate_all()
        self.assertEqual((row.ceiling, row.employer_aid_most), (12000, 1830))
