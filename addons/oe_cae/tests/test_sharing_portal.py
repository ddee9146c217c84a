"""A shared activity on the phone: signed by each, private for each."""

from odoo import Command, fields
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .test_portal_contracts import SIGNATURE
from .test_sharing import TERMS, SharingCase


@tagged("post_install", "-at_install")
class TestSharingPortal(SharingCase, PageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._person("Zoé", cls.cae, login="zoe-partage")
        cls._portal(cls.buyer, "client-partage", ["oe_base.group_oe_client"], cls.cae)
        cls.asked = cls.env["oe.cae.sharing"].create(
            {
                "activity_id": cls.shared.id,
                "date_start": fields.Date.add(cls.cae._oe_today(), days=1),
                "part_ids": [
                    Command.create({"entrepreneur_id": person.id, "weight": weight})
                    for person, weight in ((cls.ana, 2), (cls.ben, 1))
                ],
                **TERMS,
                "brand": "Atelier des Deux",
            }
        )
        cls._as(cls.asked, cls.manager).action_send()
        cls.route = f"/my/oe/sharings/{cls.asked.id}"

    def _text(self, route):
        return self.url_open(route).text.replace("\u202f", "").replace("\xa0", " ")

    def test_each_of_them_signs(self):
        for login, name in (("ana-partage", "Ana"), ("ben-partage", "Ben")):
            self.authenticate(login, PASSWORD)
            self.assertIn(self.route, self._text("/my/oe"))
            page = self._text(self.route)
            for words in ("Atelier des Deux", "66,67 %", "33,33 %", "sign_form"):
                self.assertIn(words, page)
            refused = self._post(f"{self.route}/sign", signed_by=name, signature="x")
            self.assertIn('role="alert"', refused.text)
            done = self._post(f"{self.route}/sign", signed_by=name, signature=SIGNATURE)
            self.assertIn("alert-success", done.text)
            self.assertNotIn("sign_form", self._text(self.route))
        self.asked.invalidate_recordset()
        self.asked.part_ids.invalidate_recordset()
        self.assertEqual(self.asked.part_ids.mapped("es_signed_name"), ["Ana", "Ben"])
        self.assertEqual(self.asked.state, "to_sign")

    def test_others_find_nothing(self):
        for login in ("zoe-partage", "client-partage"):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(self.route).status_code, 404)
            answer = self._post(
                f"{self.route}/sign", signed_by="Zoé", signature=SIGNATURE
            )
            self.assertEqual(answer.status_code, 404)
        self.assertEqual(self.url_open("/my/oe/sharings/999999").status_code, 404)

    def test_drafts_are_not_shown(self):
        self._as(self.asked, self.manager).action_reopen()
        self.authenticate("ana-partage", PASSWORD)
        self.assertEqual(self.url_open(self.route).status_code, 404)

    def test_logged_out_and_without_token(self):
        answer = self.url_open(self.route, allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self.authenticate("ana-partage", PASSWORD)
        answer = self.url_open(f"{self.route}/sign", data={"signature": SIGNATURE})
        self.assertEqual(answer.status_code, 400)

    def test_hostile_remote_calls_are_refused(self):
        self.authenticate("ana-partage", PASSWORD)
        ids, parts = self.asked.ids, self.asked.part_ids
        model, part = "oe.cae.sharing", "oe.cae.sharing.part"
        self._assertCallsRefused(
            (model, "read", [ids, ["nature"]]),
            (model, "write", [ids, {"nature": "x"}]),
            (model, "_sign_es", [ids, 1, "x", "y"]),
            (model, "_keys", [[1]]),
            (model, "_shown_to", [1]),
            (part, "search_read", [[]]),
            (part, "write", [parts.ids, {"weight": 99}]),
            (part, "_set_signing", [parts.ids, {"es_signed_name": "Ben"}]),
            *(
                (model, name, [ids])
                for name in (
                    *("action_send", "action_reopen", "action_countersign"),
                    "action_sign_paper",
                )
            ),
        )

    def _book_pay(self, person, amount, day="2026-03-31"):
        """Pay of one of them, paid from the bank."""
        run = self.env["oe.cae.pay.run"]._get(
            self.cae, self._period(self.cae, "2026-03-01").month
        )
        run.action_compute()
        pay = run.pay_ids.filtered(lambda row: row.entrepreneur_id == person)
        rows = (("pcg_6411", amount), ("pcg_421", -amount))
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "company_id": self.cae.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": self.cae._oe_chart_ref(code).id,
                            "name": "Paie",
                            "balance": balance,
                            "oe_cae_pay_id": pay.id,
                            "analytic_distribution": balance > 0
                            and {str(self.shared.account_id.id): 100},
                        }
                    )
                    for code, balance in rows
                ],
            }
        )
        move.action_post()

    def test_pay_of_each_is_each_ones_own(self):
        self._agree("2026-03-01", 1, 1)
        self._sell(1000, "2026-03-10")
        self._book_pay(self.ben, 321)
        rows = self._close(self.cae, "2026-03-01")
        self.assertEqual(self._of(rows, self.ana).payroll, 0)
        self.assertEqual(self._of(rows, self.ben).payroll, -321)

    def test_nobody_reads_the_pay_of_another(self):
        self._agree("2026-03-01", 1, 1)
        self._sell(1000, "2026-03-10")
        self._book_pay(self.ben, 321)
        self._close(self.cae, "2026-03-01")
        bens = self.ben.activity_link_ids
        self.authenticate("ana-partage", PASSWORD)
        page = self._text(f"/my/oe/accounts/{self.shared.id}")
        self.assertIn("1000,00", page)
        for hidden in ("321,00", "679,00", "100,00 €"):
            self.assertNotIn(f">-{hidden}", page)
            self.assertNotIn(f">{hidden}", page)
        self.assertNotIn("Paie", page.split("Bilan")[0])
        treasury = self._text(f"/my/oe/treasury/{self.shared.id}")
        self.assertNotIn("321", treasury)
        self.assertEqual(self.url_open(f"/my/oe/accounts/{bens.id}").status_code, 404)
        self.authenticate("ben-partage", PASSWORD)
        page = self._text(f"/my/oe/accounts/{bens.id}")
        self.assertIn("-321,00", page)
        self.assertIn("629,00", page)  # 1000 less his pay and his contribution of 50
