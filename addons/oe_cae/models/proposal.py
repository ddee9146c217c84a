from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

from odoo.addons.oe_base.tools import lock_rows

from .contract import HOSTED

# Fewer people, and counting a secret vote would tell who voted what.
FEWEST_SECRET = 3
# What only the buttons write.
BUTTONS = frozenset(
    {
        *("state", "author_id", "discussed_on", "vote_start", "closed_on", "result"),
        *("decided_on", "decided_by_id", "version_id", "effect", "effect_on"),
    }
)


class Proposal(models.Model):
    """A question put to the people of a cooperative: discussed, voted, decided.

    What is asked no longer changes once the vote is open. Nobody, manager included,
    reads a count before the end; then the result is sealed and published. The vote
    informs the general meeting, which alone sets contributions (C. trav. R.7331-8):
    the decision is recorded with the day of its resolution.
    """

    _name = "oe.cae.proposal"
    _description = "Proposal put to a vote"
    _inherit = ["oe.closed.mixin"]
    _order = "create_date desc, id desc"
    _check_company_auto = True
    _closed_states = ("vote", "closed", "decided", "withdrawn")
    _open_fields = BUTTONS | {"decision", "resolution_date", "start_date"}
    _sealed_fields = (
        *("name", "body", "company_id", "ballot", "electorate", "quorum", "majority"),
        *("vote_start", "vote_end", "closed_on", "result"),
    )

    name = fields.Char("Question", required=True)
    body = fields.Text("What is proposed, and why")
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    author_id = fields.Many2one(
        "oe.entrepreneur", "Raised by", readonly=True, index="btree_not_null"
    )
    state = fields.Selection(
        [
            ("draft", "To be read"),
            ("discussion", "In discussion"),
            ("vote", "Vote open"),
            ("closed", "Vote closed"),
            ("decided", "Decided"),
            ("withdrawn", "Withdrawn"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    discussed_on = fields.Date(readonly=True, copy=False)
    option_ids = fields.One2many("oe.cae.proposal.option", "proposal_id", "Options")
    comment_ids = fields.One2many("oe.cae.proposal.comment", "proposal_id", "Comments")
    elector_ids = fields.One2many("oe.cae.proposal.elector", "proposal_id", "Electors")
    ballot = fields.Selection(
        [("secret", "Secret ballot"), ("open", "Roll call")],
        "Kind of vote",
        required=True,
        default="secret",
        help="Secret: what somebody votes is written nowhere beside the person, so it "
        "cannot be changed. Roll call: it may be changed until the end, then everybody "
        "reads who voted what.",
    )
    electorate = fields.Selection(
        [("hosted", "Everybody hosted"), ("members", "Members only")],
        "Who votes",
        required=True,
        default="members",
        help="Taken down when the vote opens.",
    )
    quorum = fields.Float(
        "Quorum, %", digits=(5, 2), help="Share of the electors who must take part."
    )
    majority = fields.Selection(
        [("simple", "More than half"), ("two_thirds", "Two thirds")],
        "Majority of the votes expressed",
        required=True,
        default="simple",
    )
    vote_start = fields.Datetime("Vote opened", readonly=True, copy=False)
    vote_end = fields.Datetime("Vote ends", copy=False)
    electors = fields.Integer(compute="_compute_turnout")
    voters = fields.Integer("Took part", compute="_compute_turnout")
    closed_on = fields.Datetime("Counted on", readonly=True, copy=False)
    result = fields.Json(readonly=True, copy=False)

    _quorum_possible = models.Constraint(
        "CHECK (quorum >= 0 AND quorum <= 100)", "A quorum lies between 0 and 100 %."
    )

    @api.depends("elector_ids.voted_on")
    def _compute_turnout(self):
        groups = self.env["oe.cae.proposal.elector"]._read_group(
            [("proposal_id", "in", self.ids)],
            ["proposal_id"],
            ["__count", "voted_on:count"],
        )
        found = {row.id: counts for row, *counts in groups}
        for proposal in self:
            proposal.electors, proposal.voters = found.get(proposal.id, (0, 0))

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {name: vals[name] for name in vals if name not in BUTTONS}
                for vals in vals_list
            ]
        proposals = super().create(vals_list)
        proposals.filtered(lambda row: not row.option_ids)._add_usual_options()
        return proposals

    def _add_usual_options(self):
        self.env["oe.cae.proposal.option"].create(
            [
                {"proposal_id": row.id, "name": name, "sequence": rank}
                for row in self
                for rank, name in enumerate((self.env._("For"), self.env._("Against")))
            ]
        )

    def write(self, vals):
        if BUTTONS & set(vals) and not self.env.su:
            raise UserError(self.env._("A vote goes on with its buttons."))
        words = {"decision", "resolution_date"} & set(vals)
        if words and self.filtered(lambda row: row.state == "decided"):
            raise UserError(self.env._("What was decided no longer changes."))
        return super().write(vals)

    def _refuse_closed(self):
        for proposal in self.filtered(lambda row: row._is_closed()):
            raise UserError(
                self.env._(
                    "The vote on “%(name)s” was opened or it was withdrawn: it no "
                    "longer changes. Raise another proposal.",
                    name=proposal.name,
                )
            )

    def _seal_payload(self):
        return f"{super()._seal_payload()}\n{self.option_ids._plain()}"

    # -- before the vote -----------------------------------------------------------

    def action_discuss(self):
        """Everybody hosted reads it, may comment, and sees the own net."""
        self.check_access("write")
        for proposal in self.filtered(lambda row: row.state == "draft"):
            lock_rows(proposal)
            proposal.sudo().write(
                {
                    "state": "discussion",
                    "discussed_on": proposal.company_id._oe_today(),
                }
            )
        return True

    def action_withdraw(self):
        """Never put to the vote; what was said stays."""
        self.check_access("write")
        for proposal in self:
            lock_rows(proposal)
            if proposal.state not in ("draft", "discussion"):
                raise UserError(
                    self.env._("A vote that was opened goes to its end: close it.")
                )
            proposal.sudo().state = "withdrawn"
        return True

    def _people(self, day):
        """Everybody hosted by the cooperative on a day, members marked.

        :return: ``{person: whether member}``
        """
        contracts = self.env["oe.cae.contract"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("kind", "in", HOSTED),
                ("state", "=", "signed"),
                ("date_start", "<=", day),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", day),
            ]
        )
        # Who is a member is asked of the register, whoever opens the vote.
        register_sudo = self.env["oe.cae.member"].sudo()
        members_sudo = register_sudo.search(
            [
                ("company_id", "=", self.company_id.id),
                ("date_start", "<=", day),
                ("date_end", "=", False),
            ]
        ).partner_id
        people = {}
        for contract in contracts:
            since, person = contract.member_since, contract.entrepreneur_id
            member = bool(since and since <= day) or person.partner_id in members_sudo
            people[person] = people.get(person, False) or member
        return people

    def _electors(self):
        """Hook: who votes, as the people of a register say it today."""
        self.ensure_one()
        people = self._people(self.company_id._oe_today())
        wanted = self.electorate == "hosted"
        chosen = [person for person, member in people.items() if wanted or member]
        return self.env["oe.entrepreneur"].union(*chosen)

    def action_open(self):
        """Take down who votes, fix what is asked, open the vote."""
        self.check_access("write")
        for proposal in self:
            lock_rows(proposal)
            if proposal.state != "discussion":
                raise UserError(
                    self.env._("Only a proposal in discussion is put to the vote.")
                )
            proposal._open()
        return True

    def _open(self):
        now = fields.Datetime.now()
        people = self._electors()
        self._check_may_open(people, now)
        # Written by nobody else than this button.
        self.env["oe.cae.proposal.elector"].sudo().create(
            [
                {"proposal_id": self.id, "entrepreneur_id": person.id}
                for person in people
            ]
        )
        self.sudo().write({"state": "vote", "vote_start": now})
        self._tell()

    def _check_may_open(self, people, now):
        if not self.vote_end or self.vote_end <= now:
            raise UserError(self.env._("Say first when the vote ends."))
        if len(self.option_ids) < 2:
            raise UserError(self.env._("A vote needs two options or more."))
        if not people:
            raise UserError(
                self.env._("Nobody may vote: no member is written on the contracts.")
            )
        if self.ballot == "secret" and len(people) < FEWEST_SECRET:
            raise UserError(
                self.env._(
                    "With fewer than %(count)s electors a count tells who voted what: "
                    "choose the roll call.",
                    count=FEWEST_SECRET,
                )
            )

    def _tell(self):
        """A message to each elector who has an address."""
        people_sudo = self.elector_ids.sudo().entrepreneur_id.filtered("email")
        if people_sudo:
            template_sudo = self.env.ref("oe_cae.mail_template_proposal").sudo()
            recipients = [fields.Command.set(people_sudo.partner_id.ids)]
            template_sudo.send_mail(self.id, email_values={"recipient_ids": recipients})

    @api.constrains("company_id")
    def _check_company_of_options(self):
        for proposal in self:
            if proposal.option_ids.scheme_id.company_id - proposal.company_id:
                raise ValidationError(
                    self.env._("The schemes of the options are another company's.")
                )
