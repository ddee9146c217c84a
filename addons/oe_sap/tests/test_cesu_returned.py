from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .test_cesu import CesuCase


@tagged("post_install", "-at_install")
class TestCesuReturned(CesuCase):
    """Vouchers that their issuer sends back."""

    def _sent(self, *numbers, **values):
        receipt = self._receipt(*numbers, **values)
        receipt.action_receive()
        slip = self._slip()
        slip.action_fill()
        slip.action_send()
        return receipt, slip

    def _back(self, slip, vouchers, reason="Périmé"):
        return (
            self.env["oe.sap.cesu.returned"]
            .create(
                {
                    "slip_id": slip.id,
                    "voucher_ids": vouchers.ids,
                    "date": "2027-01-04",
                    "reason": reason,
                }
            )
            .action_return()
        )

    def test_the_invoice_is_open_again_once(self):
        receipt, slip = self._sent("R1", "R2", "R3")
        self.assertEqual(self.move.amount_residual, 50.0)
        voucher = receipt.voucher_ids[0]
        self._back(slip, voucher)
        self._back(slip, voucher)
        self.assertEqual(self.move.amount_residual, 70.0)
        self.assertEqual((voucher.returned_reason, receipt.returned), ("Périmé", 20.0))
        entry = voucher.returned_entry_id
        self.assertEqual(entry.state, "posted")
        owed = entry.line_ids.filtered("debit")
        self.assertTrue(owed.reconciled)
        self.assertEqual(owed.partner_id, self.client)
        self._back(slip, receipt.voucher_ids[1])
        self.assertEqual(self.move.amount_residual, 90.0)
        self.assertTrue(owed.reconciled)
        self._pay_into(self.move, 90, "2027-01-10", self._bank())
        self.assertFalse(self.move.amount_residual)

    def test_the_issuer_pays_the_rest_and_the_holding_account_is_empty(self):
        receipt, slip = self._sent("S1", "S2", "S3")
        self._back(slip, receipt.voucher_ids[2])
        self.assertEqual(slip.action_open_paid()["context"]["default_received"], 40.0)
        with self.assertRefused(UserError, "40"):
            slip._pay(slip.date, 60_00, self._bank())
        slip._pay(slip.date, 39_00, self._journal("bank", "BQY"))
        self.assertEqual((slip.state, slip.fees), ("paid", 1.0))
        held = receipt.payment_id.move_id.line_ids.filtered("debit").account_id
        lines = self.env["account.move.line"].search(
            [("account_id", "=", held.id), ("parent_state", "=", "posted")]
        )
        self.assertEqual(sum(lines.mapped("balance")), 0)
        self.assertTrue(all(lines.mapped("reconciled")))

    def test_all_of_a_slip_may_come_back(self):
        receipt, slip = self._sent("T1", "T2")
        self._back(slip, receipt.voucher_ids)
        self.assertEqual(slip.state, "paid")
        self.assertEqual(self.move.amount_residual, 110.0)

    def test_what_was_too_much_is_taken_back_first(self):
        numbers = [f"U{rank}" for rank in range(7)]
        receipt, slip = self._sent(*numbers)
        self.assertFalse(self.move.amount_residual)
        self._back(slip, receipt.voucher_ids[0])
        self.assertFalse(self.move.amount_residual)
        self._back(slip, receipt.voucher_ids[1])
        self.assertEqual(self.move.amount_residual, 10.0)

    def test_certificate_and_meter_follow(self):
        receipt, slip = self._sent("V1", "V2", "V3", funded_known=True, funded=30)
        self._pay_into(self.move, 50, "2026-12-20", self._bank())
        model = self.env["oe.sap.certificate"].with_company(self.cae_sap)
        issued, _none = model._run(self.cae_sap, 2026)
        self.assertEqual((issued.paid, issued.content["cesu_employer"]), (110.0, 3000))
        meter = self.env["oe.sap.meter"]
        self.assertEqual(meter._cesu_funded(self.client, 2026), 3000)
        self._back(slip, receipt.voucher_ids[0])
        self.assertEqual(meter._cesu_funded(self.client, 2026), 2000)
        again, _none = model._run(self.cae_sap, 2026)
        self.assertEqual((again.paid, again.content["cesu_employer"]), (90.0, 2000))

    def test_who_and_when(self):
        receipt = self._receipt("W1")
        receipt.action_receive()
        slip = self._slip()
        slip.action_fill()
        with self.assertRefused(UserError, "sent"):
            self._back(slip, receipt.voucher_ids)
        slip.action_send()
        with self.assertRefused(UserError, "why"):
            self._back(slip, receipt.voucher_ids, reason="  ")
        advisor = self._staff("conseil-retour", "advisor", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(slip, advisor)._return(receipt.voucher_ids, slip.date, "x")
        manager = self._staff("dir-retour", "manager", self.cae_sap)
        self._as(slip, manager)._return(
            self._as(receipt.voucher_ids, manager), slip.date, "Périmé"
        )
        self.assertEqual(self.move.amount_residual, 110.0)
        with self.assertRefused(UserError, "do not change"):
            receipt.voucher_ids.returned_reason = "autre"
