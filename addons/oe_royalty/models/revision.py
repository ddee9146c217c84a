from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import percent, rate
from odoo.addons.oe_base.tools import lock_rows

from ..calc import revision as calc

MONTHS = 12
# What only the buttons write.
BUTTONS = frozenset({"state", "rate_id", "decided_on", "decided_by_id", "simulated_on"})


class Revision(models.Model):
    """The revision of the rate: indices, suggestion, options, effects, decision.

    The suggestion decides nothing. A dated decision makes the rate, as a draft that
    is approved like any other; what was locked keeps its rate.
    """

    _name = "oe.royalty.revision"
    _description = "Revision of the royalty rate"
    _inherit = ["oe.royalty.fixed.mixin", "mail.thread"]
    _fixed_fields = ("scheme_id",)
    _order = "date_start desc, id desc"
    _check_company_auto = True

    name = fields.Char(required=True)
    scheme_id = fields.Many2one(
        "oe.royalty.scheme",
        required=True,
        index=True,
        ondelete="restrict",
        default=lambda self: self.env["oe.royalty.scheme"].search([], limit=1),
    )
    company_id = fields.Many2one(
        related="scheme_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    state = fields.Selection(
        [
            ("draft", "In preparation"),
            ("vote", "Vote open"),
            ("voted", "Vote counted"),
            ("decided", "Decided"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
        tracking=True,
    )
    date_start = fields.Date("In force from", required=True)
    date_reference = fields.Date(
        "Indices compared with", required=True, help="Day of the reference values."
    )
    last_month = fields.Date(
        "Last locked month",
        compute="_compute_last_month",
        help="Twelve months until this one are counted.",
    )
    current_rate = fields.Float(
        "Rate today, %", digits=(7, 4), compute="_compute_current", store=True
    )
    low_rate = fields.Float("Not under, %", digits=(7, 4), required=True, default=3)
    high_rate = fields.Float("Not over, %", digits=(7, 4), required=True, default=7)
    max_step = fields.Float(
        "Moves by at most, points", digits=(7, 4), default=0.5, help="0: no limit."
    )
    market_weight = fields.Float("Followed of the market, %", default=50)
    results_weight = fields.Float("Followed of the results, %", default=50)
    item_ids = fields.One2many("oe.royalty.revision.item", "revision_id", "Indices")
    option_ids = fields.One2many("oe.royalty.revision.option", "revision_id", "Options")
    effect_ids = fields.One2many("oe.royalty.revision.effect", "revision_id", "Effects")
    person_ids = fields.One2many(
        "oe.royalty.revision.person",
        "revision_id",
        "People",
        groups="oe_base.group_oe_network_manager",
    )
    under_ids = fields.One2many(
        "oe.royalty.revision.person",
        "revision_id",
        "Under their target",
        domain=[("taken_under", "=", True)],
        groups="oe_base.group_oe_network_manager",
    )
    market_index = fields.Float(digits=(7, 4), compute="_compute_suggestion")
    results_index = fields.Float(digits=(7, 4), compute="_compute_suggestion")
    suggested_rate = fields.Float(
        "Suggested, %", digits=(7, 4), compute="_compute_suggestion"
    )
    suggestion = fields.Char("Why", compute="_compute_suggestion")
    simulated_on = fields.Date("Simulated on", readonly=True, copy=False)
    option_id = fields.Many2one(
        "oe.royalty.revision.option",
        "Option decided",
        copy=False,
        domain="[('revision_id', '=', id)]",
    )
    decision = fields.Text(copy=False)
    resolution_date = fields.Date("Resolution of", copy=False)
    vote_reference = fields.Char("Vote", copy=False)
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    rate_id = fields.Many2one(
        "oe.royalty.rate",
        "Rate made of it",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )

    _possible = models.Constraint(
        "CHECK (low_rate >= 0 AND low_rate <= high_rate AND high_rate < 100 "
        "AND max_step >= 0)",
        "The lower bound is not over the upper one.",
    )

    @api.depends("scheme_id", "date_start")
    def _compute_current(self):
        for row in self:
            row.current_rate = row._rate_before().rate

    def _rate_before(self):
        """The scheme's own rate on the day before, or none."""
        day = self.date_start and self.date_start - relativedelta(days=1)
        return self.env["oe.royalty.rate"].search(
            [
                ("scheme_id", "=", self.scheme_id.id),
                ("state", "=", "approved"),
                ("pole_id", "=", False),
                ("territory_id", "=", False),
                ("contract_id", "=", False),
                ("date_start", "<=", day),
            ],
            order="date_start desc",
            limit=1,
        )

    @api.depends("scheme_id")
    def _compute_last_month(self):
        for row in self:
            statements = self.env["oe.royalty.statement"]
            row.last_month = row.scheme_id and statements._last_locked(row.scheme_id)

    @api.depends(
        *("item_ids.weight", "item_ids.reference", "item_ids.current", "item_ids.kind"),
        *("low_rate", "high_rate", "max_step", "market_weight", "results_weight"),
        "current_rate",
    )
    @api.depends_context("lang")
    def _compute_suggestion(self):
        for row in self:
            found = row._suggest()
            row.market_index = found and float(found.market_index)
            row.results_index = found and float(found.results_index)
            row.suggested_rate = found and float(found.rate * 100)
            row.suggestion = row._suggestion_told(found) if found else False

    def _suggest(self):
        """What the indices suggest, or None when they do not say."""
        rule = calc.RevisionRule(
            percent(self.low_rate),
            percent(self.high_rate),
            percent(self.market_weight),
            percent(self.results_weight),
            percent(self.max_step) if self.max_step else None,
        )
        indices = [
            self.item_ids.filtered(lambda row, kind=kind: row.kind == kind)._index()
            for kind in ("market", "results")
        ]
        if None in indices:
            return None
        return calc.suggest(percent(self.current_rate), *indices, rule)

    def _suggestion_told(self, found):
        told = self.env._(
            "%(current)s %% × (1 + %(market_weight)s %% of %(market)s "
            "+ %(results_weight)s %% of %(results)s) = %(raw)s %%",
            current=_number(self.current_rate),
            market_weight=_number(self.market_weight),
            market=_move(found.market_index),
            results_weight=_number(self.results_weight),
            results=_move(found.results_index),
            raw=_number(float(found.raw * 100)),
        )
        if found.bounded:
            told += " " + self.env._("Held within the bounds.")
        return told

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in vals if name not in BUTTONS}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            if BUTTONS & set(vals):
                raise UserError(self.env._("A revision goes on with its buttons."))
            self._refuse_decided()
            asked = {"scheme_id", "date_start", "option_ids", "current_rate"}
            if asked & set(vals):
                self._refuse_asked()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        self._refuse_asked()

    def _refuse_decided(self):
        if any(row.state == "decided" for row in self):
            raise UserError(self.env._("What was decided no longer changes."))

    def _refuse_asked(self):
        """What is put to a vote is what was asked, until the end."""
        for row in self.filtered(lambda row: row.state != "draft"):
            raise UserError(
                self.env._(
                    "“%(name)s” is put to the vote or decided: what is asked no longer "
                    "changes. Make another revision.",
                    name=row.name,
                )
            )

    # -- decision -----------------------------------------------------------------

    def action_decide(self):
        """Record the decision; the rate is made, to be approved."""
        self.check_access("write")
        for row in self:
            lock_rows(row)
            row._check_may_decide()
            rate_row = self.env["oe.royalty.rate"].create(
                {
                    "scheme_id": row.scheme_id.id,
                    "rate": row.option_id.rate,
                    "date_start": row.date_start,
                    "legal_reference": row._reference_told(),
                }
            )
            row.sudo().write(
                {
                    "state": "decided",
                    "rate_id": rate_row.id,
                    "decided_on": fields.Date.context_today(self),
                    "decided_by_id": self.env.uid,
                }
            )
        return True

    def _check_may_decide(self):
        if self.state == "decided":
            raise UserError(self.env._("What was decided no longer changes."))
        if self.state == "vote":
            raise UserError(self.env._("A decision comes after the vote."))
        if not (self.option_id and self.resolution_date and self.decision):
            raise UserError(
                self.env._(
                    "Write the option, the decision and the day of its resolution "
                    "first."
                )
            )
        if self.option_id.revision_id != self:
            raise UserError(self.env._("Choose one of the options."))
        if self.resolution_date > fields.Date.context_today(self):
            raise UserError(self.env._("The general meeting is still to come."))

    def _reference_told(self):
        """Where the rate comes from: revision, resolution, vote."""
        told = self.env._(
            "%(name)s, resolution of %(day)s",
            name=self.name,
            day=format_date(self.env, self.resolution_date),
        )
        return f"{told}, {self.vote_reference}" if self.vote_reference else told


def _number(value):
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",")


def _move(index):
    """The movement of an index, signed."""
    value = float(rate(index) - 1) * 100
    return f"{value:+.2f} %".replace(".", ",").replace(" ", "\u202f")
