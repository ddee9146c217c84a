from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.oe_base.calc.money import percent, rate, to_cents

from ..calc.month_payers import Rule, Taken
from ..calc.split_payer import Basis

KINDS = [("apa", "APA"), ("pch", "PCH"), ("other", "Other aid")]


class SapPayer(models.Model):
    """Somebody who pays a part of a client's home services, from a day to another.

    A département, a mutual insurer, a CCAS, an employer. That somebody has APA or PCH
    tells of dependency: managers and accountants only.
    """

    _name = "oe.sap.payer"
    _description = "Third-party payer of a client"
    _inherit = ["oe.retention.mixin"]
    _order = "partner_id, sequence, id"
    _check_company_auto = True

    _retention_code = "sap_certificate"
    _retention_date_field = "date_end"

    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="restrict"
    )
    payer_id = fields.Many2one(
        "res.partner",
        required=True,
        index=True,
        ondelete="restrict",
        help="Département, mutual insurer, CCAS, employer: who receives the invoice.",
    )
    company_id = fields.Many2one(
        "res.company",
        "Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, "Aid", required=True)
    sequence = fields.Integer(
        "Order", default=10, help="The first one takes its part, the next of the rest."
    )
    date_start = fields.Date("In force from", required=True)
    date_end = fields.Date(
        "In force until", help="Last day of the decision; empty: until changed."
    )
    decision = fields.Char("Number of the decision", required=True)
    basis = fields.Selection(
        [("rate", "Percent of the price"), ("hourly", "Amount per hour")],
        required=True,
        default="hourly",
    )
    rate = fields.Float("Percent", digits=(5, 2))
    hourly = fields.Monetary("Per hour, incl. VAT")
    cap_hours = fields.Float("Hours a month, at most", help="0: no such limit.")
    cap_amount = fields.Monetary("Amount a month, at most", help="0: no such limit.")
    activity_ids = fields.Many2many(
        "oe.sap.activity",
        "oe_sap_payer_activity_rel",
        "payer_id",
        "activity_id",
        "Only for",
        help="Empty: all home services of the client.",
    )
    use_ids = fields.One2many("oe.sap.payer.use", "rule_id", "Months")

    _period = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A decision ends after it begins.",
    )
    _terms = models.Constraint(
        "CHECK (cap_hours >= 0 AND cap_amount >= 0 AND "
        "((basis = 'rate' AND rate > 0 AND rate <= 100) "
        "OR (basis = 'hourly' AND hourly > 0)))",
        "Write a percentage up to 100 or an amount per hour, and no negative limit.",
    )
    _once = models.UniqueIndex(
        "(company_id, partner_id, payer_id, decision, date_start)",
        "This decision is written already.",
    )

    @api.depends("partner_id", "payer_id")
    def _compute_display_name(self):
        # Shown where the terms may not be read: neither aid nor decision.
        for rule in self:
            rule.display_name = (
                f"{rule.payer_id.name or ''}, {rule.partner_id.name or ''}"
            )

    @api.constrains("partner_id", "payer_id")
    def _check_payer(self):
        for rule in self:
            if rule.partner_id == rule.payer_id:
                raise ValidationError(
                    self.env._(
                        "%(name)s pays the rest anyway.", name=rule.payer_id.name
                    )
                )

    def write(self, vals):
        """Terms that were applied stay: a new decision is a new line.

        :raises ValidationError: when what was invoiced would no longer be explained
        """
        frozen = {"partner_id", "payer_id", "company_id", "basis", "rate", "hourly"}
        frozen |= {"kind", "decision", "date_start", "activity_ids"}
        frozen |= {"cap_hours", "cap_amount"}
        if frozen & set(vals) and self.sudo().use_ids:
            raise ValidationError(
                self.env._(
                    "Months were invoiced with these terms: end this decision and "
                    "write a new one."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_used(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term
        if self.sudo().use_ids:
            raise ValidationError(
                self.env._("Months were invoiced with these terms: end this decision.")
            )

    @api.model
    def _of(self, companies, clients):
        """All rules of these clients, in the order of their payers."""
        return self.search(
            [("company_id", "in", companies.ids), ("partner_id", "in", clients.ids)],
            order="sequence, id",
        )

    def _on(self, day):
        """Those of a day."""
        return self.filtered(
            lambda rule: (
                rule.date_start <= day and (not rule.date_end or day <= rule.date_end)
            )
        )

    def _covers(self, product):
        self.ensure_one()
        activity = product.oe_sap_activity_id
        return bool(activity) and (
            not self.activity_ids or activity in self.activity_ids
        )

    def _prepare_calc(self, lines, before):
        """The rule of the computing layer.

        :param lines: positions of the lines it covers
        :param before: ``calc.month_payers.Taken`` of the month so far
        """
        self.ensure_one()
        hourly = self.basis == "hourly"
        return Rule(
            str(self.id),
            Basis.HOURLY if hourly else Basis.RATE,
            rate(to_cents(self.hourly)) if hourly else percent(self.rate),
            tuple(lines),
            int(rate(self.cap_hours) * 60) if self.cap_hours else None,
            to_cents(self.cap_amount) if self.cap_amount else None,
            before,
        )


class SapPayerUse(models.Model):
    """What a payer took of a client's month, on one invoice or credit note."""

    _name = "oe.sap.payer.use"
    _description = "Month of a third-party payer"
    _order = "month desc, id desc"

    rule_id = fields.Many2one(
        "oe.sap.payer", "Payer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="rule_id.company_id", store=True, index=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    month = fields.Date(required=True, help="First day of the month.")
    move_id = fields.Many2one(
        "account.move",
        "Client's invoice",
        required=True,
        index=True,
        ondelete="cascade",
    )
    state = fields.Selection(related="move_id.state")
    minutes = fields.Integer("Minutes covered")
    hours = fields.Float("Hours covered", compute="_compute_hours")
    whole = fields.Monetary("Price, incl. VAT")
    taken = fields.Monetary("Taken, incl. VAT")

    _once = models.UniqueIndex(
        "(move_id, rule_id, month)", "This month is shared out already."
    )

    @api.depends("minutes")
    def _compute_hours(self):
        for use in self:
            use.hours = use.minutes / 60

    @api.model
    def _before(self, rules, month, except_move):
        """Dict rule id → what its month holds, this invoice left out."""
        groups = self._read_group(
            [
                ("rule_id", "in", rules.ids),
                ("month", "=", month),
                ("move_id", "!=", except_move.id),
                ("move_id.state", "!=", "cancel"),
            ],
            ["rule_id"],
            ["minutes:sum", "whole:sum", "taken:sum"],
        )
        return {
            rule.id: Taken(minutes, to_cents(whole), to_cents(taken))
            for rule, minutes, whole, taken in groups
        }
