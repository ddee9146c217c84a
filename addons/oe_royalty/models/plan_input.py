from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import percent, rate, to_cents

from ..calc.plan_bottom_up import Profile


class PlanInput(models.AbstractModel):
    """A row that a scenario rests on: a published scenario's rows do not change."""

    _name = "oe.plan.input.mixin"
    _description = "Input of a scenario"

    plan_id = fields.Many2one("oe.plan", required=True, index=True, ondelete="cascade")
    currency_id = fields.Many2one(related="plan_id.currency_id")
    state = fields.Selection(related="plan_id.state")

    @api.model_create_multi
    def create(self, vals_list):
        rows = super().create(vals_list)
        rows._touch()
        return rows

    def write(self, vals):
        self._touch()
        result = super().write(vals)
        self._touch()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_input(self):
        self._touch()

    def _touch(self):
        """Refuse a published scenario; say of another one that it is out of date."""
        if self.env.su:
            return
        self.plan_id._refuse_published()
        self.plan_id.check_access("write")
        # The mark is the scenario's own; the rights were checked above.
        self.plan_id.sudo().filtered(lambda plan: not plan.stale).stale = True


class PlanYear(models.Model):
    """A year of the plan: the ETD that open in it."""

    _name = "oe.plan.year"
    _description = "Year of a scenario"
    _inherit = ["oe.plan.input.mixin"]
    _order = "plan_id, year"

    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    year = fields.Integer("Year of the plan", required=True)
    openings = fields.Integer("ETD opened", default=0)

    _year_unique = models.UniqueIndex(
        "(plan_id, year)", "This year is in the scenario already."
    )
    _possible = models.Constraint(
        "CHECK (year BETWEEN 1 AND 50 AND openings BETWEEN 0 AND 500)",
        "Years are numbered from 1 to 50, and openings are not negative.",
    )


class PlanSpend(models.Model):
    """What the concept costs in a year, by nature."""

    _name = "oe.plan.spend"
    _description = "Concept spend of a scenario"
    _inherit = ["oe.plan.input.mixin"]
    _order = "plan_id, year, id"

    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    year = fields.Integer("Year of the plan", required=True)
    name = fields.Char("Nature", required=True, translate=True)
    amount = fields.Float("Thousands", digits=(16, 4), required=True)

    _possible = models.Constraint(
        "CHECK (year BETWEEN 1 AND 50 AND amount >= 0)",
        "A spend is not negative, and its year is numbered from 1.",
    )


class PlanProfile(models.Model):
    """Jobs of a profile in one ETD, as this scenario sees them."""

    _name = "oe.plan.profile"
    _description = "Profile of a scenario"
    _inherit = ["oe.plan.input.mixin"]
    _order = "plan_id, id"

    company_id = fields.Many2one(
        related="plan_id.company_id", store=True, index=True, precompute=True
    )
    profile_id = fields.Many2one(
        "oe.profile", required=True, index=True, ondelete="restrict"
    )
    jobs = fields.Integer("Jobs per ETD", required=True)
    hours = fields.Float("Hours a month", digits=(8, 2), required=True)
    billed_rate = fields.Monetary("Billed per hour", required=True)
    ramp_months = fields.Integer("Months to reach target", required=True)
    charge_rate = fields.Float("Running charges, % of turnover", digits=(6, 2))
    printed_turnover = fields.Monetary(
        "Printed turnover a month", help="Of one job, as the source prints it."
    )
    turnover = fields.Monetary("Computed turnover a month", compute="_compute_turnover")

    _profile_unique = models.UniqueIndex(
        "(plan_id, profile_id)", "This profile is in the scenario already."
    )
    _possible = models.Constraint(
        "CHECK (jobs >= 0 AND hours >= 0 AND billed_rate >= 0 AND ramp_months >= 0 "
        "AND charge_rate BETWEEN 0 AND 100)",
        "Jobs, hours, prices and ramps of a profile are not negative.",
    )

    @api.depends("hours", "billed_rate")
    def _compute_turnover(self):
        for row in self:
            row.turnover = float(row._calc().job_cents / 100)

    @api.onchange("profile_id")
    def _onchange_profile_id(self):
        if self.profile_id:
            self.update(self.profile_id._oe_plan_values())

    @api.depends("profile_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = row.profile_id.code or ""

    def _calc(self):
        """This profile as the computing layer reads it."""
        self.ensure_one()
        return Profile(
            key=self.profile_id.code or "",
            jobs=self.jobs,
            hours=rate(self.hours),
            hour_cents=to_cents(self.billed_rate),
            ramp_months=self.ramp_months,
            charges_rate=percent(self.charge_rate),
        )


class NetworkProfile(models.Model):
    _inherit = "oe.profile"

    def _oe_plan_values(self):
        """What a scenario starts from: computed hours, printed turnover beside."""
        self.ensure_one()
        printed = self.line_ids.filtered(lambda line: line.key == "turnover")
        return {
            "jobs": self.jobs,
            "hours": self._computed_figures().hours_month / 100,
            "billed_rate": self.billed_rate,
            "ramp_months": self.ramp_months,
            "charge_rate": self.charge_rate,
            "printed_turnover": printed[:1].printed,
        }
