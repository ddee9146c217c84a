from odoo import api, fields, models
from odoo.exceptions import ValidationError


class PartnerTechnician(models.Model):
    """Somebody who works for a partner: a first name, a trade, a year of birth.

    The year of birth is all that counting hours from an age on needs; neither the
    day, nor a reason why the partner asks for priority, is ever kept.
    """

    _name = "oe.partner.technician"
    _description = "Technician of a partner"
    _inherit = ["oe.retention.mixin"]
    _order = "convention_id, name, id"
    _check_company_auto = True

    _retention_code = "technician"
    _retention_date_field = "last_day"

    convention_id = fields.Many2one(
        "oe.partner.convention", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="convention_id.company_id", store=True, index=True
    )
    partner_id = fields.Many2one(
        related="convention_id.partner_id", store=True, index=True
    )
    name = fields.Char("First name, initial", required=True)
    birth_year = fields.Integer("Year of birth", required=True, aggregator=None)
    trade = fields.Char()
    priority_asked = fields.Boolean(
        "Priority asked by the partner", help="The reason is not written down."
    )
    active = fields.Boolean(default=True)
    hours_ids = fields.One2many("oe.works.hours", "technician_id")
    last_day = fields.Date(
        "Last seen",
        required=True,
        readonly=True,
        default=fields.Date.context_today,
        index=True,
        help="Last day worked; the term of the personal data counts from it.",
    )

    @api.constrains("birth_year")
    def _check_birth_year(self):
        for row in self:
            year = fields.Date.context_today(self).year
            if not year - 90 <= row.birth_year <= year - 14:
                raise ValidationError(
                    self.env._(
                        "%(year)s is no year of birth of somebody who works.",
                        year=str(row.birth_year),
                    )
                )

    def write(self, vals):
        """A corrected year of birth counts the hours again."""
        result = super().write(vals)
        if "birth_year" in vals:
            self.hours_ids._mark_seniors()
        return result
