from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import tagged

from odoo.addons.oe_missions.tests.common import JUNE

from .common import SapCase


class PayerCase(SapCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.worker = cls._worker("Nadia Benali", register_number="042")
        cls.county = cls.env["res.partner"].create(
            {"name": "Département de Loire-Atlantique", "is_company": True}
        )
        cls.fund = cls.env["res.partner"].create(
            {"name": "Mutuelle des Marais", "is_company": True}
        )

    @classmethod
    def _rule(cls, **values):
        return (
            cls.env["oe.sap.payer"]
            .with_company(cls.cae_sap)
            .create(
                {
                    "partner_id": cls.client.id,
                    "payer_id": cls.county.id,
                    "company_id": cls.cae_sap.id,
                    "kind": "apa",
                    "decision": "APA-2026-117",
                    "date_start": "2026-01-01",
                    "basis": "hourly",
                    "hourly": 23.5,
                    **values,
                }
            )
        )

    def _visits(self, count=4, **values):
        """Recorded visits of an hour of care and two of cleaning, in June."""
        values.setdefault("oe_sap_public", "dependent")
        mission = self._mission(
            self.worker, lines=[(self._sap("II-1"), 60), (self._sap("II-3"), 120)]
        )
        visits = mission.intervention_ids.sorted("planned_start")
        for visit in visits[:count]:
            self._record(visit)
        return mission, visits

    def _invoice_june(self):
        return self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, JUNE.start, JUNE.end
        )

    def _split(self, moves):
        return moves.filtered(lambda m: not m.oe_sap_lead_id), moves.filtered(
            "oe_sap_lead_id"
        )


