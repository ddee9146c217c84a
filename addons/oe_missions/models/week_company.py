from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    oe_on_call_phone = fields.Char(
        "On-call phone",
        help="Shown on every visit, beside 15 and 112: who answers out of hours.",
    )
    oe_instructions_hours = fields.Integer(
        "Instructions shown before, hours",
        default=24,
        help="Instructions of a visit (habits, access, keys) are shown to whoever "
        "comes that many hours before it, until it ends.",
    )

    _oe_instructions_hours_range = models.Constraint(
        "CHECK (oe_instructions_hours BETWEEN 0 AND 168)",
        "Instructions are shown a week before the visit at most.",
    )
