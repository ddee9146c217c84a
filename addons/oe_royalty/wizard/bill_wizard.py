from odoo import fields, models

from odoo.addons.oe_base.tools import lock_rows


class BillWizard(models.TransientModel):
    """Say which bill of the provider is the one that a payout awaits."""

    _name = "oe.royalty.bill.wizard"
    _description = "Bill of a provider"

    payout_id = fields.Many2one(
        "oe.royalty.payout",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    # As the user: a number of another licensor's payout tells no name.
    partner_id = fields.Many2one(
        related="payout_id.partner_id.commercial_partner_id", related_sudo=False
    )
    company_id = fields.Many2one(related="payout_id.company_id", related_sudo=False)
    move_id = fields.Many2one(
        "account.move",
        "Bill",
        required=True,
        domain="[('move_type', '=', 'in_invoice'), ('company_id', '=', company_id), "
        "('commercial_partner_id', '=', partner_id), ('state', '!=', 'cancel')]",
    )

    def action_link(self):
        """Link the bill, for whoever reads both."""
        self.ensure_one()
        self.check_access("write")
        self.payout_id.check_access("read")
        self.move_id.check_access("read")
        # Written by this button only; nobody has that right.
        payout_sudo = self.payout_id.sudo()
        lock_rows(payout_sudo)
        payout_sudo._link_bill(self.move_id.sudo())
        return {"type": "ir.actions.act_window_close"}
