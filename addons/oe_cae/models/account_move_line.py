from odoo import fields, models


class AccountMoveLine(models.Model):
    """The pay that a line books.

    Copied with the line: an entry that is reversed takes the pay out of the books
    again, and the next import knows it.
    """

    _inherit = "account.move.line"

    oe_cae_pay_id = fields.Many2one(
        "oe.cae.pay",
        "Pay",
        readonly=True,
        index="btree_not_null",
        ondelete="set null",
    )