@tagged("post_install", "-at_install")
class TestPayers(PayerCase):
    def test_one_invoice_for_each_payer_and_one_for_the_client(self):
        mission, _visits = self._visits()
        whole = self._invoice_june()
        total, untaxed = whole.amount_total, whole.amount_untaxed
        whole.unlink()
        self._rule(hourly=7.77)
        self._rule(
            payer_id=self.fund.id,
            basis="rate",
            rate=33.33,
            decision="M-9",
            kind="other",
        )
        lead, shares = self._split(self._invoice_june())
        self.assertEqual(shares.partner_id, self.county | self.fund)
        county = shares.filtered(lambda m: m.partner_id == self.county)
        self.assertEqual(county.amount_total, round(12 * 7.77, 2))
        family = lead | shares
        self.assertEqual(round(sum(family.mapped("amount_total")), 2), total)
        self.assertEqual(round(sum(family.mapped("amount_untaxed")), 2), untaxed)
        # The hours are billed once, on the client's invoice.
        order = mission.order_id
        self.assertEqual(order.order_line.mapped("qty_invoiced"), [4.0, 8.0])
        self.assertEqual(order.order_line.mapped("qty_to_invoice"), [0.0, 0.0])
        self.assertEqual(order.invoice_ids, family)
        self.assertEqual(order.invoice_status, "invoiced")
        self.assertEqual(
            (lead.timesheet_count, sum(shares.mapped("timesheet_count"))), (8, 0)
        )
        self.assertFalse(self._invoice_june())

    def test_each_vat_rate_and_each_activity_keeps_its_part(self):
        self._visits()
        self._rule(hourly=11.11)
        lead, share = self._split(self._invoice_june())
        for line in share.invoice_line_ids:
            part_of = line.oe_sap_part_of_id
            self.assertEqual(line.tax_ids, part_of.tax_ids)
            self.assertEqual(line.account_id, part_of.account_id)
            self.assertEqual(line.analytic_distribution, part_of.analytic_distribution)
        taken = lead.invoice_line_ids.filtered("oe_sap_rule_id")
        self.assertEqual(
            [-amount for amount in taken.mapped("price_total")],
            share.invoice_line_ids.mapped("price_total"),
        )

    def test_all_are_posted_together_and_print_who_pays_what(self):
        self._visits()
        self._rule(hourly=11.11)
        lead, share = self._split(self._invoice_june())
        lead.action_post()
        self.assertEqual((lead.state, share.state), ("posted", "posted"))
        for move in lead | share:
            html = str(
                self.env["ir.actions.report"]._render_qweb_html(
                    "account.report_invoice", move.ids
                )[0],
                "utf-8",
            )
            for word in (self.county.name, "042", "Nadia Benali"):
                self.assertIn(word, html)
        lead.button_draft()
        self.assertEqual((lead.state, share.state), ("draft", "draft"))

    def test_a_cap_of_hours_holds_over_two_batches(self):
        _mission, visits = self._visits(2)
        rule = self._rule(hourly=10, cap_hours=9)
        _lead, first = self._split(self._invoice_june())
        self.assertEqual(first.amount_total, 60.0)
        for visit in visits[2:4]:
            self._record(visit)
        _lead, second = self._split(self._invoice_june())
        self.assertEqual(second.amount_total, 30.0)
        self.assertEqual(sum(rule.use_ids.mapped("taken")), 90.0)

    def test_a_correction_after_the_invoice_is_split_the_same(self):
        _mission, visits = self._visits()
        rule = self._rule(basis="rate", rate=50)
        lead, share = self._split(self._invoice_june())
        (lead | share).action_post()
        visits[0]._correct(
            visits[0].company_id._oe_wall(visits[0].actual_start),
            visits[0].company_id._oe_wall(visits[0].actual_start).replace(hour=11),
            0,
            "Partie plus tôt",
        )
        back, credit = self._split(self._invoice_june())
        self.assertEqual((back.move_type, credit.move_type), ("out_refund",) * 2)
        self.assertEqual(credit.partner_id, self.county)
        self.assertAlmostEqual(credit.amount_total, back.amount_total, delta=0.02)
        (back | credit).action_post()
        self.assertAlmostEqual(
            sum(rule.use_ids.mapped("taken")),
            share.amount_total - credit.amount_total,
            2,
        )

    def test_a_credit_note_of_all_credits_the_payer_too(self):
        self._visits()
        rule = self._rule(hourly=11.11)
        lead, share = self._split(self._invoice_june())
        lead.action_post()
        back = lead._reverse_moves([{"invoice_date": "2026-07-05"}])
        back.action_post()
        credit = back.oe_sap_share_ids
        self.assertEqual(credit.amount_total, share.amount_total)
        self.assertEqual(back.amount_total, lead.amount_total)
        self.assertEqual(credit.reversed_entry_id, share)
        self.assertFalse(share.amount_residual)
        self.assertEqual(round(sum(rule.use_ids.mapped("taken")), 2), 0.0)
        again, shares = self._split(self._invoice_june())
        self.assertEqual(again.amount_total, lead.amount_total)
        self.assertEqual(shares.amount_total, share.amount_total)

    def test_a_credit_note_of_a_part_credits_the_part(self):
        self._visits()
        self._rule(basis="rate", rate=50)
        lead, share = self._split(self._invoice_june())
        lead.action_post()
        back = lead._reverse_moves([{"invoice_date": "2026-07-05"}])
        hours = back.invoice_line_ids.filtered("sale_line_ids")
        hours[1:].unlink()
        hours[0].quantity = 1
        back.action_post()
        credit = back.oe_sap_share_ids
        self.assertAlmostEqual(credit.amount_total, back.amount_total, delta=0.02)
        self.assertEqual(
            share.amount_residual, round(share.amount_total - credit.amount_total, 2)
        )

    def test_the_payer_may_take_all_and_the_client_owes_nothing(self):
        self._visits()
        self._rule(basis="rate", rate=100)
        lead, share = self._split(self._invoice_june())
        self.assertEqual((lead.amount_total, lead.amount_untaxed), (0.0, 0.0))
        lead.action_post()
        self.assertEqual(lead.payment_state, "paid")
        self.assertTrue(share.amount_residual)

    def test_a_decision_of_the_middle_of_the_month_takes_its_own_days(self):
        self._visits()
        self._rule(hourly=10, date_start="2026-06-10")
        lead, share = self._split(self._invoice_june())
        # Mondays 1 and 8 are the client's own; 15 and 22 are covered.
        self.assertEqual(share.amount_total, 60.0)
        self.assertEqual(
            sum(lead.invoice_line_ids.filtered("sale_line_ids").mapped("quantity")), 12
        )

    def test_only_for_one_activity(self):
        self._visits()
        self._rule(hourly=10, activity_ids=self._activity_of("II-1").ids)
        _lead, share = self._split(self._invoice_june())
        self.assertEqual(share.amount_total, 40.0)

    def test_the_certificate_counts_what_the_household_paid_alone(self):
        self._visits()
        self._rule(hourly=11.11)
        lead, share = self._split(self._invoice_june())
        lead.action_post()
        bank = self._bank()
        self._pay_into(lead, lead.amount_total, "2026-07-10", bank)
        self._pay_into(share, share.amount_total, "2026-08-10", bank)
        model = self.env["oe.sap.certificate"].with_company(self.cae_sap)
        issued, reasons = model._run(self.cae_sap, 2026)
        self.assertFalse(reasons)
        self.assertEqual(issued.partner_id, self.client)
        self.assertEqual(issued.paid, lead.amount_total)
        self.assertEqual(issued.content["aid"], round(share.amount_total * 100))
        meter = self.env["oe.sap.meter"]._of(self.client, 2026)
        self.assertTrue(meter)

    def test_certificates_of_all_years_sum_to_what_the_household_paid(self):
        self._visits()
        self._rule(hourly=7.77)
        lead, share = self._split(self._invoice_june())
        lead.action_post()
        bank = self._bank()
        self._pay_into(share, share.amount_total, "2026-12-30", bank)
        self._pay_into(lead, 33.33, "2026-12-30", bank)
        self._pay_into(lead, lead.amount_residual, "2027-01-02", bank)
        model = self.env["oe.sap.certificate"].with_company(self.cae_sap)
        years = [model._run(self.cae_sap, year)[0].paid for year in (2026, 2027)]
        self.assertEqual(years[0], 33.33)
        self.assertEqual(round(sum(years), 2), lead.amount_total)

    def test_one_of_them_is_not_deleted_or_changed_alone(self):
        self._visits()
        rule = self._rule(hourly=11.11)
        lead, share = self._split(self._invoice_june())
        with self.assertRefused(UserError, "client's invoice"):
            share.unlink()
        with self.assertRefused(ValidationError, "new one"):
            rule.hourly = 12
        lead.unlink()
        self.assertFalse(share.exists())
        rule.hourly = 12

    def test_terms_that_were_used_stay_until_their_term_is_past(self):
        self._visits()
        rule = self._rule(hourly=11.11, date_end="2026-06-30")
        self._invoice_june()
        with self.assertRefused(ValidationError, "end this decision"):
            rule.unlink()
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE oe_sap_payer SET date_start = '2010-01-01', date_end = '2010-02-01'"
        )
        self.env.invalidate_all()
        self.env["oe.sap.payer"]._purge_expired()
        self.assertFalse(rule.exists())

    def test_who_invoices_needs_no_right_on_aids_and_sees_none(self):
        self._visits()
        rule = self._rule()
        accountant = self._staff("compta-payeurs", "accountant", self.cae_sap)
        self.assertEqual(self._as(rule, accountant).kind, "apa")
        advisor = self._staff("conseil-payeurs", "advisor", self.cae_sap)
        with self.assertRaises(AccessError):
            self._as(rule, advisor).read(["kind"])
