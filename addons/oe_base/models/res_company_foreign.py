from odoo import api, models
from odoo.exceptions import UserError


class ResCompany(models.Model):
    """A company of the network outside France: own currency, generic chart."""

    _inherit = "res.company"

    @api.model
    def _oe_open_foreign(self, name, country, currency, kind):
        """Open it once; run twice it gives the same company.

        :param country: res.country, not France: French companies have the ETD wizard
        :raises UserError: for France, which has its own chart and taxes
        """
        if country == self.env.ref("base.fr"):
            raise UserError(
                self.env._("A French company is opened with its territory.")
            )
        known = self.search(
            [("name", "=", name), ("partner_id.country_id", "=", country.id)]
        )
        if known:
            return known[0]
        currency_sudo = currency.sudo()  # whoever opens a company may use its money
        currency_sudo.active = True
        company = self.create(
            {
                "name": name,
                "oe_kind": kind,
                "country_id": country.id,
                "currency_id": currency.id,
            }
        )
        chart = self.env["account.chart.template"].with_company(company)
        chart.try_loading("generic_coa", company, install_demo=False)
        # The generic chart brings a currency, a country and taxes that no law of the
        # country knows: the accountant adds those of the country.
        taxes = self.env["account.tax"].search([("company_id", "=", company.id)])
        company.write(
            {
                "currency_id": currency.id,
                "account_fiscal_country_id": country.id,
                "account_sale_tax_id": False,
                "account_purchase_tax_id": False,
            }
        )
        taxes.active = False
        company._oe_ensure_structure_account()
        return company

    @property
    def _oe_has_french_books(self):
        """Whether the French chart is loaded, which mirrors and taxes go through."""
        return self.chart_template == "fr"
