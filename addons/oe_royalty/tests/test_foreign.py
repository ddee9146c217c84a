"""A licensee abroad: stored rates, what its state withholds, its invoice."""

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import tagged

from .common import RoyaltyCase


@tagged("post_install", "-at_install")
class TestForeign(RoyaltyCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.laos = cls.env.ref("base.la")
        cls.kip = cls.env.ref("base.LAK")
        cls.abroad = cls.env["res.company"]._oe_open_foreign(
            "Coopérative de Vientiane", cls.laos, cls.kip, "cae_general"
        )
        cls.env.user.company_ids += cls.abroad
        cls.contract = cls._license(
            cls.abroad,
            books_elsewhere=True,
            settlement_currency_id=cls.kip.id,
            is_withheld=True,
        )
        cls.exchange = {
            "company_id": cls.sas.id,
            "currency_id": cls.kip.id,
            "legal_reference": "Banque de la RDP lao",
        }

    def _statement_of(self, amount):
        period = self._period("2027-01")
        return self.env["oe.royalty.statement"].create(
            {
                "period_id": period.id,
                "contract_id": self.contract.id,
                "company_id": self.abroad.id,
                "licensor_id": self.sas.id,
                "month": "2027-01-01",
                "amount": amount,
                "billed_amount": amount,
            }
        )

    def _rates(self):
        rows = [
            {**self.exchange, "date_start": start, "units": units}
            for start, units in (
                ("2026-01-01", 20000),
                ("2027-01-15", 23850.5),
                ("2027-02-01", 30000),
            )
        ]
        self.env["oe.royalty.exchange"].create(rows)
        self.env["oe.royalty.withholding"].create(
            {
                "company_id": self.sas.id,
                "country_id": self.laos.id,
                "date_start": "2026-01-01",
                "percent": 5,
                "legal_reference": "Loi de l'essai",
            }
        )

    def test_opened_once_with_its_own_money(self):
        self.assertTrue(self.contract.is_foreign)
        self.assertEqual(self.abroad.currency_id, self.kip)
        again = self.env["res.company"]._oe_open_foreign(
            "Coopérative de Vientiane", self.laos, self.kip, "cae_general"
        )
        self.assertEqual(again, self.abroad)

    def test_a_missing_rate_is_told(self):
        statement = self._statement_of(122.53)
        self.assertIn("No value of", statement.foreign_told)
        with self.assertRefused(UserError, "No value of"):
            statement._prepare_invoice()

    def test_both_moneys_and_what_is_withheld(self):
        self._rates()
        statement = self._statement_of(122.53)
        terms = statement._abroad()
        self.assertEqual(terms["units"], "23850.5")
        self.assertEqual(statement._abroad_result(terms).withheld_cents, 613)
        told = statement.foreign_told
        for word in ("23\u202f850,5 LAK", "Loi de l'essai", "5 %"):
            self.assertIn(word, told)

    def test_the_invoice_has_no_french_vat(self):
        self._rates()
        statement = self._statement_of(122.53)
        values = statement._prepare_invoice()
        self.assertIn("259", values["narration"])
        self.assertIn("Loi de l", values["narration"])
        for command in values["invoice_line_ids"]:
            self.assertEqual(len(command[2]["tax_ids"]), 1)
            self.assertEqual(command[2]["tax_ids"][0][0], 5)

    def test_at_home_nothing_changes(self):
        self._license()
        self._sale(1000, "2027-01-05")
        statement = self._statement("2027-01")
        self.assertFalse(statement.contract_id.is_foreign)
        self.assertFalse(statement.foreign_told)
        self.assertNotIn("narration", statement._prepare_invoice())

    def _declare(self, amount, **values):
        row = self.env["oe.royalty.declaration"].create(
            {
                "contract_id": self.contract.id,
                "month": "2027-01-10",
                "proof": b"YmFsYW5jZQ==",
                "line_ids": [Command.create({"local_amount": amount})],
                **values,
            }
        )
        row.action_declare()
        return row

    def test_turnover_declared_in_its_own_money(self):
        self._rates()
        row = self._declare(10_000_000)
        # 10 000 000 / 23 850.5, the rate of the last day of January.
        self.assertEqual((row.amount, row.local_amount), (419.28, 10_000_000))
        self.assertEqual(row.exchange_id.units, 23850.5)
        self.assertIn("23\u202f850,5 LAK", row.exchange_told)
        statement = self._statement("2027-01", company=self.abroad)
        self.assertEqual((statement.base_amount, statement.amount), (419.28, 20.96))
        with self.assertRefused(UserError, "closed"):
            row.line_ids.local_amount = 1

    def test_the_licensee_does_not_choose_its_rate(self):
        self._rates()
        cheap = self.env["oe.royalty.exchange"].search([("units", "=", 30000)])
        manager = self._staff("gerance-vientiane", "manager", self.abroad)
        values = {"contract_id": self.contract.id, "month": "2027-01-01"}
        mine = self._as("oe.royalty.declaration", manager).create(values)
        with self.assertRefused(UserError, "buttons"):
            mine.exchange_id = cheap.id
        with self.assertRefused(UserError, "buttons"):
            mine.create({**values, "exchange_id": cheap.id})

    def test_a_correction_has_the_rate_of_what_it_corrects(self):
        self._rates()
        row = self._declare(10_000_000)
        self.env["oe.royalty.exchange"].create(
            {**self.exchange, "date_start": "2027-01-31", "units": 20000}
        )
        back = self._declare(-10_000_000, corrects_id=row.id)
        self.assertEqual(back.amount, -419.28)

    def test_no_rate_no_declaration(self):
        with self.assertRefused(UserError, "No value of"):
            self._declare(10_000_000)

    def test_at_home_the_amount_is_typed(self):
        home = self._license(books_elsewhere=True)
        row = self.env["oe.royalty.declaration"].create(
            {
                "contract_id": home.id,
                "month": "2027-01-01",
                "line_ids": [Command.create({"amount": 12.5, "local_amount": 7})],
            }
        )
        self.assertFalse(row.local_currency_id or row.exchange_told)
        row.line_ids.local_amount = 9
        self.assertEqual(row.amount, 12.5)

    def test_who_keeps_rates(self):
        self._rates()
        table = {"manager": "", "accountant": "rw", "network_manager": "rwd"}
        for role, letters in table.items():
            user = self._staff(f"{role}-foreign", role, self.sas)
            elsewhere = self._staff(f"{role}-else", role, self.cae)
            for model in ("oe.royalty.exchange", "oe.royalty.withholding"):
                row = self.env[model].search([], limit=1)
                self.assertFalse(self._allowed(row, elsewhere, "read"))
                for letter, operation in (
                    ("r", "read"),
                    ("w", "write"),
                    ("d", "unlink"),
                ):
                    got = self._allowed(row, user, operation)
                    self.assertEqual(got, letter in letters, (model, role, operation))
