"""The client's pages: compare, choose, withdraw, receive, rate; the choice on paper."""

import base64
import re

from odoo.tests import tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import PIXEL
from .test_works_link import FirmCase
from .works_common import OTHER, PHOTO

SIGNATURE = f"data:image/png;base64,{PIXEL}"
FILE = {"photo": ("page.png", base64.b64decode(PIXEL), "image/png")}


@tagged("post_install", "-at_install")
class TestClient(FirmCase):
    def setUp(self):
        super().setUp()
        group = ["oe_base.group_oe_client"]
        # In another company: the order opens its own to her.
        self._portal(self.daughter, "anne-works", group, self.cae_sap)
        stranger = self.env["res.partner"].create({"name": "Autre"})
        self._portal(stranger, "autre-works", group, self.cae)
        self.nadia = self._worker("Nadia", login="nadia-works")
        self._worker("Paul", login="paul-works")
        self.order = self._order(
            self.bretonneau, self.chaux, assessed_by_id=self.nadia.id
        )
        self.offer = self._offered(self.order, self.bretonneau)
        self.route = f"/my/oe/works/{self.order.id}"

    def _both(self):
        return self._offered(self.order, self.chaux, OTHER)

    def test_offers_side_by_side(self):
        self.authenticate("anne-works", PASSWORD)
        self.assertIn(self.route, self.url_open("/my/oe").text)
        page = self.url_open(self.route).text
        self.assertIn("disabled", page, "one offer is not enough when advised")
        self._both()
        page = re.sub(r"[\s\u202f\xa0]+", " ", self.url_open(self.route).text)
        for shown in ("7 897,43", "7 743,07", "358,97", "L.221-10", "L.221-18"):
            self.assertIn(shown, page)

    def test_choosing(self):
        self.authenticate("anne-works", PASSWORD)
        form = {"offer_id": self.offer.id, "signed_by": "Anne Le Goff"}
        one = self._post(f"{self.route}/choose", **form, signature=SIGNATURE)
        self.assertIn('role="alert"', one.text)
        self._both()
        for bad in ({"signature": "x"}, {"offer_id": "1"}, {"offer_id": ""}):
            given = {**form, "signature": SIGNATURE, **bad}
            answer = self._post(f"{self.route}/choose", **given)
            self.assertIn('role="alert"', answer.text, bad)
            self.assertIn('value="Anne Le Goff"', answer.text, "what was typed stays")
        done = self._post(
            f"{self.route}/choose", **form, signature=SIGNATURE, express="1"
        )
        self.assertIn('role="status"', done.text)
        self.assertEqual(self.order.acceptance, "mandate")
        self.assertTrue(self.order.express_request)
        again = self._post(f"{self.route}/choose", **form, signature=SIGNATURE)
        self.assertIn('role="alert"', again.text)

    def _choose(self):
        self._both()
        self.order._choose(self.offer, self.client, "Jeanne", PIXEL, express=True)

    def test_withdrawing(self):
        self._choose()
        self.authenticate("anne-works", PASSWORD)
        self.assertIn(f"{self.route}/withdraw", self.url_open(self.route).text)
        done = self._post(f"{self.route}/withdraw")
        self.assertIn('role="status"', done.text)
        self.assertEqual(self.order.state, "cancelled")
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_receiving_and_rating(self):
        self._choose()
        self.order._record_hours(self._technician(), self.today, 60)
        self.order._add_photo(PHOTO, "Mur nord")
        self.order._finish()
        self.authenticate("anne-works", PASSWORD)
        page = self.url_open(self.route).text
        photo = self.order.photo_ids
        self.assertIn(f"{self.route}/photos/{photo.id}", page)
        answer = self.url_open(f"{self.route}/photos/{photo.id}")
        self.assertEqual(answer.headers["Content-Type"], "image/jpeg")
        self.assertIn("sandbox", answer.headers["Content-Security-Policy"])
        self.assertEqual(answer.content, PHOTO[0])
        self.assertEqual(self.url_open(f"{self.route}/photos/0").status_code, 404)
        form = {"signed_by": "Anne", "reserves": "Coulure au nord\n\nGouttière"}
        refused = self._post(f"{self.route}/receive", **form)
        self.assertIn("Coulure au nord", refused.text, "what was typed stays")
        self._post(f"{self.route}/receive", **form, signature=SIGNATURE)
        self.assertEqual(len(self.order.reserve_ids), 2)
        self.assertIn("alert", self._post(f"{self.route}/rate", rating="9").text)
        self._post(f"{self.route}/rate", rating="4", comment="Propre")
        self.assertEqual(self.order.rating, "4")

    def test_strangers_and_logged_out_people_find_nothing(self):
        self._choose()
        self.order._add_photo(PHOTO)
        photo = f"{self.route}/photos/{self.order.photo_ids.id}"
        for login in ("autre-works", "paul-works", "nadia-works"):
            self.authenticate(login, PASSWORD)
            for route in (self.route, photo, f"{self.route}/paper"):
                self.assertEqual(self.url_open(route).status_code, 404, (login, route))
            for step in ("choose", "withdraw", "receive", "rate", "paper/send"):
                answer = self._post(f"{self.route}/{step}")
                self.assertEqual(answer.status_code, 404, (login, step))
        self.authenticate(None, None)
        for route in (self.route, photo, f"{self.route}/paper"):
            answer = self.url_open(route, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, route)

    def test_a_mandate_that_ended_opens_nothing(self):
        self.client.oe_mandate_ids.action_revoke()
        self.authenticate("anne-works", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_post_without_csrf_token_is_refused(self):
        self.authenticate("anne-works", PASSWORD)
        for step in ("choose", "withdraw", "receive", "rate"):
            answer = self.url_open(f"{self.route}/{step}", data={"rating": "5"})
            self.assertEqual(answer.status_code, 400, step)
        self.authenticate("nadia-works", PASSWORD)
        answer = self.url_open(f"{self.route}/paper/send", data={"day": "x"})
        self.assertEqual(answer.status_code, 400)

    def test_the_entrepreneur_photographs_the_choice(self):
        self._both()
        self.authenticate("paul-works", PASSWORD)
        self.assertEqual(self.url_open(f"{self.route}/paper").status_code, 404)
        self.authenticate("nadia-works", PASSWORD)
        self.assertIn(f"{self.route}/paper", self.url_open("/my/oe").text)
        self.assertIn("Jeanne", self.url_open(f"{self.route}/paper").text)
        form = {"offer_id": self.offer.id, "day": "2026-06-10"}
        route = f"{self.route}/paper/send"
        for bad in ({"day": ""}, {"day": "2099-01-01"}, {"offer_id": ""}):
            answer = self._post(route, files=FILE, **{**form, **bad})
            self.assertIn('role="alert"', answer.text, bad)
        self.assertIn('role="alert"', self._post(route, **form).text)
        self._post(route, files=FILE, **form, express="1")
        self.assertEqual(self.order.acceptance, "paper")
        self.assertEqual(str(self.order.chosen_on), "2026-06-10")
        self.assertTrue(self.order.express_request)

    def test_a_client_without_account_receives_on_the_entrepreneur_s_phone(self):
        self._both()
        self.order._choose_paper(self.offer, self.today, PHOTO, express=True)
        self.authenticate("nadia-works", PASSWORD)
        route = f"{self.route}/reception"
        self.assertEqual(self.url_open(route).status_code, 404, "not done yet")
        self.order._record_hours(self._technician(), self.today, 60)
        self.order._finish()
        self.assertIn(route, self.url_open("/my/oe").text)
        self.assertIn("Jeanne", self.url_open(route).text)
        form = {"signed_by": "Jeanne Le Goff", "reserves": "Coulure"}
        refused = self._post(f"{route}/send", **form)
        self.assertIn('role="alert"', refused.text)
        self.assertIn("Coulure", refused.text, "what was typed stays")
        answer = self.url_open(f"{route}/send", data=form)
        self.assertEqual(answer.status_code, 400, "no token")
        for login in ("paul-works", "autre-works", "anne-works"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(route).status_code, 404, login)
            answer = self._post(f"{route}/send", **form, signature=SIGNATURE)
            self.assertEqual(answer.status_code, 404, login)
        self.authenticate("nadia-works", PASSWORD)
        self._post(f"{route}/send", **form, signature=SIGNATURE)
        self.assertEqual(self.order.state, "received")
        self.assertEqual(self.order.received_by_id, self.client)
        self.assertEqual(self.order.reserve_ids.name, "Coulure")
        self.authenticate(None, None)
        answer = self.url_open(route, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_hostile_remote_calls_are_refused(self):
        calls = (
            ("oe.works.order", "action_cancel", [self.order.ids]),
            ("oe.works.order", "action_close", [self.order.ids]),
            ("oe.works.order", "_choose", [self.order.ids]),
            ("oe.works.order", "search_read", [[]]),
            ("oe.works.link", "action_send", [self.order.link_ids[:1].ids]),
            ("oe.works.link", "_of_token", [1, "x"]),
            ("oe.works.link", "read", [self.order.link_ids.ids]),
            ("oe.works.offer", "action_send", [self.offer.ids]),
            ("oe.works.offer", "write", [self.offer.ids, {"note": "x"}]),
            ("oe.works.hours", "search_read", [[]]),
            ("oe.works.report", "search_read", [[]]),
            ("oe.works.photo", "search_read", [[]]),
            ("oe.partner.technician", "search_read", [[]]),
            ("oe.partner.convention", "action_run", [self.bretonneau.ids]),
            ("res.partner", "action_oe_works", [self.chaux.partner_id.ids]),
        )
        for login in ("anne-works", "nadia-works"):
            self.authenticate(login, PASSWORD)
            for model, method, args in calls:
                params = {"model": model, "method": method, "args": args, "kwargs": {}}
                answer = self.url_open(
                    f"/web/dataset/call_kw/{model}/{method}",
                    json={"jsonrpc": "2.0", "method": "call", "params": params},
                ).json()
                self.assertIn("error", answer, (login, model, method))
