from odoo import fields, models


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    oe_part_id = fields.Many2one(
        "oe.intervention.part",
        "Service of a visit",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
