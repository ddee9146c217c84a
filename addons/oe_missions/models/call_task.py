from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

STEPS = frozenset({"state", "done_by_id", "done_on", "attempts"})


class CallTask(models.Model):
    """Somebody to tell by phone: whom, why, what to say, and what came of it."""

    _name = "oe.call.task"
    _description = "Person to tell by phone"
    _inherit = ["oe.retention.mixin"]
    _order = "state desc, date_due, id"
    _rec_name = "subject"
    _check_company_auto = True

    _retention_code = "client_message"
    _retention_date_field = "create_date"

    partner_id = fields.Many2one(
        "res.partner", "Whom", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    phone = fields.Char(related="partner_id.phone")
    subject = fields.Char(required=True)
    body = fields.Text("What to say", required=True, help="No health data.")
    reason = fields.Char("Why", required=True)
    date_due = fields.Date(
        "Before", required=True, default=lambda self: fields.Date.context_today(self)
    )
    state = fields.Selection(
        [("todo", "To call"), ("done", "Told"), ("letter", "Told by letter")],
        required=True,
        default="todo",
        readonly=True,
        copy=False,
        index=True,
    )
    attempts = fields.Integer("Tried", readonly=True, copy=False)
    done_by_id = fields.Many2one(
        "res.users", "Told by", readonly=True, copy=False, index="btree_not_null"
    )
    done_on = fields.Datetime("Told on", readonly=True, copy=False)
    result = fields.Char(help="What the person answered; no health data.")

    @api.model
    def _ask(self, partner, subject, body, reason, company):
        """A line of the list, once as long as nobody has called."""
        known = self.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("subject", "=", subject),
                ("body", "=", body),
                ("state", "=", "todo"),
            ],
            limit=1,
        )
        return known or self.create(
            {
                "partner_id": partner.id,
                "company_id": company.id,
                "subject": subject,
                "body": body,
                "reason": reason,
                "date_due": company._oe_today(),
            }
        )

    @api.model_create_multi
    def create(self, vals_list):
        # Who called, and when, comes from the buttons only.
        if not self.env.su and any(STEPS & set(vals) for vals in vals_list):
            raise UserError(self.env._("Use the buttons: they note who called, when."))
        if not self.env.su:
            for vals in vals_list:
                # Forced, not left out: default_* of a context is a value too.
                vals.update(state="todo", done_by_id=False, done_on=False, attempts=0)
        return super().create(vals_list)

    def write(self, vals):
        steps = STEPS & set(vals)
        if steps and not self.env.su:
            raise UserError(self.env._("Use the buttons: they note who called, when."))
        return super().write(vals)

    def _close(self, state):
        self.check_access("write")
        calls_sudo = self.sudo()
        lock_rows(calls_sudo)
        # Two who call at once: the first one keeps the line.
        calls_sudo.filtered(lambda call: call.state == "todo").write(
            {
                "state": state,
                "done_by_id": self.env.uid,
                "done_on": fields.Datetime.now(),
            }
        )

    def action_told(self):
        """The person was told by phone."""
        self._close("done")

    def action_letter(self):
        """The person was told by letter."""
        self._close("letter")

    def action_no_answer(self):
        """Nobody answered: the line stays, tried once more."""
        self.check_access("write")
        for call in self.sudo().filtered(lambda row: row.state == "todo"):
            call.attempts += 1
