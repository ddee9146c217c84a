from odoo import api, fields, models
from odoo.exceptions import UserError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    oe_service_nature = fields.Selection(
        [
            ("home", "Service at a private home"),
            ("other", "Any other service"),
        ],
        "Nature of the service",
        help="Services at home are sold by the company declared for them, all others "
        "by the general one.",
    )
    oe_sale_tax = fields.Selection(
        [
            ("tva_normale_encaissement", "20 %, due on payment"),
            ("tva_intermediaire_encaissement", "10 %, due on payment"),
            ("tva_reduite_encaissement", "5.5 %, due on payment"),
        ],
        "VAT of the service",
        help="Set once: each company of the network gets its own tax of this rate, "
        "also a company opened later.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        products = super().create(vals_list)
        products.filtered("oe_sale_tax")._oe_sync_taxes()
        return products

    def write(self, vals):
        result = super().write(vals)
        if "oe_sale_tax" in vals:
            self._oe_sync_taxes()
        return result

    def _oe_sync_taxes(self, companies=None):
        """Give shared products exactly the tax of their rate in each company.

        The core hands every company's default tax (goods, 20 %) to products without
        a company; this replaces it, for ``self`` or for all products with a rate.

        :param companies: only these companies (all with a French chart by default)
        """
        products = self or self.sudo().with_context(active_test=False).search(
            [("oe_sale_tax", "!=", False)]
        )
        companies = companies or self.env["res.company"].sudo().search(
            [("chart_template", "=", "fr")]
        )
        for rate, group in products.sudo().grouped("oe_sale_tax").items():
            if not rate:
                continue
            wanted = self.env["account.tax"].sudo()
            for company in companies:
                wanted |= company._oe_chart_ref(rate)
            for product in group:
                kept = product.taxes_id.filtered(
                    lambda tax: tax.company_id not in companies
                )
                mine = wanted
                if product.company_id:
                    mine = wanted.filtered_domain(
                        [("company_id", "=", product.company_id.id)]
                    )
                product.taxes_id = kept | mine

    def _oe_seller(self, territory, buyer):
        """The company that sells this service to this buyer in a territory.

        A private person at home buys home services from the company declared for
        them; firms, care homes, training, building go to the general company, so
        that the declared one keeps its exclusive activity (C. trav. L.7232-1-1).

        :raises UserError: when the territory has no such company
        """
        self.ensure_one()
        at_home = self.oe_service_nature == "home" and not buyer.is_company
        kind = "cae_sap" if at_home else "cae_general"
        seller = territory.sudo()._company_of(kind)
        if not seller:
            raise UserError(
                self.env._(
                    "%(territory)s has no company that may sell “%(service)s”: open "
                    "it in the territory wizard.",
                    territory=territory.display_name,
                    service=self.display_name,
                )
            )
        return seller
