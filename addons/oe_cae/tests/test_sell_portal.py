"""The pages of an ES who sells: own only, nothing half done, nothing lost."""

import io
from urllib.parse import urlparse

from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .test_sell import SellCase

PNG = b"\x89PNG\r\n\x1a\n"


@tagged("post_install", "-at_install")
class TestSellPortal(SellCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        other, _activity = cls._worker("Paul", cls.scheme, login="paul-vend")
        cls.theirs = cls.env["oe.cae.client"]._save(other, {"name": "Secret"})
        cls.foreign = cls.env["sale.order"]._oe_sell(other, cls.theirs, [cls._line()])
        cls._portal(
            cls.client.partner_id, "amicale-vend", ["oe_base.group_oe_client"], cls.cae
        )
        cls.own = cls._quote()
        done = cls._accepted()
        cls.move = done._oe_invoice_done({done.order_line.id: cls._line()["quantity"]})
        cls.move._oe_go()

    def _post(self, path, token=True, **data):
        # Something is always sent: without data it would be a GET.
        data["csrf_token"] = Request.csrf_token(self) if token else ""
        return self.url_open(path, data=data, allow_redirects=True)

    def _routes(self, order, move, client):
        posts = [f"/my/oe/sales/{order}/{verb}" for verb in ("send", "cancel", "paper")]
        posts += [f"/my/oe/sales/{order}/invoice", f"/my/oe/sales/{order}/save"]
        posts += [
            f"/my/oe/sales/invoices/{move}/{verb}"
            for verb in ("credit", "again", "discard")
        ]
        posts += [f"/my/oe/clients/{client}/save"]
        gets = [
            f"/my/oe/sales/{order}",
            f"/my/oe/sales/{order}/edit",
            f"/my/oe/sales/invoices/{move}",
            f"/my/oe/clients/{client}",
        ]
        return gets, posts

    def test_own_pages(self):
        self.authenticate("samira-vend", PASSWORD)
        gets, _posts = self._routes(self.own.id, self.move.id, self.client.id)
        common = ["/my/oe/sales", "/my/oe/sales/new", "/my/oe/clients"]
        for route in [*gets, *common, "/my/oe/clients/new"]:
            page = self.url_open(route)
            self.assertEqual(page.status_code, 200, route)
            self.assertNotIn("Secret", page.text, route)
        self.assertIn("176,40", self.url_open(gets[0]).text)

    def test_the_card_of_the_account(self):
        self.authenticate("samira-vend", PASSWORD)
        page = self.url_open("/my/oe/tab/account").text
        self.assertIn("/my/oe/sales", page)
        self.assertIn("176,40", page)

    def test_another_persons_documents_do_not_exist(self):
        paid = self.foreign
        paid._oe_go()
        paid.action_confirm()
        move = paid._oe_invoice_done({paid.order_line.id: self._line()["quantity"]})
        self.authenticate("samira-vend", PASSWORD)
        gets, posts = self._routes(paid.id, move.id, self.theirs.id)
        for route in gets:
            self.assertEqual(self.url_open(route).status_code, 404, route)
        for route in posts:
            self.assertEqual(self._post(route, name="x").status_code, 404, route)
        self.assertEqual(move.state, "draft")

    def test_logged_out_and_clients(self):
        gets, posts = self._routes(self.own.id, self.move.id, self.client.id)
        for route in gets:
            page = self.url_open(route, allow_redirects=False)
            self.assertEqual(page.status_code, 303, route)
            self.assertIn("/web/login", urlparse(page.headers["Location"]).path)
        self.authenticate("amicale-vend", PASSWORD)
        for route in gets:
            self.assertEqual(self.url_open(route).status_code, 404, route)
        for route in posts:
            self.assertEqual(self._post(route).status_code, 404, route)

    def test_the_address_of_a_form_opened_again_is_its_page(self):
        self.authenticate("samira-vend", PASSWORD)
        for route in ("/my/oe/clients/new", f"/my/oe/sales/invoices/{self.move.id}"):
            step = "save" if route.endswith("new") else "credit"
            page = self.url_open(f"{route}/{step}", allow_redirects=False)
            self.assertEqual(page.status_code, 303, page.text[:200])
            self.assertEqual(urlparse(page.headers["Location"]).path, route)

    def test_a_post_without_token_is_refused(self):
        self.authenticate("samira-vend", PASSWORD)
        _gets, posts = self._routes(self.own.id, self.move.id, self.client.id)
        for route in [*posts, "/my/oe/sales/save", "/my/oe/clients/new/save"]:
            self.assertEqual(self._post(route, token=False).status_code, 400, route)
        self.assertEqual(self.own.state, "draft")

    def _save(self, **values):
        data = {
            "client_id": self.client.id,
            "product_id": self.training.id,
            "name": "Prévenir les chutes",
            "quantity": "2,5",
            "price": "",
            **values,
        }
        return self._post("/my/oe/sales/save", **data)

    def test_a_quote_from_the_form_to_the_invoice(self):
        self.authenticate("samira-vend", PASSWORD)
        page = self._save()
        order = self.env["sale.order"].search([], order="id desc", limit=1)
        self.assertTrue(page.url.endswith(f"/my/oe/sales/{order.id}"), page.url)
        self.assertEqual(order.amount_untaxed, 122.5, "2,5 h at the usual price")
        page = self._post(f"/my/oe/sales/{order.id}/send")
        self.assertIn("alert-success", page.text)
        self.assertEqual(order.state, "sent")
        mail = self.env["mail.mail"].search([("model", "=", "sale.order")])
        mail = mail.filtered(lambda row: row.res_id == order.id)
        self.assertEqual(len(mail), 1)
        self.assertNotIn("Amicale", mail.subject)
        page = self.url_open(
            f"/my/oe/sales/{order.id}/paper",
            data={"csrf_token": Request.csrf_token(self)},
            files={"photo": ("devis.png", io.BytesIO(PNG), "image/png")},
        )
        self.assertEqual(order.state, "sale")
        line = order.order_line
        page = self._post(
            f"/my/oe/sales/{order.id}/invoice", **{f"quantity_{line.id}": "2,5"}
        )
        move = order.invoice_ids
        self.assertEqual(move.state, "posted")
        self.assertIn("147,00", page.text)
        page = self._post(
            f"/my/oe/sales/invoices/{move.id}/credit",
            reason="Une demi-heure en moins",
            **{f"quantity_{move.invoice_line_ids.id}": "0,5"},
        )
        self.assertEqual(move.reversal_move_ids.amount_untaxed, 24.5)

    def test_a_form_sent_twice_makes_one_document(self):
        order = self._accepted()
        line = order.order_line
        self.authenticate("samira-vend", PASSWORD)
        for _twice in range(2):
            self._post(
                f"/my/oe/sales/{order.id}/invoice",
                sent_ref="form-1",
                **{f"quantity_{line.id}": "1"},
            )
        self.assertEqual(len(order.invoice_ids), 1)
        move = order.invoice_ids
        for _twice in range(2):
            self._post(
                f"/my/oe/sales/invoices/{move.id}/credit",
                reason="Erreur",
                sent_ref="form-2",
                **{f"quantity_{move.invoice_line_ids.id}": "0,25"},
            )
        self.assertEqual(len(move.reversal_move_ids), 1)

    def test_an_address_carries_no_sentence(self):
        self.authenticate("samira-vend", PASSWORD)
        for name in ("message", "error", "oe_message", "oe_error"):
            page = self.url_open(f"/my/oe/sales?{name}=Appelez-moi").text
            self.assertNotIn("Appelez-moi", page)

    def test_bad_input_is_refused_and_kept(self):
        self.authenticate("samira-vend", PASSWORD)
        before = self.env["sale.order"].search_count([])
        wrong = (
            {"quantity": "deux"},
            {"quantity": "1e5"},
            {"quantity": "0"},
            {"price": "49,999"},
            {"price": "-4"},
            {"client_id": ""},
            {"client_id": str(self.theirs.id)},
            {"product_id": "999999"},
        )
        for values in wrong:
            page = self._save(**values)
            if values.get("client_id") == str(self.theirs.id):
                self.assertEqual(page.status_code, 404)
                continue
            self.assertIn('role="alert"', page.text, values)
            self.assertIn("Prévenir les chutes", page.text, "kept as typed")
        self.assertEqual(self.env["sale.order"].search_count([]), before)

    def test_no_photo_no_acceptance(self):
        self.own._oe_go()
        self.authenticate("samira-vend", PASSWORD)
        for content in (b"", b"<script>"):
            page = self.url_open(
                f"/my/oe/sales/{self.own.id}/paper",
                data={"csrf_token": Request.csrf_token(self)},
                files={"photo": ("a.png", io.BytesIO(content), "image/png")},
            )
            self.assertIn('role="alert"', page.text)
        self.assertEqual(self.own.state, "sent")

    def test_the_client_signs_by_the_link_and_the_seller_may_not(self):
        self.own._oe_go()
        link = self.own.get_portal_url()
        route = f"/my/orders/{self.own.id}/accept"
        params = {
            "access_token": self.own.access_token,
            "name": "La présidente",
            "signature": "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42m"
            "NkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
        }
        body = {"jsonrpc": "2.0", "method": "call", "params": params}
        self.authenticate("samira-vend", PASSWORD)
        answer = self.url_open(route, json=body).json()["result"]
        self.assertIn("error", answer)
        self.authenticate(None, None)
        self.assertEqual(self.url_open(link).status_code, 200)
        answer = self.url_open(route, json=body).json()["result"]
        self.assertNotIn("error", answer)
        self.assertEqual(self.own.state, "sale")

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("samira-vend", PASSWORD)
        calls = (
            ("sale.order", "read", [self.own.ids, ["name"]]),
            ("sale.order", "read", [self.foreign.ids, ["name"]]),
            ("sale.order", "action_oe_approve", [self.own.ids]),
            ("sale.order", "_oe_done", [self.own.ids]),
            ("account.move", "action_oe_approve", [self.move.ids]),
            ("account.move", "read", [self.move.ids, ["name"]]),
            ("oe.cae.client", "search_read", [[]]),
            ("oe.cae.client", "_save", [1, {"name": "x"}]),
            ("oe.cae.to.approve", "search_read", [[]]),
            ("oe.cae.target", "search_read", [[]]),
            ("oe.cae.floor", "_of", [1, 1, "2026-06-01"]),
        )
        for model, method, args in calls:
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={
                    "jsonrpc": "2.0",
                    "method": "call",
                    "params": {
                        "model": model,
                        "method": method,
                        "args": args,
                        "kwargs": {},
                    },
                },
            ).json()
            self.assertIn("error", answer, (model, method, answer))


