from odoo import api, fields, models


class ReadLog(models.Model):
    """Who opened the file of a dependent person, and when.

    Written by pages and forms that show such a file; read by managers only.
    """

    _name = "oe.read.log"
    _description = "Reading of a personal file"
    _inherit = ["oe.retention.mixin"]
    _order = "read_on desc, id desc"
    _rec_name = "partner_id"
    _check_company_auto = True

    _retention_code = "read_log"
    _retention_date_field = "read_on"

    user_id = fields.Many2one("res.users", required=True, index=True, readonly=True)
    partner_id = fields.Many2one(
        "res.partner", required=True, index=True, readonly=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    screen = fields.Char(required=True, readonly=True)
    read_on = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)

    @api.model
    def _record(self, partner, screen, company=None):
        """Write down that the current user opened ``partner``'s file."""
        self.sudo().create(
            {
                "user_id": self.env.uid,
                "partner_id": partner.id,
                "company_id": (company or self.env.company).id,
                "screen": screen,
            }
        )
