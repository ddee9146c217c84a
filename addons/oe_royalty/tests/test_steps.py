"""The one button of a month, at each step; what is proposed where there is one only."""

from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestSteps(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._license()
        cls.network = cls._staff("network-steps", "network_manager", cls.sas)
        cls.manager = cls._staff("manager-steps", "manager", cls.cae)

    def test_from_computing_to_the_invoice(self):
        self._sale(1000, "2027-01-05")
        period = self._as(self._period("2027-01"), self.network)
        for step, button in (
            ("compute", "action_compute"),
            ("send", "action_send"),
            ("lock", "action_lock"),
            ("invoice", "action_invoice"),
        ):
            self.assertEqual(period.next_step, step)
            getattr(period, button)()
        self.assertEqual((period.next_step, period.statement_count), ("done", 1))
        action = period.action_statements()
        found = self.env["oe.royalty.statement"].search(action["domain"])
        self.assertEqual(found, self._period("2027-01").statement_ids)

    def test_a_month_without_review_is_locked_too(self):
        period = self._period("2027-01")
        period.action_compute()
        period.action_lock()
        self.assertEqual(period.next_step, "invoice")

    def test_sending_is_the_licensor_s(self):
        period = self._period("2027-01")
        period.action_compute()
        with self.assertRaises(AccessError):
            self._as(period, self.manager).action_send()
        self.assertEqual(period.statement_ids.state, "computed")

    def test_the_only_scheme_is_proposed(self):
        holders = self._as("oe.royalty.holder", self.network)
        seen = self._as("oe.royalty.scheme", self.network)
        others = seen.search([]) - seen.browse(self.scheme.id)
        others.sudo().active = False
        self.assertEqual(
            holders.default_get(["scheme_id"])["scheme_id"], self.scheme.id
        )
        self.env["oe.royalty.scheme"].create(
            {"name": "Autre marque", "company_id": self.sas.id}
        )
        self.assertFalse(holders.default_get(["scheme_id"]).get("scheme_id"))
