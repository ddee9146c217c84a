from odoo import api, fields, models


class DeathWizard(models.TransientModel):
    """Names what a client's death changes before anything is done."""

    _name = "oe.death.wizard"
    _description = "Close with dignity"

    partner_id = fields.Many2one("res.partner", "Client", required=True, readonly=True)
    day = fields.Date(
        "Died on", required=True, default=lambda self: fields.Date.context_today(self)
    )
    mission_count = fields.Integer(
        "Missions that end", compute="_compute_counts", readonly=True
    )
    visit_count = fields.Integer("Visits cancelled", compute="_compute_counts")
    unbilled = fields.Float(
        "Hours to invoice to the estate", compute="_compute_counts", digits=(8, 2)
    )
    street = fields.Char("Address of the estate", help="For example the notary's.")
    zip = fields.Char()
    city = fields.Char()
    email = fields.Char()
    kept_mandate_ids = fields.Many2many(
        "oe.mandate",
        string="Mandates kept",
        help="For invoices and certificates only; all others end today.",
    )

    @api.depends("partner_id", "day")
    def _compute_counts(self):
        for wizard in self:
            missions_sudo = wizard.partner_id._oe_missions_to_close()
            visits = missions_sudo.intervention_ids
            wizard.mission_count = len(missions_sudo)
            day = wizard.day or fields.Date.context_today(self)
            wizard.visit_count = len(visits._oe_stopped_by_death(day))
            lines = missions_sudo.order_id.order_line
            wizard.unbilled = sum(lines.mapped("qty_to_invoice"))

    def action_close(self):
        """Do what the window says."""
        self.ensure_one()
        names = ("street", "zip", "city", "email")
        self.partner_id._oe_close_with_dignity(
            self.day,
            {name: self[name] for name in names if self[name]},
            self.kept_mandate_ids.filtered(
                lambda row: row.principal_id == self.partner_id
            ),
        )
        return {"type": "ir.actions.act_window_close"}
