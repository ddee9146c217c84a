"""Individual interviews: written, signed by the person, counted, kept, purged."""

import datetime

from odoo import fields
from odoo.exceptions import UserError
from odoo.http import Request
from odoo.tests import HttpCase, freeze_time, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import PIXEL, CaeCase

SIGNATURE = f"data:image/png;base64,{PIXEL}"


class InterviewCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scheme = cls._scheme()
        cls.person, _activity = cls._worker(
            "Nadia", cls.scheme, login="nadia-entretien"
        )
        cls.contract = cls.person.cae_contract_ids
        cls.advisor = cls._staff("marc-entretien", "advisor", cls.cae)


@tagged("post_install", "-at_install")
class TestInterview(InterviewCase):
    def test_every_point_is_asked_for(self):
        draft = self._interview(self.contract, health_safety=" ", leave=False)
        with self.assertRefused(UserError, "Health and safety", "About leave"):
            draft.action_send()
        cape = self._worker("Paul", self.scheme, "cape")[0].cae_contract_ids
        under_cape = self._interview(cape, membership=False, leave=False)
        self.assertEqual(under_cape._missing_terms(), [])

    def test_an_interview_to_come_is_not_sent(self):
        tomorrow = self.cae._oe_today() + datetime.timedelta(days=1)
        with self.assertRefused(UserError, "to come"):
            self._interview(self.contract, date=tomorrow).action_send()
        with self.assertRefused(UserError, "before this contract"):
            self._interview(self.contract, date="2025-12-31").action_send()

    def test_the_advisor_writes_the_person_signs_it_is_sealed(self):
        draft = self._as(self._interview(self.contract), self.advisor)
        draft.action_send()
        with self.assertRefused(UserError, "closed"):
            draft.outlook = "Autre"
        stranger = self.advisor.partner_id
        draft.sudo()._remark(stranger, "Ce n'est pas elle")
        self.assertFalse(draft.es_remark)
        draft.sudo()._remark(self.person.partner_id, " D'accord. ")
        draft.sudo()._sign_es(self.person.partner_id, "Nadia", PIXEL)
        self.assertEqual((draft.state, draft.es_remark), ("signed", "D'accord."))
        self.assertTrue(draft._seal_is_true())
        second = self._interview(self.contract, date="2026-07-01")
        self._sign(second)
        self.assertEqual(second.seal_before, draft.seal)
        for refused in (
            lambda: draft.write({"outlook": "Autre"}),
            lambda: draft.write({"state": "draft"}),
            lambda: draft.write({"es_remark": "Rien"}),
            draft.action_reopen,
            draft.unlink,
        ):
            with self.assertRaises(UserError), self.env.cr.savepoint():
                refused()

    def test_sent_back_with_a_remark_the_advisor_is_told(self):
        draft = self._interview(self.contract, advisor_id=self.advisor.id)
        draft.action_send()
        partner = self.person.partner_id
        with self.assertRefused(UserError, "changed"):
            draft._send_back(partner, " ")
        draft._send_back(partner, "Le congé n'est pas juste")
        self.assertEqual(draft.state, "draft")
        self.assertEqual(draft.activity_ids.user_id, self.advisor)
        self.assertNotIn("congé", draft.activity_ids.summary)
        with self.assertRefused(UserError, "does not wait"):
            draft._send_back(partner, "Encore")

    def test_the_count_rolls_over_twelve_months(self):
        contract = self.contract
        self.assertEqual(str(contract.interview_due), "2026-12-31")
        for day in ("2026-03-02", "2026-09-01"):
            self._sign(self._interview(contract, date=day))
        self._interview(contract, date="2026-10-01")
        with freeze_time("2026-11-02 10:00:00"):
            contract.invalidate_recordset()
            self.assertEqual(contract.interview_recent, 2)
            self.assertEqual(str(contract.interview_due), "2027-03-02")
            self.assertEqual(str(contract.interview_falls), "2027-03-02")
        with freeze_time("2027-03-02 10:00:00"):
            contract.invalidate_recordset()
            self.assertEqual(contract.interview_recent, 1)
            self.assertFalse(contract.interview_falls)
        contract._end(datetime.date(2027, 1, 31), "es")
        self.assertFalse(contract.interview_due)

    def test_the_list_of_those_due_opens_the_page_to_write(self):
        contract = self._as(self.contract, self.advisor)
        action = contract.action_interview()
        self.assertEqual(action["context"], {"default_contract_id": contract.id})
        self.assertFalse(action["res_id"])
        draft = self._interview(self.contract)
        self.assertEqual(contract.action_interview()["res_id"], draft.id)

    def test_it_goes_five_years_after_the_contract(self):
        kept = self._interview(self.contract)
        self._sign(kept)
        model = self.env["oe.cae.interview"]
        far = fields.Date.to_date("2040-01-01")
        model._purge_expired(far)
        self.assertTrue(kept.exists())
        self.contract._end(datetime.date(2026, 12, 31), "es")
        model._purge_expired(fields.Date.to_date("2031-12-31"))
        self.assertTrue(kept.exists())
        self.assertEqual(model._purge_expired(fields.Date.to_date("2032-01-01")), 1)
        self.assertFalse(kept.exists())


