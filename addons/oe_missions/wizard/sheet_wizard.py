import base64

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import kind_of


class SheetWizard(models.TransientModel):
    """The office keeps a paper sheet for the visits chosen in the list."""

    _name = "oe.sheet.wizard"
    _description = "Sheet signed on paper"

    visit_ids = fields.Many2many(
        "oe.intervention",
        required=True,
        string="Visits",
        default=lambda self: self.env.context.get("active_ids"),
    )
    photo = fields.Binary(required=True)
    file_name = fields.Char()

    def action_keep(self):
        """Keep the photo, or say what refuses."""
        self.ensure_one()
        self.visit_ids.check_access("write")
        content = base64.b64decode(self.photo or b"")
        kind = kind_of(content)
        if not kind:
            raise UserError(
                self.env._("Take a photo of the signed sheet (JPEG, PNG or PDF).")
            )
        self.env["oe.visit.sheet"]._keep(
            self.visit_ids.sudo(),
            (content, self.file_name or "photo", kind),
            self.env.user.partner_id,
        )
        return {"type": "ir.actions.act_window_close"}
