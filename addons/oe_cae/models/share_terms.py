from fractions import Fraction

from odoo import api, fields, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, percent, to_cents


class ShareTerms(models.Model):
    """What the statutes say of shares, from a day on: value, minimum, call, refund.

    Loi 47-1775 of 10 September 1947, art. 11 to 19; C. com. L.231-1 to L.231-8
    (variable capital). A movement is counted at the terms of its own day.
    """

    _name = "oe.cae.share.terms"
    _description = "Terms of the shares"
    _inherit = ["oe.dated.mixin"]
    _check_company_auto = True
    _dated_key = ("company_id",)

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    nominal = fields.Monetary("Value of a share", required=True)
    minimum_shares = fields.Integer(
        "Shares at least", required=True, default=1, help="What a member must hold."
    )
    call_percent = fields.Float(
        "Called at once, %",
        digits=(5, 2),
        required=True,
        default=100,
        help="Of what is subscribed; the rest is called later.",
    )
    refund_years = fields.Integer(
        "A refund may wait, years",
        required=True,
        default=5,
        help="How long the statutes allow to postpone the refund of shares.",
    )
    decided_by = fields.Selection(
        [("meeting", "General meeting"), ("board", "Board")],
        "Who admits members",
        required=True,
        default="meeting",
    )

    _once = models.UniqueIndex(
        "(company_id, date_start)", "Terms start on this day already."
    )
    _values_possible = models.Constraint(
        "CHECK (nominal > 0 AND minimum_shares > 0 AND refund_years >= 0 "
        "AND call_percent > 0 AND call_percent <= 100)",
        "A share has a value, a member at least one, and what is called is a part.",
    )

    @api.depends("company_id", "date_start")
    def _compute_display_name(self):
        for terms in self:
            day = terms.date_start and format_date(self.env, terms.date_start)
            terms.display_name = f"{terms.company_id.name or ''}, {day or ''}"

    def _called(self) -> Fraction:
        self.ensure_one()
        return percent(self.call_percent)

    def _nominal_cents(self):
        self.ensure_one()
        return to_cents(self.nominal)

    def _told(self):
        """Terms as plain values, for who wants to become a member."""
        self.ensure_one()
        labels = dict(self._fields["decided_by"]._description_selection(self.env))
        return {
            "nominal": format_fr(self._nominal_cents()),
            "minimum": self.minimum_shares,
            "decided_by": labels[self.decided_by],
            "refund_years": self.refund_years,
        }
