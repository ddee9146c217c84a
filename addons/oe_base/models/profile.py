from odoo import api, fields, models

from ..calc import money, profile as calc_profile


class Profile(models.Model):
    """A named profile of the founding document, with its printed figures.

    The printed cells are kept as printed; what arithmetic gives stands beside them,
    and a flag says where the two disagree. Nothing printed is overwritten.
    """

    _name = "oe.profile"
    _description = "Profile of entrepreneur"
    _order = "code"
    _oe_shared = "reference data of the network"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(required=True)
    currency_id = fields.Many2one(
        "res.currency", default=lambda self: self.env.ref("base.EUR"), required=True
    )
    jobs = fields.Integer("Jobs per territory")
    ramp_months = fields.Integer("Months to reach target")
    hours_day = fields.Float("Hours a day", digits=(6, 2))
    hours_week = fields.Float("Hours a week", digits=(6, 2))
    billed_rate = fields.Monetary("Billed rate per hour")
    net_rate = fields.Monetary("Net rate per hour", help="10 % paid leave included.")
    charge_rate = fields.Float("Running charges, % of turnover", digits=(6, 2))
    line_ids = fields.One2many("oe.profile.line", "profile_id", "Figures")

    _code_unique = models.UniqueIndex("(code)", "This profile exists already.")

    def _computed_figures(self):
        """What the rates and hours give, in cents or hundredths of an hour."""
        self.ensure_one()
        return calc_profile.figures(
            calc_profile.ProfileInput(
                hours_week=money.rate(self.hours_week),
                billed_cents=money.to_cents(self.billed_rate),
                net_cents=money.to_cents(self.net_rate),
                charge_rate=money.rate(self.charge_rate) / 100,
            )
        )


class ProfileLine(models.Model):
    """One figure of a profile: printed, computed, and whether they agree."""

    _name = "oe.profile.line"
    _description = "Figure of a profile"
    _order = "profile_id, sequence, id"
    _oe_shared = "reference data of the network"

    profile_id = fields.Many2one(
        "oe.profile", required=True, index=True, ondelete="cascade"
    )
    sequence = fields.Integer()
    key = fields.Selection(
        [
            ("hours_month", "Hours a month"),
            ("turnover", "Monthly turnover excl. VAT"),
            ("charges", "Monthly running charges"),
            ("net_11", "Net a month over 11 months"),
            ("net_12", "Net a month over 12 months"),
        ],
        required=True,
    )
    printed = fields.Float(digits=(12, 2), help="As printed in the founding document.")
    computed = fields.Float(digits=(12, 2), compute="_compute_computed")
    differs = fields.Boolean(
        "Flag",
        compute="_compute_computed",
        help="The printed figure is not the rounding of the computed one.",
    )

    @api.depends(
        "printed",
        "key",
        "profile_id.hours_week",
        "profile_id.billed_rate",
        "profile_id.net_rate",
        "profile_id.charge_rate",
    )
    def _compute_computed(self):
        for profile, lines in self.grouped("profile_id").items():
            figures = profile._computed_figures()
            for line in lines:
                hundredths = getattr(figures, line.key)
                line.computed = hundredths / 100
                line.differs = not calc_profile.agrees(
                    money.to_cents(line.printed), hundredths
                )
