from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import to_cents


class SapRefusal(models.TransientModel):
    """A payer refuses a visit: the rest goes to the client, or is written off."""

    _name = "oe.sap.refusal"
    _description = "What a payer refuses"

    move_id = fields.Many2one("account.move", "Invoice of the payer", required=True)
    currency_id = fields.Many2one(related="move_id.currency_id")
    amount = fields.Monetary("Refused, incl. VAT", required=True)
    reason = fields.Char("Reason given", required=True)
    what = fields.Selection(
        [
            ("rebill", "Invoice it to the client"),
            ("write_off", "Write it off"),
        ],
        "Then",
        required=True,
        default="rebill",
    )

    @api.onchange("move_id")
    def _onchange_move_id(self):
        self.amount = self.move_id.amount_residual

    def action_refuse(self):
        """Credit the payer, and invoice the client where that was chosen."""
        self.ensure_one()
        made = self.move_id._oe_sap_refuse(
            to_cents(self.amount), self.reason, rebill=self.what == "rebill"
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("After the refusal"),
            "res_model": "account.move",
            "views": [
                (self.env.ref("account.view_out_invoice_tree").id, "list"),
                (False, "form"),
            ],
            "domain": [("id", "in", (self.move_id | made).ids)],
            "context": {"create": False},
        }
