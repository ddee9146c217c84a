"""Minimum, cap, relief and advance: what is due of what is earned."""

from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestTerms(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.contract = cls._license()

    def _term(self, minimum=0, cap=0, start="2027-01-01"):
        return self.env["oe.royalty.term"].create(
            {
                "contract_id": self.contract.id,
                "date_start": start,
                "minimum_amount": minimum,
                "cap_amount": cap,
            }
        )

    def _year(self, first, last):
        """Eleven months that earn ``first`` together, then December (sales at 5 %)."""
        self._sale(first * 20, "2027-01-05")
        for month in range(1, 12):
            self._statement(f"2027-{month:02d}", lock=True)
        self._sale(last * 20, "2027-12-05")
        return self._statement("2027-12")

    def _parts_add_up(self, statement):
        due = sum(
            statement[name]
            for name in (
                "earned_amount",
                "minimum_amount",
                "cap_amount",
                "granted_amount",
                "catch_up_amount",
            )
        )
        self.assertAlmostEqual(statement.amount, due)
        self.assertAlmostEqual(statement.billed_amount, due - statement.recouped_amount)

    def test_worked_case_minimum(self):
        self._term(minimum=12000)
        december = self._year(9500, 1400)
        self.assertEqual(december.amount, 2500)
        self.assertEqual(december.minimum_amount, 1100)
        self._parts_add_up(december)
        self.assertIn(
            "1 100,00",
            december.settlement_explanation.replace("\xa0", " ").replace("\u202f", " "),
        )

    def test_cap(self):
        self._term(cap=10000)
        december = self._year(9500, 1400)
        self.assertEqual((december.earned_amount, december.amount), (1400, 500))
        self._parts_add_up(december)

    def test_a_year_begun_counts_by_its_days(self):
        self.contract.date_start = "2027-12-01"
        self._term(minimum=36500)
        december = self._statement("2027-12")
        self.assertEqual(december.amount, 3100)

    def test_the_last_month_of_a_licence_owes_the_minimum(self):
        self.contract.date_end = "2027-01-31"
        self._term(minimum=36500)
        self.assertEqual(self._statement("2027-01").amount, 3100)

    def test_terms_of_a_locked_year_stay(self):
        term = self._term(minimum=1000)
        self._statement("2027-01", lock=True)
        with self.assertRefused(UserError, "2027"):
            term.minimum_amount = 1
        with self.assertRefused(UserError, "2027"):
            term.unlink()
        self._term(minimum=500, start="2028-01-01")

    def test_terms_refused(self):
        with self.assertRefused(ValidationError, "under the minimum"):
            self._term(minimum=1000, cap=900)

    def test_relief(self):
        self._sale(1000, "2027-01-05")
        statement = self._statement("2027-01")
        wizard = self.env["oe.royalty.relief.wizard"].create(
            {"statement_id": statement.id, "amount": 20, "reason": "Crue de la Loire"}
        )
        wizard.action_grant()
        self.assertEqual((statement.earned_amount, statement.amount), (50, 30))
        self.assertIn("Crue de la Loire", statement.settlement_explanation)
        self._parts_add_up(statement)
        self._period("2027-01").action_compute()
        self.assertEqual(statement.amount, 30, "computed again it stays")
        with self.assertRefused(UserError, "beyond", "50,00"):
            statement._grant_relief(51, "Trop")
        self._period("2027-01").action_lock()
        self._period("2027-01").action_invoice()
        self.assertEqual(statement.invoice_id.amount_untaxed, 30)
        with self.assertRefused(UserError, "closed"):
            statement._grant_relief(1, "Trop tard")

    def test_advance_is_recouped(self):
        advance = self.env["oe.royalty.advance"].create(
            {"contract_id": self.contract.id, "date": "2027-01-02", "amount": 70}
        )
        advance.action_invoice()
        self.assertEqual(advance.invoice_id.amount_untaxed, 70)
        self.assertEqual(advance.bill_id.amount_untaxed, 70)
        with self.assertRefused(UserError, "invoiced"):
            advance.action_invoice()
        with self.assertRefused(UserError, "no longer changes"):
            advance.amount = 1
        self._sale(1000, "2027-01-05")
        january = self._statement("2027-01", lock=True)
        self.assertEqual((january.recouped_amount, january.billed_amount), (50, 0))
        self.assertEqual(january.advance_left_amount, 20)
        self._sale(2000, "2027-02-05")
        february = self._statement("2027-02", lock=True)
        self.assertEqual((february.amount, february.billed_amount), (100, 80))
        for month in ("2027-01", "2027-02"):
            self._period(month).action_invoice()
        for statement in january | february:
            self._parts_add_up(statement)
        # What was an advance is an income now, on both sides.
        for company, sale, advance_code, moves in (
            (self.sas, "7511", "4191", (january | february).invoice_id),
            (self.cae, "6511", "4091", (january | february).bill_id),
        ):
            moves |= advance.invoice_id if company == self.sas else advance.bill_id
            found = {sale: 0, advance_code: 0}
            for line in moves.line_ids:
                code = line.account_id.with_company(company).code
                for prefix in found:
                    if code.startswith(prefix):
                        found[prefix] += line.balance
            self.assertEqual(abs(found[sale]), 150)
            self.assertEqual(found[advance_code], 0)

    def test_seal_covers_the_settlement(self):
        self._term(cap=40)
        self._sale(1000, "2027-01-05")
        statement = self._statement("2027-01", lock=True)
        self.assertTrue(statement.is_intact)
        self.env.cr.execute(
            "UPDATE oe_royalty_statement SET cap_amount = 0 WHERE id = %s",
            [statement.id],
        )
        self.env.invalidate_all()
        self.assertFalse(statement.is_intact)
