from odoo import api, fields, models


class SharedTermsMixin(models.AbstractModel):
    """A dated term of the sharing: what has served to share no longer changes."""

    _name = "oe.royalty.terms.mixin"
    _description = "Term of the sharing of a royalty"
    _inherit = ["oe.dated.mixin"]

    def _terms_scheme(self):
        """The scheme that this term belongs to."""
        return self.scheme_id

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._refuse_used()
        return rows

    def write(self, vals):
        self._refuse_used()
        result = super().write(vals)
        self._refuse_used()
        if not self.env.su:
            self.check_access("write")  # nor does it go to another licensor
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._refuse_used()

    def _refuse_used(self):
        for row in self:
            row._terms_scheme()._refuse_before(row.date_start)


class Recovery(models.Model):
    """The investment that the royalty pays back first: how much, by which share.

    The source writes 1 820 K€ for the concept and gives no share: both are terms,
    dated. Once the target is reached everything goes to the pools.
    """

    _name = "oe.royalty.recovery"
    _description = "Recovery of the investment"
    _inherit = ["oe.royalty.terms.mixin"]
    _check_company_auto = True
    _dated_key = ("scheme_id",)

    scheme_id = fields.Many2one(
        "oe.royalty.scheme", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="scheme_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    target_amount = fields.Monetary("To recover", required=True, default=1_820_000)
    share = fields.Float(
        "Share of the royalty, %",
        digits=(5, 2),
        required=True,
        default=40,
        help="Of each period, until the amount is recovered.",
    )
    opening_amount = fields.Monetary(
        "Recovered before", help="What was recovered before the first sharing here."
    )

    _start_unique = models.UniqueIndex(
        "(scheme_id, date_start)", "A recovery starts that day already."
    )
    _possible = models.Constraint(
        "CHECK (share >= 0 AND share <= 100 AND target_amount >= 0 "
        "AND opening_amount >= 0)",
        "A share lies between 0 and 100 %, and amounts are not negative.",
    )

    @api.depends("target_amount", "share", "date_start")
    def _compute_display_name(self):
        for row in self:
            share = f"{row.share:g} %".replace(".", ",")
            row.display_name = f"{share} → {row.target_amount:,.0f} €".replace(
                ",", "\u202f"
            )
