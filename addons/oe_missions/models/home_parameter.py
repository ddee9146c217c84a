from odoo import api, fields, models


class HomeParameter(models.Model):
    """Notice and texts of services at home, from a day on; an adviser confirms them.

    The days to withdraw are those of every contract signed at home: they stand once,
    in ``oe.works.parameter``. The words differ, for a service goes on.
    """

    _name = "oe.home.parameter"
    _description = "Services at home: notice and texts"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "the law is the same for the whole network"

    notice_days = fields.Integer(
        "Days of notice", required=True, default=14, help="To end a mission."
    )
    withdrawal_text = fields.Text("Text on withdrawal", required=True, translate=True)
    express_text = fields.Text("Express request", required=True, translate=True)

    _start_unique = models.UniqueIndex(
        "(date_start)", "These values exist already from that day on."
    )
    _positive = models.Constraint(
        "CHECK (notice_days >= 0)", "A notice cannot be negative."
    )

    @api.model
    def _on(self, day):
        """The values in force on a day; they are no secret."""
        return self.sudo()._require_at(day)
