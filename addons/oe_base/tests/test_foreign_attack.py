"""What the manager of another network tries with the window that opens abroad."""

from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import OeCase


@tagged("post_install", "-at_install")
class TestForeignAttack(OeCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laos = cls.env.ref("base.la")
        cls.kip = cls.env.ref("base.LAK")
        cls.abroad = cls.env["res.company"]._oe_open_foreign(
            "Vientiane", cls.laos, cls.kip, "association"
        )
        cls.rival = cls._staff("reseau-ailleurs", "network_manager", cls.association)

    def _open(self, **values):
        wizard = self._as("oe.foreign.wizard", self.rival).create(
            {
                "name": "Vientiane",
                "country_id": self.laos.id,
                "currency_id": self.kip.id,
                **values,
            }
        )
        return wizard.action_open()

    def test_a_company_abroad_is_taken_over_by_its_name(self):
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._open()
        self.assertNotIn(self.abroad, self.rival.company_ids)

    def test_a_rate_that_the_books_used_is_overwritten(self):
        rate = self.env["res.currency.rate"].create(
            {
                "currency_id": self.kip.id,
                "company_id": False,
                "name": "2026-06-01",
                "rate": 20000,
            }
        )
        self._open(name="Savannakhet", rate=1, rate_date="2026-06-01")
        self.assertEqual(rate.rate, 20000)

    def test_a_rate_of_the_euro_is_written(self):
        euro = self.env.ref("base.EUR")
        self._open(name="Namur", currency_id=euro.id, rate=2, rate_date="2026-06-01")
        self.assertFalse(
            self.env["res.currency.rate"].search(
                [("currency_id", "=", euro.id), ("name", "=", "2026-06-01")]
            )
        )

    def test_a_portal_login_works_in_a_company_abroad(self):
        person = self._person("Portail", login="portail-ailleurs").user_id
        before = person.company_ids
        self._open(name="Luang", manager_ids=[(6, 0, [person.id, self.rival.id])])
        self.assertEqual(person.company_ids, before)
        self.assertIn("Luang", self.rival.company_ids.mapped("name"))
