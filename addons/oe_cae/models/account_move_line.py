from odoo import fields, models


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    oe_cae_pay_id = fields.Many2one(
        "oe.cae.pay",
        "Pay",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )
