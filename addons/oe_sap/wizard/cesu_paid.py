from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import to_cents


class SapCesuPaid(models.TransientModel):
    """What an issuer paid for a slip; what it kept are its fees."""

    _name = "oe.sap.cesu.paid"
    _description = "Payment of a CESU slip"

    slip_id = fields.Many2one("oe.sap.cesu.slip", required=True)
    company_id = fields.Many2one(related="slip_id.company_id")
    currency_id = fields.Many2one(related="slip_id.currency_id")
    total = fields.Monetary(related="slip_id.total")
    received = fields.Monetary("Received on the bank", required=True)
    date = fields.Date(
        "Received on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Bank",
        required=True,
        domain="[('type', '=', 'bank'), ('oe_sap_cesu', '=', False), "
        "('company_id', '=', company_id)]",
    )

    @api.constrains("slip_id")
    def _check_slip(self):
        # Its total shows here: only of slips that one may read. (Constraints run
        # past the rules.)
        self.slip_id.sudo(False).check_access("read")

    def action_paid(self):
        """Book it."""
        self.ensure_one()
        self.slip_id._pay(self.date, to_cents(self.received), self.journal_id)
        return {"type": "ir.actions.act_window_close"}
