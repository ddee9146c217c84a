from odoo import api, fields, models


class MarketRate(models.Model):
    """What an hour of a competence is worth on the market, from a day on.

    It values the hours given to the concept, and is one index of the revision.
    """

    _name = "oe.royalty.market.rate"
    _description = "Market rate of a competence"
    _inherit = ["oe.royalty.terms.mixin"]
    _order = "skill_id, date_start desc"
    _check_company_auto = True
    _dated_key = ("scheme_id", "skill_id")

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
    skill_id = fields.Many2one(
        "hr.skill", "Competence", required=True, index=True, ondelete="restrict"
    )
    hourly_rate = fields.Monetary("Rate of an hour", required=True)
    weight = fields.Float(
        "Weight in the index",
        digits=(6, 2),
        default=1,
        help="Beside the other competences, when the rate is revised.",
    )

    _start_unique = models.UniqueIndex(
        "(scheme_id, skill_id, date_start)",
        "A market rate of this competence starts that day already.",
    )
    _possible = models.Constraint(
        "CHECK (hourly_rate > 0 AND weight >= 0)",
        "A market rate is more than nothing, and its weight is not negative.",
    )

    @api.depends("skill_id", "hourly_rate")
    def _compute_display_name(self):
        for row in self:
            amount = f"{row.hourly_rate:.2f} €".replace(".", ",")
            row.display_name = f"{row.skill_id.name or ''}, {amount}"
