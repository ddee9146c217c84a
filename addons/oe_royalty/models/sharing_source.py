from odoo import api, fields, models
from odoo.exceptions import UserError


class SharingLineMixin(models.AbstractModel):
    """A line of a sharing: made by its button, frozen with it."""

    _name = "oe.royalty.sharing.line.mixin"
    _description = "Line of a sharing"

    def _frozen_fields(self, vals):
        return set(vals)

    def write(self, vals):
        if self._frozen_fields(vals):
            self._refuse_frozen()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_frozen(self):
        self._refuse_frozen()

    def _refuse_frozen(self):
        if any(row.sharing_id._is_closed() for row in self):
            raise UserError(
                self.env._(
                    "An approved sharing does not change: what corrects it is in the "
                    "next one."
                )
            )


class SharingSource(models.Model):
    """A locked statement in the sharing that shares it: once, for all times."""

    _name = "oe.royalty.sharing.source"
    _description = "Statement that is shared"
    _inherit = ["oe.royalty.sharing.line.mixin"]
    _order = "sharing_id, id"
    _check_company_auto = True

    sharing_id = fields.Many2one(
        "oe.royalty.sharing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="sharing_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    statement_id = fields.Many2one(
        "oe.royalty.statement", required=True, index=True, ondelete="restrict"
    )
    amount = fields.Monetary("Royalty")

    # Whatever runs at the same time, each statement is shared once.
    _shared_once = models.UniqueIndex(
        "(statement_id)", "This statement is in a sharing already."
    )

    @api.depends("statement_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.statement_id.display_name


class SharingPool(models.Model):
    """What a pool gets of a period, and the part of a cent it is still owed."""

    _name = "oe.royalty.sharing.pool"
    _description = "Pool of a sharing"
    _inherit = ["oe.royalty.sharing.line.mixin"]
    _order = "sharing_id, id"
    _check_company_auto = True

    sharing_id = fields.Many2one(
        "oe.royalty.sharing", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="sharing_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    pool_id = fields.Many2one(
        "oe.royalty.pool", required=True, index=True, ondelete="restrict"
    )
    weight = fields.Float(digits=(9, 4))
    amount = fields.Monetary()
    carry = fields.Char("Owed, exact cents", required=True, default="0")

    _once = models.UniqueIndex("(sharing_id, pool_id)", "This pool is shared already.")

    @api.depends("pool_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.pool_id.name or ""
