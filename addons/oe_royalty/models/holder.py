from odoo import Command, api, fields, models
from odoo.exceptions import UserError

BASES = [
    ("employee", "Employee"),
    ("provider", "Provider"),
    ("author", "Author"),
    ("owner", "Owner of rights"),
    ("industry", "Contribution in industry"),
]


class Holder(models.Model):
    """Who has a part in the royalty, and on which legal ground.

    The ground decides the document: a line of pay, a bill, a note of author's rights,
    a statement of royalties. A contribution in industry (C. civ. art. 1843-3) is paid
    by dividend: its points are written here, the decision stands beside.
    """

    _name = "oe.royalty.holder"
    _description = "Holder of a part in the royalty"
    _inherit = ["mail.thread", "oe.retention.mixin"]
    _order = "name, id"
    _check_company_auto = True
    _retention_code = "royalty_holder"
    _retention_date_field = "date_end"

    scheme_id = fields.Many2one(
        "oe.royalty.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["oe.royalty.scheme"]._only(),
    )
    company_id = fields.Many2one(
        related="scheme_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Person or firm", required=True, index=True, ondelete="restrict"
    )
    name = fields.Char(related="partner_id.name", store=True)
    active = fields.Boolean(default=True)
    legal_basis = fields.Selection(
        BASES,
        required=True,
        tracking=True,
        help="Employee: a line for payroll. Provider: a bill is expected. Author: a "
        "note of author's rights. Owner of rights: a statement of royalties. "
        "Contribution in industry: paid by dividend.",
    )
    share_ids = fields.One2many("oe.royalty.share", "holder_id", "Points")
    allocation_ids = fields.One2many("oe.royalty.allocation", "holder_id", "Parts")
    points = fields.Float("Points today", compute="_compute_points")
    date_end = fields.Date(
        "Rights ended on",
        help="After that day nothing is earned any more; the term of keeping starts.",
    )
    has_portal = fields.Boolean("Reads the own page", compute="_compute_has_portal")

    _once = models.UniqueIndex(
        "(scheme_id, partner_id, legal_basis)",
        "This person holds rights on this ground already.",
    )

    @api.depends("share_ids.date_start", "share_ids.date_end", "share_ids.points")
    def _compute_points(self):
        today = fields.Date.context_today(self)
        for holder in self:
            held = holder.share_ids.filtered(lambda row: row._holds(today))
            holder.points = sum(float(row._points()) for row in held)

    def write(self, vals):
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")  # nor does it go to another licensor
        return result

    def _users(self):
        # Who may set up holders does not read users.
        users_sudo = self.env["res.users"].sudo()
        return users_sudo.search([("partner_id", "in", self.partner_id.ids)])

    def _compute_has_portal(self):
        group_sudo = self.env.ref("oe_base.group_oe_holder").sudo()
        partners = (self._users() & group_sudo.user_ids).partner_id
        for holder in self:
            holder.has_portal = holder.partner_id in partners

    @api.constrains("date_end")
    def _check_date_end(self):
        for holder in self.filtered("date_end"):
            going_on = holder.share_ids.filtered(
                lambda row, end=holder.date_end: not row.date_end or row.date_end > end
            )
            if going_on:
                raise UserError(
                    self.env._(
                        "%(name)s still has points after that day: end them first.",
                        name=holder.name,
                    )
                )

    def action_portal(self):
        """Let the holder read the own points, parts and payouts."""
        self.check_access("write")
        group = self.env.ref("oe_base.group_oe_holder")
        for holder in self:
            users_sudo = holder._users()
            partner = holder.partner_id
            if not users_sudo and not partner.email:
                raise UserError(
                    self.env._("%(name)s has no e-mail address.", name=holder.name)
                )
            if users_sudo:
                users_sudo.write({"group_ids": [Command.link(group.id)]})
                users_sudo._oe_add_company(holder.company_id)
            else:
                self.env["res.users"]._oe_create_portal(
                    partner, partner.email, ["oe_base.group_oe_holder"], self.company_id
                )
        self.invalidate_recordset(["has_portal"])
        return True
