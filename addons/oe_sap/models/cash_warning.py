from odoo import api, fields, models


class AccountMove(models.Model):
    _inherit = "account.move"

    oe_sap_paid_cash = fields.Boolean(
        "Some of it was paid in cash", compute="_compute_oe_sap_paid_cash"
    )

    @api.depends("matched_payment_ids.journal_id", "payment_state")
    def _compute_oe_sap_paid_cash(self):
        for move in self:
            journals = move.matched_payment_ids.journal_id
            move.oe_sap_paid_cash = "cash" in journals.mapped("type") and bool(
                move.invoice_line_ids.product_id.oe_sap_activity_id
            )
