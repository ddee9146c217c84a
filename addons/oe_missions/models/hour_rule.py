from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import percent as as_fraction
from odoo.addons.oe_base.calc.working_days import public_holidays

from ..calc import hours
from ..calc.cancellation import CancelRule
from ..calc.hours import HourRules, Rounding, Surcharge, SurchargeKind

# Good Friday and 26 December are holidays there (C. trav. L.3134-13).
ALSACE_MOSELLE = ("57", "67", "68")


class HourRule(models.Model):
    """How real hours become billed hours in a cooperative, from a day on.

    An order keeps the rule in force when it was made: what the client signed.
    """

    _name = "oe.hour.rule"
    _description = "Rule of hours"
    _inherit = ["oe.dated.mixin"]
    _dated_key = ("company_id",)

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    rounding = fields.Selection(
        [("nearest", "To the nearest"), ("up", "Up"), ("down", "Down")],
        required=True,
        default="nearest",
    )
    step_minutes = fields.Integer("Step, minutes", required=True, default=15)
    minimum_minutes = fields.Integer("Minimum of a visit, minutes", default=0)
    sunday_rate = fields.Float("Sunday, %", digits=(5, 2))
    holiday_rate = fields.Float("Public holiday, %", digits=(5, 2))
    night_rate = fields.Float("Night, %", digits=(5, 2))
    night_from = fields.Integer("Night from, hour", default=21)
    night_to = fields.Integer("Night to, hour", default=6)
    is_cumulative = fields.Boolean(
        "Add up", help="Surcharges that meet add up; otherwise the highest counts."
    )
    cancel_ids = fields.One2many("oe.hour.cancel", "rule_id", "Late cancellation")
    cancel_tax = fields.Selection(
        [
            ("none", "None: a compensation, nothing was supplied"),
            ("normal", "Normal rate"),
        ],
        "VAT of a late cancellation",
        required=True,
        default="none",
        help="CJEU 18 July 2007, C-277/05: what is kept when a client withdraws "
        "compensates and is outside VAT. Ask your accountant for what is invoiced "
        "after a no-show.",
    )
    order_count = fields.Integer("Orders", compute="_compute_order_count")

    _start_once = models.UniqueIndex(
        "(company_id, date_start)", "A rule starts on that day already."
    )
    # A quantity of hours has two decimals: 3 minutes are 0.05 h, 1 minute is not exact.
    _step_exact = models.Constraint(
        "CHECK (step_minutes > 0 AND step_minutes % 3 = 0 "
        "AND minimum_minutes >= 0 AND minimum_minutes % 3 = 0)",
        "Steps and minimum are multiples of 3 minutes, so that hours stay exact.",
    )
    _rates_positive = models.Constraint(
        "CHECK (sunday_rate >= 0 AND holiday_rate >= 0 AND night_rate >= 0)",
        "A surcharge is nil or more.",
    )
    _night_hours = models.Constraint(
        "CHECK (night_from BETWEEN 0 AND 24 AND night_to BETWEEN 0 AND 24)",
        "Hours of the night lie between 0 and 24.",
    )

    def _compute_order_count(self):
        groups = (
            self.env["sale.order"]
            .sudo()
            ._read_group(
                [("oe_hour_rule_id", "in", self.ids)],
                ["oe_hour_rule_id"],
                ["__count"],
            )
        )
        counts = {rule.id: count for rule, count in groups}
        for rule in self:
            rule.order_count = counts.get(rule.id, 0)

    @api.depends("company_id", "date_start")
    def _compute_display_name(self):
        for rule in self:
            day = fields.Date.to_string(rule.date_start) or ""
            rule.display_name = f"{rule.company_id.name or ''}, {day}"

    def write(self, vals):
        self._assert_unsigned()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._assert_unsigned()

    def _assert_unsigned(self):
        if any(rule.order_count for rule in self):
            raise UserError(
                self.env._(
                    "Orders were signed under this rule: make a new one that starts "
                    "at a later date."
                )
            )

    def _prepare_calc(self, day):
        """The rule as ``calc`` takes it, with the holidays around a day."""
        if not self:
            return HourRules()
        self.ensure_one()
        alsace = (self.company_id.sudo().oe_territory_id.code or "") in ALSACE_MOSELLE
        years = {day.year, fields.Date.add(day, days=1).year}
        return HourRules(
            rounding=Rounding(self.rounding),
            step_minutes=self.step_minutes,
            minimum_minutes=self.minimum_minutes,
            surcharges=tuple(self._surcharges()),
            holidays=frozenset().union(
                *(public_holidays(year, alsace) for year in years)
            ),
            cumulative=self.is_cumulative,
        )

    def _surcharges(self):
        rates = {
            SurchargeKind.SUNDAY: self.sunday_rate,
            SurchargeKind.HOLIDAY: self.holiday_rate,
            SurchargeKind.NIGHT: self.night_rate,
        }
        for kind, percent in rates.items():
            if percent:
                night = kind is SurchargeKind.NIGHT
                yield Surcharge(
                    kind,
                    as_fraction(percent),
                    self.night_from * 60 if night else 0,
                    self.night_to * 60 if night else 0,
                )

    def _cancel_rules(self):
        return [
            CancelRule(line.below_hours, as_fraction(line.percent))
            for line in self.cancel_ids
        ]

    def _sentences(self):
        """The rule as a client reads it on the quote; nothing without a rule."""
        if not self:
            return []
        self.ensure_one()
        told = []
        if self.minimum_minutes:
            told.append(
                self.env._(
                    "A visit is billed %(length)s at least.",
                    length=hours.spoken(self.minimum_minutes),
                )
            )
        words = self._kind_words()
        for kind, percent in (
            ("sunday", self.sunday_rate),
            ("holiday", self.holiday_rate),
            ("night", self.night_rate),
        ):
            if percent:
                told.append(f"{words[kind]}\u00a0: +{percent_text(percent)}")
        for line in self.cancel_ids.sorted("below_hours"):
            told.append(
                self.env._(
                    "A visit cancelled less than %(hours)s h before: %(percent)s of "
                    "its price.",
                    hours=line.below_hours,
                    percent=percent_text(line.percent),
                )
            )
        return told

    def _kind_words(self):
        return {
            "sunday": self.env._("Sunday"),
            "holiday": self.env._("Public holiday"),
            "night": self.env._(
                "Night, %(start)s h to %(end)s h",
                start=self.night_from,
                end=self.night_to,
            ),
        }


