from odoo import api, fields, models


class Note(models.Model):
    """A restricted note on a person: only its author and named readers see it.

    Not chatter: nothing of it enters mails, logs or statements, and it goes away
    at the end of its retention class.
    """

    _name = "oe.note"
    _description = "Restricted note"
    _inherit = ["oe.retention.mixin"]
    _order = "create_date desc, id desc"
    _check_company_auto = True

    _retention_code = "restricted_note"
    _retention_date_field = "create_date"

    partner_id = fields.Many2one(
        "res.partner", "About", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    author_id = fields.Many2one(
        "res.users",
        required=True,
        index=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    reader_ids = fields.Many2many("res.users", string="Who may read it")
    body = fields.Text(required=True)

    @api.depends("partner_id")
    def _compute_display_name(self):
        for note in self:
            note.display_name = self.env._("Note on %(who)s", who=note.partner_id.name)

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            vals["author_id"] = self.env.uid
        return super().create(vals_list)

    def write(self, vals):
        vals.pop("author_id", None)
        return super().write(vals)
