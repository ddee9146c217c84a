from odoo import fields, models


class SapCesuReturned(models.TransientModel):
    """Which vouchers of a slip the issuer sends back, and why."""

    _name = "oe.sap.cesu.returned"
    _description = "CESU vouchers sent back"

    slip_id = fields.Many2one("oe.sap.cesu.slip", required=True)
    voucher_ids = fields.Many2many(
        "oe.sap.cesu.voucher",
        "oe_sap_cesu_returned_rel",
        "returned_id",
        "voucher_id",
        "Vouchers",
        required=True,
        domain="[('receipt_id.slip_id', '=', slip_id), ('returned_on', '=', False)]",
    )
    date = fields.Date(
        "Sent back on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    reason = fields.Char("Reason given", required=True)

    def action_return(self):
        """Book it: the invoices are open again."""
        self.ensure_one()
        self.slip_id._return(self.voucher_ids, self.date, self.reason)
        invoices = self.voucher_ids.receipt_id.move_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Open again"),
            "res_model": "account.move",
            "views": [
                (self.env.ref("account.view_out_invoice_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", invoices.ids)],
            "context": {"create": False},
        }
