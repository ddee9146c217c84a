from dataclasses import asdict

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr
from odoo.addons.oe_base.tools import lock_rows

from ..calc.what_if import FEWEST


class Proposal(models.Model):
    """What the general meeting resolved, and the version that comes of it."""

    _inherit = "oe.cae.proposal"

    decision = fields.Text(copy=False)
    resolution_date = fields.Date(
        "Resolution of", copy=False, help="Day of the general meeting."
    )
    start_date = fields.Date(
        "In force from", copy=False, help="First day of a month that is still open."
    )
    decided_on = fields.Date(readonly=True, copy=False)
    decided_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    version_id = fields.Many2one(
        "oe.cae.scheme.version",
        "Version made of it",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    carries_scheme = fields.Boolean(compute="_compute_carries_scheme")
    effect = fields.Json(readonly=True, copy=False, groups="oe_base.group_oe_manager")
    effect_on = fields.Date(
        "Computed on", readonly=True, copy=False, groups="oe_base.group_oe_manager"
    )
    effect_table = fields.Html(
        "Effect on everybody",
        compute="_compute_effect_table",
        groups="oe_base.group_oe_manager",
    )
    result_table = fields.Html("Result of the vote", compute="_compute_result_table")

    @api.depends("result", "option_ids.draft_id")
    def _compute_carries_scheme(self):
        for proposal in self:
            proposal.carries_scheme = bool(proposal._winner().draft_id)

    def action_decide(self):
        """Record what the general meeting resolved; it no longer changes."""
        self.check_access("write")
        for proposal in self:
            lock_rows(proposal)
            if proposal.state != "closed":
                raise UserError(self.env._("A decision comes after the vote."))
            if not proposal.resolution_date or not proposal.decision:
                raise UserError(
                    self.env._(
                        "Write the decision and the day of its resolution first."
                    )
                )
            if proposal.resolution_date > proposal.company_id._oe_today():
                raise UserError(self.env._("The general meeting is still to come."))
            proposal.sudo().write(
                {
                    "state": "decided",
                    "decided_on": proposal.company_id._oe_today(),
                    "decided_by_id": self.env.uid,
                }
            )
        return True

    def action_apply(self):
        """Make the figures of the option that won the next version of its scheme."""
        self.ensure_one()
        self.check_access("write")
        lock_rows(self)
        if not self.version_id:
            self._check_may_apply()
            option = self._winner()
            # The rights of this button, not those of its reader on schemes.
            self.sudo().version_id = (
                self.env["oe.cae.scheme.version"]
                .sudo()
                .create(
                    {
                        **option.draft_id.sudo()._copied(),
                        "scheme_id": option.scheme_id.id,
                        "date_start": self.start_date,
                        "resolution_date": self.resolution_date,
                        "legal_reference": self.name,
                    }
                )
            )
        return {
            "type": "ir.actions.act_window",
            "res_model": "oe.cae.scheme.version",
            "res_id": self.version_id.id,
            "view_mode": "form",
        }

    def _check_may_apply(self):
        if self.state != "decided":
            raise UserError(self.env._("Record the decision first."))
        if not self.carries_scheme:
            raise UserError(
                self.env._("The option that won changes no scheme of contribution.")
            )
        if not self.start_date or self.start_date.day != 1:
            raise UserError(
                self.env._("Say from which month on: the first day of a month.")
            )
        # The past is the past for everybody.
        closed_sudo = (
            self.env["oe.period"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("state", "=", "closed"),
                    ("month", ">=", self.start_date),
                ],
                order="month desc",
                limit=1,
            )
        )
        if closed_sudo:
            raise UserError(
                self.env._(
                    "%(month)s is closed: what was contributed stays. Start later.",
                    month=closed_sudo.month.strftime("%m/%Y"),
                )
            )

    # -- for the manager -----------------------------------------------------------

    def action_effect(self):
        """Compute what each option does to everybody over the last months."""
        self.check_access("write")
        what_if_sudo = self.env["oe.cae.what.if"].sudo()  # sums over everybody only
        for proposal in self:
            found = what_if_sudo._effects(proposal.sudo())
            proposal.sudo().write(
                {
                    "effect": {str(key): asdict(row) for key, row in found.items()},
                    "effect_on": proposal.company_id._oe_today(),
                }
            )
        return True

    @api.depends("effect", "option_ids")
    @api.depends_context("lang")
    def _compute_effect_table(self):
        heads = (
            self.env._("Option"),
            self.env._("Contributions"),
            self.env._("Compared with today"),
            self.env._("Better off"),
            self.env._("Worse off"),
            self.env._("Unchanged"),
            self.env._("Under their target (today)"),
        )
        for proposal in self:
            rows = [
                (option.name, *self._effect_cells(proposal.effect[str(option.id)]))
                for option in proposal.option_ids
                if str(option.id) in (proposal.effect or {})
            ]
            proposal.effect_table = _table(heads, rows) if rows else False

    def _effect_cells(self, row):
        few = f"< {FEWEST}"

        def count(name):
            return few if row[name] is None else row[name]

        amount = row["contribution_cents"]
        change = row["difference_cents"]
        return (
            "–" if amount is None else format_fr(amount),
            "–" if change is None else signed(change),
            *(count(name) for name in ("gain", "lose", "same")),
            f"{count('under')} ({count('under_today')})",
        )

    @api.depends("result", "option_ids")
    @api.depends_context("lang")
    def _compute_result_table(self):
        for proposal in self:
            heads = (self.env._("Option"), self.env._("Votes"))
            rows = proposal._result_rows()
            told = _table(heads, rows) if rows else False
            proposal.result_table = told and Markup("<p>%s</p>%s") % (
                proposal._told(),
                told,
            )

    def _result_rows(self):
        """Options with their votes, then the blank ones."""
        if not self.result:
            return []
        counts = self.result["counts"]
        return [
            *((row.name, counts.get(str(row.id), 0)) for row in self.option_ids),
            (self.env._("Blank vote"), self.result["blanks"]),
        ]

    def _told(self):
        """The result in one sentence."""
        self.ensure_one()
        result = self.result
        took = self.env._(
            "%(voters)s of %(electors)s took part.",
            voters=result["voters"],
            electors=result["electors"],
        )
        if not result["quorate"]:
            said = self.env._("The quorum is not reached: nothing is decided.")
        elif result["winner"]:
            said = self.env._("“%(name)s” has the majority.", name=self._winner().name)
        else:
            said = self.env._("No option has the majority: nothing is decided.")
        return f"{took} {said}"

    def _decision_told(self):
        """What was resolved and from when, as ``(label, text)`` lines."""
        if self.state != "decided":
            return []
        rows = [
            (
                self.env._("Resolution of"),
                format_date(self.env, self.resolution_date),
            )
        ]
        if self.version_id:
            rows.append(
                (
                    self.env._("In force from"),
                    format_date(self.env, self.version_id.date_start),
                )
            )
        return rows


def signed(cents):
    """Cents with their sign, as a difference is told."""
    return f"{'+' if cents > 0 else ''}{format_fr(cents)}"


def _table(heads, rows):
    cell = Markup("<td>%s</td>")
    return Markup("<table class='table'><tr>%s</tr>%s</table>") % (
        Markup().join(Markup("<th>%s</th>") % head for head in heads),
        Markup().join(
            Markup("<tr>%s</tr>") % Markup().join(cell % value for value in row)
            for row in rows
        ),
    )
