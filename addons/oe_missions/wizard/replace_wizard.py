from odoo import fields, models


class ReplaceWizard(models.TransientModel):
    """Give planned visits to somebody else; the mission keeps its member."""

    _name = "oe.replace.wizard"
    _description = "Replace somebody on visits"

    intervention_ids = fields.Many2many(
        "oe.intervention",
        required=True,
        string="Visits",
        default=lambda self: self.env.context.get("active_ids"),
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Who comes instead", required=True
    )

    def action_replace(self):
        """Replace, or say which rule refuses."""
        self.intervention_ids.check_access("write")
        self.intervention_ids._replace(self.entrepreneur_id)
