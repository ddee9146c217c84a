import base64
import datetime
import io

from pypdf import PdfReader

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestCertificate(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.model = cls.env["oe.sap.certificate"].with_company(cls.cae_sap)

    def _posted(self, day="2026-12-10", **values):
        move = self._sap_invoice(day, **values)
        move.action_post()
        return move

    def test_a_december_invoice_paid_on_5_january_counts_in_the_next_year(self):
        move = self._posted("2026-12-20")
        self._pay_into(move, 110, "2027-01-05", self._bank())
        issued, reasons = self.model._run(self.cae_sap, 2026)
        self.assertFalse(issued)
        self.assertIn("nothing was paid", reasons[self.client])
        issued, reasons = self.model._run(self.cae_sap, 2027)
        self.assertEqual((issued.partner_id, issued.paid), (self.client, 110.0))
        self.assertFalse(reasons)

    def test_an_organism_without_number_is_refused_with_the_reason(self):
        move = self._posted()
        self._pay_into(move, 110, "2026-12-15", self._bank())
        self.declaration.unlink()
        issued, reasons = self.model._run(self.cae_sap, 2026)
        self.assertFalse(issued)
        self.assertIn("no declaration number", reasons[self.client])

    def test_two_partial_payments_to_the_cent_and_all_years_sum_to_what_was_paid(self):
        move = self._posted("2026-11-10", hours=3, price=20.85)
        self.assertEqual(move.amount_total, 68.81)
        bank = self._bank()
        self._pay_into(move, 33.33, "2026-12-30", bank)
        self._pay_into(move, 35.48, "2027-01-02", bank)
        first, _none = self.model._run(self.cae_sap, 2026)
        second, _none = self.model._run(self.cae_sap, 2027)
        self.assertEqual((first.paid, second.paid), (33.33, 35.48))
        self.assertEqual(round(first.paid + second.paid, 2), move.amount_total)

    def test_cash_never_counts_and_is_shown(self):
        move = self._posted()
        self._pay_into(move, 110, "2026-12-15", self._journal("cash", "CSX"))
        issued, reasons = self.model._run(self.cae_sap, 2026)
        self.assertFalse(issued)
        self.assertIn("cash", reasons[self.client])
        other = self._posted("2026-12-11")
        self._pay_into(other, 110, "2026-12-16", self._bank())
        issued, _none = self.model._run(self.cae_sap, 2026)
        self.assertEqual((issued.paid, issued.cash), (110.0, 110.0))

    def test_cesu_is_a_part_apart(self):
        move = self._posted()
        cesu = self._journal("bank", "CEX", oe_sap_cesu=True)
        self._pay_into(move, 60, "2026-12-15", cesu)
        self._pay_into(move, 50, "2026-12-16", self._bank())
        issued, _none = self.model._run(self.cae_sap, 2026)
        self.assertEqual((issued.paid, issued.cesu), (110.0, 60.0))

    def test_the_taxpayer_gets_it_when_it_is_somebody_else(self):
        self.client.oe_taxpayer_id = self.daughter
        self._pay_into(self._posted(), 110, "2026-12-15", self._bank())
        issued, _none = self.model._run(self.cae_sap, 2026)
        self.assertEqual(issued.partner_id, self.daughter)

    def test_run_again_nothing_then_a_new_version_when_more_was_paid(self):
        move, bank = self._posted(), self._bank()
        self._pay_into(move, 100, "2026-12-15", bank)
        first, _none = self.model._run(self.cae_sap, 2026)
        again, _none = self.model._run(self.cae_sap, 2026)
        self.assertFalse(again)
        with self.assertRefused(UserError, "Nothing has changed"):
            first.action_renew()
        self._pay_into(move, 10, "2026-12-20", bank)
        second = self.model.browse(first.action_renew()["res_id"])
        self.assertEqual((second.version, second.paid, first.paid), (2, 110.0, 100.0))
        self.assertTrue(first._seal_is_true() and second._seal_is_true())
        self.assertEqual(second.seal_before, first.seal)

    def test_money_given_back_is_taken_off(self):
        move, bank = self._posted(), self._bank()
        self._pay_into(move, 110, "2026-12-15", bank)
        refund = move._reverse_moves(
            [{"invoice_date": datetime.date(2026, 12, 18), "date": "2026-12-18"}]
        )
        refund.invoice_line_ids.quantity = 1
        refund.action_post()
        bank.outbound_payment_method_line_ids.payment_account_id = (
            bank.inbound_payment_method_line_ids[:1].payment_account_id
        )
        self._pay_into(refund, 27.5, "2026-12-20", bank)
        issued, _none = self.model._run(self.cae_sap, 2026)
        self.assertEqual(issued.paid, 82.5)

    def test_an_issued_certificate_does_not_change(self):
        self._pay_into(self._posted(), 110, "2026-12-15", self._bank())
        issued, _none = self.model._run(self.cae_sap, 2026)
        for values in ({"paid": 1}, {"pdf": False}, {"state": "issued"}):
            with self.assertRaises(UserError):
                issued.write(values)
        with self.assertRaises(UserError):
            issued.unlink()
        with self.assertRaises(UserError):
            issued.line_ids.write({"amount": 1})

    def test_the_pdf_is_there_and_names_nobody_in_its_file_name(self):
        self._pay_into(self._posted(), 110, "2026-12-15", self._bank())
        issued, _none = self.model._run(self.cae_sap, 2026)
        content = base64.b64decode(issued.pdf)
        text = PdfReader(io.BytesIO(content)).pages[0].extract_text()
        for word in (NUMBER, "Nadia Benali", "042", "110,00 €", "4 h 00"):
            self.assertIn(word, text)
        self.assertEqual(issued.pdf_name, "attestation-2026-v1.pdf")
        self.assertEqual(issued.content["declaration"][0], NUMBER)
        self.assertEqual(
            issued.content["visits"], [["2026-12-10", "Nadia Benali", "042", 240]]
        )

    def test_the_wizard_says_who_has_none_and_why(self):
        self._posted()
        run = self.env["oe.sap.certificate.run"].create(
            {"company_id": self.cae_sap.id, "year": 2026}
        )
        run.action_run()
        self.assertEqual(run.issued_count, 0)
        self.assertEqual(run.line_ids.partner_id, self.client)
        self.assertEqual(str(run.due_on), "2027-03-31")

    def test_one_wrong_invoice_stops_nobody_else(self):
        bank = self._bank()
        self._pay_into(self._posted(), 110, "2026-12-15", bank)
        wrong = self._posted(partner=self.daughter.copy({"name": "Autre foyer"}))
        self._pay_into(wrong, 110, "2026-12-15", bank)
        self.env.cr.execute(
            "UPDATE account_move_line SET price_total = -price_total WHERE id = %s",
            [wrong.invoice_line_ids.id],
        )
        self.env.cr.execute(
            "UPDATE account_move SET amount_total = -amount_total WHERE id = %s",
            [wrong.id],
        )
        self.env.invalidate_all()
        issued, reasons = self.model._run(self.cae_sap, 2026)
        self.assertEqual(issued.partner_id, self.client)
        self.assertIn("beyond its total", reasons[wrong.partner_id])

    def test_past_its_term_it_goes_away(self):
        self._pay_into(self._posted(), 110, "2026-12-15", self._bank())
        issued, _none = self.model._run(self.cae_sap, 2026)
        self.env.cr.execute(
            "UPDATE oe_sap_certificate SET issued_on = '2010-01-01' WHERE id = %s",
            [issued.id],
        )
        issued.invalidate_recordset()
        self.env["oe.sap.certificate"]._purge_expired()
        self.assertFalse(issued.exists())

    def test_a_mass_run_reads_in_a_fixed_number_of_queries(self):
        bank = self._bank()

        def invoices(count):
            for rank in range(count):
                partner = self.client.copy({"name": f"Foyer {count}-{rank}"})
                move = self._posted(partner=partner)
                self._pay_into(move, 110, "2026-12-15", bank)

        def queries():
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.model._issues(self.cae_sap, 2026)
            return self.env.cr.sql_log_count - before

        invoices(1)
        queries()
        one = queries()
        invoices(9)
        ten = queries()
        self.assertLessEqual(ten - one, 12)
