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

    _oe_part_once = models.UniqueIndex(
        "(oe_part_id) WHERE oe_part_id IS NOT NULL",
        "These hours were recorded already.",
    )
