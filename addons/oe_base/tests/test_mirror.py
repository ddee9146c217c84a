from psycopg2 import IntegrityError

from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger

from .common import OeCase


@tagged("post_install", "-at_install")
class TestMirror(OeCase):
    def _sale(self, move_type="out_invoice"):
        return self._invoice(
            self.sas,
            self.cae.partner_id,
            [(122.53, None, "tva_normale_encaissement")],
            move_type=move_type,
        )

    def test_same_lines_same_amount_linked_both_ways(self):
        sale = self._sale()
        bill = sale._oe_mirror(self.cae, "pcg_6511")
        self.assertEqual(bill.move_type, "in_invoice")
        self.assertEqual(bill.company_id, self.cae)
        self.assertEqual(bill.partner_id, self.sas.partner_id)
        self.assertEqual(bill.ref, sale.name)
        self.assertEqual(bill.amount_total, sale.amount_total)
        self.assertEqual(bill.amount_tax, 24.51)
        self.assertEqual(sale.oe_mirror_ids, bill)
        self.assertEqual(
            bill.invoice_line_ids.account_id.with_company(self.cae).code, "651100"
        )

    def test_run_again_it_stays_one(self):
        sale = self._sale()
        bill = sale._oe_mirror(self.cae, "pcg_6511")
        self.assertEqual(sale._oe_mirror(self.cae, "pcg_6511"), bill)

    def test_the_database_refuses_a_second_mirror(self):
        sale = self._sale()
        bill = sale._oe_mirror(self.cae, "pcg_6511")
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.env.cr.savepoint(),
        ):
            bill.copy().write({"oe_mirror_of_id": sale.id})
            self.env.flush_all()

    def test_credit_note_is_mirrored_as_credit_note(self):
        bill = self._sale("out_refund")._oe_mirror(self.cae, "pcg_6511")
        self.assertEqual(bill.move_type, "in_refund")

    def test_draft_or_foreign_sale_is_refused(self):
        sale = self._sale()
        with self.assertRefused(UserError, self.cae_sap.name):
            sale._oe_mirror(self.cae_sap, "pcg_6511")
        sale.button_draft()
        with self.assertRefused(UserError, "posted"):
            sale._oe_mirror(self.cae, "pcg_6511")
