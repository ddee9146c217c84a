"""What an entrepreneur reads and signs on the portal, and what nobody else does."""

from odoo.http import Request
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from .common import PIXEL, CaeCase

SIGNATURE = f"data:image/png;base64,{PIXEL}"


@tagged("post_install", "-at_install")
class TestPortalContracts(CaeCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        scheme = cls._scheme()
        cls.papers = {}
        for name in ("nadia", "paul"):
            person, _activity = cls._worker(
                name.title(), scheme, "cape", login=f"{name}-papiers"
            )
            cape = person.cae_contract_ids
            cesa = cls.env["oe.cae.contract"].browse(cape.action_convert()["res_id"])
            cesa.write(cls.TERMS)
            cls._after(cesa)
            amendment = cls.env["oe.cae.contract.amendment"].create(
                {
                    "contract_id": cape.id,
                    "date_start": "2026-12-01",
                    "changes_minimum": True,
                    "minimum_hours": 30,
                }
            )
            (cesa | cape).filtered(lambda row: row.state == "draft").action_send()
            amendment.action_send()
            cls.papers[name] = (cape, cesa, amendment)
        cls.cape, cls.cesa, cls.amendment = cls.papers["nadia"]
        cls.draft = cls.cesa.copy({"date_start": "2027-06-01", "state": "draft"})
        cls._portal(
            cls.env["res.partner"].create({"name": "Client"}),
            "client-papiers",
            ["oe_base.group_oe_client"],
            cls.cae,
        )
        cls._staff("marc-papiers", "advisor", cls.cae)

    @classmethod
    def _after(cls, cesa):
        # After the CAPE, whatever today is.
        cesa.date_start = "2027-01-01"

    def csrf_token(self):
        return Request.csrf_token(self)

    def _post(self, route, **data):
        return self.url_open(route, data={"csrf_token": self.csrf_token(), **data})

    def _routes(self, who):
        cape, cesa, amendment = self.papers[who]
        return [
            f"/my/oe/contracts/{cape.id}",
            f"/my/oe/contracts/{cesa.id}",
            f"/my/oe/contracts/{cesa.id}/print",
            f"/my/oe/amendments/{amendment.id}",
        ]

    def _sign_routes(self, who):
        _cape, cesa, amendment = self.papers[who]
        return [
            f"/my/oe/contracts/{cesa.id}/sign",
            f"/my/oe/amendments/{amendment.id}/sign",
        ]

    def test_what_waits_is_shown_first_then_signed(self):
        self.authenticate("nadia-papiers", PASSWORD)
        for tab in ("/my/oe", "/my/oe/tab/me"):
            page = self.url_open(tab).text
            self.assertIn(f"/my/oe/contracts/{self.cesa.id}", page)
            self.assertIn(f"/my/oe/amendments/{self.amendment.id}", page)
        for route, document in zip(
            self._sign_routes("nadia"), (self.cesa, self.amendment), strict=True
        ):
            self.assertIn("o_oe_base_sign_form", self.url_open(route[:-5]).text)
            refused = self._post(route, signed_by="Nadia", signature="x")
            self.assertIn('role="alert"', refused.text)
            done = self._post(route, signed_by="Nadia", signature=SIGNATURE)
            self.assertIn("alert-success", done.text)
            document.invalidate_recordset()
            self.assertEqual(document.es_signed_name, "Nadia")
            self.assertEqual(document.state, "to_sign")
            again = self._post(route, signed_by="Nadia", signature=SIGNATURE)
            self.assertIn('role="alert"', again.text)

    def test_a_contract_is_read_in_french_and_printed(self):
        self.authenticate("nadia-papiers", PASSWORD)
        page = self.url_open(f"/my/oe/contracts/{self.cesa.id}").text
        for words in ("Trois clients fidèles", "Statuts 2025", "600,00"):
            self.assertIn(words, page)
        for words in ("Durée", "Part fixe par mois", "au moins deux fois"):
            self.assertIn(words, page)
        page = self.url_open(f"/my/oe/contracts/{self.cesa.id}/print").text
        self.assertIn("Trois clients fidèles", page)
        self.assertNotIn("o_oe_base_sign_form", page)

    def test_others_and_drafts_are_not_found(self):
        self.authenticate("nadia-papiers", PASSWORD)
        wrong = [*self._routes("paul"), f"/my/oe/contracts/{self.draft.id}"]
        for route in (*wrong, "/my/oe/contracts/999999"):
            self.assertEqual(self.url_open(route).status_code, 404, route)
        for route in self._sign_routes("paul"):
            answer = self._post(route, signed_by="Nadia", signature=SIGNATURE)
            self.assertEqual(answer.status_code, 404, route)
        for login in ("client-papiers", "marc-papiers"):
            self.authenticate(login, PASSWORD)
            for route in self._routes("nadia"):
                self.assertEqual(self.url_open(route).status_code, 404, (login, route))

    def test_logged_out_and_without_token(self):
        for route in self._routes("nadia"):
            answer = self.url_open(route, allow_redirects=False)
            self.assertEqual(answer.status_code, 303, route)
        self.authenticate("nadia-papiers", PASSWORD)
        for route in self._sign_routes("nadia"):
            answer = self.url_open(route, data={"signature": SIGNATURE})
            self.assertEqual(answer.status_code, 400, route)
        self.cesa.invalidate_recordset()
        self.assertFalse(self.cesa.es_signed_on)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("nadia-papiers", PASSWORD)
        ids, amendments = self.cesa.ids, self.amendment.ids
        model, amendment = "oe.cae.contract", "oe.cae.contract.amendment"
        notice = {"contract_id": ids[0], "event": "renewal", "body": "urssaf"}
        calls = (
            (model, "read", [ids, ["fixed_pay"]]),
            (model, "write", [ids, {"quote_limit": 0}]),
            (model, "create", [{"entrepreneur_id": 1}]),
            (model, "_sign_es", [ids, 1, "x", "y"]),
            (model, "_shown_to", [1]),
            (model, "_set_signing", [ids, {"state": "signed"}]),
            *(
                (model, name, [ids])
                for name in (
                    *("action_send", "action_reopen", "action_countersign"),
                    *("action_sign_paper", "action_renew", "action_convert"),
                    *("action_end", "action_amend", "action_notices"),
                    "action_see_notices",
                )
            ),
            (amendment, "search_read", [[]]),
            (amendment, "action_countersign", [amendments]),
            ("oe.cae.contract.objective", "search_read", [[]]),
            ("oe.cae.notice", "search_read", [[]]),
            ("oe.cae.notice", "create", [{**notice, "date_event": "2026-01-01"}]),
            ("oe.cae.end.wizard", "create", [{"contract_id": ids[0]}]),
        )
        for name, method, args in calls:
            params = {"model": name, "method": method, "args": args, "kwargs": {}}
            answer = self.url_open(
                f"/web/dataset/call_kw/{name}/{method}",
                json={"jsonrpc": "2.0", "method": "call", "params": params},
            ).json()
            self.assertIn("error", answer, (name, method))
