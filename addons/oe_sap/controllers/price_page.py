from odoo import http
from odoo.http import request

from odoo.addons.oe_missions.controllers.public import PublicPages


class PricePage(PublicPages):
    """Prices for everybody, without an account and without JavaScript."""

    @http.route("/services", type="http", auth="public", website=True, sitemap=True)
    def oe_price_page(self, department="", **kwargs):
        """What an hour costs, VAT included, by the company that sells it."""
        territories_sudo = (
            request.env["oe.territory"]
            .sudo()
            .search([("company_ids.oe_kind", "=", "cae_sap")], order="code")
        )
        territory = territories_sudo.filtered(lambda row: row.code == department)
        return request.render(
            "oe_sap.public_prices",
            {
                "sellers": request.env["oe.sap.activity"]._price_page(territory),
                "territories": [(row.code, row.name) for row in territories_sudo],
                "department": territory.code or "",
                "canonical": self._oe_price_address(),
                "filtered": bool(territory),
                "description": request.env._(
                    "Home services of a cooperative: what an hour costs, VAT included, "
                    "and what the tax credit gives back."
                ),
            },
        )

    def _oe_price_address(self):
        base = request.env["ir.config_parameter"].sudo().get_param("web.base.url")
        return f"{base}/services"
