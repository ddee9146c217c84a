"""Mandates signed by clients, debits announced, made once, undone when sent back."""

import base64
from datetime import date

from lxml import etree

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import Form, HttpCase, tagged
from odoo.tools import mute_logger

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import PIXEL, CaeCase

OURS = "FR1420041010050500013M02606"
THEIRS = "FR7630006000011234567890189"
ICS = "FR72ZZZ123456"


class DebitCase(CaeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.cae.oe_creditor_ref = ICS
        cls.accountant = cls._staff("sophie-pre", "accountant", cls.cae)
        cls.advisor = cls._staff("lou-pre", "advisor", cls.cae)
        cls.person, cls.activity = cls._worker("Samira", cls._scheme())
        cls.person.advisor_id = cls.advisor
        cls.client = cls.env["res.partner"].create(
            {"name": "Élise Martin", "email": "elise@example.com"}
        )
        cls.user = cls._portal(
            cls.client, "elise-pre", ["oe_base.group_oe_client"], cls.cae
        )
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.cae.id)], limit=1
        )
        bank = cls.env["res.bank"].create({"name": "Banque", "bic": "PSSTFRPPXXX"})
        cls.journal.bank_account_id = cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.cae.partner_id.id,
                "acc_number": OURS,
                "bank_id": bank.id,
            }
        )

    @classmethod
    def _mandate(cls, *, signed=True, **values):
        mandate = cls._as("oe.cae.debit.mandate", cls.accountant).create(
            {"company_id": cls.cae.id, "partner_id": cls.client.id, **values}
        )
        mandate.action_send()
        if signed:
            mandate.sudo()._sign("Élise Martin", THEIRS, PIXEL)
        return mandate

    @classmethod
    def _due(cls, amount=100):
        return cls._invoice(
            cls.cae,
            cls.client,
            [(amount, cls.activity, "tva_normale_encaissement")],
            "2026-06-10",
            oe_activity_id=cls.activity.id,
        )

    @classmethod
    def _batch(cls, **values):
        return cls._as("oe.cae.debit", cls.accountant).create(
            {
                "company_id": cls.cae.id,
                "journal_id": cls.journal.id,
                "date": "2028-07-20",
                **values,
            }
        )

    @classmethod
    def _made(cls, **values):
        batch = cls._batch(**values)
        batch.action_collect()
        batch.action_announce()
        batch.action_make()
        return batch

    def _texts(self, batch, name):
        root = etree.fromstring(base64.b64decode(batch.sudo().content))
        return root.xpath(f"//*[local-name()='{name}']/text()")


