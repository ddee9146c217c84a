import datetime

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, new_test_user, tagged

from odoo.addons.oe_missions.tests.common import JUNE

from .common import NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestInvoice(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.cape = cls._worker("Paul Martin", status="cape", register_number=None)

    def test_posting_prints_the_register_number_and_the_declaration(self):
        move = self._sap_invoice("2026-06-15")
        move.action_post()
        self.assertEqual(move.amount_total, 110.0)
        self.assertIn("art. 86", move.invoice_line_ids.oe_sap_vat_reason)
        html = str(
            self.env["ir.actions.report"]._render_qweb_html(
                "account.report_invoice", move.ids
            )[0],
            "utf-8",
        )
        for word in (NUMBER, "Nadia Benali", "042", "4 h 00"):
            self.assertIn(word, html)

    def test_a_billing_user_without_our_roles_credits_it(self):
        """The core's own flows: no role of ours is needed to credit an invoice."""
        move = self._sap_invoice("2026-06-15")
        move.action_post()
        user = new_test_user(
            self.env,
            login="facturation-seule",
            groups="base.group_user,account.group_account_invoice",
            company_id=self.cae_sap.id,
            company_ids=[Command.set(self.cae_sap.ids)],
        )
        mine = self._as(move, user)
        refund = mine._reverse_moves([{"date": "2026-06-20"}])
        lines = refund.sudo().invoice_line_ids
        self.assertEqual(lines.oe_sap_worker_ids, self.worker)

    def test_the_form_of_an_order_takes_a_line(self):
        form = Form(self.env["sale.order"].with_company(self.cae_sap))
        form.partner_id = self.client
        with form.order_line.new() as line:
            line.product_id = self._sap("II-1", 25.0)
        self.assertEqual(len(form.save().order_line), 1)

    def test_a_worker_without_number_is_refused_by_default(self):
        move = self._sap_invoice("2026-06-15")
        move.invoice_line_ids.oe_sap_worker_ids = self.cape
        with self.assertRefused(UserError, "Paul Martin", "D.7233-1"):
            move.action_post()
        self.assertEqual(move.state, "draft")

    def test_the_setting_warns_with_a_reason_only(self):
        self.cae_sap.oe_sap_register_policy = "warn"
        move = self._sap_invoice("2026-06-15")
        move.invoice_line_ids.oe_sap_worker_ids = self.cape
        with self.assertRefused(UserError, "reason"):
            move.action_post()
        self.cae_sap.oe_sap_register_reason = "Avis de Me Durand du 3 mars 2026"
        move.action_post()
        self.assertEqual(move.state, "posted")
        self.assertIn("Paul Martin", move.oe_sap_warning)

    def test_nobody_said_who_worked_is_refused_by_name(self):
        move = self._sap_invoice("2026-06-15")
        move.invoice_line_ids.oe_sap_worker_ids = False
        with self.assertRefused(UserError, "who worked"):
            move.action_post()

    def test_rights_are_judged_at_the_service_date_when_posting(self):
        self.declaration.date_start = "2026-06-10"
        early = self._sap_invoice("2026-06-09")
        with self.assertRefused(UserError, "L.7232-1-1"):
            early.action_post()
        self._sap_invoice("2026-06-10").action_post()

    def test_a_wrong_tax_is_refused_and_the_button_mends_it(self):
        move = self._sap_invoice("2026-06-15")
        line = move.invoice_line_ids
        line.tax_ids = self.cae_sap._oe_chart_ref("tva_normale_encaissement")
        with self.assertRefused(UserError, "VAT"):
            move.action_post()
        move.action_oe_sap_vat()
        self.assertEqual(move.amount_total, 110.0)
        move.action_post()
        advisor = self._staff("advisor-vat", "advisor", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(move, advisor).action_oe_sap_vat()

    def test_moving_the_service_date_recomputes_the_tax_of_a_draft(self):
        self.declaration.date_start = "2026-06-10"
        move = self._sap_invoice("2026-06-15")
        self.assertEqual(move.amount_total, 110.0)
        move.invoice_line_ids.oe_sap_service_date = datetime.date(2026, 6, 9)
        self.assertEqual(move.amount_total, 120.0)

    def test_hours_of_the_month_bring_workers_and_are_cut_at_a_new_right(self):
        mission = self._mission(self.worker, lines=[(self._sap("II-1"), 60)])
        for visit in mission.intervention_ids.sorted("planned_start")[:3]:
            self._record(visit, "09:00", "10:00")
        self.declaration.date_start = "2026-06-10"
        move = self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, JUNE.start, JUNE.end
        )
        lines = move.invoice_line_ids
        self.assertEqual(lines.mapped("quantity"), [2.0, 1.0])
        self.assertEqual(lines.tax_ids.mapped("amount"), [20.0, 10.0])
        self.assertEqual(lines.oe_sap_worker_ids, self.worker)
        self.assertEqual(
            [str(day) for day in lines.mapped("oe_sap_service_date")],
            ["2026-06-01", "2026-06-15"],
        )
        hours = self.env["account.analytic.line"].search(
            [("timesheet_invoice_id", "=", move.id)]
        )
        visits = [line._oe_sap_visits(hours) for line in lines]
        self.assertEqual([len(found) for found in visits], [2, 1])
        self.assertEqual(visits[0][0].register_number, "042")

    def test_a_confirmed_quote_gives_its_facts_to_the_invoice(self):
        order = self._order("II-1")
        order.action_confirm()
        order.order_line.qty_delivered = 4
        move = order._create_invoices()
        self.assertEqual(move.oe_sap_mode, "prestataire")
        self.assertEqual(move.oe_sap_client_id, self.client)
        self.assertEqual(str(move.invoice_line_ids.oe_sap_service_date), "2026-05-10")
