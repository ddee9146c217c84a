from odoo import fields, models
from odoo.exceptions import UserError


class PayoutWizard(models.TransientModel):
    """Make the payouts of everything approved up to a day, one per holder."""

    _name = "oe.royalty.payout.wizard"
    _description = "Make payouts"

    scheme_id = fields.Many2one(
        "oe.royalty.scheme",
        required=True,
        default=lambda self: self.env["oe.royalty.scheme"].search([], limit=1),
    )
    date_end = fields.Date(
        "Periods that end until",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )

    def action_make(self):
        """Make them; run again, nothing is paid twice."""
        self.ensure_one()
        self.check_access("write")
        self.scheme_id.check_access("write")
        # Made by this button only; nobody has that right.
        payouts_sudo = self.env["oe.royalty.payout"].sudo()
        made = payouts_sudo._make(self.scheme_id, self.date_end)
        if not made:
            raise UserError(
                self.env._(
                    "Nothing waits to be paid until that day: approve a sharing first."
                )
            )
        action = self.env["ir.actions.actions"]._for_xml_id(
            "oe_royalty.oe_royalty_payout_action"
        )
        return {**action, "domain": [("id", "in", made.ids)]}
