from odoo import fields, models
from odoo.exceptions import AccessError


class PayWizard(models.TransientModel):
    """Open the pay list of a month, computed from the account as it stands."""

    _name = "oe.cae.pay.wizard"
    _description = "Open a pay list"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    day = fields.Date(
        "Any day of the month",
        required=True,
        default=lambda self: fields.Date.subtract(
            fields.Date.context_today(self), months=1
        ),
    )

    def action_open(self):
        """Show the list; what is draft is computed."""
        self.ensure_one()
        self.check_access("write")
        if self.company_id not in self.env.companies:
            raise AccessError(self.env._("This company is not among yours."))
        run = self.env["oe.cae.pay.run"]._get(self.company_id, self.day)
        if self.env["oe.period"]._is_open(run.company_id, run.month):
            run.action_compute()
        return {
            "type": "ir.actions.act_window",
            "res_model": run._name,
            "res_id": run.id,
            "view_mode": "form",
        }
