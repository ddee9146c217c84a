"""Transfers: collected once, a file that banks take, standard accounting after it."""

import base64

from lxml import etree

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .pay_common import PayCase

HEAD = (
    "matricule;mois;brut;cotisations_patronales;cotisations_salariales;"
    "net_avant_impot;prelevement_source;net_paye"
)
# The well-known example of the standard, and two made from it.
OURS = "FR1420041010050500013M02606"
THEIRS = "FR7630006000011234567890189"


class TransferCase(PayCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.nadia, _a = cls._case_2("Nadia Élodie", "44-001", login="nadia-vir")
        cls.paul, _a = cls._case_2("Paul", "44-002")
        run = cls._run()
        run.pay_ids.action_agree()
        lines = [
            f"{number};2026-06;1470,97;81,03;335,57;1135,40;0;1135,40"
            for number in ("44-001", "44-002")
        ]
        data = "\n".join([HEAD, *lines]).encode()
        wizard = cls._as("oe.cae.payslip.wizard", cls.accountant).create(
            {"company_id": cls.cae.id, "file": base64.b64encode(data)}
        )
        wizard.action_import()
        cls.entry = wizard.sudo().move_ids
        cls.mine = cls._pay_of(run, cls.nadia)
        cls.journal = cls.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", cls.cae.id)], limit=1
        )
        cls.journal.bank_account_id = cls._bank(cls.cae.partner_id, OURS)

    @classmethod
    def _bank(cls, partner, iban, *, trusted=True):
        return cls.env["res.partner.bank"].create(
            {
                "partner_id": partner.id,
                "acc_number": iban,
                "allow_out_payment": trusted,
            }
        )

    @classmethod
    def _batch(cls, kind="pay", user=None, **values):
        return cls._as("oe.cae.transfer", user or cls.accountant).create(
            {
                "company_id": cls.cae.id,
                "kind": kind,
                "journal_id": cls.journal.id,
                "date": "2100-07-05",
                **values,
            }
        )

    @classmethod
    def _made(cls, kind="pay", **values):
        batch = cls._batch(kind, **values)
        batch.action_collect()
        batch.action_make()
        return batch

    def _file(self, batch):
        return etree.fromstring(base64.b64decode(batch.sudo().content))

    def _texts(self, batch, name):
        return self._file(batch).xpath(f"//*[local-name()='{name}']/text()")

    def _claim(self, amount=24):
        """A claim of Nadia, posted, that waits for its money."""
        product = self.env.ref("oe_cae.expense_office")
        claim = self.env["hr.expense"].create(
            {
                "name": "Feutres",
                "date": "2026-06-12",
                "company_id": self.cae.id,
                "employee_id": self.nadia.affiliation_ids.sudo().employee_id.id,
                "product_id": product.id,
                "payment_mode": "own_account",
                "total_amount_currency": amount,
                "tax_ids": [Command.clear()],
                "account_id": self.cae._oe_chart_ref(product.oe_expense_account).id,
            }
        )
        claim.action_submit()
        claim.action_approve()
        claim._post_without_wizard()
        return claim