@tagged("post_install", "-at_install")
class TestClientBook(SellCase):
    def test_bad_fields_are_named(self):
        book = self.env["oe.cae.client"]
        wrong = {
            "name": {"name": "  "},
            "e-mail": {"name": "A", "email": "a@"},
            "five digits": {"name": "A", "zip": "4400"},
            "SIREN": {
                "name": "A",
                "is_company": True,
                "company_registry": "123456789",
            },
            "SIRET": {"name": "A", "company_registry": "123"},
            "phone": {"name": "A", "phone": "demain"},
        }
        for words, given in wrong.items():
            with self.assertRaisesRegex(UserError, words):
                book._save(self.trainer, given)
        made = book._save(
            self.trainer,
            {"name": "Poste", "is_company": True, "company_registry": "356 000 000"},
        )
        self.assertEqual(made.partner_id.company_registry, "356000000")

    def test_only_a_client_nobody_else_relies_on_is_corrected(self):
        book = self.env["oe.cae.client"]
        book._save(self.trainer, {"name": "Amicale de Doulon"}, self.client)
        self.assertEqual(self.client.partner_id.name, "Amicale de Doulon")
        other, _activity = self._worker("Paul", self.scheme)
        shared = book.create(
            {"entrepreneur_id": other.id, "partner_id": self.client.partner_id.id}
        )
        with self.assertRaisesRegex(UserError, "known to others"):
            book._save(self.trainer, {"name": "Volé"}, self.client)
        shared.unlink()
        for partner in (self.cae.partner_id, other.partner_id):
            entry = book.create(
                {"entrepreneur_id": self.trainer.id, "partner_id": partner.id}
            )
            with self.assertRaisesRegex(UserError, "known to others"):
                book._save(self.trainer, {"name": "Volé"}, entry)
