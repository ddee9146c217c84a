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