@tagged("post_install", "-at_install")
class TestTransfer(TransferCase):
    def test_what_cannot_be_paid_is_listed_with_its_reason(self):
        self._bank(self.nadia.partner_id, THEIRS, trusted=False)
        batch = self._batch()
        batch.action_collect()
        told = {line.partner_id.name: line.reason for line in batch.line_ids}
        self.assertIn("trusted", told["Nadia Élodie"])
        self.assertIn("No bank account", told["Paul"])
        self.assertEqual((batch.live_count, batch.refused_count), (0, 2))
        with self.assertRefused(UserError, "Nothing can be paid"):
            batch.action_make()
        self._bank(self.paul.partner_id, "12345")
        batch.action_collect()
        told = {line.partner_id.name: line.reason for line in batch.line_ids}
        self.assertIn("no valid IBAN", told["Paul"])

    def test_the_file_keeps_to_its_schema_to_the_cent(self):
        self._bank(self.nadia.partner_id, THEIRS)
        self._bank(self.paul.partner_id, "BE68539007547034")
        for version in ("pain.001.001.03", "pain.001.001.09"):
            self.journal.oe_sepa_version = version
            batch = self._made()
            self.assertEqual(batch.total, 2270.80)
            root = self._file(batch)
            self.assertIn(version, root.tag)
            self.assertEqual(self._texts(batch, "CtrlSum"), ["2270.80"] * 2)
            self.assertEqual(self._texts(batch, "InstdAmt"), ["1135.40"] * 2)
            self.assertIn(THEIRS, self._texts(batch, "IBAN"))
            self.assertIn(OURS, self._texts(batch, "IBAN"))
            self.assertIn("Nadia Elodie", self._texts(batch, "Nm"))
            self.assertEqual(
                self._texts(batch, "MsgId"),
                [f"VIR-{batch.create_date:%Y}-{batch.id:05d}-1"],
            )
            self.assertEqual(len(batch.digest), 64)
            batch.action_cancel()

    def test_a_pay_is_in_one_live_batch(self):
        self._bank(self.nadia.partner_id, THEIRS)
        first = self._made()
        second = self._batch()
        second.action_collect()
        self.assertFalse(second.line_ids.filtered("live"))
        self.assertNotIn(self.nadia.partner_id, second.line_ids.partner_id)
        first.action_back()
        self.assertFalse(first.sudo().content)
        first.action_make()
        self.assertIn("-2", self._texts(first, "MsgId")[0])
        first.action_cancel()
        second.action_collect()
        self.assertEqual(
            second.line_ids.filtered("live").partner_id, self.nadia.partner_id
        )

    def test_what_changed_meanwhile_stays_out(self):
        bank = self._bank(self.nadia.partner_id, THEIRS)
        batch = self._batch()
        batch.action_collect()
        self.mine._put({"real_paid": 1000})
        with self.assertRefused(UserError, "Nothing can be paid"):
            batch.action_make()
        batch.action_collect()
        self.assertEqual(batch.total, 1000)
        bank.allow_out_payment = False
        with self.assertRefused(UserError, "Nothing can be paid"):
            batch.action_make()

    def test_the_entry_of_the_pays_is_a_draft_without_names(self):
        self._bank(self.nadia.partner_id, THEIRS)
        batch = self._made()
        batch.action_sent()
        move = batch.sudo().move_id
        self.assertEqual((move.state, move.journal_id.code), ("draft", "PAIE"))
        owed = self.cae._oe_chart_ref("pcg_421")
        lines = {line.account_id: line.balance for line in move.line_ids}
        self.assertEqual(lines[owed], 1135.40)
        self.assertEqual(lines[self.cae.transfer_account_id], -1135.40)
        self.assertNotIn("Nadia", str(move.line_ids.mapped("name")))
        (self.entry | move).action_post()
        matched = (self.entry | move).line_ids.filtered(
            lambda line: (
                line.account_id == owed
                and (line.debit or line.oe_cae_pay_id == self.mine)
            )
        )
        matched.reconcile()
        self.assertTrue(all(matched.mapped("reconciled")))
        with self.assertRefused(UserError, "already"):
            batch.action_sent()
        self.assertFalse(
            self.env["oe.cae.pay"].search([("id", "=", self.mine.id)])._book()
        )

    def test_a_transfer_sent_back_waits_for_another_batch(self):
        self._bank(self.nadia.partner_id, THEIRS)
        batch = self._made()
        batch.action_sent()
        line = batch.line_ids.filtered("live")
        line.action_return()
        self.assertEqual((line.status, line.live), ("returned", False))
        back = self.env["account.move"].search(
            [
                ("ref", "=", batch.sudo().move_id.ref),
                ("id", "!=", batch.sudo().move_id.id),
            ]
        )
        owed = back.line_ids.filtered(lambda row: row.balance < 0)
        self.assertEqual(owed.balance, -1135.40)
        with self.assertRefused(UserError, "already"):
            line.action_return()
        again = self._batch()
        again.action_collect()
        self.assertEqual(again.live_count, 1)

    def test_claims_are_paid_by_standard_payments(self):
        self._bank(self.nadia.partner_id, THEIRS)
        claim = self._claim()
        batch = self._made("claim")
        self.assertEqual((batch.live_count, batch.total), (1, 24))
        batch.action_sent()
        payment = batch.line_ids.sudo().payment_id
        self.assertEqual((payment.amount, payment.payment_type), (24, "outbound"))
        self.assertIn(claim.state, ("in_payment", "paid"))
        self.assertFalse(self._collected("claim"))
        batch.line_ids.action_return()
        self.assertEqual(payment.state, "canceled")
        self.assertEqual(claim.state, "posted")
        self.assertEqual(self._collected("claim").amount, 24)

    def _collected(self, kind):
        batch = self._batch(kind)
        batch.action_collect()
        return batch.line_ids

    def test_a_claim_paid_otherwise_is_told(self):
        self._bank(self.nadia.partner_id, THEIRS)
        claim = self._claim()
        batch = self._made("claim")
        self._pay(claim.account_move_id, 24, "2026-07-01")
        with self.assertRefused(UserError, "must not reach the bank"):
            batch.action_download()
        self.assertFalse(batch._take())

    def test_a_company_without_account_is_told(self):
        self._bank(self.nadia.partner_id, THEIRS)
        self.journal.bank_account_id = False
        batch = self._batch()
        batch.action_collect()
        with self.assertRefused(UserError, "no valid IBAN"):
            batch.action_make()
        batch.date = "2026-01-01"
        with self.assertRefused(UserError, "over"):
            batch.action_make()

    def test_one_may_be_left_out(self):
        self._bank(self.nadia.partner_id, THEIRS)
        self._bank(self.paul.partner_id, "BE68539007547034")
        batch = self._batch()
        batch.action_collect()
        batch.line_ids.filtered(
            lambda li: li.partner_id == self.paul.partner_id
        ).action_drop()
        self.assertEqual(batch.live_count, 1)
        batch.action_make()
        with self.assertRefused(UserError, "already"):
            batch.line_ids[:1].action_drop()
        with self.assertRefused(UserError, "no more"):
            batch.date = "2100-08-01"
        with self.assertRefused(UserError, "cancel"):
            batch.unlink()

    def test_only_handlers_and_bank_details_stay_in_the_file(self):
        self._bank(self.nadia.partner_id, THEIRS)
        batch = self._made()
        advisor = self._staff("lou-vir", "advisor", self.cae)
        with self.assertRaises(AccessError):
            self._as(batch, advisor).read(["name"])
        stranger = self._staff("chef-loin", "manager", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(batch, stranger).action_make()
        with self.assertRaises(AccessError):
            self._as(batch, self.manager).read(["content"])
        with self.assertRaises(AccessError):
            self._as(batch.line_ids, self.manager).read(["bank_id"])
        with self.assertRefused(UserError, "buttons"):
            batch.write({"state": "sent"})
        with self.assertRaises(AccessError):
            batch.line_ids.write({"amount": 9})
        line = batch.line_ids.filtered("live")
        self.assertEqual(line.account_shown, "FR•• •••• 0189")
        self.assertTrue(Form(batch).id)
        self.assertTrue(Form(self._as(batch, self.manager)).id)

    def test_queries_of_a_collection(self):
        self._bank(self.nadia.partner_id, THEIRS)
        batch = self._batch()
        self.env.flush_all()
        before = self.env.cr.sql_log_count
        batch.action_collect()
        self.assertLess(self.env.cr.sql_log_count - before, 60)


@tagged("post_install", "-at_install")
class TestTransferFile(TransferCase, PageCase, HttpCase):
    def test_taking_the_file_is_written_down(self):
        self._bank(self.nadia.partner_id, THEIRS)
        batch = self._made()
        route = f"/oe/cae/transfers/{batch.id}/file"
        self.assertIn("login", self.url_open(route).url)
        for user in (self.manager, self.accountant):
            self._with_password(user)
            self.authenticate(user.login, PASSWORD)
            page = self.url_open(route)
            self.assertEqual(page.status_code, 200)
            self.assertIn("no-store", page.headers["Cache-Control"])
            self.assertEqual(page.content, base64.b64decode(batch.sudo().content))
        logs = self.env["oe.read.log"].search([("screen", "like", batch.file_name)])
        self.assertEqual(logs.user_id, self.manager | self.accountant)
        self.assertEqual(self.url_open("/oe/cae/transfers/99999/file").status_code, 404)

    def _with_password(self, user):
        user.sudo().password = PASSWORD

    def test_nobody_else_takes_it(self):
        self._bank(self.nadia.partner_id, THEIRS)
        batch = self._made()
        self._staff("lou-vir2", "advisor", self.cae)
        self._staff("chef-loin2", "manager", self.cae_sap)
        for login in ("lou-vir2", "chef-loin2", "nadia-vir"):
            self.authenticate(login, PASSWORD)
            page = self.url_open(f"/oe/cae/transfers/{batch.id}/file")
            self.assertEqual(page.status_code, 404, login)
            direct = self.url_open(f"/web/content/oe.cae.transfer/{batch.id}/content")
            self.assertEqual(direct.status_code, 404, login)
            self._assertCallsRefused(
                ("oe.cae.transfer", "action_make", [batch.ids]),
                ("oe.cae.transfer", "action_sent", [batch.ids]),
                ("oe.cae.transfer", "action_cancel", [batch.ids]),
                ("oe.cae.transfer", "_take", [batch.ids]),
                ("oe.cae.transfer.line", "action_return", [batch.line_ids.ids]),
                ("oe.cae.transfer.line", "action_drop", [batch.line_ids.ids]),
            )
        self.assertFalse(
            self.env["oe.read.log"].search([("screen", "like", batch.file_name)])
        )
