from odoo import api, fields, models
from odoo.exceptions import UserError


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    oe_cae_statement_id = fields.Many2one(
        "oe.cae.statement",
        "Statement of the contribution",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    oe_cae_side = fields.Selection(
        [("activity", "Activity"), ("structure", "Structure")],
        "Side of the contribution",
        readonly=True,
        copy=False,
    )

    oe_internal_sale_id = fields.Many2one(
        "oe.cae.internal.sale",
        "Sale between entrepreneurs",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    oe_internal_side = fields.Selection(
        [("seller", "Seller"), ("buyer", "Buyer")],
        "Side of the sale",
        readonly=True,
        copy=False,
    )

    # Accepted twice at once, entered once.
    _oe_internal_once = models.UniqueIndex(
        "(oe_internal_sale_id, oe_internal_side) WHERE oe_internal_sale_id IS NOT NULL",
        "This sale is entered already.",
    )
    # Two runs at once charge once: the index decides.
    _oe_cae_once = models.UniqueIndex(
        "(oe_cae_statement_id, oe_cae_side) WHERE oe_cae_statement_id IS NOT NULL",
        "The contribution of this statement is entered already.",
    )

    def write(self, vals):
        self._oe_refuse_contribution()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_contribution(self):
        self._oe_refuse_contribution()

    def _oe_refuse_contribution(self):
        if any(line.oe_internal_sale_id for line in self):
            raise UserError(
                self.env._(
                    "A sale between entrepreneurs does not change: take it back, and "
                    "make another one."
                )
            )
        if any(line.oe_cae_statement_id for line in self):
            raise UserError(
                self.env._(
                    "A contribution of a closed month does not change: correct its "
                    "invoice, and the next month regularises it."
                )
            )
