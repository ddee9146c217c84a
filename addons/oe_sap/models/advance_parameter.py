from odoo import api, fields, models
from odoo.exceptions import ValidationError

from odoo.addons.oe_base.calc.money import percent, to_cents

from ..calc.advance import AdvanceRules
from ..calc.paid import WindowRule


class AdvanceParameter(models.Model):
    """Rules of the immediate advance in force from a day on."""

    _name = "oe.sap.advance.parameter"
    _description = "Immediate advance: rules"
    _inherit = ["oe.dated.mixin"]
    _rec_name = "date_start"
    _oe_shared = "the program is the same for the whole network"

    advance_rate = fields.Float("Advance, %", required=True, digits=(5, 2), default=50)
    deposit_rate = fields.Float(
        "Deposit at most, %", required=True, digits=(5, 2), default=50
    )
    yearly_limit = fields.Float(
        "Advance a year, €", required=True, digits=(12, 2), default=6000
    )
    yearly_limit_disability = fields.Float(
        "Advance a year with a disability, €",
        required=True,
        digits=(12, 2),
        default=10000,
    )
    child_min_age = fields.Integer(
        "Children from this age on", required=True, default=6
    )
    aid_opens_on = fields.Date(
        "Opens to APA and PCH clients on", help="Empty: the day is not known yet."
    )
    max_lines = fields.Integer("Lines a request at most", required=True, default=10)
    proof_months = fields.Integer("Proofs hold for, months", required=True, default=12)
    grace_days = fields.Integer(
        "Days left for late proofs",
        required=True,
        default=15,
        help="Once a proof has expired for so many days, no request is sent for the "
        "whole cooperative: the program excludes all of it for one member. 0: at once.",
    )
    wait_minutes = fields.Integer(
        "Minutes before a lost request is sent again",
        required=True,
        default=30,
        help="When no answer came, the request is looked up at the service. It is "
        "sent again only if it is not there after that time.",
    )
    window_month = fields.Integer("Certificate: first month", required=True, default=1)
    window_day = fields.Integer(
        "Certificate: first day",
        required=True,
        default=16,
        help="Requests from that day on count in the certificate of the year, earlier "
        "ones in the year before. 1/1: the civil year.",
    )
    step_ids = fields.One2many("oe.sap.advance.step", "parameter_id", "Guarantee")

    _start_unique = models.UniqueIndex(
        "(date_start)", "These rules exist already from that day on."
    )
    _sensible = models.Constraint(
        "CHECK (advance_rate BETWEEN 0 AND 100 AND deposit_rate BETWEEN 0 AND 100 "
        "AND grace_days >= 0 AND wait_minutes >= 10 AND proof_months > 0)",
        "Rates go from 0 to 100, months from 1, minutes before sending again from 10.",
    )

    @api.constrains("window_month", "window_day")
    def _check_window(self):
        for rules in self:
            # 2023 is no leap year: a window that starts on 29 February would jump.
            try:
                fields.Date.today().replace(2023, rules.window_month, rules.window_day)
            except ValueError as error:
                raise ValidationError(
                    self.env._("The first day of the window is no day of a year.")
                ) from error

    @api.model
    def _on(self, day):
        """The rules of a day, readable by whoever asks."""
        # Whoever prepares a request need not be allowed to read settings.
        return self.sudo()._require_at(day)

    def _rules(self):
        """The rules as the computing layer wants them."""
        self.ensure_one()
        return AdvanceRules(
            advance_rate=percent(self.advance_rate),
            deposit_max_rate=percent(self.deposit_rate),
            yearly_limit_cents=to_cents(self.yearly_limit),
            yearly_limit_disability_cents=to_cents(self.yearly_limit_disability),
            child_min_age=self.child_min_age,
            aid_opens_on=self.aid_opens_on or None,
            max_lines=self.max_lines,
        )

    def _ladder(self):
        """Steps of the guarantee in cents, sorted."""
        self.ensure_one()
        return tuple(
            (to_cents(step.declared_from), to_cents(step.guarantee))
            for step in self.step_ids.sorted("declared_from")
        )

    def _window(self):
        self.ensure_one()
        return WindowRule(self.window_month, self.window_day)


class AdvanceStep(models.Model):
    """A step of the guarantee asked by the program."""

    _name = "oe.sap.advance.step"
    _description = "Immediate advance: step of the guarantee"
    _order = "parameter_id, declared_from"
    _oe_shared = "the program is the same for the whole network"

    parameter_id = fields.Many2one(
        "oe.sap.advance.parameter", required=True, index=True, ondelete="cascade"
    )
    declared_from = fields.Float(
        "Declared in the year from, €", required=True, digits=(12, 2)
    )
    guarantee = fields.Float("Guarantee, €", required=True, digits=(12, 2))

    _step_unique = models.UniqueIndex(
        "(parameter_id, declared_from)", "This step exists already."
    )
