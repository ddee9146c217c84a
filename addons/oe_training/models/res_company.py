from odoo import fields, models

from ..calc.attendance import SigningRules


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_training_nda = fields.Char(
        "Training activity number", help="NDA, eleven digits; printed on documents."
    )
    oe_training_representative = fields.Char(
        "Representative of the training organisation",
        help="Name and function, printed on certificates.",
    )
    oe_training_minutes_before = fields.Integer(
        "Signing opens, minutes before", default=15, required=True
    )
    oe_training_hours_after = fields.Integer(
        "Signing closes, hours after the session", default=48, required=True
    )

    def _oe_signing_rules(self):
        self.ensure_one()
        return SigningRules(
            self.oe_training_minutes_before, self.oe_training_hours_after
        )
