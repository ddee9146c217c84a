"""Books kept elsewhere: declared turnover, its proof, its corrections, its audit."""

import base64

from psycopg2 import IntegrityError

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestDeclared(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license(books_elsewhere=True)
        cls.poles = cls.env["oe.pole"].search([], limit=2)
        cls.network = cls._staff("network-declared", "network_manager", cls.sas)
        cls.manager = cls._staff("manager-declared", "manager", cls.cae)

    def _declare(self, month, amounts, user=None, **values):
        rows = zip(self.poles.ids, amounts, strict=True)
        declaration = (
            self._as("oe.royalty.declaration", user)
            if user
            else self.env["oe.royalty.declaration"]
        ).create(
            {
                "contract_id": self.contract.id,
                "month": f"{month}-15",
                "proof": base64.b64encode(b"balance"),
                "line_ids": [
                    (0, 0, {"pole_id": pole, "amount": amount}) for pole, amount in rows
                ],
                **values,
            }
        )
        declaration.action_declare()
        return declaration

    def test_declared_then_corrected_at_its_rate(self):
        with self.assertRefused(UserError, "not declared"):
            self._statement("2027-01", lock=True)
        first = self._declare("2027-01", (1000, 500), self.manager)
        january = self._statement("2027-01", lock=True)
        self.assertEqual((january.base_amount, january.amount), (1500, 75))
        self._rate(6, "2027-02-01")
        self._declare("2027-02", (2000, 0))
        self._declare("2027-01", (-300, 0), corrects_id=first.id)
        february = self._statement("2027-02", lock=True)
        self.assertEqual(february.amount, 120 - 15)
        self.assertEqual(january.amount, 75)
        self._period("2027-02").action_invoice()
        self.assertTrue(february.invoice_id)
        self.assertFalse(february.bill_id, "its books are elsewhere")

    def test_invoices_of_the_company_do_not_count(self):
        self._sale(1000, "2027-01-05")
        self._declare("2027-01", (100, 0))
        self.assertEqual(self._statement("2027-01").base_amount, 100)

    def test_refusals(self):
        with self.assertRefused(UserError, "proof"):
            self._declare("2027-03", (1, 1), proof=False)
        with self.assertRefused(UserError, "each pole"):
            self._declare("2027-03", (1, 1), line_ids=[])
        mine = self._declare("2027-01", (1000, 500), self.manager)
        with self.assertRefused(UserError, "closed"):
            mine.line_ids[0].amount = 1
        with self.assertRefused(UserError, "closed"):
            mine.action_declare()
        with self.assertRefused(UserError, "by its buttons"):
            mine.state = "draft"
        with self.assertRefused(UserError, "same licence and month"):
            self._declare("2027-02", (1, 1), corrects_id=mine.id)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            self._declare("2027-01", (1, 1))
        own = self._license(self.cae_sap)
        with self.assertRefused(UserError, "keeps its books here"):
            self._declare("2027-01", (1, 1), contract_id=own.id)

    def test_audit_is_the_licensor_s(self):
        mine = self._declare("2027-01", (1000, 500), self.manager)
        with self.assertRaises(AccessError):
            mine.action_audit()
        self._as(mine, self.network).action_audit()
        self.assertEqual((mine.state, mine.audited_by_id), ("audited", self.network))
        with self.assertRefused(UserError, "Only what is declared"):
            self._as(mine, self.network).action_audit()
        for record in (mine, mine.line_ids):
            self.assertTrue(self._allowed(record, self.network, "read"))
            self.assertFalse(self._allowed(record, self.network, "write"))

    def test_how_it_counts_stays_once_locked(self):
        self._declare("2027-01", (1000, 500))
        self._statement("2027-01", lock=True)
        with self.assertRefused(UserError, "counted stays"):
            self.contract.books_elsewhere = False

    def test_open_the_declaration(self):
        self._declare("2027-01", (1000, 500))
        line = self._statement("2027-01").line_ids[0]
        action = line.action_open_move()
        self.assertEqual(action["res_model"], "oe.royalty.declaration")
