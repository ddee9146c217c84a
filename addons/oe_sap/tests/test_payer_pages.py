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
        meter = self.env["oe.sap.meter"]
        whole = meter._hour_cents(lines[0])
        self._rule(hourly=10)
        self.assertEqual(meter._hour_cents(lines[0]), whole - 1000)
        self._rule(payer_id=self.fund.id, basis="rate", rate=100, decision="T")
        self.assertEqual(meter._hour_cents(lines[0]), 0)

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
