from odoo import api, fields, models
from odoo.exceptions import ValidationError


class ProductTemplate(models.Model):
    _inherit = "product.template"

    oe_direct_sale = fields.Boolean(
        "Entrepreneurs sell it themselves",
        help="Offered on their phone for quotes and invoices: quantities are what the "
        "entrepreneur says was done. Not for services invoiced from visits.",
    )
    oe_skill_id = fields.Many2one(
        "hr.skill",
        "Key competence",
        index="btree_not_null",
        domain=lambda self: [
            ("skill_type_id", "=", self.env.ref("oe_base.skill_type_key").id)
        ],
        help="The price floor of this competence is shown when it is sold.",
    )

    oe_expense_kind = fields.Selection(
        [
            ("receipt", "With a receipt"),
            ("mileage", "Mileage"),
            ("purchase", "Ordered from a supplier"),
        ],
        "Claim of an entrepreneur",
        help="Offered on the phone as a category of claims or orders.",
    )
    oe_expense_account = fields.Char(
        "Account in the chart",
        help="Name in the French chart template, for example pcg_6251: each company "
        "has an account of its own.",
    )
    oe_expense_vat = fields.Boolean(
        "VAT is recoverable",
        help="Not for hotels and passenger transport (CGI, annexe II, art. 206).",
    )

    @api.constrains("oe_direct_sale", "type", "invoice_policy", "service_type")
    def _check_oe_direct_sale(self):
        for product in self:
            by_hand = (
                product.type == "service"
                and product.invoice_policy == "delivery"
                and product.service_type == "manual"
            )
            if product.oe_direct_sale and not by_hand:
                raise ValidationError(
                    self.env._(
                        "%(name)s cannot be sold by entrepreneurs themselves: make it "
                        "a service invoiced on delivered quantities set by hand.",
                        name=product.name,
                    )
                )

    @api.model
    def _oe_direct_sales(self):
        """Services that entrepreneurs sell themselves, by name."""
        return self.search(
            [
                ("oe_direct_sale", "=", True),
                ("sale_ok", "=", True),
                ("company_id", "=", False),
            ],
            order="name",
        )
