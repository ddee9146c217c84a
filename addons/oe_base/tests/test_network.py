from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import OeCase


@tagged("post_install", "-at_install")
class TestNetwork(OeCase):
    def _open(self, user=None, **values):
        name = "oe.territory.wizard"
        wizard = self._as(name, user) if user else self.env[name]
        return wizard.create(
            {"code": "44", "name": "Loire-Atlantique", **values}
        ).action_open()

    def test_run_twice_changes_nothing(self):
        before = self.env["res.company"].search_count([])
        accounts = self.env["account.account"].search_count([])
        action = self._open()
        self.assertEqual(action["res_id"], self.territory.id)
        self.assertEqual(self.env["res.company"].search_count([]), before)
        self.assertEqual(self.env["account.account"].search_count([]), accounts)

    def test_unknown_department_is_refused(self):
        with self.assertRefused(UserError, "99"):
            self._open(code="99")

    def test_an_advisor_may_not_open_a_territory(self):
        advisor = self._staff("advisor-open", "advisor")
        with self.assertRaises(AccessError):
            self._open(user=advisor)

    def test_companies_have_french_books(self):
        for company in self.companies:
            self.assertEqual(company.chart_template, "fr", company.name)
            self.assertTrue(company.oe_structure_account_id)
            tax = company.account_sale_tax_id
            self.assertEqual(tax.tax_exigibility, "on_payment")
            products = self.env["product.template"].with_company(company)
            product = products.create({"name": "Ménage", "type": "service"})
            accounts = product._get_product_accounts()
            self.assertEqual(accounts["income"].with_company(company).code, "706000")
            sales = self.env["account.journal"].search(
                [("company_id", "=", company.id), ("type", "=", "sale")]
            )
            journal = sales.default_account_id.with_company(company)
            self.assertEqual(journal.code, "706000")
            self.assertEqual(tax.tax_scope, "service")
            self.assertTrue(tax.active)

    def test_a_company_opened_after_the_product_taxes_it_right(self):
        product = self.env["product.template"].create(
            {"name": "Ménage", "oe_sale_tax": "tva_intermediaire_encaissement"}
        )
        self._open(code="85", name="Vendée", with_general=False)
        opened = self.env["oe.territory"].search([("code", "=", "85")]).company_ids
        self.assertEqual(len(opened), 1)
        for company in self.companies | opened:
            taxes = product.sudo().taxes_id.filtered(
                lambda tax, company=company: tax.company_id == company
            )
            self.assertEqual(taxes.mapped("amount"), [10.0], company.name)
            self.assertEqual(taxes.tax_exigibility, "on_payment")

    def test_changing_the_rate_of_a_product_replaces_its_taxes(self):
        product = self.env["product.template"].create(
            {"name": "Aide", "oe_sale_tax": "tva_intermediaire_encaissement"}
        )
        product.oe_sale_tax = "tva_reduite_encaissement"
        self.assertEqual(set(product.sudo().taxes_id.mapped("amount")), {5.5})

    def test_seller_depends_on_service_and_buyer(self):
        at_home = self.env["product.template"].create(
            {"name": "Ménage", "oe_service_nature": "home"}
        )
        lesson = self.env["product.template"].create(
            {"name": "Formation", "oe_service_nature": "other"}
        )
        person = self.env["res.partner"].create({"name": "Mme Le Goff"})
        firm = self.env["res.partner"].create({"name": "EHPAD", "is_company": True})
        self.assertEqual(at_home._oe_seller(self.territory, person), self.cae_sap)
        self.assertEqual(at_home._oe_seller(self.territory, firm), self.cae)
        self.assertEqual(lesson._oe_seller(self.territory, person), self.cae)

    def test_a_territory_without_seller_says_so(self):
        empty = self.env["oe.territory"].create({"code": "29", "name": "Finistère"})
        product = self.env["product.template"].create({"name": "Formation"})
        with self.assertRefused(UserError, "Finistère", "Formation"):
            product._oe_seller(empty, self.env["res.partner"])

    def test_pole_has_its_default_company_and_a_territory_may_move_it(self):
        pole = self.env.ref("oe_base.pole_home")
        self.assertEqual(pole._company_in(self.territory), self.cae)
        self.env["oe.pole.company"].create(
            {
                "pole_id": pole.id,
                "territory_id": self.territory.id,
                "company_id": self.cae_sap.id,
            }
        )
        self.assertEqual(pole._company_in(self.territory), self.cae_sap)

    def test_every_commune_is_there_and_loading_again_changes_nothing(self):
        communes = self.env["oe.commune"]
        self.assertEqual(communes.search_count([]), 35387)
        nantes = communes._of("44000", "Nantes")
        self.assertEqual(nantes.insee, "44109")
        communes._load_file()
        self.assertEqual(communes.search_count([]), 35387)
        self.assertEqual(communes._of("44000", "Nantes"), nantes)

    def test_commune_of_an_unknown_postal_code_is_empty(self):
        self.assertFalse(self.env["oe.commune"]._of("00000"))
        self.assertFalse(self.env["oe.commune"]._of(False))

    def test_distance_between_two_addresses_without_calling_outside(self):
        partners = self.env["res.partner"]
        nantes = partners.create({"name": "A", "zip": "44000", "city": "Nantes"})
        clisson = partners.create({"name": "B", "zip": "44190", "city": "Clisson"})
        metres = nantes._oe_distance_m(clisson)
        self.assertTrue(20_000 < metres < 35_000, metres)
        self.assertIsNone(nantes._oe_distance_m(partners.create({"name": "C"})))

    def test_profiles_keep_printed_figures_and_flag_what_arithmetic_denies(self):
        lines = self.env["oe.profile.line"].search([])
        flagged = {(li.profile_id.code, li.key) for li in lines if li.differs}
        self.assertEqual(
            flagged,
            {
                ("ES.Fo", "charges"),
                ("ES.Fo", "net_11"),
                ("ES.Fo", "net_12"),
                ("ES.DR", "hours_month"),
                ("ES.DR", "net_11"),
                ("ES.DR", "net_12"),
            },
        )
        dependence = self.env.ref("oe_base.profile_tc_dep_turnover")
        self.assertEqual(dependence.computed, 2814.75)
        self.assertEqual(dependence.printed, 2815)
