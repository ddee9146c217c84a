from odoo import fields, models


class ProductTemplate(models.Model):
    _inherit = "product.template"

    oe_sap_activity_id = fields.Many2one(
        "oe.sap.activity", "Home service activity", index="btree_not_null"
    )
    oe_sap_school_support = fields.Boolean(
        "School support", help="Other lessons at home are taxed at the standard rate."
    )
    oe_sap_place = fields.Selection(
        [
            ("home", "At the client's home"),
            ("away", "Elsewhere"),
            ("video", "By video"),
        ],
        "Where it is done",
        required=True,
        default="home",
    )
    oe_sap_is_fee = fields.Boolean(
        "Extra fee of home services", help="Travel and the like: spread over hours."
    )