@tagged("post_install", "-at_install")
class TestDebit(DebitCase):
    def test_a_mandate_is_signed_by_its_client(self):
        mandate = self._mandate(signed=False)
        self.assertEqual(mandate.state, "to_sign")
        for name, iban, image, words in (
            ("", THEIRS, PIXEL, "name"),
            ("Élise", "FR7630006000011234567890188", PIXEL, "IBAN"),
            ("Élise", THEIRS, None, "finger"),
        ):
            with self.assertRefused(UserError, words):
                mandate.sudo()._sign(name, iban, image)
        mandate.sudo()._sign("Élise Martin", "fr76 3000 6000 0112 3456 7890 189", PIXEL)
        self.assertEqual(mandate.state, "active")
        self.assertEqual(mandate.account_shown, "FR•• •••• 0189")
        self.assertFalse(mandate.sudo().bank_id.allow_out_payment)
        with self.assertRefused(UserError, "In force"):
            mandate.sudo()._sign("Élise", THEIRS, PIXEL)
        with self.assertRefused(UserError, "buttons"):
            mandate.write({"signed_on": "2020-01-01"})
        with self.assertRefused(UserError, "another"):
            mandate.write({"scheme": "B2B"})
        with self.assertRefused(UserError, "kept"):
            mandate.unlink()

    def test_references_and_identifiers(self):
        first, second = self._mandate(), self._mandate()
        self.assertNotEqual(first.rum, second.rum)
        with self.assertRefused(ValidationError, "creditor identifier"):
            self.cae.oe_creditor_ref = "FR73ZZZ123456"
        with self.assertRefused(ValidationError, "between firms"):
            self._mandate(scheme="B2B")
        self.cae.oe_creditor_ref = False
        with self.assertRefused(UserError, "ICS"):
            self._mandate()

    def test_the_file_keeps_to_its_schema(self):
        self._mandate()
        first, second = self._due(100), self._due(50)
        for version, wanted in (
            ("pain.001.001.03", "pain.008.001.02"),
            ("pain.001.001.09", "pain.008.001.08"),
        ):
            self.journal.oe_sepa_version = version
            batch = self._made()
            self.assertIn(wanted, base64.b64decode(batch.sudo().content).decode())
            self.assertEqual(batch.total, 180)
            self.assertEqual(self._texts(batch, "CtrlSum")[0], "180.00")
            self.assertEqual(set(self._texts(batch, "SeqTp")), {"FRST", "RCUR"})
            self.assertIn(ICS, self._texts(batch, "Id"))
            self.assertIn(THEIRS, self._texts(batch, "IBAN"))
            self.assertEqual(self._texts(batch, "LclInstrm") or ["CORE"], ["CORE"])
            batch.action_cancel()
        self.assertEqual((first | second).mapped("payment_state"), ["not_paid"] * 2)

    def test_a_debit_is_announced_in_time(self):
        mandate = self._mandate()
        self._due()
        batch = self._batch(date=str(self.cae._oe_today()))
        batch.action_collect()
        with self.assertRefused(UserError, "14 days"):
            batch.action_announce()
        batch.action_cancel()
        self.cae.oe_debit_notice_days = 1
        batch = self._batch()
        batch.action_collect()
        with self.assertRefused(UserError, "Announce"):
            batch.action_make()
        before = self.env["mail.mail"].search_count([])
        batch.action_announce()
        mail = self.env["mail.mail"].search([], order="id desc", limit=1)
        self.assertEqual(self.env["mail.mail"].search_count([]), before + 1)
        self.assertIn(mandate.rum, mail.body_html)
        self.assertNotIn("FR76", mail.body_html)
        with self.assertRefused(UserError, "already"):
            batch.action_announce()
        with self.assertRefused(UserError, "know the day"):
            batch.date = "2029-01-01"

    def test_an_invoice_is_in_one_batch(self):
        self._mandate()
        self._due()
        first = self._made()
        second = self._batch()
        second.action_collect()
        self.assertFalse(second.line_ids)
        with self.assertRefused(UserError, "Nothing"):
            second.action_announce()
        first.action_cancel()
        second.action_collect()
        self.assertEqual(second.live_count, 1)

    def test_what_changed_stays_out(self):
        mandate = self._mandate()
        move = self._due()
        batch = self._batch()
        batch.action_collect()
        batch.action_announce()
        self._pay(move, 20, "2026-06-20")
        with self.assertRefused(UserError, "Nothing is left"):
            batch.action_make()
        mandate.action_revoke()
        other = self._batch()
        other.action_collect()
        self.assertFalse(other.line_ids)

    def test_sent_then_sent_back(self):
        mandate = self._mandate()
        move = self._due()
        batch = self._made()
        batch.action_sent()
        self.assertIn(move.payment_state, ("in_payment", "paid"))
        self.assertEqual((mandate.used_count, str(mandate.used_on)), (1, "2028-07-20"))
        line = batch.line_ids
        line.action_return()
        self.assertEqual(move.payment_state, "not_paid")
        self.assertEqual((line.status, line.live), ("returned", False))
        self.assertTrue(move.activity_ids.filtered(lambda a: a.user_id == self.advisor))
        said = " ".join(move.message_ids.mapped("body"))
        self.assertIn("sent back", said)
        self.assertNotIn("FR76", said)
        with self.assertRefused(UserError, "already"):
            line.action_return()
        again = self._made()
        self.assertEqual(self._texts(again, "SeqTp"), ["RCUR"])

    def test_one_debit_for_a_mandate_of_one(self):
        mandate = self._mandate(kind="once")
        self._due(100)
        self._due(50)
        batch = self._batch()
        batch.action_collect()
        self.assertEqual((batch.live_count, batch.refused_count), (1, 1))
        batch.action_announce()
        batch.action_make()
        self.assertEqual(self._texts(batch, "SeqTp"), ["OOFF"])
        batch.action_sent()
        self.assertEqual(mandate.state, "used")

    def test_void_after_36_months(self):
        mandate = self._mandate()
        mandate.sudo()._set({"signed_on": "2023-06-20"})
        self.assertFalse(mandate._is_void(date(2026, 6, 19)))
        self.assertTrue(mandate._is_void(date(2026, 6, 20)))
        self._due()
        batch = self._batch()
        batch.action_collect()
        self.assertFalse(batch.line_ids)
        mandate.sudo()._set({"signed_on": "2020-06-20"})
        self.env["oe.cae.debit.mandate"]._cron_expire()
        self.assertEqual(mandate.state, "expired")

    def test_without_address_or_bic(self):
        self._mandate()
        self._due()
        self.client.email = False
        batch = self._batch()
        batch.action_collect()
        self.assertIn("e-mail", batch.line_ids.reason)
        self.client.email = "elise@example.com"
        self.journal.bank_account_id.bank_id = False
        batch.action_collect()
        batch.action_announce()
        with self.assertRefused(UserError, "BIC"):
            batch.action_make()

    def test_only_handlers(self):
        mandate = self._mandate()
        self._due()
        batch = self._made()
        with self.assertRaises(AccessError):
            self._as(mandate, self.advisor).action_revoke()
        with self.assertRaises(AccessError):
            self._as(batch, self.advisor).read(["name"])
        with self.assertRaises(AccessError):
            mandate.read(["bank_id"])
        with self.assertRaises(AccessError):
            batch.line_ids.write({"amount": 1})
        self.assertTrue(Form(mandate).id and Form(batch).id)


