from odoo import fields, models
from odoo.exceptions import AccessError

from odoo.addons.oe_base.calc import period


class NetworkWizard(models.TransientModel):
    """After the month's invoices: what goes to other cooperatives and to bringers."""

    _name = "oe.network.wizard"
    _description = "Sales between cooperatives and business brought"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    month = fields.Date(
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self).replace(day=1), months=1
        ),
        help="Up to the end of this month, of invoices that are posted.",
    )

    def action_enter(self):
        """Make drafts of both; run again, nothing doubles."""
        self.ensure_one()
        self.env["account.move"].check_access("create")
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not one of yours."))
        end = period.month_of(self.month).end
        # Who may enter moves need not read orders, nor the other cooperative's books.
        orders_sudo = self.env["sale.order"].sudo().with_company(self.company_id)
        moves = orders_sudo._oe_transfer_hours(self.company_id, end)
        moves |= orders_sudo._oe_enter_fees(self.company_id, end).move_id
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Sales between cooperatives and business brought"),
            "res_model": "account.move",
            "view_mode": "list,form",
            "domain": [("id", "in", moves.ids)],
            "context": {"create": False},
        }
