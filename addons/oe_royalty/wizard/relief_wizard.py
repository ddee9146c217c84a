from odoo import fields, models


class ReliefWizard(models.TransientModel):
    """Grant a licensee a relief on a statement, with the reason it reads."""

    _name = "oe.royalty.relief.wizard"
    _description = "Grant a relief"

    statement_id = fields.Many2one(
        "oe.royalty.statement",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    currency_id = fields.Many2one(related="statement_id.currency_id")
    amount = fields.Monetary("Relief", required=True, help="0 takes it back.")
    reason = fields.Char("Reason, the licensee reads it", required=True)

    _amount_positive = models.Constraint(
        "CHECK (amount >= 0)", "A relief is an amount above 0."
    )

    def action_grant(self):
        """Grant the relief and compute the statement again."""
        self.statement_id._grant_relief(
            self.amount, self.reason if self.amount else False
        )
        return {"type": "ir.actions.act_window_close"}
