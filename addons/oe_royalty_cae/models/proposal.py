from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows


class Proposal(models.Model):
    """The vote of a cooperative on the royalty, part of the network's."""

    _inherit = "oe.cae.proposal"

    royalty_revision_id = fields.Many2one(
        "oe.royalty.revision",
        "Revision of the royalty",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )

    # Two runs at once open one vote in each cooperative.
    _royalty_once = models.UniqueIndex(
        "(royalty_revision_id, company_id) WHERE royalty_revision_id IS NOT NULL",
        "This cooperative votes on the revision already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {key: vals[key] for key in vals if key != "royalty_revision_id"}
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if "royalty_revision_id" in vals and not self.env.su:
            raise UserError(self.env._("A vote goes on with its buttons."))
        return super().write(vals)

    def _electors(self):
        """One person, one vote in the whole network: who votes elsewhere does not."""
        people = super()._electors()
        revision_sudo = self.royalty_revision_id.sudo()
        if not revision_sudo:
            return people
        lock_rows(revision_sudo)
        others_sudo = revision_sudo.proposal_ids.filtered(lambda row: row.id != self.id)
        return people - others_sudo.elector_ids.entrepreneur_id.with_env(self.env)

    def _options_page(self, person):
        rows = super()._options_page(person)
        pages = {}
        if self.royalty_revision_id:
            pages = self.royalty_revision_id._own_page(person)
        for row, option in zip(rows, self.option_ids, strict=True):
            row["royalty"] = pages.get(option.royalty_option_id.id)
        return rows

    def _told(self):
        told = super()._told()
        revision_sudo = self.royalty_revision_id.sudo()
        if revision_sudo.result:
            return f"{told}\n{revision_sudo._vote_told()}"
        return told


class ProposalOption(models.Model):
    _inherit = "oe.cae.proposal.option"

    royalty_option_id = fields.Many2one(
        "oe.royalty.revision.option",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
