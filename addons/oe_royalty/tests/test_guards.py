from psycopg2 import IntegrityError

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import format_date, mute_logger

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestGuards(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license()

    def test_an_approved_rate_no_longer_changes(self):
        for change in (
            lambda: self.five.write({"rate": 4}),
            lambda: self.five.write({"state": "draft"}),
            lambda: self.five.unlink(),
        ):
            with self.assertRefused(UserError, "starts later"):
                change()

    def test_a_rate_never_starts_in_a_locked_month(self):
        self._statement("2027-01", lock=True)
        with self.assertRefused(
            UserError, "01/2027", format_date(self.env, "2027-02-01")
        ):
            self._rate(6, "2027-01-31")
        self._rate(6, "2027-02-01")

    def test_the_rate_of_a_licensee_names_no_pole(self):
        pole = self.env["oe.pole"].search([], limit=1)
        with self.assertRefused(ValidationError, "licensee"):
            self._rate(6, "2027-03-01", contract_id=self.contract.id, pole_id=pole.id)

    def test_no_rate_in_force_is_told(self):
        self.contract.date_start = "2026-12-01"
        self._sale(10, "2026-12-05")
        with self.assertRefused(
            UserError, format_date(self.env, "2026-12-05"), "approve"
        ):
            self._statement("2026-12")

    def test_contracts_do_not_overlap(self):
        with self.assertRefused(ValidationError, self.cae.name):
            self._license(start="2027-06-01")
        with self.assertRefused(ValidationError, "to itself"):
            self._license(self.sas)

    def test_a_locked_statement_does_not_change(self):
        self._sale(1000, "2027-01-05")
        statement = self._statement("2027-01", lock=True)
        with self.assertRefused(UserError, "closed"):
            statement.amount = 1
        with self.assertRefused(UserError, "locked"):
            statement.line_ids.amount = 1
        with self.assertRefused(UserError):
            statement.line_ids.unlink()
        with self.assertRefused(UserError):
            statement.unlink()
        with self.assertRefused(UserError, "Nothing is left"):
            self._period("2027-01").action_lock()
        with self.assertRefused(UserError, "locked already"):
            statement.action_lock()
        with self.assertRefused(UserError, "its start"):
            self.contract.date_start = "2027-01-02"

    def test_statements_follow_each_other(self):
        self._statement("2027-01")
        with self.assertRefused(UserError, "01/2027"):
            self._statement("2027-02")
        self._period("2027-01").action_lock()
        self._statement("2027-02", lock=True)

    def test_seals_chain_and_show_a_change_behind_the_orm(self):
        self._sale(1000, "2027-01-05")
        first = self._statement("2027-01", lock=True)
        second = self._statement("2027-02", lock=True)
        self.assertEqual(second.seal_before, first.seal)
        self.assertTrue(first.is_intact and second.is_intact)
        self.env.cr.execute(
            "UPDATE oe_royalty_base_line SET amount = 1 WHERE statement_id = %s",
            [first.id],
        )
        self.env.invalidate_all()
        self.assertFalse(first.is_intact)

    def test_an_invoice_left_out_may_be_reopened(self):
        move = self._sale(1000, "2027-01-05", self.sas.partner_id)
        kept = self._sale(1000, "2027-01-05")
        self._statement("2027-01", lock=True)
        move.button_draft()
        with self.assertRefused(UserError, "credit note"):
            kept.button_draft()

    def test_invoicing_twice_is_told(self):
        self._sale(1000, "2027-01-05")
        statement = self._statement("2027-01", lock=True)
        self._period("2027-01").action_invoice()
        with self.assertRefused(UserError, "lock it first"):
            statement.action_invoice()
        with self.assertRefused(UserError, "Nothing waits"):
            self._period("2027-01").action_invoice()

    def test_the_database_counts_a_line_once(self):
        self._sale(1000, "2027-01-05")
        line = self._statement("2027-01", lock=True).line_ids
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            line.copy()
            self.env.flush_all()