class HourCancel(models.Model):
    """A notice too short, and what it costs: printed on the quote."""

    _name = "oe.hour.cancel"
    _description = "Late cancellation"
    _order = "rule_id, below_hours"

    rule_id = fields.Many2one(
        "oe.hour.rule", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    below_hours = fields.Integer("Notice below, hours", required=True, default=24)
    percent = fields.Float("Part of the price, %", digits=(5, 2), required=True)

    _once = models.UniqueIndex("(rule_id, below_hours)", "This notice is there twice.")
    _range = models.Constraint(
        "CHECK (below_hours > 0 AND percent > 0 AND percent <= 100)",
        "A late cancellation costs between 0 and 100 % of the visit.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines.rule_id._assert_unsigned()
        return lines

    def write(self, vals):
        self.rule_id._assert_unsigned()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self.rule_id._assert_unsigned()


class SaleOrder(models.Model):
    _inherit = "sale.order"

    oe_hour_rule_id = fields.Many2one(
        "oe.hour.rule",
        "Rule of hours",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
        groups="oe_base.group_oe_advisor,oe_base.group_oe_accountant",
    )

    def write(self, vals):
        result = super().write(vals)
        if vals.get("state") == "sent":  # by the button, or by the mail that sends it
            self._oe_keep_hour_rule()
        return result

    def action_confirm(self):
        # What was shown is what is signed: a rule made since then is not for it.
        self.filtered(lambda order: order.state == "draft")._oe_keep_hour_rule()
        return super().action_confirm()

    def _oe_keep_hour_rule(self):
        """The rule in force when the quote is shown: what the client will sign."""
        for order_sudo in self.sudo().filtered(lambda o: o.oe_need_id):
            if not order_sudo.oe_hour_rule_id:
                order_sudo.oe_hour_rule_id = order_sudo._oe_rule_of_today()

    def _oe_rule_of_today(self):
        company = self.company_id
        rules_sudo = self.env["oe.hour.rule"].sudo()
        return rules_sudo._at(company._oe_today(), company_id=company)

    def _oe_price_terms(self):
        """What else the price depends on, in the client's words: on every quote.

        Nothing of it may be billed that the client did not read before signing.
        """
        self.ensure_one()
        order_sudo = self.sudo()
        rule_sudo = order_sudo.oe_hour_rule_id
        if order_sudo.state == "draft" and order_sudo.oe_need_id:
            rule_sudo = rule_sudo or order_sudo._oe_rule_of_today()
        fee = order_sudo._oe_fee_sentence()
        return [*rule_sudo._sentences(), *([fee] if fee else [])]


def percent_text(percent):
    """A rate as people read it: 25 %, 12,5 %."""
    return f"{percent:g}".replace(".", ",") + "\u00a0%"
