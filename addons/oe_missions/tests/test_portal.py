import base64
import re

from odoo import Command
from odoo.exceptions import AccessError
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import PIXEL, MissionCase

SIGNATURE = f"data:image/png;base64,{PIXEL}"


@tagged("post_install", "-at_install")
class TestPortal(MissionCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", login="nadia-missions")
        cls.other = cls._worker("Paul Martin", login="paul-missions")
        cls._portal(
            cls.daughter, "anne-portail", ["oe_base.group_oe_client"], cls.cae_sap
        )
        cls.mission = cls._mission(cls.worker)
        cls.visit = cls.mission.intervention_ids.sorted("planned_start")[0]
        cls.open_mission = cls._mission()
        cls.proposal = cls.open_mission._propose(cls.worker)
        cls.order = cls._quotes(cls._need(oe_brought_by_id=cls.worker.id))
        cls.order.action_quotation_sent()

    def _post(self, route, **data):
        return self.url_open(
            route, data={"csrf_token": self.csrf_token(), **data}, timeout=60
        )

    def csrf_token(self):
        return Request.csrf_token(self)

    def test_pages_of_the_entrepreneur(self):
        self.authenticate("nadia-missions", PASSWORD)
        today = self.url_open("/my/oe").text
        self.assertIn(f"/my/oe/proposals/{self.proposal.id}", today)
        self.assertIn(f"/my/oe/interventions/{self.visit.id}", today)
        self.assertIn(f"/my/oe/quotes/{self.order.id}/paper", today)
        page = self.url_open(f"/my/oe/interventions/{self.visit.id}").text
        self.assertIn("Jeanne Le Goff", page)
        page = self.url_open(f"/my/oe/proposals/{self.proposal.id}").text
        self.assertNotIn("Jeanne Le Goff", page, "the client's name comes later")
        self.assertIn("Nantes", page)

    def test_who_pays_by_mandate_opens_the_invoice(self):
        line = {"name": "Ménage", "quantity": 1, "price_unit": 24}
        move = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "company_id": self.cae_sap.id,
                "partner_id": self.order.partner_id.id,
                "invoice_line_ids": [Command.create(line)],
            }
        )
        move.action_post()
        mandates = self.env["oe.mandate"]
        mandates.search([("principal_id", "=", move.partner_id.id)]).can_pay = True
        self.authenticate("anne-portail", PASSWORD)
        link = re.search(r'href="(/my/invoices/[^"]+)"', self.url_open("/my/oe").text)
        self.assertIn(move.name, self.url_open(link[1].replace("&amp;", "&")).text)

    def _routes(self):
        return (
            f"/my/oe/interventions/{self.visit.id}",
            f"/my/oe/proposals/{self.proposal.id}",
            f"/my/oe/quotes/{self.order.id}/paper",
        )

    def test_another_entrepreneur_finds_nothing(self):
        self.authenticate("paul-missions", PASSWORD)
        for route in self._routes():
            self.assertEqual(self.url_open(route).status_code, 404, route)
        posts = (
            f"/my/oe/interventions/{self.visit.id}/record",
            f"/my/oe/proposals/{self.proposal.id}/answer",
            f"/my/oe/quotes/{self.order.id}/paper/send",
        )
        for route in posts:
            answer = self._post(route, answer="accept", date="2026-06-01")
            self.assertEqual(answer.status_code, 404, route)
        self.assertEqual(self.visit.state, "planned")
        self.assertEqual(self.proposal.state, "sent")

    def test_staff_who_may_read_does_not_act_for_the_entrepreneur(self):
        self._staff("advisor-acting", "advisor", self.cae_sap)
        self.authenticate("advisor-acting", PASSWORD)
        route = f"/my/oe/proposals/{self.proposal.id}/answer"
        self.assertEqual(self._post(route, answer="accept").status_code, 404)
        route = f"/my/oe/interventions/{self.visit.id}/record"
        answer = self._post(route, date="2026-06-01", start="09:00", end="10:00")
        self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.visit.state, "planned")

    def test_a_proposal_tells_no_client_by_remote_call(self):
        mine = self._as(self.proposal, self.worker.user_id)
        with self.assertRaises(AccessError):
            mine.read(["mission_id"])
        self.assertNotIn("Le Goff", str(mine.read()))

    def test_logged_out_people_are_sent_to_the_login(self):
        for route in (*self._routes(), f"/my/oe/quotes/{self.order.id}"):
            answer = self.url_open(route, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, route)

    def test_post_without_token_is_refused(self):
        self.authenticate("nadia-missions", PASSWORD)
        for route in (
            f"/my/oe/interventions/{self.visit.id}/record",
            f"/my/oe/proposals/{self.proposal.id}/answer",
        ):
            answer = self.url_open(route, data={"answer": "accept"})
            self.assertEqual(answer.status_code, 400, route)
        self.assertEqual(self.proposal.state, "sent")

    def test_recording_through_the_form(self):
        self.authenticate("nadia-missions", PASSWORD)
        route = f"/my/oe/interventions/{self.visit.id}/record"
        form = {
            "date": "2026-06-01",
            "start": "09:00",
            "end": "12:00",
            "travel_km": "4,5",
            "signed_by": "Jeanne Le Goff",
        }
        refused = self._post(route, **form, signature="")
        self.assertIn('role="alert"', refused.text)
        self.assertIn('value="4,5"', refused.text, "what was typed stays")
        self.assertEqual(self.visit.state, "planned")
        for bad in (
            {"start": "x"},
            {"date": ""},
            {"travel_km": "loin"},
            {"travel_km": "nan"},
        ):
            answer = self._post(route, **{**form, **bad}, signature=SIGNATURE)
            self.assertIn('role="alert"', answer.text, bad)
        done = self._post(route, **form, signature=SIGNATURE)
        self.assertIn('role="status"', done.text)
        self.visit.invalidate_recordset()
        self.assertEqual(self.visit.state, "done")
        self.assertEqual(self.visit.travel_km, 4.5)

    def test_answering_through_the_form(self):
        self.authenticate("nadia-missions", PASSWORD)
        route = f"/my/oe/proposals/{self.proposal.id}/answer"
        self.assertEqual(self._post(route, answer="steal").status_code, 404)
        page = self._post(route, answer="accept")
        self.assertIn('role="status"', page.text)
        self.proposal.invalidate_recordset()
        self.assertEqual(self.proposal.state, "accepted")

    def test_the_daughter_reads_and_accepts_and_strangers_do_not(self):
        route = f"/my/oe/quotes/{self.order.id}"
        self.authenticate("paul-missions", PASSWORD)
        self.assertEqual(self.url_open(route).status_code, 404)
        self.assertEqual(self._post(f"{route}/accept").status_code, 404)
        self.authenticate("anne-portail", PASSWORD)
        self.assertIn(self.order.name, self.url_open("/my/oe").text)
        refused = self._post(f"{route}/accept", signed_by="Anne", signature="x")
        self.assertIn('role="alert"', refused.text)
        self._post(f"{route}/accept", signed_by="Anne", signature=SIGNATURE)
        self.order.invalidate_recordset()
        self.assertEqual(self.order.state, "sale")
        self.assertEqual(self.order.oe_acceptance, "mandate")

    def test_a_photo_accepts_the_paper_quote(self):
        self.authenticate("nadia-missions", PASSWORD)
        route = f"/my/oe/quotes/{self.order.id}/paper/send"
        bad = self.url_open(
            route,
            data={"csrf_token": self.csrf_token()},
            files={"photo": ("page.jpg", b"hello", "image/jpeg")},
        )
        self.assertIn('role="alert"', bad.text)
        self.url_open(
            route,
            data={"csrf_token": self.csrf_token()},
            files={"photo": ("page.png", base64.b64decode(PIXEL), "image/png")},
        )
        self.order.invalidate_recordset()
        self.assertEqual(self.order.oe_acceptance, "paper")

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-missions", PASSWORD)
        calls = (
            ("oe.intervention", "write", [self.visit.ids, {"state": "done"}]),
            ("oe.intervention", "action_record_planned", [self.visit.ids]),
            ("oe.intervention", "action_cancel", [self.visit.ids]),
            ("oe.intervention", "_record", [self.visit.ids]),
            ("oe.mission.proposal", "write", [[self.proposal.id], {"state": "sent"}]),
            ("oe.mission", "action_done", [self.mission.ids]),
            ("oe.mission", "action_find_candidates", [self.mission.ids]),
            ("oe.mission.candidate", "search_read", [[]]),
            ("sale.order", "_oe_accept", [self.order.ids]),
            ("sale.order", "action_confirm", [self.order.ids]),
        )
        for model, method, args in calls:
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
            self.assertIn("error", answer, (model, method))
