from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.brackets import bracket, flat
from odoo.addons.oe_base.calc.errors import BadBrackets, DuplicateStart
from odoo.addons.oe_base.calc.money import percent, to_cents
from odoo.addons.oe_base.calc.period import Period

from ..calc import rates as calc


class Rate(models.Model):
    """A rate from a day on, for a scope; the most specific scope wins.

    Once approved it no longer changes, and it never starts in a locked period.
    """

    _name = "oe.royalty.rate"
    _description = "Royalty rate"
    _inherit = ["oe.acted.mixin", "oe.dated.mixin"]
    _acted_fields = frozenset({"state", "approved_by_id"})
    _check_company_auto = True
    _dated_key = ("scheme_id", "pole_id", "territory_id", "contract_id")

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
    pole_id = fields.Many2one("oe.pole", index="btree_not_null")
    territory_id = fields.Many2one("oe.territory", "ETD", index="btree_not_null")
    contract_id = fields.Many2one(
        "oe.royalty.contract",
        "Licensee",
        index="btree_not_null",
        domain="[('scheme_id', '=', scheme_id)]",
    )
    rate = fields.Float("Rate, %", digits=(7, 4), default=5)
    bracket_ids = fields.One2many(
        "oe.royalty.rate.bracket",
        "rate_id",
        "Brackets",
        copy=True,
        help="Marginal, over the calendar year; empty: the one rate above.",
    )
    is_end = fields.Boolean(
        "The exception ends",
        help="From this day on the more general rate applies again.",
    )
    state = fields.Selection(
        [("draft", "Draft"), ("approved", "Approved")],
        default="draft",
        required=True,
        copy=False,
    )
    approved_by_id = fields.Many2one("res.users", readonly=True, copy=False)

    _start_unique = models.UniqueIndex(
        "(scheme_id, COALESCE(pole_id, 0), COALESCE(territory_id, 0), "
        "COALESCE(contract_id, 0), date_start)",
        "A rate of this scope starts that day already.",
    )
    _rate_possible = models.Constraint(
        "CHECK (rate >= 0 AND rate < 100)", "A rate lies between 0 and 100 %."
    )

    @api.constrains("is_end", "pole_id", "territory_id", "contract_id")
    def _check_end(self):
        for rate in self:
            if rate.is_end and not (
                rate.pole_id or rate.territory_id or rate.contract_id
            ):
                raise ValidationError(
                    self.env._(
                        "Only an exception ends: name its pole, ETD or licensee."
                    )
                )

    @api.depends("rate", "date_start", "bracket_ids")
    def _compute_display_name(self):
        for rate in self:
            value = (
                f"{rate.rate:g} %".replace(".", ",") if not rate.bracket_ids else "…"
            )
            since = rate.date_start and format_date(self.env, rate.date_start)
            rate.display_name = f"{value} ({since})" if since else value

    @api.constrains(
        "scheme_id", "pole_id", "territory_id", "contract_id", "bracket_ids"
    )
    def _check_scope(self):
        for rate in self:
            licence_sudo = rate.contract_id.sudo()
            if licence_sudo and licence_sudo.scheme_id != rate.scheme_id:
                raise ValidationError(
                    self.env._("A rate of a licensee is of its own brand.")
                )
            try:
                rate._calc()
            except calc.BadScope:
                raise ValidationError(
                    self.env._(
                        "The rate of a licensee holds for all its poles and its ETD: "
                        "leave these two empty."
                    )
                )
            except BadBrackets:
                raise ValidationError(
                    self.env._(
                        "Brackets start at 0 and each at another amount: add a first "
                        "line that starts at 0."
                    )
                )

    def action_approve(self):
        """Put the rate in force; it no longer changes."""
        self.check_access("write")
        for rate in self.filtered(lambda rate: rate.state == "draft"):
            rate._check_new()
            rate.sudo().write({"approved_by_id": self.env.uid})
            rate.sudo().write({"state": "approved"})

    def _check_new(self):
        existing = self.search(
            [("scheme_id", "=", self.scheme_id.id), ("state", "=", "approved")]
        )
        last = self.env["oe.royalty.statement"]._last_locked(self.scheme_id)
        locked = None
        if last:
            locked = Period(last, last + relativedelta(months=1))
        try:
            calc.check_new_rate(
                self._calc(), [rate._calc() for rate in existing], locked
            )
        except calc.RateTooEarly as error:
            raise UserError(
                self.env._(
                    "Statements are locked until %(last)s: let the rate start on "
                    "%(first)s or later.",
                    last=last.strftime("%m/%Y"),
                    first=format_date(self.env, error.params["first"]),
                )
            )
        except DuplicateStart:
            raise UserError(self.env._("A rate of this scope starts that day already."))

    def _refuse_approved(self):
        if any(rate.state == "approved" for rate in self):
            raise UserError(
                self.env._(
                    "An approved rate no longer changes: add one that starts later."
                )
            )

    def write(self, vals):
        self._refuse_approved()
        result = super().write(vals)
        if not self.env.su:
            self.check_access("write")  # nor does it go to another licensor
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self._refuse_approved()

    def _calc(self):
        """This rate as the computing layer reads it."""
        self.ensure_one()
        brackets = tuple(
            bracket(to_cents(line.start_amount), percent(line.rate))
            for line in self.bracket_ids.sorted("start_amount")
        )
        return calc.Rate(
            key=str(self.id),
            start=self.date_start,
            brackets=None if self.is_end else brackets or flat(percent(self.rate)),
            scope=calc.Scope(
                pole=_key(self.pole_id),
                etd=_key(self.territory_id),
                contract=_key(self.contract_id),
            ),
        )


class RateBracket(models.Model):
    """A rate from an amount of the year on."""

    _name = "oe.royalty.rate.bracket"
    _description = "Bracket of a royalty rate"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("rate_id",)
    _order = "rate_id, start_amount"

    rate_id = fields.Many2one(
        "oe.royalty.rate", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="rate_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    start_amount = fields.Monetary("From")
    rate = fields.Float("Rate, %", digits=(7, 4), required=True)

    @api.model_create_multi
    def create(self, vals_list):
        brackets = super().create(vals_list)
        brackets.rate_id._refuse_approved()
        return brackets

    def write(self, vals):
        self.rate_id._refuse_approved()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved(self):
        self.rate_id._refuse_approved()


def _key(record):
    return str(record.id) if record else None
