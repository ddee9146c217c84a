from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestPortal(SapCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls._portal(cls.client, "jeanne-sap", ["oe_base.group_oe_client"], cls.cae_sap)
        cls._portal(cls.daughter, "anne-sap", ["oe_base.group_oe_client"], cls.cae_sap)
        stranger = cls.env["res.partner"].create({"name": "Inconnue"})
        cls._portal(stranger, "inconnue-sap", ["oe_base.group_oe_client"], cls.cae_sap)
        values = {
            "name": "x",
            "company_id": cls.cae_sap.id,
            "partner_id": cls.client.id,
            "year": 2025,
            "issued_on": "2026-01-10",
            "paid": 110,
            "content": {
                "declaration": [NUMBER, "2025-01-01"],
                "paid": 11000,
                "cesu": 6000,
                "cash": 500,
                "amounts": [["II-1 Ménage", 11000]],
                "visits": [["2025-12-10", "Nadia Benali", "042", 240]],
            },
            "version": 1,
        }
        model = cls.env["oe.sap.certificate"]
        values["pdf"] = model._make_pdf(
            cls.cae_sap, {**values, "issued_on": cls.declaration.date_start}
        )
        cls.certificate = model.create(values)
        cls.route = f"/my/oe/certificates/{cls.certificate.id}.pdf"
        cls.order = cls._order("II-1")
        cls.order.action_quotation_sent()

    def csrf_token(self):
        return Request.csrf_token(self)

    def test_one_s_own_certificate_by_its_card(self):
        self.authenticate("jeanne-sap", PASSWORD)
        self.assertIn(self.route, self.url_open("/my/oe").text)
        answer = self.url_open(self.route)
        self.assertEqual(answer.headers["Content-Type"], "application/pdf")
        self.assertTrue(answer.content.startswith(b"%PDF"))

    def test_by_a_mandate_for_certificates_only(self):
        self.authenticate("anne-sap", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)
        self.assertNotIn(self.route, self.url_open("/my/oe").text)
        mandate = self.client.oe_mandate_ids
        mandate.can_certificates = True
        self.assertEqual(self.url_open(self.route).status_code, 200)
        mandate.action_revoke()
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_a_stranger_finds_nothing_and_the_logged_out_log_in(self):
        answer = self.url_open(self.route, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.authenticate("inconnue-sap", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)
        self.assertEqual(self.url_open("/my/oe/certificates/0.pdf").status_code, 404)

    def test_the_quote_page_prints_the_mentions(self):
        self.authenticate("jeanne-sap", PASSWORD)
        page = self.url_open(f"/my/oe/quotes/{self.order.id}").text
        self.assertIn(NUMBER, page)
        self.assertLess(page.index(NUMBER), page.index("o_oe_sap_credit"))
        stock = self.url_open(self.order.get_portal_url()).text
        self.assertIn("o_oe_sap_mentions", stock)

    def test_accepting_is_refused_once_the_right_is_lost(self):
        self.authenticate("jeanne-sap", PASSWORD)
        self.declaration.date_end = "2026-01-01"
        self.order.validity_date = "2099-01-01"
        page = self.url_open(
            f"/my/oe/quotes/{self.order.id}/accept",
            data={
                "csrf_token": self.csrf_token(),
                "signed_by": "Jeanne",
                "signature": "data:image/png;base64,AAAA",
            },
        )
        self.assertIn('role="alert"', page.text)
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "sent")

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("jeanne-sap", PASSWORD)
        calls = (
            ("oe.sap.certificate", "read", [self.certificate.ids, ["paid"]]),
            ("oe.sap.certificate", "action_renew", [self.certificate.ids]),
            ("oe.sap.certificate", "_run", [self.cae_sap.id, 2026]),
            ("oe.sap.certificate.run", "create", [{}]),
            ("oe.sap.authorization", "search_read", [[]]),
            ("oe.sap.activity", "write", [[1], {"price": 1}]),
            ("oe.sap.parameter", "search_read", [[]]),
            ("oe.sap.rules", "_decisions", [[]]),
            ("account.move", "action_oe_sap_vat", [[]]),
        )
        for model, method, args in calls:
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
            self.assertIn("error", answer, (model, method))
