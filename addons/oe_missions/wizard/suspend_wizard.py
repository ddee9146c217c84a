from odoo import fields, models


class SuspendWizard(models.TransientModel):
    """Take public profiles off, with the reason that the person reads."""

    _name = "oe.suspend.wizard"
    _description = "Suspend a public profile"

    profile_ids = fields.Many2many(
        "oe.public.profile",
        required=True,
        string="Profiles",
        default=lambda self: self.env.context.get("active_ids"),
    )
    reason = fields.Char("Reason, the person reads it", required=True)

    def action_suspend(self):
        """Suspend, at once."""
        self.profile_ids._suspend(self.reason)