@tagged("post_install", "-at_install")
class TestDebitPages(DebitCase, PageCase, HttpCase):
    def test_the_client_signs_and_revokes(self):
        mandate = self._mandate(signed=False)
        route = f"/my/oe/debits/{mandate.id}"
        self.assertIn("login", self.url_open(route).url)
        self.authenticate("elise-pre", PASSWORD)
        self.assertIn(route, self.url_open("/my/oe").text)
        page = self.url_open(route)
        self.assertIn(mandate.rum, page.text)
        self.assertIn(ICS, page.text)
        image = f"data:image/png;base64,{PIXEL}"
        form = {"signed_by": "Élise Martin", "signature": image}
        with mute_logger("odoo.http"):
            bare = self.url_open(f"{route}/sign", data={**form, "iban": THEIRS})
        self.assertEqual(bare.status_code, 400)
        page = self._post(f"{route}/sign", **form, iban="FR76")
        self.assertIn("IBAN", page.text)
        self.assertEqual(mandate.state, "to_sign")
        page = self._post(f"{route}/sign", **form, iban=THEIRS)
        self.assertEqual((page.url.endswith(route), mandate.state), (True, "active"))
        self.assertNotIn(THEIRS, page.text)
        self.assertIn(mandate.rum, self.url_open("/my/oe/debits").text)
        self._post(f"{route}/revoke")
        self.assertEqual((mandate.state, mandate.ended_by), ("revoked", "Élise Martin"))
        page = self._post(f"{route}/revoke")
        self.assertIn("Révoqué", page.text)

    def test_nobody_else(self):
        mandate = self._mandate()
        other = self.env["res.partner"].create({"name": "Autre"})
        self._portal(other, "autre-pre", ["oe_base.group_oe_client"], self.cae)
        draft = self._as("oe.cae.debit.mandate", self.accountant).create(
            {"company_id": self.cae.id, "partner_id": other.id}
        )
        self.authenticate("autre-pre", PASSWORD)
        for wrong in (mandate, draft):
            route = f"/my/oe/debits/{wrong.id}"
            self.assertEqual(self.url_open(route).status_code, 404)
            for action in ("sign", "revoke"):
                page = self._post(f"{route}/{action}")
                self.assertEqual(page.status_code, 404)
        self._assertCallsRefused(
            ("oe.cae.debit.mandate", "search_read", [[]]),
            ("oe.cae.debit.mandate", "action_revoke", [mandate.ids]),
            ("oe.cae.debit.mandate", "_sign", [mandate.ids, "x", THEIRS, PIXEL]),
        )
        self.assertEqual(mandate.state, "active")

    def test_the_file_of_debits(self):
        self._mandate()
        self._due()
        batch = self._made()
        route = f"/oe/cae/debits/{batch.id}/file"
        self.assertIn("login", self.url_open(route).url)
        for login, status in (
            ("sophie-pre", 200),
            ("lou-pre", 404),
            ("elise-pre", 404),
        ):
            self.authenticate(login, PASSWORD)
            self.assertEqual(self.url_open(route).status_code, status, login)
        self.assertEqual(self.url_open("/oe/cae/debits/99999/file").status_code, 404)
        logs = self.env["oe.read.log"].search([("screen", "like", batch.file_name)])
        self.assertEqual(logs.user_id, self.accountant)
