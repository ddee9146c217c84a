from odoo import fields, models

from ..models.satisfaction import RATINGS


class EthicsWizard(models.TransientModel):
    """Staff reads the code of ethics and signs it."""

    _name = "oe.ethics.wizard"
    _description = "Sign the code of ethics"

    code_id = fields.Many2one("oe.ethics.code", "Version", required=True, readonly=True)
    text = fields.Html(related="code_id.text")
    signed_by = fields.Char(
        "Name", required=True, default=lambda self: self.env.user.name
    )
    signature = fields.Binary(required=True)

    def action_sign(self):
        """Sign for oneself: nobody signs for somebody else."""
        self.ensure_one()
        self.code_id._sign(self.env.user, self.signed_by, self.signature)
        return {"type": "ir.actions.act_window_close"}


class SatisfactionWizard(models.TransientModel):
    """What a client said by phone or on paper."""

    _name = "oe.satisfaction.wizard"
    _description = "Note the opinion of a client"

    mission_id = fields.Many2one(
        "oe.mission",
        required=True,
        readonly=True,
        default=lambda self: self.env.context.get("active_id"),
    )
    rating = fields.Selection(RATINGS, "Answer", required=True)
    comment = fields.Text(help="In the client's words; no health data.")
    publish_consent = fields.Boolean("The client lets us publish it")
    channel = fields.Selection(
        [("phone", "Phone"), ("paper", "Paper")], required=True, default="phone"
    )

    def action_note(self):
        """Keep the answer: of the question that waits, or of this quarter."""
        self.ensure_one()
        self.mission_id.check_access("read")
        question_sudo = self.mission_id.sudo()._oe_open_question()
        question_sudo._answer(
            self.mission_id.partner_id,
            self.rating,
            self.comment,
            self.publish_consent,
            self.channel,
        )
        return {"type": "ir.actions.act_window_close"}
