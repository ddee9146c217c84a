from odoo.tests import tagged

from .common import DAY, NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestPublic(SapCase):
    def test_prices_of_home_services_come_with_the_declaration(self):
        told = self._sap("II-1")._oe_public_mentions(self.cae_sap, DAY)
        self.assertEqual(len(told), 1)
        self.assertIn(NUMBER, told[0])

    def test_nothing_is_claimed_without_one(self):
        service = self._sap("II-1")
        before = self.declaration.date_start.replace(year=2024)
        self.assertEqual(service._oe_public_mentions(self.cae_sap, before), [])
        self.assertEqual(service._oe_public_mentions(self.cae, DAY), [])
        other = self._service("Bilan", 60, "tva_normale_encaissement", nature="other")
        self.assertEqual(other._oe_public_mentions(self.cae_sap, DAY), [])
