import datetime

from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_missions.tests.common import JUNE

from .test_payers import PayerCase


@tagged("post_install", "-at_install")
class TestPayerPages(PayerCase, HttpCase):
    def test_the_client_reads_who_pays_what_and_the_payer_its_own_alone(self):
        self._visits()
        self._rule(hourly=11.11)
        user = self._portal(
            self.client, "jeanne-payeurs", ["oe_base.group_oe_client"], self.cae_sap
        )
        other = self._portal(
            self.daughter,
            "anne-page-payeurs",
            ["oe_base.group_oe_client"],
            self.cae_sap,
        )
        moves = self.env["sale.order"]._oe_invoice_hours(
            self.cae_sap, JUNE.start, JUNE.end
        )
        lead, share = self._split(moves)
        lead.action_post()
        self.authenticate(user.login, user.login)
        page = self._page(lead)
        self.assertIn(self.county.name, page)
        self.assertIn("133,32", page.replace(".", ","))
        # What is taken off is an amount, not so many hours.
        self.assertNotIn("-1,00 H", page.replace("\ufeff", ""))
        for login, move in ((user.login, share), (other.login, lead)):
            self.authenticate(login, login)
            self.assertNotIn(self.county.name, self._page(move))
        self.authenticate(None, None)
        self.assertNotIn(self.county.name, self._page(lead))

    def _page(self, move):
        answer = self.url_open(f"/my/invoices/{move.id}?report_type=html")
        return answer.content.decode()

    def test_the_meter_counts_the_part_of_the_household(self):
        mission, _visits = self._visits()
        lines = mission.order_id.order_line
        whole = self._to_pay(lines[0], 240)
        rule = self._rule(hourly=10)
        self.assertEqual(self._to_pay(lines[0], 240), whole - 40_00)
        # Three of the four hours are within the month's cap.
        rule.cap_hours = 3
        self.assertEqual(self._to_pay(lines[0], 240), whole - 30_00)
        rule.write({"cap_hours": 0, "cap_amount": 12.5})
        self.assertEqual(self._to_pay(lines[0], 240), whole - 12_50)
        self._rule(payer_id=self.fund.id, basis="rate", rate=100, decision="T")
        self.assertEqual(self._to_pay(lines[0], 240), 0)

    def test_the_cap_of_a_month_knows_what_was_invoiced_of_it(self):
        mission, visits = self._visits(2)
        self._rule(hourly=10, cap_hours=8)
        whole = self.env["oe.sap.meter"]._of(self.client, 2026)
        self.assertTrue(whole)
        self._invoice_june().filtered(lambda m: not m.oe_sap_lead_id).action_post()
        line = mission.order_id.order_line[0]
        # Six hours were covered: two of these four are left.
        full = 4 * self.env["oe.sap.meter"]._hour_cents(line)
        self.assertEqual(self._to_pay(line, 240), full - 20_00)
        self.assertEqual(visits[2].state, "planned")

    def _to_pay(self, line, minutes):
        months = {(line, JUNE.start): minutes}
        last = datetime.date(2026, 12, 31)
        rows = self.env["oe.sap.meter"]._to_pay(months, last)
        return sum(row.amount_cents for row in rows)

    def test_an_invoice_with_payers_has_no_immediate_advance(self):
        self._visits()
        self._rule(hourly=11.11, kind="other", payer_id=self.fund.id)
        lead, share = self._split(self._invoice_june())
        lead.action_post()
        manager = self._staff("dir-avance-payeurs", "manager", self.cae_sap)
        for move in lead | share:
            with self.assertRefused(UserError, "alone"):
                self._as(move.sudo(False), manager).sudo().action_oe_sap_advance()
        view = self.env["account.move"].get_view(
            self.env.ref("account.view_move_form").id
        )
        self.assertIn("oe_sap_share_ids", view["arch"])

    def test_the_employer_part_of_vouchers_is_an_aid_of_the_meter(self):
        move = self._sap_invoice("2026-03-10")
        move.action_post()
        receipt = self.env["oe.sap.cesu.receipt"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "issuer_id": self.env.ref("oe_sap.cesu_up").id,
                "date": "2026-03-20",
                "move_id": move.id,
                "funded_known": True,
                "funded": 50,
                "voucher_ids": [(0, 0, {"number": "U-1", "amount": 100})],
            }
        )
        receipt.action_receive()
        meter = self.env["oe.sap.meter"]
        self.assertEqual(meter._cesu_funded(self.client, 2026), 50_00)
        self.assertIn("25,00", meter._of(self.client, 2026)["credit"])
        row = self.env["oe.sap.household.amount"].create(
            {
                "partner_id": self.client.id,
                "company_id": self.cae_sap.id,
                "year": 2026,
                "kind": "cesu_employer",
                "amount": 60,
            }
        )
        self.assertTrue(row)
        # The client's own figure is larger: it counts, and only it.
        self.assertIn("20,00", meter._of(self.client, 2026)["credit"])

    def test_a_decision_of_apa_closes_the_immediate_advance(self):
        today = self.env.cr.now().date()
        advances = self.env["oe.sap.advance"]
        self.assertNotIn(self.client.id, advances._households(self.client, today)[0])
        self._rule()
        self.assertIn(self.client.id, advances._households(self.client, today)[0])
