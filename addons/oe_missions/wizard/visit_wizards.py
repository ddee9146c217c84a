from odoo import api, fields, models
from odoo.exceptions import UserError


class CancelWizard(models.TransientModel):
    """Call visits off: who did, when they said it, and what it costs."""

    _name = "oe.cancel.wizard"
    _description = "Call visits off"

    intervention_ids = fields.Many2many(
        "oe.intervention",
        required=True,
        string="Visits",
        default=lambda self: self.env.context.get("active_ids"),
    )
    cancelled_by = fields.Selection(
        [
            ("client", "The client"),
            ("no_show", "The client, without notice"),
            ("entrepreneur", "The entrepreneur"),
            ("office", "The cooperative"),
        ],
        "Called off by",
        required=True,
        default="client",
    )
    told_on = fields.Datetime(
        "Told on", required=True, default=lambda self: fields.Datetime.now()
    )
    waiver = fields.Char(
        "Not asked for, because", help="In a word, nothing about health."
    )
    cost = fields.Monetary("Late cancellation, excl. VAT", compute="_compute_cost")
    currency_id = fields.Many2one(related="intervention_ids.currency_id")

    @api.depends("intervention_ids", "cancelled_by", "told_on", "waiver")
    def _compute_cost(self):
        for wizard in self:
            cents = 0
            for visit in wizard.intervention_ids:
                if wizard.told_on and visit.planned_start:
                    cents += visit._cancel_cents(
                        wizard.cancelled_by, wizard.told_on, wizard.waiver
                    )
            wizard.cost = cents / 100

    def action_cancel(self):
        """Call them off, or say why it cannot be."""
        self.intervention_ids.check_access("write")
        if self.told_on > fields.Datetime.now():
            raise UserError(self.env._("Nobody said it in the future."))
        self.intervention_ids._call_off(self.cancelled_by, self.told_on, self.waiver)


class CorrectWizard(models.TransientModel):
    """Correct the times of a recorded visit, by counter-entry once it is invoiced."""

    _name = "oe.correct.wizard"
    _description = "Correct a visit"

    intervention_id = fields.Many2one(
        "oe.intervention",
        "Visit",
        required=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    start = fields.Datetime(
        "Really started at",
        required=True,
        compute="_compute_times",
        store=True,
        precompute=True,
        readonly=False,
    )
    end = fields.Datetime(
        "Really ended at",
        required=True,
        compute="_compute_times",
        store=True,
        precompute=True,
        readonly=False,
    )
    break_minutes = fields.Integer(
        "Break, minutes",
        compute="_compute_times",
        store=True,
        precompute=True,
        readonly=False,
    )
    reason = fields.Char("Why", required=True)
    is_billed = fields.Boolean(related="intervention_id.is_billed")

    @api.depends("intervention_id")
    def _compute_times(self):
        """What was recorded, to be corrected."""
        for wizard in self:
            visit = wizard.intervention_id
            wizard.start = visit.actual_start
            wizard.end = visit.actual_end
            wizard.break_minutes = visit.break_minutes

    def action_correct(self):
        """Correct, or say which rule refuses."""
        visit = self.intervention_id
        visit.check_access("write")
        wall = visit.company_id._oe_wall
        visit._correct(
            wall(self.start), wall(self.end), self.break_minutes, self.reason
        )
