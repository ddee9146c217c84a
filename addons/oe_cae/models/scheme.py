from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.brackets import bracket
from odoo.addons.oe_base.calc.errors import BadBrackets
from odoo.addons.oe_base.calc.money import percent, to_cents

from ..calc import contribution as calc


class Scheme(models.Model):
    """A way to contribute; its figures are versions voted by the general meeting."""

    _name = "oe.cae.scheme"
    _description = "Contribution scheme"
    _order = "company_id, name"
    _check_company_auto = True

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    version_ids = fields.One2many("oe.cae.scheme.version", "scheme_id", "Versions")

    _name_unique = models.UniqueIndex(
        "(company_id, name)", "A scheme of this name exists already in the company."
    )


class SchemeVersion(models.Model):
    """Bases, rates and amounts from a day on (C. trav. R.7331-8).

    A month keeps for ever the version that it was charged on, so a version that a
    closed statement has used no longer changes: the next meeting adds another one.
    """

    _name = "oe.cae.scheme.version"
    _description = "Version of a contribution scheme"
    _inherit = ["oe.dated.mixin"]
    _check_company_auto = True
    _dated_key = ("scheme_id",)

    scheme_id = fields.Many2one(
        "oe.cae.scheme", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="scheme_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    resolution_date = fields.Date("Voted on", help="Day of the general meeting.")
    base = fields.Selection(
        [("turnover", "Turnover excl. VAT"), ("margin", "Turnover less purchases")],
        required=True,
        default="turnover",
    )
    recognition = fields.Selection(
        [("invoiced", "Invoiced"), ("collected", "Collected")],
        "Turnover counted when",
        required=True,
        default="invoiced",
    )
    bracket_period = fields.Selection(
        [
            ("month", "The month"),
            ("year", "The calendar year"),
            ("entry", "The time since entry"),
        ],
        "Brackets cumulate over",
        required=True,
        default="year",
    )
    marginal = fields.Boolean(
        "Each slice at its own rate",
        default=True,
        help="Otherwise the whole month at the rate of the bracket reached.",
    )
    fixed_part = fields.Monetary("Fixed part a month")
    minimum = fields.Monetary("Minimum a month", help="0: none.")
    maximum = fields.Monetary("Maximum a month", help="0: none.")
    exempt_months = fields.Integer("First months exempt")
    has_internal_rate = fields.Boolean(
        "Another rate between entrepreneurs",
        help="Otherwise what one sells to another here counts as any sale.",
    )
    internal_rate = fields.Float("Rate between entrepreneurs, %", digits=(7, 4))
    bracket_ids = fields.One2many("oe.cae.scheme.bracket", "version_id", "Brackets")
    is_used = fields.Boolean(compute="_compute_is_used")

    _start_unique = models.UniqueIndex(
        "(scheme_id, date_start)", "A version of this scheme starts that day already."
    )
    _first_day = models.Constraint(
        "CHECK (EXTRACT(DAY FROM date_start) = 1)",
        "A version starts on the first day of a month: months are charged whole.",
    )
    _no_negative = models.Constraint(
        "CHECK (fixed_part >= 0 AND minimum >= 0 AND maximum >= 0 "
        "AND exempt_months >= 0)",
        "Amounts and months of a scheme cannot be negative.",
    )
    _internal_rate_possible = models.Constraint(
        "CHECK (internal_rate IS NULL OR internal_rate BETWEEN 0 AND 100)",
        "A rate lies between 0 and 100 %.",
    )

    @api.depends("scheme_id", "date_start")
    def _compute_display_name(self):
        for version in self:
            start = format_date(self.env, version.date_start)
            version.display_name = f"{version.scheme_id.name or ''}, {start}"

    def _compute_is_used(self):
        used = self._used()
        for version in self:
            version.is_used = version in used

    def _used(self):
        """The versions that closed months were charged on, asked each time."""
        # Whether a closed month relies on it does not depend on the reader's rights.
        lines_sudo = self.env["oe.cae.statement.line"].sudo()
        groups = lines_sudo._read_group(
            [("version_id", "in", self.ids), ("statement_id.state", "=", "closed")],
            ["version_id"],
        )
        used = {version.id for (version,) in groups}
        return self.filtered(lambda version: version.id in used)

    @api.constrains("bracket_ids", "minimum", "maximum")
    def _check_terms(self):
        for version in self:
            try:
                version._terms()
            except BadBrackets:
                raise ValidationError(
                    self.env._(
                        "The brackets of %(name)s must start at 0 and each at another "
                        "amount: add a first line that starts at 0.",
                        name=version.display_name,
                    )
                )
            except calc.BadTerms:
                raise ValidationError(
                    self.env._("The maximum of a month is under its minimum.")
                )

    @api.constrains("scheme_id", "date_start")
    def _check_past(self):
        """A version never slips under months that are closed."""
        for version in self:
            # As above: the past is the past for everybody.
            used_sudo = self.env["oe.cae.statement.line"].sudo()
            later = used_sudo.search_count(
                [
                    ("version_id.scheme_id", "=", version.scheme_id.id),
                    ("version_id", "!=", version.id),
                    ("statement_id.state", "=", "closed"),
                    ("origin_month", ">=", version.date_start),
                ],
                limit=1,
            )
            if later:
                raise ValidationError(
                    self.env._(
                        "Months from %(day)s on are closed under this scheme: start "
                        "the version after the last closed month.",
                        day=format_date(self.env, version.date_start),
                    )
                )

    def _refuse_used(self):
        used = self._used()
        if used:
            raise UserError(
                self.env._(
                    "%(name)s was charged on closed months and no longer changes: add "
                    "a version that starts later.",
                    name=used[0].display_name,
                )
            )

    def write(self, vals):
        self._refuse_used()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self._refuse_used()

    def _terms(self):
        """This version as the computing layer reads it."""
        self.ensure_one()
        return calc.Terms(
            brackets=tuple(
                bracket(to_cents(line.start_amount), percent(line.rate))
                for line in self.bracket_ids.sorted("start_amount")
            ),
            base=calc.Base(self.base),
            recognition=calc.Recognition(self.recognition),
            bracket_period=calc.BracketPeriod(self.bracket_period),
            marginal=self.marginal,
            fixed_cents=to_cents(self.fixed_part),
            minimum_cents=to_cents(self.minimum) or None,
            maximum_cents=to_cents(self.maximum) or None,
            exempt_months=self.exempt_months,
            internal_rate=(
                percent(self.internal_rate) if self.has_internal_rate else None
            ),
        )


class SchemeBracket(models.Model):
    """A rate from an amount on."""

    _name = "oe.cae.scheme.bracket"
    _description = "Bracket of a contribution scheme"
    _order = "version_id, start_amount"
    _check_company_auto = True

    version_id = fields.Many2one(
        "oe.cae.scheme.version", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="version_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    start_amount = fields.Monetary("From")
    rate = fields.Float("Rate, %", digits=(7, 4), required=True)

    _rate_possible = models.Constraint(
        "CHECK (rate >= 0 AND rate <= 100)", "A rate lies between 0 and 100 %."
    )

    @api.model_create_multi
    def create(self, vals_list):
        brackets = super().create(vals_list)
        brackets.version_id._refuse_used()
        return brackets

    def write(self, vals):
        self.version_id._refuse_used()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        self.version_id._refuse_used()