@tagged("post_install", "-at_install")
class TestInterviewPortal(InterviewCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mine = cls._interview(cls.contract)
        other, _activity = cls._worker("Paul", cls.scheme, login="paul-entretien")
        cls.other = cls._interview(other.cae_contract_ids)
        cls.draft = cls._interview(cls.contract, date="2026-06-02")
        (cls.mine | cls.other).action_send()
        cls.route = f"/my/oe/interviews/{cls.mine.id}"

    def csrf_token(self):
        return Request.csrf_token(self)

    def _post(self, route, **data):
        return self.url_open(route, data={"csrf_token": self.csrf_token(), **data})

    def test_read_and_sign_with_a_remark(self):
        self.authenticate("nadia-entretien", PASSWORD)
        self.assertIn(self.route, self.url_open("/my/oe").text)
        page = self.url_open(self.route).text
        for words in ("Trois clients de plus", "Santé et sécurité", "2,5"):
            self.assertIn(words, page)
        form = {"signed_by": "Nadia", "remark": "Bien dit"}
        refused = self._post(f"{self.route}/sign", **form, signature="x").text
        self.assertIn('role="alert"', refused)
        self.assertIn("Bien dit", refused)
        self.mine.invalidate_recordset()
        self.assertFalse(self.mine.es_remark)
        done = self._post(f"{self.route}/sign", **form, signature=SIGNATURE)
        self.assertIn("alert-success", done.text)
        self.mine.invalidate_recordset()
        self.assertEqual((self.mine.state, self.mine.es_remark), ("signed", "Bien dit"))
        self.assertIn(self.route, self.url_open("/my/oe/tab/me").text)

    def test_send_it_back(self):
        self.authenticate("nadia-entretien", PASSWORD)
        refused = self._post(f"{self.route}/back", remark="")
        self.assertIn('role="alert"', refused.text)
        self._post(f"{self.route}/back", remark="Pas tout à fait")
        self.mine.invalidate_recordset()
        self.assertEqual(self.mine.state, "draft")
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_others_drafts_staff_logged_out_and_no_token(self):
        answer = self.url_open(self.route, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.authenticate("nadia-entretien", PASSWORD)
        for wrong in (self.other.id, self.draft.id, 999999):
            route = f"/my/oe/interviews/{wrong}"
            self.assertEqual(self.url_open(route).status_code, 404)
            for verb in ("sign", "back"):
                answer = self._post(f"{route}/{verb}", remark="x")
                self.assertEqual(answer.status_code, 404)
        for verb in ("sign", "back"):
            answer = self.url_open(f"{self.route}/{verb}", data={"remark": "x"})
            self.assertEqual(answer.status_code, 400)
        self.authenticate("marc-entretien", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-entretien", PASSWORD)
        model, ids = "oe.cae.interview", self.mine.ids
        for method, args in (
            ("read", [ids, ["outlook"]]),
            ("write", [ids, {"outlook": "x"}]),
            ("create", [{"contract_id": self.contract.id}]),
            ("unlink", [ids]),
            ("action_send", [ids]),
            ("action_reopen", [ids]),
            ("_send_back", [ids, 1, "x"]),
            ("_purge_expired", []),
        ):
            params = {"model": model, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                f"/web/dataset/call_kw/{model}/{method}",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
            self.assertIn("error", answer, method)
