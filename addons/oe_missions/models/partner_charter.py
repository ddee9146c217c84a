from odoo import api, fields, models


class PartnerCharter(models.Model):
    """A service of a convention and the most it may cost per unit, excluding VAT."""

    _name = "oe.partner.charter"
    _description = "Line of a tariff charter"
    _order = "convention_id, sequence, id"
    _check_company_auto = True

    convention_id = fields.Many2one(
        "oe.partner.convention", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="convention_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="convention_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char("Service", required=True)
    product_id = fields.Many2one("product.product", index="btree_not_null")
    unit = fields.Char(required=True, help="m², day, lump sum…")
    max_price = fields.Monetary("Highest price excl. VAT", required=True)

    _price_positive = models.Constraint(
        "CHECK (max_price > 0)", "A charter names a highest price above zero."
    )
    _name_unique = models.UniqueIndex(
        "(convention_id, name)", "This service is in the charter already."
    )

    @api.onchange("product_id")
    def _onchange_product_id(self):
        if self.product_id and not self.name:
            self.name = self.product_id.name
