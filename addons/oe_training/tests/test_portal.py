import datetime

from odoo import fields
from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import PIXEL, TrainingCase

SIGNATURE = f"data:image/png;base64,{PIXEL}"


@tagged("post_install", "-at_install")
class TestPortal(TrainingCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._person("Nadia Benali", cls.cae, login="nadia-formation")
        cls.other = cls._person("Paul Martin", cls.cae, login="paul-formation")
        cls.teacher = cls._person("Rose Leroy", cls.cae, login="rose-formation")
        # Half-days around now: the server signs with the real clock.
        shift = (fields.Date.today() - datetime.date(2026, 6, 1)).days - 1
        cls.event = cls._session([cls.mine], days=1, trainer=cls.teacher, shift=shift)
        cls.slot = cls.event.oe_slot_ids[0]
        cls.row = cls.slot.attendance_ids
        cls.route = f"/my/oe/slots/{cls.slot.id}"

    def csrf_token(self):
        return Request.csrf_token(self)

    def _post(self, route, **data):
        return self.url_open(route, data={"csrf_token": self.csrf_token(), **data})

    def test_the_trainee_signs_from_the_card(self):
        self.authenticate("nadia-formation", PASSWORD)
        self.assertIn(self.route, self.url_open("/my/oe").text)
        self.assertIn(self.route, self.url_open("/my/oe/tab/progress").text)
        page = self.url_open(self.route).text
        self.assertIn("o_oe_base_sign_form", page)
        self.assertNotIn("countersign", page)
        refused = self._post(f"{self.route}/sign", signature="x")
        self.assertIn('role="alert"', refused.text)
        done = self._post(f"{self.route}/sign", signature=SIGNATURE)
        self.assertIn('role="status"', done.text)
        self.row.invalidate_recordset()
        self.assertEqual(self.row.signed_by_id, self.mine.partner_id)

    def test_the_trainer_writes_delays_and_countersigns(self):
        self.row._sign(self.mine.partner_id, PIXEL)
        self.authenticate("rose-formation", PASSWORD)
        self.assertIn("countersign", self.url_open(self.route).text)
        route = f"{self.route}/countersign"
        for late in ("x", "999", "-1"):
            form = {f"late_{self.row.id}": late, "signature": SIGNATURE}
            self.assertIn('role="alert"', self._post(route, **form).text, late)
        self.row.invalidate_recordset()
        self.assertFalse(self.row.countersigned_on)
        form = {f"late_{self.row.id}": "20", f"early_{self.row.id}": "40"}
        self._post(route, **form, signature=SIGNATURE)
        self.row.invalidate_recordset()
        self.assertEqual(self.row.minutes, 150)
        self.assertEqual(self._post(f"{self.route}/sign").status_code, 404)

    def test_another_person_finds_nothing(self):
        self.authenticate("paul-formation", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)
        self.assertEqual(self._post(f"{self.route}/sign").status_code, 404)
        self.assertEqual(self._post(f"{self.route}/countersign").status_code, 404)
        self.authenticate("nadia-formation", PASSWORD)
        self.assertEqual(self._post(f"{self.route}/countersign").status_code, 404)

    def test_logged_out_and_without_token(self):
        for route in (self.route, "/my/oe/skills", "/my/oe/trainings/1.pdf"):
            answer = self.url_open(route, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, route)
        self.authenticate("nadia-formation", PASSWORD)
        for route in (
            f"{self.route}/sign",
            f"{self.route}/countersign",
            "/my/oe/assessments",
        ):
            answer = self.url_open(route, data={"signature": SIGNATURE})
            self.assertEqual(answer.status_code, 400, route)

    def test_assessing_oneself_asks_for_facts_and_stays_to_be_judged(self):
        self.authenticate("nadia-formation", PASSWORD)
        skill = self.env.ref("oe_base.skill_tutor")
        form = {
            "skill_id": skill.id,
            "situation": "Accueil d'un nouveau",
            "savoir": "3",
            "proof_savoir": "Trois accueils en mai",
            "vouloir": "2",
            "proof_vouloir": "Volontaire",
            "pouvoir": "0",
        }
        for bad in ({"proof_savoir": ""}, {"skill_id": "x"}, {"vouloir": "9"}):
            answer = self._post("/my/oe/assessments", **{**form, **bad})
            self.assertIn('role="alert"', answer.text, bad)
        page = self._post("/my/oe/assessments", **form, state="valid", level="4")
        self.assertIn('role="status"', page.text)
        row = self.mine.assessment_ids
        self.assertEqual((len(row), row.state, row.level), (1, "self", 0))
        self.assertEqual(row.limiting_axis, "pouvoir")
        self.assertIn("0/4", self.url_open("/my/oe/tab/progress").text)

    def test_the_radar_needs_three_levels(self):
        for name in ("tutor", "trainer", "developer"):
            self._assess(self.mine, self.env.ref(f"oe_base.skill_{name}"), 3)
        self.authenticate("nadia-formation", PASSWORD)
        page = self.url_open("/my/oe/skills").text
        self.assertIn("o_oe_training_radar", page)
        self.assertIn("<polygon", page)

    def test_one_s_own_certificate_only(self):
        people = [self.mine]
        event = self._signed_session(people, shift=30)
        event.oe_slot_ids.action_seal()
        event.action_oe_certificates()
        route = f"/my/oe/trainings/{event.oe_certificate_ids.id}.pdf"
        self.authenticate("nadia-formation", PASSWORD)
        self.assertIn(route, self.url_open("/my/oe/tab/progress").text)
        self.assertTrue(self.url_open(route).content.startswith(b"%PDF"))
        self.authenticate("paul-formation", PASSWORD)
        self.assertEqual(self.url_open(route).status_code, 404)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-formation", PASSWORD)
        ids = self.row.ids
        calls = (
            ("oe.training.attendance", "write", [ids, {"signed_on": "2026-06-01"}]),
            ("oe.training.attendance", "write", [ids, {"late_minutes": 1}]),
            ("oe.training.attendance", "_sign", [ids]),
            ("oe.training.attendance", "action_regularise", [ids]),
            ("oe.training.attendance", "unlink", [ids]),
            ("oe.training.slot", "action_seal", [self.slot.ids]),
            ("oe.training.slot", "action_reopen", [self.slot.ids]),
            ("oe.training.program", "action_new_version", [self.program.ids]),
            ("oe.training.certificate", "create", [{}]),
            ("event.event", "action_oe_attendance", [self.event.ids]),
            ("event.event", "action_oe_certificates", [self.event.ids]),
        )
        for model, method, args in calls:
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
            self.assertIn("error", answer, (model, method))

    def test_past_the_window_no_card_asks_to_sign_any_more(self):
        old = self._session([self.mine], shift=-200)
        self.authenticate("nadia-formation", PASSWORD)
        page = self.url_open("/my/oe/tab/progress").text
        for slot in old.oe_slot_ids:
            self.assertNotIn(f'/my/oe/slots/{slot.id}"', page)
