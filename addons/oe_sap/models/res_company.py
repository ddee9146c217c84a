from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_sap_exclusivity = fields.Selection(
        [
            ("exclusive", "Sells home services only"),
            ("dispensed", "Dispensed: under 11 employees, other sales up to 30 %"),
            ("none", "Neither exclusive nor dispensed"),
        ],
        "Exclusive activity",
        required=True,
        default="exclusive",
        help="Without exclusivity or dispensation: VAT of 20 % and no tax advantage "
        "(C. trav. L.7232-1-2).",
    )
    oe_sap_register_policy = fields.Selection(
        [("refuse", "Refuse the invoice"), ("warn", "Warn only")],
        "Worker without register number",
        required=True,
        default="refuse",
    )
    oe_sap_register_reason = fields.Char(
        "Reason to warn only", help="The opinion it rests on, and its date."
    )
