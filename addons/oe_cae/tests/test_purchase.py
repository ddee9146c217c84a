"""Orders of an entrepreneur, and supplier bills brought to the activity."""

import base64

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase


class PurchaseCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scheme = cls._scheme()
        cls.person, cls.mine = cls._worker(
            "Nadia", scheme, login="nadia-achats", purchase_limit=500
        )
        cls.other_person, cls.other = cls._worker("Paul", scheme, login="paul-achats")
        cls.manager = cls._staff("gerante-achats", "manager", cls.cae)
        cls.accountant = cls._staff("compta-achats", "accountant", cls.cae)
        cls.accountant.group_ids = [
            Command.link(cls.env.ref("account.group_account_user").id)
        ]
        cls.orders = cls.env["purchase.order"].sudo()
        cls.supplier = cls.env["res.partner"].create({"name": "Papeterie"})

    def _buy(self, price=100, quantity=2, ref=None, activity=None, **values):
        given = {
            "supplier": self.env["res.partner"],
            "supplier_name": "Outils du Val",
            "product": self.env.ref("oe_cae.purchase_equipment"),
            "name": "Escabeau",
            "quantity": quantity,
            "price": price,
            "vat": "20",
            **values,
        }
        return self.orders._oe_buy(activity or self.mine, given, ref)

    @classmethod
    def _bill(cls, amount=80, company=None, **values):
        company = company or cls.cae
        return (
            cls.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "in_invoice",
                    "company_id": company.id,
                    "partner_id": cls.supplier.id,
                    "invoice_date": "2026-06-15",
                    "ref": f"B{amount}",
                    "invoice_line_ids": [
                        Command.create({"name": "Ramettes", "price_unit": amount})
                    ],
                    **values,
                }
            )
        )

    def _route(self, bill):
        self._as(bill, self.accountant).action_oe_route()

    def _key(self, activity):
        return {str(activity.account_id.id): 100}


