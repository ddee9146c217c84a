"""What a status does in the books: once."""

import datetime

from odoo.exceptions import UserError
from odoo.tests import tagged

from odoo.addons.oe_missions.tests.common import PIXEL

from .advance_common import AdvanceCase


@tagged("post_install", "-at_install")
class TestAdvanceBooks(AdvanceCase):
    def _balance(self, partner):
        lines = self.env["account.move.line"].search(
            [
                ("partner_id", "=", partner.id),
                ("account_type", "=", "asset_receivable"),
                ("parent_state", "=", "posted"),
            ]
        )
        return round(sum(lines.mapped("balance")), 2)

    def test_70_pays_once(self):
        row = self._sent(hours=8, price=22.73)
        self._tell(row, 20)
        self.assertFalse(row.payment_id)
        self._tell(row, 70)
        payment = row.payment_id
        self.assertEqual(payment.amount, 200.02)
        self.assertEqual(payment.journal_id, self.account.journal_id)
        self.assertEqual(payment.move_id.state, "posted")
        self.assertIn(row.move_id.payment_state, ("in_payment", "paid"))
        self.assertEqual(row.move_id.amount_residual, 0)
        self._tell(row, 70)
        self.assertEqual(row.payment_id, payment)
        self.assertEqual(self._balance(self.client), 0)

    def test_112_and_120_reverse_it_once(self):
        for status in (112, 120):
            with self.subTest(status):
                row = self._sent()
                self._tell(row, 70)
                self._tell(row, status)
                back = row.reversal_id
                self.assertEqual((back.payment_type, back.amount), ("outbound", 110))
                self.assertEqual(row.move_id.payment_state, "not_paid")
                self.assertEqual(row.move_id.amount_residual, 110)
                self.assertTrue(row.needs_me)
                self._tell(row, status)
                self.assertEqual(row.reversal_id, back)
                self._as(row, self.manager).action_settled()
                self.assertFalse(row.needs_me)

    def test_nothing_is_reversed_that_was_not_paid(self):
        row = self._sent()
        self._tell(row, 111)
        self.assertFalse(row.payment_id or row.reversal_id)
        self.assertTrue(row.needs_me)

    def test_a_deposit_lowers_what_comes(self):
        move = self._posted()
        self._pay(move, 30, "2026-03-12")
        row = self.Advance._enqueue(move)
        self.assertEqual((row.advance, row.debited, row.expected), (55, 25, 80))
        self.Advance._cron_send()
        (request,) = self.service.requests.values()
        self.assertEqual(request.content["mntAcompte"], 30)
        self._tell(row, 70)
        self.assertEqual(row.payment_id.amount, 80)
        self.assertEqual(move.amount_residual, 0)

    def test_a_deposit_of_more_than_half_is_refused(self):
        move = self._posted()
        self._pay(move, 66, "2026-03-12")
        ((_request, refusals),) = self.Advance._preflight(move).values()
        self.assertEqual([one.code for one in refusals], ["advance.deposit"])
        self.assertFalse(self.Advance._enqueue(move))

    def test_paid_otherwise_meanwhile_stays_on_the_account(self):
        row = self._sent()
        self._pay(row.move_id, 110, "2026-03-20")
        self._tell(row, 70)
        self.assertEqual(row.payment_id.amount, 110)
        self.assertEqual(self._balance(self.client), -110)

    def test_another_amount_is_not_booked(self):
        row = self._sent()
        self.service.requests[row.service_ref].content["mntFactureTTC"] = 90
        self._tell(row, 70)
        self.assertFalse(row.payment_id)
        self.assertIn("nothing is booked", row.trouble)
        self.assertEqual(row.status, "10")
        self.assertTrue(row.needs_me)

    def test_a_status_that_cannot_be(self):
        row = self._sent()
        self._tell(row, 40)
        self.service.tell(row.number, 70)
        # Refused is an end: it is not asked about any more.
        self.Advance._cron_poll()
        self.assertEqual(row.status, "40")
        row._told({"statut": {"code": "70"}})
        self.assertFalse(row.payment_id)
        row._told({"statut": {"code": "x"}})
        self.assertIn("cannot follow", row.trouble)
        # Answers of no known shape change nothing and stop nothing.
        other = self._sent()
        for answer in (
            {"statut": "70"},
            {"statut": None},
            {"statut": {"code": "70"}, "infoVirement": "x"},
            {"statut": {"code": "70"}, "infoVirement": {"mntVirement": []}},
        ):
            other._told(answer)
            self.assertFalse(other.payment_id)
            self.assertTrue(other.trouble)

    def test_40_reopens_with_a_new_number(self):
        row = self._sent()
        old = row.move_id
        with self.assertRefused(UserError, "refused or cancelled"):
            self._as(row, self.manager).action_replace()
        self._tell(row, 40)
        action = self._as(row, self.manager).action_replace()
        new = self.env["account.move"].browse(action["res_id"])
        self.assertEqual(new, row.new_move_id)
        self.assertNotEqual(new.name, old.name)
        self.assertEqual((new.state, new.amount_total), ("posted", 110))
        self.assertEqual(old.payment_state, "reversed")
        self.assertEqual(new.invoice_line_ids.oe_sap_worker_ids, self.worker)
        self.assertEqual(str(new.invoice_line_ids.oe_sap_service_date), "2026-03-10")
        self.assertEqual(self._balance(self.client), 110)
        with self.assertRefused(UserError, "already"):
            self._as(row, self.manager).action_replace()
        again = self.Advance._enqueue(new)
        self.Advance._cron_send()
        self.assertEqual(again.state, "sent")
        self._tell(again, 70)
        self.assertEqual(self._balance(self.client), 0)

    def test_visits_of_a_replaced_invoice_are_billed_once(self):
        mission = self._mission(self.worker)
        mission.order_id.order_line.product_id.product_tmpl_id.oe_sap_activity_id = (
            self._activity_of("II-1")
        )
        for visit in mission.intervention_ids.sorted("planned_start"):
            wall = visit.company_id._oe_wall
            visit._record(
                wall(visit.planned_start),
                wall(visit.planned_end),
                signature=PIXEL,
                signed_by="Jeanne",
            )
        orders = self.env["sale.order"]
        end = datetime.date(2026, 7, 1)
        move = orders._oe_invoice_hours(self.cae_sap, None, end)
        move.invoice_date = datetime.date(2026, 6, 30)
        move.action_oe_sap_vat()
        move.action_post()
        hours = move._oe_hours()
        self.assertTrue(hours)
        row = self._sent_move(move)
        self._tell(row, 40)
        new = row.move_id.browse(self._as(row, self.manager).action_replace()["res_id"])
        self.assertEqual(new._oe_hours(), hours)
        self.assertEqual(new.amount_total, move.amount_total)
        self.assertFalse(orders._oe_invoice_hours(self.cae_sap, None, end))

    def _sent_move(self, move):
        row = self.Advance._enqueue(move)
        self.Advance._cron_send()
        self.assertEqual(row.state, "sent")
        return row
