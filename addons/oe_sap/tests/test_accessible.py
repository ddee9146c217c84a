"""Invoices and quotes as a screen reader finds them, and the days to withdraw."""

from lxml import html

from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import SapCase


@tagged("post_install", "-at_install")
class TestAccessible(SapCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls._portal(
            cls.client, "jeanne-acces", ["oe_base.group_oe_client"], cls.cae_sap
        )
        cls.move = cls._sap_invoice("2026-12-10")
        cls.move.action_post()
        cls.order = cls._order("II-1")
        cls.order.action_quotation_sent()

    def _read(self, address):
        self.authenticate("jeanne-acces", PASSWORD)
        answer = self.url_open(address)
        self.assertEqual(answer.status_code, 200, address)
        return html.fromstring(answer.content)

    def test_pages_say_their_language_and_one_title(self):
        for address in (
            "/my/oe",
            "/my/invoices",
            "/my/orders",
            "/my/quotes",
            f"/my/invoices/{self.move.id}",
            f"/my/orders/{self.order.id}",
            f"/my/oe/quotes/{self.order.id}",
            "/services",
        ):
            with self.subTest(address):
                page = self._read(address)
                self.assertRegex(page.get("lang") or "", r"^[a-z]{2}(-[A-Z]{2})?$")
                self.assertEqual(len(page.findall(".//h1")), 1)
                self.assertFalse(page.xpath("//img[not(@alt)]"))
                self.assertFalse(page.xpath("//iframe[not(@title)]"))

    def test_columns_say_what_they_head(self):
        for address in (
            "/my/invoices",
            "/my/quotes",
            f"/my/orders/{self.order.id}",
            f"/my/invoices/{self.move.id}?report_type=html",
        ):
            with self.subTest(address):
                page = self._read(address)
                self.assertTrue(page.findall(".//th"))
                bare = page.xpath("//th[not(@scope)][normalize-space()]")
                self.assertFalse([cell.text_content().strip() for cell in bare])

    def test_the_services_of_an_invoice_stand_under_a_heading(self):
        page = self._read(f"/my/invoices/{self.move.id}?report_type=html")
        block = page.find_class("o_oe_sap_mentions")[0]
        self.assertEqual(len(block.findall("h3")), 1)
        self.assertFalse(block.findall(".//strong"))

    def _printed(self, order):
        reports = self.env["ir.actions.report"]
        return reports._render_qweb_html("sale.report_saleorder", order.ids)[0].decode()

    def test_a_quote_written_by_the_office_says_how_to_withdraw(self):
        """No request of a client comes before it, and it is signed at a distance."""
        self.assertFalse(self.order.oe_need_id)
        page = html.fromstring(self._printed(self.order))
        self.assertIn("L.221-18", page.text_content())
        self.assertNotIn("connect_software", self._printed(self.order))
        self.assertTrue(page.getroottree().getroot().get("lang"))

    def test_a_firm_and_a_training_have_their_own_texts(self):
        firm = self.env["res.partner"].create({"name": "Café", "is_company": True})
        other = self.env["product.product"].create(
            {"name": "Formation", "type": "service"}
        )
        order = self.order.copy()
        order.order_line.product_id = other
        self.assertFalse(order._oe_prints_rights())
        self.order.partner_id = firm
        self.assertFalse(self.order._oe_prints_rights())

    def test_a_posted_invoice_is_no_proforma(self):
        address = f"/my/invoices/{self.move.id}?report_type=html"
        self.assertNotIn("roforma", self._read(address).text_content())
        self.authenticate("jeanne-acces", PASSWORD)
        answer = self.url_open(
            f"/my/invoices/{self.move.id}?report_type=pdf&download=1"
        )
        self.assertNotIn("proforma", answer.headers["Content-Disposition"])

    def test_an_invoice_of_the_system_has_no_seller_to_write_to(self):
        self.move.invoice_user_id = self.env.ref("base.user_root")
        page = self._read(f"/my/invoices/{self.move.id}")
        self.assertNotIn("OdooBot", page.text_content())