@tagged("post_install", "-at_install")
class TestPurchase(PurchaseCase):
    def test_under_the_threshold_it_is_ordered_at_once(self):
        order = self._buy()
        self.assertEqual((order.state, order.amount_total), ("purchase", 240))
        self.assertEqual(order.company_id, self.cae)
        order.action_create_invoice()
        bill = order.invoice_ids
        self.assertEqual(bill.oe_activity_id, self.mine)
        self.assertEqual(bill.oe_routing, "confirmed")
        line = bill.invoice_line_ids
        self.assertEqual(line.analytic_distribution, self._key(self.mine))
        self.assertEqual(line.account_id.with_company(self.cae).code, "606300")

    def test_above_it_a_manager_approves_or_refuses(self):
        order = self._buy(price=501, quantity=1)
        self.assertEqual((order.state, order.oe_approval), ("draft", "asked"))
        with self.assertRefused(UserError, "a manager approves"):
            order.button_confirm()
        row = self.env["oe.cae.to.approve"].search(
            [("res_model", "=", "purchase.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual((row.amount, row.limit), (501, 500))
        self._as(row, self.manager).action_approve()
        self.assertEqual(order.state, "purchase")
        second = self._buy(price=900, quantity=1)
        self.env.invalidate_all()
        row = self.env["oe.cae.to.approve"].search([("res_id", "=", second.id)])
        mine = self._as(row, self.manager)
        mine.note = "Trop cher"
        mine.action_refuse()
        self.assertEqual(second._oe_page()["refusal"], "Trop cher")
        with self.assertRefused(UserError, "a manager approves"):
            second.button_confirm()

    def test_what_is_missing_is_said(self):
        for values, word in (
            ({"supplier_name": " "}, "name of the supplier"),
            ({"price": 0}, "how many"),
            ({"quantity": 0}, "how many"),
        ):
            with self.assertRefused(UserError, word):
                self._buy(**values)
        self.assertEqual(self._buy(ref="a"), self._buy(ref="a"))
        self.assertEqual(len(self.orders._oe_suppliers(self.person)), 1)

    def test_cancelled_until_a_bill_is_there(self):
        order = self._buy()
        order._oe_drop()
        self.assertEqual(order.state, "cancel")
        order = self._buy()
        order.action_create_invoice()
        with self.assertRefused(UserError, "bill is there"):
            order._oe_drop()

    def test_vat_of_a_service_is_due_on_payment(self):
        service = self.env.ref("oe_cae.purchase_subcontracting")
        order = self._buy(product=service, vat="20")
        self.assertEqual(order.order_line.tax_ids.tax_exigibility, "on_payment")
        self.assertEqual(self._buy(vat="").amount_tax, 0)


@tagged("post_install", "-at_install")
class TestRouting(PurchaseCase):
    def test_proposed_then_confirmed_and_learned(self):
        bill = self._bill()
        with self.assertRefused(UserError, "choose the activity"):
            self._route(bill)
        bill.oe_activity_id = self.mine
        self._route(bill)
        self.assertEqual(bill.oe_routing, "asked")
        line = bill.invoice_line_ids
        self.assertEqual(line.analytic_distribution, self._key(self.mine))
        bill._oe_confirm_bill(self.mine)
        self.assertEqual(bill.oe_routing, "confirmed")
        with self.assertRefused(UserError, "answered already"):
            bill._oe_contest_bill("non")
        second = self._bill(90)
        self._route(second)
        self.assertEqual(second.oe_activity_id, self.mine, "its supplier is known")
        third = self._bill(91)
        third.oe_activity_id = self.other
        self._route(third)
        third._oe_confirm_bill(self.other)
        with self.assertRefused(UserError, "choose the activity"):
            self._route(self._bill(92))

    def test_contested_it_leaves_the_account_and_somebody_looks(self):
        bill = self._bill(oe_activity_id=self.mine.id, invoice_user_id=False)
        self._route(bill)
        with self.assertRefused(UserError, "in a word"):
            bill._oe_contest_bill(" ")
        bill._oe_contest_bill("Pas commandé")
        self.assertEqual((bill.oe_routing, bill.oe_routing_note)[0], "contested")
        self.assertFalse(bill.invoice_line_ids.analytic_distribution)
        self.assertTrue(bill.activity_ids.user_id)
        bill.oe_activity_id = self.other
        self._route(bill)
        self.assertEqual(bill.oe_routing, "asked")
        bill.action_post()
        bill._oe_contest_bill("Non plus")
        line = bill.invoice_line_ids
        self.assertEqual(line.analytic_distribution, self._key(self.other), "posted")

    def test_the_person_may_choose_another_activity_of_his(self):
        second = self._activity(self.person, self.cae, "Formation")
        bill = self._bill(oe_activity_id=self.mine.id)
        self._route(bill)
        with self.assertRefused(UserError, "one of your activities"):
            bill._oe_confirm_bill(self.other)
        bill._oe_confirm_bill(second)
        line = bill.invoice_line_ids
        self.assertEqual(line.analytic_distribution, self._key(second))

    def test_what_is_not_brought_to_anybody(self):
        sale = self._invoice(self.cae, self.supplier, [(10, self.mine, None)])
        with self.assertRefused(UserError, "Only supplier bills"):
            self._route(sale)
        away = self._activity(self.person, self.cae_sap, "Ailleurs")
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._route(self._bill(oe_activity_id=away.id))

    def test_a_mirrored_bill_does_not_come_twice(self):
        sale = self._invoice(
            self.cae_sap, self.cae.partner_id, [(50, None, None)], "2026-06-10"
        )
        sale._oe_mirror(self.cae, "pcg_611")
        again = self._bill(
            50, partner_id=self.cae_sap.partner_id.id, ref=f" {sale.name} "
        )
        with self.assertRefused(UserError, sale.name):
            again.action_post()
        again.ref = "Autre chose"
        again.action_post()

    def test_bills_are_no_sales(self):
        bill = self._bill(oe_activity_id=self.mine.id)
        self._route(bill)
        user = self.person.user_id
        self.assertNotIn(bill, self.env["account.move"]._oe_of(user))
        self.assertIn(bill, self.env["account.move"]._oe_bills_of(user))
        other = self.other_person.user_id
        self.assertFalse(self.env["account.move"]._oe_bills_of(other))


@tagged("post_install", "-at_install")
class TestPurchasePages(PurchaseCase, PageCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.bill = cls._bill(oe_activity_id=cls.mine.id)
        cls.bill.action_oe_route()
        cls.attachment = cls.env["ir.attachment"].create(
            {
                "name": "facture.pdf",
                "datas": base64.b64encode(b"%PDF-1.4 essai"),
                "res_model": "account.move",
                "res_id": cls.bill.id,
            }
        )
        cls.bill.message_main_attachment_id = cls.attachment
        cls.order = cls.orders.browse()

    def _form(self, **values):
        return {
            "supplier_name": "Outils du Val",
            "product_id": self.env.ref("oe_cae.purchase_equipment").id,
            "name": "Escabeau",
            "quantity": "1",
            "price": "89,90",
            "vat": "20",
            "sent_ref": "p1",
            **values,
        }

    def test_ordering_from_the_phone(self):
        self.authenticate("nadia-achats", PASSWORD)
        self.assertIn("/my/oe/purchases", self.url_open("/my/oe/tab/account").text)
        route = "/my/oe/purchases/send"
        for bad in (
            {"price": "cher"},
            {"product_id": "x"},
            {"product_id": self.env.ref("oe_cae.expense_meal").id},
            {"supplier_name": ""},
            {"quantity": "-1"},
        ):
            page = self._post(route, **self._form(**bad))
            self.assertIn('role="alert"', page.text, bad)
            self.assertIn("Escabeau", page.text)
        page = self._post(route, **self._form())
        self.assertIn('role="status"', page.text)
        self.assertEqual(self._post(route, **self._form()).url, page.url)
        order = self.orders._oe_of(self.person.user_id)
        self.assertEqual((len(order), order.amount_total), (1, 107.88))
        dropped = self._post(f"/my/oe/purchases/{order.id}/drop")
        self.assertIn('role="status"', dropped.text)

    def test_answering_a_bill(self):
        self.authenticate("nadia-achats", PASSWORD)
        route = f"/my/oe/bills/{self.bill.id}"
        self.assertIn(route, self.url_open("/my/oe").text)
        self.assertIn("Ramettes", self.url_open(route).text)
        self.assertIn(b"%PDF", self.url_open(f"{route}/document").content)
        self.assertEqual(self._post(f"{route}/answer", answer="x").status_code, 404)
        refused = self._post(f"{route}/answer", answer="no", note=" ")
        self.assertIn('role="alert"', refused.text)
        stolen = self._post(f"{route}/answer", answer="yes", activity_id=self.other.id)
        self.assertEqual(stolen.status_code, 200)
        self.bill.invalidate_recordset()
        self.assertEqual(self.bill.oe_activity_id, self.mine)
        again = self._post(f"{route}/answer", answer="no", note="non")
        self.assertIn('role="alert"', again.text)

    def test_contesting_a_bill(self):
        self.authenticate("nadia-achats", PASSWORD)
        route = f"/my/oe/bills/{self.bill.id}"
        done = self._post(f"{route}/answer", answer="no", note="Pas commandé")
        self.assertIn('role="status"', done.text)
        self.assertEqual(self.url_open(route).status_code, 404, "not his any more")

    def test_others_strangers_and_no_token(self):
        order = self._buy()
        pages = [
            f"/my/oe/purchases/{order.id}",
            f"/my/oe/bills/{self.bill.id}",
            f"/my/oe/bills/{self.bill.id}/document",
        ]
        self.authenticate("paul-achats", PASSWORD)
        for route in pages:
            self.assertEqual(self.url_open(route).status_code, 404, route)
        for route in (f"{pages[0]}/drop", f"{pages[1]}/answer"):
            self.assertEqual(self._post(route, answer="yes").status_code, 404, route)
        self.authenticate("nadia-achats", PASSWORD)
        for route in (
            "/my/oe/purchases/send",
            f"{pages[0]}/drop",
            f"{pages[1]}/answer",
        ):
            self.assertEqual(self.url_open(route, data={"a": "b"}).status_code, 400)
        self.authenticate(None, None)
        for route in [*pages, "/my/oe/purchases", "/my/oe/purchases/new"]:
            self.assertIn("/web/login", self.url_open(route).url, route)

    def test_hostile_remote_calls_are_refused(self):
        order = self._buy()
        self.authenticate("nadia-achats", PASSWORD)
        self._assertCallsRefused(
            ("purchase.order", "_oe_buy", [1, {}]),
            ("purchase.order", "read", [[order.id], ["name"]]),
            ("purchase.order", "button_confirm", [[order.id]]),
            ("purchase.order", "create", [{"partner_id": self.supplier.id}]),
            ("account.move", "action_oe_route", [[self.bill.id]]),
            ("account.move", "read", [[self.bill.id], ["name"]]),
        )

    def test_a_portal_user_reads_no_order(self):
        order = self._buy().sudo(False)
        with self.assertRaises(AccessError):
            self._as(order, self.person.user_id).read(["name"])
