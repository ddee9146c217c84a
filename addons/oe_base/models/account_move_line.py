from odoo import models
from odoo.exceptions import UserError


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    def _oe_mirror_taxes(self, company):
        """The buyer's service taxes of the same rates.

        :raises UserError: when the buyer's chart has no such tax
        """
        self.ensure_one()
        taxes = self.env["account.tax"].sudo()
        for tax in self.tax_ids:
            found = taxes.with_context(active_test=False).search(
                [
                    ("company_id", "=", company.id),
                    ("type_tax_use", "=", "purchase"),
                    ("tax_scope", "=", "service"),
                    ("amount", "=", tax.amount),
                    ("price_include_override", "!=", "tax_included"),
                    ("tax_exigibility", "=", tax.tax_exigibility),
                ],
                order="sequence, id",
                limit=1,
            )
            if not found:
                raise UserError(
                    self.env._(
                        "%(company)s has no purchase tax of %(rate)s %% on services.",
                        company=company.sudo().name,
                        rate=tax.amount,
                    )
                )
            found.active = True
            taxes |= found
        return taxes
