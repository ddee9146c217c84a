"""The form of a month counts what is still open, and opens it."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .test_purchase import PurchaseCase


@tagged("post_install", "-at_install")
class TestPeriodSteps(PurchaseCase):
    def test_what_is_open_is_counted_and_opened(self):
        period = self._as(self._period(self.cae, "2026-06-01"), self.manager)
        self.assertEqual((period.cae_claim_count, period.cae_bill_count), (0, 0))
        bill = self._bill(oe_activity_id=self.mine.id)
        self._route(bill)
        away = self._bill(90, oe_activity_id=self.mine.id, invoice_date="2026-07-02")
        self._route(away)
        claim = self.env["hr.expense"].create(
            {
                "name": "Gants",
                "date": "2026-06-10",
                "company_id": self.cae.id,
                "employee_id": self.person.affiliation_ids.employee_id[:1].id,
                "product_id": self.env.ref("oe_cae.expense_supplies").id,
                "total_amount_currency": 12,
                "oe_activity_id": self.mine.id,
            }
        )
        period.invalidate_recordset()
        self.assertEqual((period.cae_claim_count, period.cae_bill_count), (1, 1))
        found = self.env["hr.expense"].search(period.action_cae_claims()["domain"])
        self.assertEqual(found, claim)
        found = self.env["account.move"].search(period.action_cae_bills()["domain"])
        self.assertEqual(found, bill)
        bill._oe_confirm_bill(self.mine)
        period.invalidate_recordset()
        self.assertEqual(period.cae_bill_count, 0)

    def test_the_pay_list_is_one_click_away(self):
        period = self._as(self._period(self.cae, "2026-06-01"), self.manager)
        action = period.action_cae_pays()
        run = self.env["oe.cae.pay.run"].browse(action["res_id"])
        self.assertEqual((run.company_id, run.month), (self.cae, period.month))
        self.assertEqual(period.action_cae_pays()["res_id"], run.id)
        period.invalidate_recordset()
        self.assertEqual(period.cae_pay_count, 2)

    def test_another_company_s_month_is_closed_to_me(self):
        period = self._period(self.cae, "2026-06-01")
        away = self._staff("ailleurs-mois", "manager", self.cae_sap)
        for name in ("action_cae_claims", "action_cae_bills", "action_cae_pays"):
            with self.assertRaises(AccessError):
                getattr(self._as(period, away), name)()
