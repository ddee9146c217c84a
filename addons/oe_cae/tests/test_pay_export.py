"""The file of the variables of pay: documented, stable, logged, for few eyes."""

import base64

from odoo.exceptions import AccessError, UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD

from ..calc import pay_csv
from .pay_common import PayCase


@tagged("post_install", "-at_install")
class TestPayExport(PayCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia, _activity = cls._case_2("Nadia", "44-002", login="nadia-export")
        cls.paul, _activity = cls._case_2("Paul", "44-001")
        cls.lea, _activity = cls._worker("Léa", cls._scheme(), "cape")
        cls.pay_list = cls._run()
        cls.advisor = cls._staff("marc-export", "advisor", cls.cae)

    def _export(self, user=None):
        run = self._as(self.pay_list, user or self.accountant)
        action = run.action_export()
        export = self.env["oe.cae.pay.export"].search([], limit=1)
        self.assertIn(f"/{export.id}/content/", action["url"])
        return export, base64.b64decode(export.content)

    def test_the_file_is_as_documented(self):
        self.pay_list.action_agree()
        export, data = self._export()
        text = data.decode("utf-8-sig")
        self.assertTrue(data.startswith(b"\xef\xbb\xbf"))
        self.assertEqual(
            text.split("\r\n"),
            [
                "matricule;mois;part_fixe;avance_part_variable;brut;"
                "heures_equivalentes;cout_estime;net_estime;retenue_parts",
                "44-001;2026-06;600,00;870,97;1470,97;119,49;1552,00;1135,40;0,00",
                "44-002;2026-06;600,00;870,97;1470,97;119,49;1552,00;1135,40;0,00",
                "",
            ],
        )
        self.assertEqual(export.digest, pay_csv.digest(data))
        self.assertEqual((export.user_id, export.line_count), (self.accountant, 2))
        self.assertIn("First", export.changes)
        self.assertNotIn("Nadia", text)
        salaried = self.pay_list.pay_ids.filtered(lambda pay: pay.kind == "salaried")
        self.assertEqual(set(salaried.mapped("state")), {"exported"})
        self.assertEqual(self.pay_list.state, "exported")

    def test_again_it_is_the_same_or_says_what_changed(self):
        self.pay_list.action_agree()
        first, data = self._export()
        second, again = self._export(self.manager)
        self.assertEqual((data, first.digest), (again, second.digest))
        self.assertIn("same", second.changes)
        self.assertEqual(second.user_id, self.manager)
        nadia = self._pay_of(self.pay_list, self.nadia)
        nadia.action_reopen()
        nadia.variable_pay = 800
        nadia.action_agree()
        third, changed = self._export()
        self.assertNotEqual(changed, data)
        for words in ("44-002", "brut", "1470,97", "1400,00"):
            self.assertIn(words, third.changes)
        self.assertNotIn("44-001", third.changes)
        self._pay_of(self.pay_list, self.paul).action_reopen()
        fourth, _data = self._export()
        self.assertIn("44-001 is no longer there", fourth.changes)
        self._pay_of(self.pay_list, self.paul).action_agree()
        fifth, _data = self._export()
        self.assertIn("44-001 is new", fifth.changes)

    def test_what_cannot_be_exported(self):
        with self.assertRefused(UserError, "Nothing is agreed"):
            self._export()
        self.pay_list.action_agree()
        self.paul.affiliation_ids.register_number = False
        with self.assertRefused(UserError, "Paul"):
            self._export()
        with self.assertRaises(AccessError):
            self._as(self.pay_list, self.advisor).action_export()

    def test_few_eyes_see_the_file(self):
        self.pay_list.action_agree()
        export, data = self._export()
        url = f"/web/content/oe.cae.pay.export/{export.id}/content"
        for login, allowed in (
            ("sophie-paie", True),
            ("claire-paie", True),
            ("marc-export", False),
            ("nadia-export", False),
        ):
            self.authenticate(login, PASSWORD)
            answer = self.url_open(url)
            self.assertEqual(answer.status_code == 200, allowed, login)
            self.assertEqual(answer.content == data, allowed, login)
        self.authenticate(None, None)
        self.assertNotEqual(self.url_open(url).content, data)
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", export._name), ("res_field", "=", "content")], limit=1
        )
        with self.assertRaises(AccessError):
            self._as(attachment, self.advisor).read(["datas"])
        with self.assertRaises(AccessError):
            self._as(export, self.manager).write({"changes": "x"})
        with self.assertRaises(AccessError):
            self._as(export, self.accountant).unlink()

    def test_files_go_after_their_term(self):
        self.pay_list.action_agree()
        export, _data = self._export()
        self.env["oe.cae.pay.export"]._purge_expired(
            export.create_date.date().replace(year=export.create_date.year + 7)
        )
        self.assertFalse(export.exists())
