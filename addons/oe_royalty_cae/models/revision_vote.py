from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, percent
from odoo.addons.oe_base.tools import lock_rows
from odoo.addons.oe_cae.calc import vote as calc


class Revision(models.Model):
    """One vote of the network: a proposal in each cooperative, counted together."""

    _inherit = "oe.royalty.revision"

    proposal_ids = fields.One2many(
        "oe.cae.proposal", "royalty_revision_id", "Votes of the cooperatives"
    )
    vote_end = fields.Datetime("Vote ends")
    ballot = fields.Selection(
        [("secret", "Secret ballot"), ("open", "Roll call")],
        "Kind of vote",
        required=True,
        default="secret",
    )
    quorum = fields.Float("Quorum, %", digits=(5, 2))
    majority = fields.Selection(
        [("simple", "More than half"), ("two_thirds", "Two thirds")],
        "Majority of the votes expressed",
        required=True,
        default="simple",
    )
    result = fields.Json(readonly=True, copy=False)
    result_told = fields.Text("Result of the vote", compute="_compute_result_told")

    @api.depends("result", "option_ids.name")
    @api.depends_context("lang")
    def _compute_result_told(self):
        for row in self:
            row.result_told = "\n".join(row._result_lines()) if row.result else False

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            vals_list = [
                {
                    name: vals[name]
                    for name in vals
                    if name not in ("result", "proposal_ids")
                }
                for vals in vals_list
            ]
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            self._refuse_counted(vals)
        if not self.env.su and {"result", "proposal_ids"} & set(vals):
            raise UserError(self.env._("A revision goes on with its buttons."))
        if not self.env.su and {"vote_end", "ballot", "quorum", "majority"} & set(vals):
            self._refuse_asked()
        return super().write(vals)

    def _refuse_counted(self, vals):
        """What the count says is not said by hand; it may have chosen no option."""
        for row in self.filtered(lambda row: row.state in ("vote", "voted")):
            fixed = {"vote_reference"}
            if row.state == "vote" or (row.result or {}).get("winner"):
                fixed.add("option_id")
            if fixed & set(vals):
                raise UserError(
                    self.env._(
                        "The option and the vote of “%(name)s” are what was counted: "
                        "they are not written by hand.",
                        name=row.name,
                    )
                )

    def action_vote(self):
        """Open the vote in each cooperative that pays the royalty and hosts people."""
        self.check_access("write")
        for row in self:
            lock_rows(row)
            row._refuse_asked()
            if not row.simulated_on:
                raise UserError(
                    self.env._("Simulate first: each person votes on the own net.")
                )
            # The licensor's vote, in cooperatives whose votes it does not run.
            row.sudo()._open_votes()
        return True

    def _open_votes(self):
        proposals = self.env["oe.cae.proposal"]
        self.write({"state": "vote"})
        licensees = self.scheme_id.contract_ids.filtered(
            # Also who leaves later on: the new rate is theirs until then.
            lambda row: (
                row.state == "signed"
                and (not row.date_end or row.date_end >= self.date_start)
            )
        ).company_id
        for company in licensees.sorted("id"):
            proposal = proposals.create(self._prepare_proposal(company))
            if not proposal._electors():
                proposal.unlink()
                continue
            proposal.action_discuss()
            proposal.action_open()
        if not self.proposal_ids:
            raise UserError(self.env._("No cooperative that pays it hosts anybody."))

    def _prepare_proposal(self, company):
        return {
            "name": self.name,
            "body": self._body_told(),
            "company_id": company.id,
            "ballot": self.ballot,
            "electorate": "hosted",
            "quorum": 0,  # of the whole network, counted by the revision
            "majority": self.majority,
            "vote_end": self.vote_end,
            "royalty_revision_id": self.id,
            "option_ids": [
                Command.create(
                    {
                        "name": option.name,
                        "description": self.env._(
                            "Royalty at %(rate)s %%",
                            rate=f"{option.rate:g}".replace(".", ","),
                        ),
                        "sequence": rank,
                        "royalty_option_id": option.id,
                    }
                )
                for rank, option in enumerate(self.option_ids)
            ],
        }

    def _body_told(self):
        """What voters read above the options: the suggestion, and why."""
        if not self.suggestion:
            return ""
        return self.env._(
            "The indices suggest %(rate)s %%: competences are worth %(market)s %%, the "
            "ETD make %(results)s %%, of what they were.\n%(why)s",
            rate=f"{self.suggested_rate:g}".replace(".", ","),
            market=f"{100 * self.market_index:g}".replace(".", ","),
            results=f"{100 * self.results_index:g}".replace(".", ","),
            why=self.suggestion,
        )

    def action_count(self):
        """Add up the cooperatives, once every vote is closed."""
        self.check_access("write")
        for row in self:
            lock_rows(row)
            if row.state != "vote":
                raise UserError(self.env._("No vote is open."))
            row_sudo = row.sudo()  # counts of every cooperative
            for proposal in row_sudo.proposal_ids:
                proposal._close()
            row_sudo._count()
        return True

    def _count(self):
        counts = dict.fromkeys(self.option_ids.ids, 0)
        blanks = electors = 0
        for proposal in self.proposal_ids:
            told = proposal.result
            electors += told["electors"]
            blanks += told["blanks"]
            for option in proposal.option_ids:
                counts[option.royalty_option_id.id] += told["counts"][str(option.id)]
        found = calc.outcome(
            calc.Rules(electors, percent(self.quorum), calc.Majority(self.majority)),
            counts,
            blanks,
        )
        self.write(
            {
                "state": "voted",
                "option_id": found.winner,
                "result": {
                    "electors": found.electors,
                    "voters": found.voters,
                    "blanks": found.blanks,
                    "quorate": found.quorate,
                    "winner": found.winner,
                    "counts": {str(key): count for key, count in counts.items()},
                },
            }
        )
        self.vote_reference = self._vote_told()

    def _vote_told(self):
        """The outcome in a sentence, for the decision and the pages."""
        result = self.result
        told = self.env._(
            "Vote of the network: %(voters)s of %(electors)s took part",
            voters=result["voters"],
            electors=result["electors"],
        )
        winner = self.option_ids.filtered(lambda row: row.id == result["winner"])
        if not result["quorate"]:
            said = self.env._("the quorum is not reached")
        elif winner:
            said = self.env._("“%(name)s” has the majority", name=winner.name)
        else:
            said = self.env._("no option has the majority")
        return f"{told}, {said}."

    def _result_lines(self):
        counts = self.result["counts"]
        return [
            self._vote_told(),
            *(
                self.env._(
                    "%(name)s: %(count)s votes",
                    name=option.name,
                    count=counts.get(str(option.id), 0),
                )
                for option in self.option_ids
            ),
            self.env._("Blank votes: %(count)s", count=self.result["blanks"]),
        ]

    # -- own net ------------------------------------------------------------------

    def _own_page(self, person):
        """What each option would give one person: ``{option id: plain values}``.

        Called as superuser, for the person alone.
        """
        last = self.last_month
        if not last:
            return {}
        first = fields.Date.subtract(last, months=11)
        licences = self.scheme_id.contract_ids
        companies = licences.filtered(lambda row: row.state == "signed").company_id
        people = self._people_months(companies, first, last, person)
        if not people:
            return {}
        months = max(count for _person, _company, count, _months in people)
        pages = {}
        for option in self.option_ids:
            effects = self._effects_on_people(option, people).values()
            before = sum(effect.net_before_cents for effect in effects)
            after = sum(effect.net_after_cents for effect in effects)
            pages[option.id] = self._side(option, people, months, before, after)
        return pages

    def _side(self, option, people, months, before, after):
        base = sum(row[3].base_cents for row in people)
        target = max(row[3].target_cents // row[2] for row in people)
        change = after - before
        rate = f"{option.rate:g}".replace(".", ",")
        current = f"{self.current_rate:g}".replace(".", ",")
        return {
            "title": self.env._("Closed months: %(count)s", count=months),
            "before": format_fr(before),
            "after": format_fr(after),
            "change": f"{'+' if change > 0 else ''}{format_fr(change)}",
            "month": format_fr(after // months),
            "tone": (change > 0) - (change < 0),
            "target": format_fr(target) if target else "",
            "under": bool(target) and after < target * months,
            "why": [
                self.env._(
                    "Your turnover of these months, %(base)s, at %(rate)s %% "
                    "instead of %(current)s %%; of each euro charged, your net bears "
                    "its share.",
                    base=format_fr(base),
                    rate=rate,
                    current=current,
                )
            ],
        }
