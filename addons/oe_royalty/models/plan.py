from odoo import Command, api, fields, models
from odoo.exceptions import UserError

# Settings that results rest on; a change says "compute again".
SETTINGS = frozenset(
    {
        *("engine", "first_year", "rate", "opening_month", "waves", "billed_months"),
        *("full_time_hours", "worked_months"),
        *("year_ids", "spend_ids", "profile_ids", "column_ids", "variant_ids"),
    }
)
# What the buttons write, and nobody else.
RESULTS = frozenset(
    {
        *("state", "stale", "computed_on", "actuals_on", "recovery_year"),
        *("covering_years", "covering_rate", "last_turnover", "last_full_time"),
    }
)


class Plan(models.Model):
    """A scenario of the network plan: openings, values, profiles, spend, results.

    Thousands of the currency and full-time equivalents; years are numbered from 1.
    Every figure is data of the scenario, none is in the code. Printed figures stand
    beside computed ones and are never overwritten.
    """

    _name = "oe.plan"
    _description = "Scenario of the network plan"
    _inherit = ["mail.thread"]
    _order = "sequence, id"
    _check_company_auto = True

    name = fields.Char(required=True, translate=True)
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company",
        "Licensor",
        required=True,
        index=True,
        default=lambda self: self.env.company,
        help="The company that grants the brand and bears the concept.",
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [("draft", "In preparation"), ("published", "Published")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
        help="Published: cooperatives read it, and it no longer changes.",
    )
    engine = fields.Selection(
        [
            ("origin", "Plan of origin: value by age of an ETD"),
            ("bottom_up", "Bottom-up: profiles hired in waves"),
        ],
        required=True,
        default="bottom_up",
    )
    source = fields.Char(
        translate=True, help="Where the figures of this scenario come from."
    )
    note = fields.Text(translate=True)
    first_year = fields.Integer(
        "Year 1 is", required=True, default=lambda self: fields.Date.today().year
    )
    rate = fields.Float("Royalty rate, %", digits=(7, 4), default=5)
    opening_month = fields.Integer(
        "Month of opening", default=1, help="1 to 12, in the year of opening."
    )
    waves = fields.Integer(
        "Waves of hiring", default=1, help="Of equal size, one month apart."
    )
    billed_months = fields.Float("Months billed a year", digits=(6, 4), default=12)
    full_time_hours = fields.Integer("Hours of a full time", default=1607)
    worked_months = fields.Integer("Months worked a year", default=12)
    year_ids = fields.One2many("oe.plan.year", "plan_id", "Openings", copy=True)
    spend_ids = fields.One2many("oe.plan.spend", "plan_id", "Concept", copy=True)
    profile_ids = fields.One2many("oe.plan.profile", "plan_id", "Profiles", copy=True)
    column_ids = fields.One2many("oe.plan.column", "plan_id", "Columns", copy=True)
    variant_ids = fields.One2many(
        "oe.plan.variant", "plan_id", "Sensitivity", copy=True
    )
    cell_ids = fields.One2many("oe.plan.cell", "plan_id", "Table")
    flag_ids = fields.One2many(
        "oe.plan.cell", "plan_id", "Flags", domain=[("differs", "=", True)]
    )
    point_ids = fields.One2many("oe.plan.point", "plan_id", "Curves")
    investment = fields.Float(
        "Investment, thousands", digits=(16, 4), compute="_compute_investment"
    )
    flag_count = fields.Integer("Cells flagged", compute="_compute_flag_count")
    target_month = fields.Monetary(
        "One ETD at target, a month", compute="_compute_target"
    )
    target_printed = fields.Monetary(
        "… from the printed figures", compute="_compute_target"
    )
    target_full_time = fields.Float(
        "… in full-time equivalents", digits=(16, 1), compute="_compute_target"
    )
    stale = fields.Boolean("To compute again", readonly=True, copy=False, default=True)
    computed_on = fields.Datetime(readonly=True, copy=False)
    actuals_on = fields.Datetime("Actuals read on", readonly=True, copy=False)
    recovery_year = fields.Integer(
        "Repaid in year", readonly=True, copy=False, help="0: not within the plan."
    )
    covering_years = fields.Char(
        "Years whose royalty covers their spend", readonly=True, copy=False
    )
    covering_rate = fields.Float(
        "Rate that covers the last spend, %", digits=(7, 2), readonly=True, copy=False
    )
    last_turnover = fields.Float(
        "Turnover of the last year, thousands",
        digits=(16, 1),
        readonly=True,
        copy=False,
    )
    last_full_time = fields.Float(
        "ES of the last year, FTE", digits=(16, 1), readonly=True, copy=False
    )

    _name_unique = models.UniqueIndex(
        "(company_id, (name->>'en_US'))", "A scenario of this name exists already."
    )
    _possible = models.Constraint(
        "CHECK (rate >= 0 AND rate < 100 AND opening_month BETWEEN 1 AND 12 "
        "AND waves >= 1 AND billed_months BETWEEN 0 AND 12 AND full_time_hours >= 1 "
        "AND worked_months BETWEEN 1 AND 12 AND first_year BETWEEN 1990 AND 2200)",
        "A setting of the plan makes no sense: a rate lies between 0 and 100 %, months "
        "between 1 and 12, waves and hours are 1 at least.",
    )

    @api.depends("spend_ids.amount")
    def _compute_investment(self):
        for plan in self:
            plan.investment = sum(plan.spend_ids.mapped("amount"))

    @api.depends("cell_ids.differs")
    def _compute_flag_count(self):
        for plan in self:
            plan.flag_count = len(plan.cell_ids.filtered("differs"))

    @api.depends(
        *("profile_ids.jobs", "profile_ids.hours", "profile_ids.billed_rate"),
        *("profile_ids.printed_turnover", "worked_months", "full_time_hours"),
    )
    def _compute_target(self):
        for plan in self:
            plan.update(plan._prepare_target())

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in vals if name not in RESULTS}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if RESULTS & set(vals):
                raise UserError(self.env._("Results are written by “Compute” alone."))
            if (SETTINGS | {"company_id", "name"}) & set(vals):
                self._refuse_published()
        if SETTINGS & set(vals):
            vals = {**vals, "stale": True}
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_published(self):
        self._refuse_published()

    def _refuse_published(self):
        for plan in self.filtered(lambda plan: plan.state == "published"):
            raise UserError(
                self.env._(
                    "“%(name)s” is published: withdraw it first, or make a copy and "
                    "change the copy.",
                    name=plan.name,
                )
            )

    def copy(self, default=None):
        """A scenario and its inputs; its results are computed anew."""
        copies = self.browse()
        for plan in self:
            name = self.env._("%(name)s (copy)", name=plan.name)
            # A name given stands in every language.
            copies += super(Plan, plan).copy({"name": name, **(default or {})})
        # Results are nobody's to write; who may copy may have them computed.
        copies.sudo()._run()
        return copies

    def action_profiles(self):
        """Bring in the profiles of the network that are not in the scenario yet."""
        self.check_access("write")
        known = self.env["oe.profile"].search([("jobs", ">", 0)])
        for plan in self:
            missing = known - plan.profile_ids.profile_id
            plan.profile_ids = [
                Command.create({"profile_id": profile.id, **profile._oe_plan_values()})
                for profile in missing
            ]
        return True

    def action_publish(self):
        """Let cooperatives read it; from now on it does not change."""
        self.check_access("write")
        for plan in self:
            if plan.stale:
                raise UserError(
                    self.env._(
                        "The inputs of “%(name)s” changed: compute it, then publish.",
                        name=plan.name,
                    )
                )
        self.sudo().state = "published"
        return True

    def _publish_reference(self):
        """The reference scenarios of the founding document are everybody's."""
        self.sudo().state = "published"

    def action_withdraw(self):
        """Take it back, to change it."""
        self.check_access("write")
        self.sudo().state = "draft"
        return True
