from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import JUNE, MissionCase


@tagged("post_install", "-at_install")
class TestInvoicing(MissionCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali")
        cls.second = cls._worker("Paul Martin")
        cls.mission = cls._mission(cls.worker)
        cls.visits = cls.mission.intervention_ids.sorted("planned_start")
        cls.visits[1]._replace(cls.second)
        for visit in cls.visits[:4]:
            cls._record(visit)

    def _invoice_june(self):
        return self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, JUNE.start, JUNE.end
        )

    def test_one_invoice_with_a_line_per_service_and_activity(self):
        move = self._invoice_june()
        self.assertEqual(len(move), 1)
        self.assertEqual(move.state, "draft")
        lines = [
            (
                line.product_id.name,
                line.quantity,
                line.price_subtotal,
                line.analytic_distribution,
            )
            for line in move.invoice_line_ids
        ]
        first = {str(self.worker.activity_link_ids.account_id.id): 100}
        other = {str(self.second.activity_link_ids.account_id.id): 100}
        self.assertEqual(
            lines,
            [
                ("Aide à la personne", 3.0, 90.0, first),
                ("Aide à la personne", 1.0, 30.0, other),
                ("Ménage", 6.0, 150.0, first),
                ("Ménage", 2.0, 50.0, other),
            ],
        )
        self.assertEqual(move.amount_untaxed, 320.0)
        self.assertEqual(move.amount_tax, 26.60)

    def test_links_are_what_the_stock_flow_leaves(self):
        move = self._invoice_june()
        order = self.mission.order_id
        self.assertEqual(order.invoice_ids, move)
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [4.0, 8.0])
        self.assertEqual(move.timesheet_count, 8)
        self.assertEqual(order.invoice_status, "invoiced")

    def test_run_again_nothing_doubles(self):
        self._invoice_june()
        self.assertFalse(self._invoice_june())

    def test_only_the_hours_of_the_month(self):
        moves = self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, JUNE.end, JUNE.end.replace(month=8)
        )
        self.assertFalse(moves)
        self.assertFalse(
            self.env["sale.order"]._oe_invoice_hours(self.cae, JUNE.start, JUNE.end)
        )

    def test_two_needs_of_one_client_make_one_invoice(self):
        other = self._mission(self.worker, weekday="2")
        self._record(other.intervention_ids.sorted("planned_start")[0])
        move = self._invoice_june()
        self.assertEqual(len(move), 1)
        self.assertIn(other.order_id.name, move.invoice_origin)

    def test_the_wizard_shows_them_and_then_says_nothing_waits(self):
        wizard = self.env["oe.invoice.wizard"].create(
            {"company_id": self.cae_sap.id, "month": "2026-06-15"}
        )
        self.assertEqual(wizard.action_invoice()["res_model"], "account.move")
        self.assertEqual(wizard.action_invoice()["tag"], "display_notification")

    def test_an_accountant_without_sales_or_timesheet_rights_invoices(self):
        accountant = self._staff("accountant-invoicing", "accountant", self.cae_sap)
        accountant.group_ids += self.env.ref("account.group_account_invoice")
        wizard = self._as("oe.invoice.wizard", accountant).create(
            {"company_id": self.cae_sap.id, "month": "2026-06-15"}
        )
        self.assertEqual(wizard.action_invoice()["res_model"], "account.move")
        foreign = self._as("oe.invoice.wizard", accountant).create(
            {"company_id": self.cae.id, "month": "2026-06-15"}
        )
        with self.assertRaises(AccessError):
            foreign.action_invoice()

    def test_posted_money_lands_on_the_activities_to_the_cent(self):
        move = self._invoice_june()
        move.action_post()
        lines = self.env["account.analytic.line"].search(
            [("move_line_id", "in", move.line_ids.ids)]
        )
        plan = self.env.ref("oe_base.analytic_plan_activities")
        by_account = lines._read_group(
            [("id", "in", lines.ids)], [plan._column_name()], ["amount:sum"]
        )
        got = {account: round(amount, 2) for account, amount in by_account}
        self.assertEqual(got[self.worker.activity_link_ids.account_id], 240.0)
        self.assertEqual(got[self.second.activity_link_ids.account_id], 80.0)
