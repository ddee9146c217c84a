from odoo import fields, models


class AccountJournal(models.Model):
    _inherit = "account.journal"

    oe_sap_cesu = fields.Boolean(
        "Prepaid CESU vouchers",
        help="What comes in here is shown apart on the tax certificate.",
    )
