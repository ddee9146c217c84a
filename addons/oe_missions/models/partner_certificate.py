from odoo import api, fields, models


class PartnerCertificate(models.Model):
    """A paper that was seen: number, insurer, until when. No copy is ever kept."""

    _name = "oe.partner.certificate"
    _description = "Certificate of a partner"
    _order = "convention_id, valid_until desc, id"
    _check_company_auto = True

    convention_id = fields.Many2one(
        "oe.partner.convention", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="convention_id.company_id", store=True, index=True
    )
    kind = fields.Selection(
        [
            ("decennial", "Ten-year insurance (décennale)"),
            ("liability", "Liability insurance"),
            ("qualification", "Qualification"),
            ("other", "Other certificate"),
        ],
        required=True,
        default="decennial",
    )
    name = fields.Char("Which one", help="Name of a qualification, for example.")
    is_compulsory = fields.Boolean("Compulsory", default=True)
    number = fields.Char(required=True)
    issuer = fields.Char("Insurer or body", required=True)
    seen_on = fields.Date(required=True, default=fields.Date.context_today)
    seen_by_id = fields.Many2one(
        "res.users",
        "Seen by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.user,
    )
    valid_until = fields.Date(required=True, index=True)
    label = fields.Char(compute="_compute_label")

    @api.depends("kind", "name")
    def _compute_label(self):
        kinds = dict(self._fields["kind"]._description_selection(self.env))
        for row in self:
            row.label = " ".join(filter(None, (kinds.get(row.kind), row.name)))

    def _kind_key(self):
        self.ensure_one()
        return (self.kind, (self.name or "").strip().lower())
