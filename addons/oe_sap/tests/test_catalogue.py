from odoo import Command
from odoo.exceptions import AccessError, ValidationError
from odoo.tests import tagged

from .common import NUMBER, SapCase


@tagged("post_install", "-at_install")
class TestCatalogue(SapCase):
    def test_the_26_activities_each_with_its_hourly_service(self):
        activities = self.env["oe.sap.activity"].search([])
        self.assertEqual(len(activities), 26)
        products = activities.product_tmpl_id
        self.assertEqual(len(products), 26)
        self.assertEqual(set(products.mapped("oe_service_nature")), {"home"})
        self.assertEqual(set(products.mapped("invoice_policy")), {"delivery"})
        self.assertEqual(products.uom_id, self.env.ref("uom.product_uom_hour"))

    def test_loading_again_adds_nothing(self):
        self.env["oe.sap.activity"]._load_file()
        self.assertEqual(self.env["oe.sap.activity"].search_count([]), 26)

    def test_taxed_right_in_every_company_also_one_opened_afterwards(self):
        late = self.env["res.company"].create(
            {
                "name": "CAE tardive",
                "oe_kind": "cae_sap",
                "country_id": self.env.ref("base.fr").id,
                "currency_id": self.env.ref("base.EUR").id,
            }
        )
        late._oe_open_books()
        for code, amount in (("I-3", 5.5), ("II-1", 10), ("II-2", 20)):
            product = self._activity_of(code).product_tmpl_id
            for company in (self.cae_sap, self.cae, late):
                taxes = product.sudo().taxes_id.filtered(
                    lambda tax, company=company: tax.company_id == company
                )
                self.assertEqual(taxes.mapped("amount"), [amount], (code, company.name))
                self.assertEqual(taxes.tax_exigibility, "on_payment")

    def test_a_manager_sets_the_price_and_an_advisor_does_not(self):
        activity = self._activity_of("II-1")
        manager = self._staff("manager-catalogue", "manager")
        self._as(activity, manager).price = 27.5
        self.assertEqual(activity.product_tmpl_id.list_price, 27.5)
        advisor = self._staff("advisor-catalogue", "advisor")
        with self.assertRaises(AccessError):
            self._as(activity, advisor).price = 1

    def test_a_new_version_holds_from_its_day(self):
        activity = self._activity_of("II-2")
        first = activity.version_ids
        first.copy({"date_start": "2027-01-01", "cap": 6000})
        before = activity._facts(self.declaration.date_start)
        after = activity._facts(first.date_start.replace(year=2027, month=6))
        self.assertEqual((before.cap_cents, after.cap_cents), (500000, 600000))

    def test_the_number_follows_from_the_siren(self):
        with self.assertRefused(ValidationError, NUMBER):
            self.declaration.number = "SAP111111111"
        with self.assertRefused(ValidationError, "SIREN"):
            self.env["oe.sap.authorization"].create(
                {
                    "company_id": self.association.id,
                    "kind": "declaration",
                    "number": "SAP111111111",
                    "date_start": "2026-01-01",
                }
            )

    def test_an_agreement_lasts_five_years_and_is_filed_three_months_before(self):
        held = self.env["oe.sap.authorization"].create(
            {
                "company_id": self.cae_sap.id,
                "kind": "agrement",
                "number": NUMBER,
                "date_start": "2022-07-01",
                "departments": "44",
                "activity_ids": [Command.set(self._activity_of("I-1").ids)],
            }
        )
        self.assertEqual(str(held.date_end), "2027-06-30")
        self.assertEqual(str(held.renewal_due), "2027-03-30")

    def test_an_agreement_says_its_departments(self):
        with self.assertRefused(ValidationError, "départements"):
            self.env["oe.sap.authorization"].create(
                {
                    "company_id": self.cae_sap.id,
                    "kind": "autorisation",
                    "number": "2026-1",
                    "date_start": "2026-01-01",
                }
            )
