from odoo import models
from odoo.tools import format_date


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _oe_public_mentions(self, company, day):
        """Number and date of the declaration, wherever such prices are public.

        C. trav. L.7232-1-1: without a declaration in force nothing is claimed.
        """
        told = super()._oe_public_mentions(company, day)
        if not self.filtered("oe_sap_activity_id"):
            return told
        authorizations = self.env["oe.sap.authorization"]
        held = authorizations._held(company).get(company, authorizations)
        declared_sudo = held.sudo()._declaration(day)
        if declared_sudo:
            told.append(
                self.env._(
                    "Home services: declaration %(number)s of %(day)s.",
                    number=declared_sudo.number,
                    day=format_date(self.env, declared_sudo.date_start),
                )
            )
        return told
