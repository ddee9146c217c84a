from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import percent
from odoo.addons.oe_base.tools import lock_rows

from ..calc import vote as calc


class Proposal(models.Model):
    """The end of a vote: counted once, sealed, published."""

    _inherit = "oe.cae.proposal"

    def action_close(self):
        """Count, once the time has come or everybody has voted."""
        self.check_access("write")
        for proposal in self:
            proposal._close()
        return True

    def _is_over(self):
        late = self.vote_end <= fields.Datetime.now()
        return late or self.voters == self.electors

    def _close(self):
        lock_rows(self)
        if self.state != "vote":
            return
        if not self._is_over():
            raise UserError(
                self.env._("The vote is not over: nobody counts before its end.")
            )
        previous = self.sudo().search(
            [("company_id", "=", self.company_id.id), ("seal", "!=", False)],
            order="closed_on desc, id desc",
            limit=1,
        )
        self.sudo().write(
            {
                "state": "closed",
                "closed_on": fields.Datetime.now(),
                "result": self._count(),
            }
        )
        self.sudo()._seal(previous)

    def _count(self):
        """The result, as plain data."""
        # Closed to everybody as long as the vote is open.
        counts = self.env["oe.cae.proposal.ballot"].sudo()._counts(self)
        blanks = counts.pop(False, 0)
        counts = {option.id: counts.get(option.id, 0) for option in self.option_ids}
        rules = calc.Rules(
            electors=self.electors,
            quorum=percent(self.quorum),
            majority=calc.Majority(self.majority),
        )
        found = calc.outcome(rules, counts, blanks)
        return {
            "electors": found.electors,
            "voters": found.voters,
            "blanks": found.blanks,
            "expressed": found.expressed,
            "quorate": found.quorate,
            "winner": found.winner,
            "counts": {str(key): count for key, count in counts.items()},
        }

    @api.model
    def _cron_close(self):
        """Count the votes whose time has come."""
        due = self.sudo().search(
            [("state", "=", "vote"), ("vote_end", "<=", fields.Datetime.now())]
        )
        for proposal in due:
            proposal._close()

    def _winner(self):
        """The option that has the majority (empty: none)."""
        self.ensure_one()
        key = (self.result or {}).get("winner")
        return self.option_ids.filtered(lambda option: option.id == key)
