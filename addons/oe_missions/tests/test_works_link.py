"""The pages of a firm: by a link without account, and logged in."""

import base64

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import PIXEL
from .works_common import FACADE, WorksCase

STEPS = ("offer", "decline", "photo", "hours", "done")


class FirmCase(WorksCase, HttpCase):
    def csrf_token(self):
        return Request.csrf_token(self)

    def _post(self, route, files=None, **data):
        return self.url_open(
            route,
            data={"csrf_token": self.csrf_token(), **data},
            files=files,
            timeout=60,
        )

    def _offer_form(self, convention, rows=FACADE, **values):
        return {
            "charter_id": [convention.charter_ids[rank].id for rank, _q, _p in rows],
            "name": ["" for _row in rows],
            "quantity": [quantity.replace(".", ",") for _r, quantity, _p in rows],
            "price": [f"{price:.2f}".replace(".", ",") for _r, _q, price in rows],
            "vat_rate": ["10" for _row in rows],
            "delay_days": "12",
            "valid_until": "2099-12-31",
            **values,
        }


@tagged("post_install", "-at_install")
class TestLink(FirmCase):
    def setUp(self):
        super().setUp()
        self.order = self._order(description="Enduit à la chaux")
        self.link, self.token = self._ask(self.order, self.bretonneau)
        self.route = f"/oe/works/{self.link.id}/{self.token}"
        self.authenticate(None, None)

    def test_the_request_shows_a_commune_and_nobody(self):
        page = self.url_open(self.route)
        self.assertEqual(page.status_code, 200)
        self.assertIn("44400 Rezé", page.text)
        self.assertIn("Enduit à la chaux", page.text)
        for hidden in ("Le Goff", "Alsace-Lorraine", "02 40 99", "Maison"):
            self.assertNotIn(hidden, page.text)

    def test_the_address_is_told_to_nobody_else(self):
        page = self.url_open(self.route)
        self.assertEqual(page.headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", page.headers["X-Robots-Tag"])
        self.assertEqual(page.headers["Cache-Control"], "no-store")
        self.assertIn('content="noindex', page.text)

    def test_the_token_is_kept_hashed_and_unreadable(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT token_hash FROM oe_works_link WHERE id = %s", [self.link.id]
        )
        kept = self.env.cr.fetchone()[0]
        self.assertEqual(len(kept), 64)
        self.assertNotIn(self.token, kept)
        self.assertGreaterEqual(len(base64.urlsafe_b64decode(self.token + "=")), 32)
        manager = self._staff("manager-token", "manager", self.cae)
        self.assertNotIn("token_hash", self._as(self.link, manager).read()[0])

    def test_wrong_tokens_find_nothing(self):
        other, _token = self._ask(self.order, self.chaux)
        wrong = (
            f"/oe/works/{self.link.id}/{self.token[:-1]}x",
            f"/oe/works/{other.id}/{self.token}",
            f"/oe/works/{self.link.id + 1000}/{self.token}",
            f"/oe/works/99999999999999/{self.token}",
            f"/oe/works/{self.link.id}/x",
        )
        for route in wrong:
            self.assertEqual(self.url_open(route).status_code, 404, route)
            for step in STEPS:
                answer = self._post(f"{route}/{step}")
                self.assertEqual(answer.status_code, 404, (route, step))
        self.assertFalse(self.order.offer_ids)

    def test_a_link_never_sent_opens_nothing(self):
        draft = self.env["oe.works.link"].create(
            {"order_id": self.order.id, "partner_id": self.chaux.partner_id.id}
        )
        for token in ("x", "False", "None"):
            route = f"/oe/works/{draft.id}/{token}"
            self.assertEqual(self.url_open(route).status_code, 404)

    def test_revoked_expired_and_cancelled_links_are_closed(self):
        def closed():
            page = self.url_open(self.route)
            self.assertEqual(page.status_code, 410)
            self.assertNotIn("44400", page.text)
            form = self._offer_form(self.bretonneau)
            self.assertEqual(self._post(f"{self.route}/offer", **form).status_code, 410)
            self.assertFalse(self.order.offer_ids)

        self.link.action_revoke()
        closed()
        self.link.sudo().revoked_on = False
        self.link.expires_on = "2026-01-01"
        closed()
        self.link.expires_on = "2099-01-01"
        self.assertEqual(self.url_open(self.route).status_code, 200)
        self.order.action_cancel()
        closed()

    def test_asking_again_closes_the_first_link(self):
        self.link._ask()
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_post_without_csrf_token_is_refused(self):
        for step in STEPS:
            answer = self.url_open(f"{self.route}/{step}", data={"reason": "x"})
            self.assertEqual(answer.status_code, 400, step)
        self.assertEqual(self.link.state, "sent")

    def test_an_offer_without_a_price_is_refused(self):
        form = self._offer_form(self.bretonneau)
        form["price"] = ["0" for _price in form["price"]]
        answer = self._post(f"{self.route}/offer", **form)
        self.assertIn("prix", answer.text)
        self.assertEqual(self.link.state, "sent")

    def test_reading_takes_no_step(self):
        for step in STEPS:
            page = self.url_open(f"{self.route}/{step}", allow_redirects=False)
            self.assertEqual(page.status_code, 303, "back to the page, nothing done")
        self.assertEqual(self.link.state, "sent")

    def test_an_offer_is_sent_once_however_often_it_is_posted(self):
        form = self._offer_form(self.bretonneau, sent_ref="phone-1", note="Chaux")
        done = self._post(f"{self.route}/offer", **form)
        self.assertIn('role="status"', done.text)
        self.assertTrue(done.url.endswith(self.token), "another page, not the form")
        self._post(f"{self.route}/offer", **form)
        offer = self.order.offer_ids
        self.assertEqual(len(offer), 1)
        self.assertEqual(offer.amount_total, 7897.43)
        self.assertEqual((offer.delay_days, offer.note), (12, "Chaux"))
        page = self.url_open(self.route).text
        self.assertNotIn('role="status"', page, "said once")

    def test_refusals_keep_what_was_typed(self):
        route = f"{self.route}/offer"
        for change, word in (
            ({"quantity": ["beaucoup", "1"]}, "beaucoup"),
            ({"price": ["999,00", "1"]}, "999,00"),
            ({"valid_until": ""}, 'role="alert"'),
            ({"charter_id": ["x", "y"]}, 'role="alert"'),
            ({"charter_id": [str(c.id) for c in self.chaux.charter_ids]}, "alert"),
            ({"vat_rate": ["19.6", "10"]}, 'role="alert"'),
            ({"quantity": ["0", "1"]}, 'role="alert"'),
            ({"delay_days": "vite"}, 'role="alert"'),
        ):
            form = {**self._offer_form(self.bretonneau, note="Mon mot"), **change}
            answer = self._post(route, **form)
            self.assertIn('role="alert"', answer.text, change)
            self.assertIn(word, answer.text, change)
            self.assertIn('value="Mon mot"', answer.text, change)
        self.assertFalse(self.order.offer_ids)

    def test_photos_are_photos(self):
        form = self._offer_form(self.bretonneau)
        route = f"{self.route}/offer"
        bad = {"photo": ("page.jpg", b"<html>", "image/jpeg")}
        self.assertIn('role="alert"', self._post(route, files=bad, **form).text)
        good = {"photo": ("page.png", base64.b64decode(PIXEL), "image/png")}
        self._post(route, files=good, **form)
        self.assertEqual(self.order.offer_ids.photo_ids.mimetype, "image/png")

    def test_declining(self):
        done = self._post(f"{self.route}/decline", reason="Trop loin")
        self.assertIn('role="status"', done.text)
        self.assertEqual(self.link.state, "declined")
        self.assertEqual(self.link.declined_reason, "Trop loin")

    def test_nothing_of_the_works_before_being_chosen(self):
        for step in ("photo", "hours", "done"):
            answer = self._post(f"{self.route}/{step}", date="2026-06-15", hours="7")
            self.assertEqual(answer.status_code, 404, step)

    def _choose(self):
        self._post(f"{self.route}/offer", **self._offer_form(self.bretonneau))
        self.order._choose(
            self.order.offer_ids, self.client, "Jeanne", PIXEL, express=True
        )

    def test_once_chosen_who_and_where(self):
        _other, token = self._ask(self.order, self.chaux)
        lost = f"/oe/works/{_other.id}/{token}"
        self._choose()
        page = self.url_open(self.route).text
        for shown in ("Jeanne Le Goff", "12 rue Alsace-Lorraine", "02 40 99 88 77"):
            self.assertIn(shown, page)
        page = self.url_open(lost).text
        self.assertNotIn("Le Goff", page)
        answer = self._post(f"{lost}/hours", date="2026-06-15", hours="7")
        self.assertEqual(answer.status_code, 404)
        late = self._post(f"{lost}/offer", **self._offer_form(self.chaux))
        self.assertIn('role="alert"', late.text)

    def test_hours_photos_and_the_end(self):
        self._choose()
        form = {
            "date": "2026-06-15",
            "hours": "7,5",
            "first_name": "Yann",
            "birth_year": "1969",
            "trade": "Façadier",
            "priority_asked": "1",
            "sent_ref": "h1",
        }
        for _sending in range(2):
            done = self._post(f"{self.route}/hours", **form)
            self.assertIn('role="status"', done.text)
        hours = self.order.hours_ids
        self.assertEqual((len(hours), hours.minutes, hours.is_senior), (1, 450, True))
        technician = hours.technician_id
        self.assertEqual((technician.name, technician.birth_year), ("Yann", 1969))
        self.assertEqual(len(self.bretonneau.technician_ids), 1)
        more = {"date": "2026-06-16", "hours": "7", "technician_id": technician.id}
        self._post(f"{self.route}/hours", **more, sent_ref="h2")
        self.assertEqual(len(hours.technician_id.hours_ids), 2)
        for bad in (
            {"hours": "13"},
            {"hours": "sept"},
            {"date": "2099-01-01"},
            {"date": ""},
            {"technician_id": "99999"},
            {"technician_id": "", "birth_year": "69"},
            {"technician_id": "", "birth_year": "1850", "first_name": "Yann"},
            {"technician_id": "", "birth_year": "1980", "first_name": " "},
        ):
            answer = self._post(f"{self.route}/hours", **{**more, **bad})
            self.assertIn('role="alert"', answer.text, bad)
        self.assertEqual(len(self.bretonneau.technician_ids), 1, "nothing half done")
        files = {"photo": ("mur.png", base64.b64decode(PIXEL), "image/png")}
        for _sending in range(2):
            self._post(f"{self.route}/photo", files=files, note="Nord", sent_ref="p1")
        self.assertEqual(self.order.photo_ids.note, "Nord")
        self.assertIn('role="alert"', self._post(f"{self.route}/photo").text)
        self._post(f"{self.route}/done")
        self._post(f"{self.route}/done")
        self.assertTrue(self.order.finished_on)
        self.order._receive(self.client, "Jeanne", PIXEL, ["Coulure"])
        self.assertIn("Coulure", self.url_open(self.route).text)
        late = self._post(f"{self.route}/hours", **more)
        self.assertIn('role="alert"', late.text)

    def test_the_firm_chosen_keeps_its_link_past_its_term(self):
        self._choose()
        self.link.expires_on = "2026-01-01"
        self.assertEqual(self.url_open(self.route).status_code, 200)

    def test_a_technician_s_year_is_shown_to_no_link(self):
        self._choose()
        self._technician(1969)
        page = self.url_open(self.route).text
        self.assertIn("Yann", page)
        self.assertNotRegex(page, r"\b1969\b")


@tagged("post_install", "-at_install")
class TestPartnerAccount(FirmCase):
    def setUp(self):
        super().setUp()
        firm = self.bretonneau.partner_id
        boss = self.env["res.partner"].create({"name": "Gaël", "parent_id": firm.id})
        group = ["oe_base.group_oe_partner"]
        self.user = self._portal(boss, "gael", group, self.cae)
        other = self.env["res.partner"].create(
            {"name": "Chaux", "parent_id": self.chaux.partner_id.id}
        )
        self._portal(other, "chaux", group, self.cae)
        self._portal(self.daughter, "anne", ["oe_base.group_oe_client"], self.cae)
        self.order = self._order(self.bretonneau)
        self.link = self.order.link_ids
        self.route = f"/my/oe/works/received/{self.link.id}"

    def test_works_received_are_cards_of_a_tab(self):
        self.authenticate("gael", PASSWORD)
        today = self.url_open("/my/oe").text
        self.assertIn(self.route, today)
        self.assertEqual(today.count("o_oe_base_tab "), 3)
        tab = self.url_open("/my/oe/tab/works").text
        self.assertIn(self.route, tab)
        self.assertNotIn("Le Goff", tab)
        page = self.url_open(self.route)
        self.assertEqual(page.status_code, 200)
        self.assertIn("44400 Rezé", page.text)
        self.assertNotIn("Le Goff", page.text)

    def test_the_same_steps_with_an_account(self):
        self.authenticate("gael", PASSWORD)
        form = self._offer_form(self.bretonneau)
        self._post(f"{self.route}/offer", **form)
        self.assertEqual(self.order.offer_ids.amount_total, 7897.43)
        self.order._choose(
            self.order.offer_ids, self.client, "Jeanne", PIXEL, express=True
        )
        self.order._record_hours(
            self._technician(), fields.Date.to_date("2026-06-15"), 1260 // 3
        )
        self.assertIn("Jeanne Le Goff", self.url_open(self.route).text)
        tab = self.url_open("/my/oe/tab/works").text
        self.assertIn("7,00", tab)
        self.assertIn("0,0044", tab)

    def test_others_and_logged_out_people_find_nothing(self):
        for login in ("chaux", "anne"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(self.route).status_code, 404, login)
            for step in STEPS:
                answer = self._post(f"{self.route}/{step}")
                self.assertEqual(answer.status_code, 404, (login, step))
        self.authenticate(None, None)
        answer = self.url_open(self.route, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)

    def test_post_without_csrf_token_is_refused(self):
        self.authenticate("gael", PASSWORD)
        for step in STEPS:
            answer = self.url_open(f"{self.route}/{step}", data={"reason": "x"})
            self.assertEqual(answer.status_code, 400, step)

    def test_a_holder_has_tabs_too(self):
        person = self.env["res.partner"].create({"name": "Ayant droit"})
        self._portal(person, "holder", ["oe_base.group_oe_holder"], self.sas)
        self.authenticate("holder", PASSWORD)
        page = self.url_open("/my")
        self.assertTrue(page.url.endswith("/my/oe"), page.url)
        self.assertEqual(page.text.count("o_oe_base_tab "), 2)
        self.assertEqual(self.url_open("/my/oe/tab/works").status_code, 404)
