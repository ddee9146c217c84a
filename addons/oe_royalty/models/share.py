from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import rate as exact
from odoo.addons.oe_base.calc.period import ONE_DAY, Period

from ..calc import holding as calc

# What still changes once a period was shared: how it ends, and notes.
LATER = frozenset(
    {
        *("date_end", "evidence", "evidence_file", "evidence_name"),
        *("shared_until", "shared_end"),
    }
)


class Share(models.Model):
    """Points of a holder in a pool, from a day until a day.

    Given, or hours × market rate of the competence × coefficient. More points are
    one more row; fewer end one and start another, so that the past stays.
    """

    _name = "oe.royalty.share"
    _description = "Points of a holder"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("holder_id",)
    _order = "pool_id, date_start, id"
    _check_company_auto = True

    holder_id = fields.Many2one(
        "oe.royalty.holder", required=True, index=True, ondelete="cascade"
    )
    scheme_id = fields.Many2one(related="holder_id.scheme_id")
    company_id = fields.Many2one(
        related="holder_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    pool_id = fields.Many2one(
        "oe.royalty.pool",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('scheme_id', '=', scheme_id)]",
    )
    kind = fields.Selection(
        [("given", "Points given"), ("hours", "Hours of a competence")],
        required=True,
        default="given",
    )
    points = fields.Float(digits=(12, 2))
    hours = fields.Float(digits=(9, 2))
    skill_id = fields.Many2one("hr.skill", "Competence", index="btree_not_null")
    coefficient = fields.Float(digits=(6, 3), default=1)
    market_rate_id = fields.Many2one(
        "oe.royalty.market.rate", compute="_compute_total", compute_sudo=True
    )
    total_points = fields.Float(
        "Points counted", digits=(14, 2), compute="_compute_total", compute_sudo=True
    )
    date_start = fields.Date("From", required=True)
    date_end = fields.Date("Last day")
    vesting_months = fields.Integer(
        "Acquired over, months", help="0: acquired from the first day."
    )
    cliff_months = fields.Integer(
        "Nothing before, months", help="No point is acquired before that many months."
    )
    vesting_start = fields.Date("Acquired from", help="Empty: the first day.")
    policy = fields.Selection(
        [
            ("reallocate", "Goes to those who stay"),
            ("retain", "The company keeps it"),
            ("keep_vested", "The leaver keeps what was acquired"),
        ],
        "On leaving",
        required=True,
        default="reallocate",
    )
    evidence = fields.Char(help="Contract, decision or time sheet it comes from.")
    evidence_file = fields.Binary("Proof", attachment=True)
    evidence_name = fields.Char()
    shared_until = fields.Date(readonly=True, copy=False)
    shared_end = fields.Date(readonly=True, copy=False)

    _possible = models.Constraint(
        "CHECK (points >= 0 AND hours >= 0 AND coefficient >= 0)",
        "Points, hours and coefficients are not negative.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "Points cannot end before they start.",
    )
    _vesting_possible = models.Constraint(
        "CHECK (vesting_months >= 0 AND cliff_months >= 0 "
        "AND cliff_months <= vesting_months)",
        "The first months without points are part of the months of acquisition.",
    )

    @api.depends("holder_id", "pool_id")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.holder_id.name or ''}, {row.pool_id.name or ''}"

    @api.depends("kind", "points", "hours", "skill_id", "coefficient", "date_start")
    def _compute_total(self):
        rates = self.env["oe.royalty.market.rate"].search(
            [("scheme_id", "in", self.scheme_id.ids)], order="date_start desc"
        )
        for row in self:
            row.market_rate_id = False
            if row.kind == "hours" and row.date_start:
                row.market_rate_id = rates.filtered(
                    lambda rate, row=row: (
                        rate.scheme_id == row.scheme_id
                        and rate.skill_id == row.skill_id
                        and rate.date_start <= row.date_start
                    )
                )[:1]
            row.total_points = float(row._points())

    def _points(self):
        """Exact points of this row."""
        self.ensure_one()
        if self.kind == "given":
            return exact(self.points)
        worth = self.market_rate_id.hourly_rate
        return calc.points_for(self.hours, worth, self.coefficient)

    @api.constrains("kind", "skill_id", "hours", "date_start", "pool_id")
    def _check_source(self):
        for row in self:
            if row.pool_id.scheme_id != row.holder_id.scheme_id:
                raise ValidationError(
                    self.env._("The pool and the holder belong to one scheme.")
                )
            if row.kind == "hours" and not row.market_rate_id:
                raise ValidationError(
                    self.env._(
                        "No market rate of this competence is in force on %(day)s: add "
                        "one that starts on or before that day.",
                        day=format_date(self.env, row.date_start),
                    )
                )

    @api.model_create_multi
    def create(self, vals_list):
        marks = ("shared_until", "shared_end")
        return super().create(
            [{key: row[key] for key in row if key not in marks} for row in vals_list]
        )

    def write(self, vals):
        if not self.env.su and {"shared_until", "shared_end"} & set(vals):
            raise UserError(self.env._("A sharing writes until when points served."))
        self._refuse_shared(set(vals) - LATER)
        result = super().write(vals)
        self._refuse_shared(set())
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_shared(self):
        if not (self.env.su and self.env.context.get("oe_purge")):
            self._refuse_shared({"holder_id"})

    def _refuse_shared(self, fixed):
        """What has served to share stays; an end inside it would have changed it."""
        for row in self.filtered("shared_until"):
            until = format_date(self.env, row.shared_until)
            if fixed:
                raise UserError(
                    self.env._(
                        "These points have served to share until %(day)s: end them, "
                        "and add others that start later.",
                        day=until,
                    )
                )
            # The end that the sharing knew may lie inside: that one stays.
            before = min(row.date_end or row.shared_until, row.shared_until)
            told = min(row.shared_end or row.shared_until, row.shared_until)
            if before != told:
                raise UserError(
                    self.env._(
                        "The royalty is shared until %(day)s: points end on that day "
                        "or later.",
                        day=until,
                    )
                )

    def _mark_shared(self, day):
        """A sharing was approved that counted these points, as superuser."""
        for row in self:
            row.write({"shared_until": day, "shared_end": row.date_end})

    def _holds(self, day):
        self.ensure_one()
        return self.date_start <= day and (not self.date_end or self.date_end >= day)

    def _calc(self):
        """This row as the computing layer reads it."""
        self.ensure_one()
        vesting = None
        if self.vesting_months:
            vesting = calc.Vesting(
                self.vesting_start or self.date_start,
                self.cliff_months,
                self.vesting_months,
            )
        end = self.date_end and self.date_end + ONE_DAY
        return calc.Holding(
            holder=str(self.holder_id.id),
            points=self._points(),
            held=Period(self.date_start, end or None),
            vesting=vesting,
            policy=calc.LeaverPolicy(self.policy),
        )
