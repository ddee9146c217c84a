from odoo import api, fields, models
from odoo.exceptions import UserError

MOST = 1000


class ProposalComment(models.Model):
    """What somebody says of a proposal, signed with the first name.

    Written on the portal only; a manager may hide one, never change it.
    """

    _name = "oe.cae.proposal.comment"
    _description = "Comment on a proposal"
    _inherit = ["oe.retention.mixin"]
    _order = "proposal_id, id"
    _check_company_auto = True
    _retention_code = "cae_proposal"

    proposal_id = fields.Many2one(
        "oe.cae.proposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="proposal_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", "Said by", required=True, index=True, ondelete="cascade"
    )
    body = fields.Text("Comment", required=True)
    is_hidden = fields.Boolean("Hidden", help="Nobody reads it on the portal.")

    @api.depends("entrepreneur_id")
    def _compute_display_name(self):
        for comment in self:
            comment.display_name = comment._signature()

    def write(self, vals):
        if not self.env.su:
            raise UserError(
                self.env._("What somebody wrote stays as it is: show it or hide it.")
            )
        return super().write(vals)

    def action_toggle(self):
        """Hide a comment that hurts somebody, or show it again."""
        self.check_access("write")
        for comment in self:
            comment.sudo().is_hidden = not comment.is_hidden
        return True

    def _signature(self):
        """The first name alone."""
        return (self.entrepreneur_id.name or "").split(" ")[0]


class Proposal(models.Model):
    _inherit = "oe.cae.proposal"

    def _comment(self, person, text):
        """A comment from the portal, as superuser.

        :raises UserError: when it is empty, too long, or the time is over
        """
        self.ensure_one()
        text = (text or "").strip()
        if self.state not in ("discussion", "vote"):
            raise UserError(self.env._("The discussion is over."))
        if not text:
            raise UserError(self.env._("Write something first."))
        if len(text) > MOST:
            raise UserError(
                self.env._("At most %(most)s characters: make it shorter.", most=MOST)
            )
        return self.env["oe.cae.proposal.comment"].create(
            {"proposal_id": self.id, "entrepreneur_id": person.id, "body": text}
        )

    @api.model
    def _raise(self, person, company, name, body):
        """A proposal of an entrepreneur, as superuser; a manager reads it first.

        :raises UserError: when the question is missing or too long
        """
        name, body = (name or "").strip(), (body or "").strip()
        if not name or len(name) > 120:
            raise UserError(self.env._("Ask a question, in 120 characters at most."))
        if len(body) > 5000:
            raise UserError(
                self.env._("At most %(most)s characters: make it shorter.", most=5000)
            )
        return self.create(
            {
                "author_id": person.id,
                "company_id": company.id,
                "name": name,
                "body": body,
            }
        )
