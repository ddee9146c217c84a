from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class Satisfaction(models.Model):
    """A client's words before everybody: consented, and read by the office first.

    Somebody who praises a visit may tell of an illness, or name a neighbour.
    """

    _inherit = "oe.satisfaction"

    is_shown = fields.Boolean("Shown on the public profile", readonly=True, copy=False)
    shown_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )

    @api.model
    def _shown(self):
        return [
            ("state", "=", "answered"),
            ("publish_consent", "=", True),
            ("is_shown", "=", True),
            ("comment", "!=", False),
        ]

    def _decide_shown(self, shown):
        self.check_access("read")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager decides on public profiles."))
        rows_sudo = self.sudo()
        if shown and not all(row.publish_consent and row.comment for row in rows_sudo):
            raise UserError(
                self.env._("Words are shown only when the client agreed to it.")
            )
        rows_sudo.write({"is_shown": shown, "shown_by_id": self.env.uid})

    def action_show(self):
        """Show the client's words on the public profile of who came."""
        self._decide_shown(True)

    def action_hide(self):
        """Take them off."""
        self._decide_shown(False)
