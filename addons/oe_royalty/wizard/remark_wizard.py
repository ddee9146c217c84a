from odoo import fields, models


class RemarkWizard(models.TransientModel):
    """Dispute a statement, or answer the dispute."""

    _name = "oe.royalty.remark.wizard"
    _description = "Dispute of a statement"

    statement_id = fields.Many2one(
        "oe.royalty.statement",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    dispute = fields.Text(related="statement_id.dispute", related_sudo=False)
    words = fields.Text("Your words, the other party reads them", required=True)

    def action_dispute(self):
        """Dispute: it is not locked before the licensor answers."""
        self.statement_id._dispute(self.words)
        return {"type": "ir.actions.act_window_close"}

    def action_answer(self):
        """Answer: the statement goes back to review."""
        self.statement_id._answer(self.words)
        return {"type": "ir.actions.act_window_close"}
