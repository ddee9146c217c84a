from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from odoo.addons.oe_base.tools import lock_rows


class ProposalElector(models.Model):
    """Who may vote, taken down when the vote opened, and whether they took part.

    The attendance sheet: it never says what somebody voted. Only the day is kept: an
    hour beside a count that changes would be half an answer.
    """

    _name = "oe.cae.proposal.elector"
    _description = "Elector of a proposal"
    _inherit = ["oe.retention.mixin"]
    _order = "proposal_id, entrepreneur_id"
    _check_company_auto = True
    _retention_code = "cae_proposal"

    proposal_id = fields.Many2one(
        "oe.cae.proposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="proposal_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(
        "oe.entrepreneur", required=True, index=True, ondelete="cascade"
    )
    voted_on = fields.Date("Took part on", readonly=True)

    _once = models.UniqueIndex(
        "(proposal_id, entrepreneur_id)", "One person has one vote."
    )

    @api.depends("entrepreneur_id")
    def _compute_display_name(self):
        for elector in self:
            elector.display_name = elector.entrepreneur_id.name or ""


class ProposalBallot(models.Model):
    """A ballot. In a secret vote it belongs to nobody.

    No person, no author, no date; and with each vote the urn is emptied and filled
    again in a random order, so that neither the order of the ballots nor the
    transaction that wrote them says whose they are. In a roll call it names its
    elector. Nobody reads any before the vote is closed.
    """

    _name = "oe.cae.proposal.ballot"
    _description = "Ballot"
    _order = "proposal_id, option_id, id"
    _check_company_auto = True
    _log_access = False

    proposal_id = fields.Many2one(
        "oe.cae.proposal", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one("res.company", required=True, index=True)
    option_id = fields.Many2one(
        "oe.cae.proposal.option",
        index="btree_not_null",
        ondelete="restrict",
        help="Empty: blank.",
    )
    elector_id = fields.Many2one(
        "oe.cae.proposal.elector",
        index="btree_not_null",
        ondelete="cascade",
        help="In a roll call only.",
    )

    _once = models.UniqueIndex(
        "(elector_id) WHERE elector_id IS NOT NULL", "One person has one vote."
    )

    @api.depends("option_id")
    def _compute_display_name(self):
        for ballot in self:
            ballot.display_name = ballot.option_id.name or self.env._("Blank vote")

    @api.model
    def _counts(self, proposal):
        """Ballots by option; blank ones under ``False``."""
        self.flush_model()
        groups = self._read_group(
            [("proposal_id", "=", proposal.id)], ["option_id"], ["__count"]
        )
        return {option.id or False: count for option, count in groups}

    @api.model
    def _put(self, proposal, option):
        """One more ballot in the urn, which is shuffled."""
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH urn AS (
                    DELETE FROM oe_cae_proposal_ballot
                    WHERE proposal_id = %(proposal)s
                    RETURNING option_id
                )
                INSERT INTO oe_cae_proposal_ballot (proposal_id, company_id, option_id)
                SELECT %(proposal)s, %(company)s, option_id
                FROM (
                    SELECT option_id FROM urn UNION ALL SELECT %(option)s::int
                ) AS all_of_them
                ORDER BY random()
                """,
                proposal=proposal.id,
                company=proposal.company_id.id,
                option=option.id or None,
            )
        )
        self.invalidate_model()


class Proposal(models.Model):
    _inherit = "oe.cae.proposal"

    def _is_voting(self):
        """Whether a vote counts now."""
        self.ensure_one()
        return (
            self.state == "vote"
            and self.vote_start <= fields.Datetime.now() < self.vote_end
        )

    def _elector(self, person):
        return self.env["oe.cae.proposal.elector"].search(
            [("proposal_id", "=", self.id), ("entrepreneur_id", "=", person.id)]
        )

    def _vote(self, person, option):
        """The vote of one person, as superuser; of two at once one counts.

        :param option: one of this proposal's (empty: blank)
        :raises UserError: with the reason
        """
        self.ensure_one()
        lock_rows(self)
        elector = self._elector(person)
        if not self._is_voting():
            raise UserError(self.env._("The vote is not open."))
        if not elector:
            raise UserError(
                self.env._("You were not on the list when the vote was opened.")
            )
        if option and option not in self.option_ids:
            raise UserError(self.env._("Choose one of the options."))
        if self.ballot == "secret":
            if elector.voted_on:
                raise UserError(
                    self.env._(
                        "You have voted already. The ballot is secret: nobody can "
                        "find yours to change it."
                    )
                )
            self.env["oe.cae.proposal.ballot"]._put(self, option)
        else:
            self._call(elector, option)
        elector.voted_on = self.company_id._oe_today()

    def _call(self, elector, option):
        """A roll call: the last word counts."""
        ballots = self.env["oe.cae.proposal.ballot"]
        found = ballots.search([("elector_id", "=", elector.id)])
        if found:
            found.option_id = option
        else:
            ballots.create(
                {
                    "proposal_id": self.id,
                    "company_id": self.company_id.id,
                    "elector_id": elector.id,
                    "option_id": option.id,
                }
            )

    def _roll(self):
        """Who voted what, once a roll call is closed: ``[(name, option)]``."""
        self.ensure_one()
        if self.ballot != "open" or self.state not in ("closed", "decided"):
            return []
        ballots = self.env["oe.cae.proposal.ballot"].search(
            [("proposal_id", "=", self.id)]
        )
        return sorted(
            (row.elector_id.entrepreneur_id.name or "", row.display_name)
            for row in ballots
        )
