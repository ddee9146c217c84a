from odoo import fields, models


class MonthWizard(models.TransientModel):
    """Open a month of a company, to look at it and to close it."""

    _name = "oe.cae.month.wizard"
    _description = "Open a month"

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
        """Show the month, made when it is missing."""
        self.ensure_one()
        self.check_access("write")
        period = self.env["oe.period"]._get(self.company_id, self.day)
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.period",
            "res_id": period.id,
            "view_mode": "form",
        }
