from odoo import api, fields, models


class AccountPaymentRegister(models.TransientModel):
    """Said before it is too late: what is paid in cash opens no tax credit."""

    _inherit = "account.payment.register"

    oe_sap_cash = fields.Boolean(compute="_compute_oe_sap_cash")

    @api.depends("journal_id", "line_ids")
    def _compute_oe_sap_cash(self):
        for wizard in self:
            moves = wizard.line_ids.move_id
            wizard.oe_sap_cash = wizard.journal_id.type == "cash" and bool(
                moves.filtered(
                    lambda move: move.move_type == "out_invoice"
                ).invoice_line_ids.product_id.oe_sap_activity_id
            )


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
