"""Several incomes of one person, by source."""

import datetime

from odoo.exceptions import AccessError
from odoo.tests import HttpCase, tagged

from odoo.addons.oe_base.tests.common import PASSWORD
from odoo.addons.oe_base.tests.pages import PageCase

from .common import CaeCase

DAY = datetime.date


@tagged("post_install", "-at_install")
class TestIncome(CaeCase, PageCase, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.buyer = cls.env["res.partner"].create({"name": "Client"})
        cls.scheme = cls._scheme()
        cls.nadia, cls.main = cls._worker("Nadia", cls.scheme, login="nadia-revenus")
        cls.paul, cls.other = cls._worker("Paul", cls.scheme, login="paul-revenus")
        cls.side = cls._activity(
            cls.nadia, cls.cae, name="Couture", income_source="complementary"
        )
        cls.year = cls.cae._oe_today().year
        day = f"{cls.year}-01-10"
        cls._invoice(cls.cae, cls.buyer, [(1000, cls.main, None)], day)
        cls._invoice(cls.cae, cls.buyer, [(250, cls.side, None)], day)
        cls._invoice(cls.cae, cls.buyer, [(777, cls.other, None)], day)

    def _sums(self, person=None):
        person = person or self.nadia
        incomes = person._incomes(DAY(self.year, 1, 1), DAY(self.year, 12, 31))
        return {source: cents for source, _label, cents, _rows in incomes}

    def test_each_source_once_even_when_empty(self):
        self.assertEqual(
            self._sums(),
            {
                "operational": 100000,
                "complementary": 25000,
                "brought": 0,
                "conceptual": 0,
            },
        )

    def test_what_colleagues_buy_is_complementary(self):
        sale = self.env["oe.cae.internal.sale"].create(
            {
                "name": "Retouche",
                "company_id": self.cae.id,
                "seller_id": self.main.id,
                "buyer_id": self.other.id,
                "amount": 40,
                "date": f"{self.year}-01-15",
            }
        )
        self.assertEqual(self._sums()["complementary"], 25000)
        sale.action_enter()
        self.assertEqual(self._sums()["complementary"], 29000)

    def test_advisors_see_the_table_others_do_not(self):
        advisor = self._staff("conseil-revenus", "advisor", self.cae)
        table = self._as(self.nadia, advisor).income_table
        self.assertIn("250,00", table)
        accountant = self._staff("comptable-revenus", "accountant", self.cae)
        with self.assertRaises(AccessError):
            self._as(self.nadia, accountant).read(["income_table"])

    def test_on_the_phone(self):
        self.authenticate("nadia-revenus", PASSWORD)
        self.assertIn("/my/oe/incomes", self.url_open("/my/oe/tab/account").text)
        page = self.url_open("/my/oe/incomes").text.replace("\u202f", "")
        for words in ("1000,00", "250,00", "1250,00", "Couture"):
            self.assertIn(words, page)
        self.assertNotIn("777,00", page)
        before = self.url_open(f"/my/oe/incomes/{self.year - 1}")
        self.assertNotIn("250,00", before.text)
        for year in (self.year + 1, 1900, 99999):
            answer = self.url_open(f"/my/oe/incomes/{year}")
            self.assertEqual(answer.status_code, 404, year)

    def test_logged_out_clients_and_remote_calls(self):
        answer = self.url_open("/my/oe/incomes", allow_redirects=False)
        self.assertEqual(answer.status_code, 303)
        self._portal(self.buyer, "client-rev", ["oe_base.group_oe_client"], self.cae)
        self.authenticate("client-rev", PASSWORD)
        self.assertEqual(self.url_open("/my/oe/incomes").status_code, 404)
        self.authenticate("nadia-revenus", PASSWORD)
        model = "oe.entrepreneur"
        self._assertCallsRefused(
            (model, "_income_rows", [self.paul.ids, "2026-01-01", "2026-12-31"]),
            (model, "read", [self.nadia.ids, ["income_table"]]),
        )
