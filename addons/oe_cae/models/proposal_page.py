from odoo import api, fields, models
from odoo.tools import format_datetime

from odoo.addons.oe_base.calc.money import format_fr

from ..calc import what_if as calc
from .proposal_decision import signed
from .words import as_data

SHOWN = ("discussion", "vote", "closed", "decided")
TONES = {"vote": "warning", "discussion": "info", "decided": "success"}


class Proposal(models.Model):
    _inherit = "oe.cae.proposal"

    @api.model
    def _readable_by(self, user):
        """Proposals of the cooperatives that host a portal user, past the rules."""
        person_sudo = user._oe_entrepreneur().sudo()
        today = fields.Date.context_today(self)
        hosted_sudo = person_sudo.affiliation_ids.filtered(
            lambda line: line._holds(today)
        )
        return self.sudo().search(
            [
                "|",
                ("author_id", "=", person_sudo.id),
                ("state", "in", SHOWN),
                ("company_id", "in", hosted_sudo.company_id.ids),
            ]
        )

    def _zone(self):
        return self.company_id.partner_id.tz or "Europe/Paris"

    def _when(self, moment):
        return moment and format_datetime(
            self.env, moment, tz=self._zone(), dt_format="EEEE d MMMM y, HH:mm"
        )

    def _row(self, person):
        """A proposal in a list, as plain values."""
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "name": self.name,
            "company": self.company_id.name,
            "state": self.state,
            "state_label": states[self.state],
            "tone": TONES.get(self.state, "none"),
            "until": self._when(self.vote_end) if self.state == "vote" else "",
            "todo": self._is_voting()
            and bool(self._elector(person).filtered(lambda row: not row.voted_on)),
        }

    def _page(self, person):
        """A proposal as plain values for one reader, as superuser."""
        self.ensure_one()
        elector = self._elector(person)
        voting = self._is_voting()
        return {
            **self._row(person),
            "body": self.body or "",
            "author": (self.author_id.name or "").split(" ")[0],
            "secret": self.ballot == "secret",
            "rules": self._rules_told(),
            "elector": bool(elector),
            "voted": bool(elector.voted_on),
            "may_vote": voting
            and bool(elector)
            and not (elector.voted_on and self.ballot == "secret"),
            "chosen": self._chosen(elector) if voting else None,
            "turnout": self._turnout() if self.state == "vote" else "",
            "may_comment": self.state in ("discussion", "vote"),
            "comments": [
                {
                    "who": row._signature(),
                    "when": row.create_date.strftime("%d/%m/%Y"),
                    "text": row.body,
                }
                for row in self.comment_ids
                if not row.is_hidden
            ],
            "options": self._options_page(person),
            "result": self._told() if self.result else "",
            "counts": self._result_rows(),
            "roll": self._roll(),
            "decision": (self.decision or "") if self.state == "decided" else "",
            "decided": self._decision_told(),
        }

    def _chosen(self, elector):
        """Own vote in a roll call under way: an option id, 0 blank, None not yet."""
        ballot = self.env["oe.cae.proposal.ballot"].search(
            [("elector_id", "=", elector.id), ("elector_id", "!=", False)]
        )
        return (ballot.option_id.id or 0) if ballot else None

    def _rules_told(self):
        rows = []
        for name in ("ballot", "electorate", "majority"):
            field = self._fields[name]
            labels = dict(field._description_selection(self.env))
            rows.append((field._description_string(self.env), labels[self[name]]))
        if self.quorum:
            rows.append((self.env._("Quorum"), f"{self.quorum:g} %".replace(".", ",")))
        return rows

    def _turnout(self):
        return self.env._(
            "%(voters)s of %(electors)s have voted.",
            voters=self.voters,
            electors=self.electors,
        )

    # -- own net -------------------------------------------------------------------

    def _options_page(self, person):
        """Options; where they change a scheme, what each would give this person."""
        rows = [
            {
                "id": option.id,
                "name": option.name,
                "text": option.description or "",
                "figures": option.figures or "",
                "own": None,
                "same": "",
            }
            for option in self.option_ids
        ]
        if not self.option_ids.draft_id:
            return rows
        found = self.env["oe.cae.what.if"]._own(self, person)
        if found:
            today, options = found
            for row, option in zip(rows, self.option_ids, strict=True):
                if option.draft_id:
                    row["own"] = self._own_page(today, options[option.id])
                else:
                    row["same"] = self.env._("Your contribution stays as it is.")
        return rows

    def _own_page(self, today, lived):
        """Today and an option side by side: the last month, and the last twelve."""
        before, after = today[-1], lived[-1]
        words = self.env["oe.cae.words"]

        def told(steps):
            return [words._sentence(item) for item in as_data(steps)]

        paid = after.net_cents is not None
        return {
            "left": self.env._("Net before tax")
            if paid
            else self.env._("Kept for you"),
            "month": self._side(
                after.month.strftime("%m/%Y"), calc.total([before]), calc.total([after])
            ),
            "year": self._side(
                self.env._("%(count)s closed months", count=len(lived)),
                calc.total(today),
                calc.total(lived),
            )
            if len(lived) > 1
            else None,
            "paid": paid,
            "missing": after.missing_cents
            and (format_fr(before.missing_cents), format_fr(after.missing_cents)),
            "why_before": told(before.steps),
            "why": told(after.steps),
            "pay_why": told(after.pay_steps),
        }

    def _side(self, title, before, after):
        change = after.left_cents - before.left_cents
        return {
            "title": title,
            "contribution": (
                format_fr(before.contribution_cents),
                format_fr(after.contribution_cents),
            ),
            "budget": (format_fr(before.budget_cents), format_fr(after.budget_cents)),
            "left": (format_fr(before.left_cents), format_fr(after.left_cents)),
            "change": signed(change),
            "tone": (change > 0) - (change < 0),
        }


class Portal(models.AbstractModel):
    """A vote that waits comes first; the others are one tap away."""

    _inherit = "oe.portal"

    @api.model
    def _cae_votes(self):
        """Proposals that the person logged in reads, as plain rows."""
        user = self.env.user
        person_sudo = user._oe_entrepreneur().sudo()
        found_sudo = self.env["oe.cae.proposal"]._readable_by(user)
        return [row._row(person_sudo) for row in found_sudo]

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab not in ("today", "me") or not self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            return cards
        if tab == "today":
            cards += [
                {
                    "title": row["name"],
                    "text": self.env._("Vote until %(day)s", day=row["until"]),
                    "url": f"/my/oe/votes/{row['id']}",
                    "button": self.env._("See my net and vote"),
                    "icon": "fa-check-square-o",
                    "sequence": 8,
                }
                for row in self._cae_votes()
                if row["todo"]
            ]
        else:
            cards.append(
                {
                    "title": self.env._("Proposals and votes"),
                    "text": self.env._("Read, discuss, vote, propose"),
                    "url": "/my/oe/votes",
                    "button": self.env._("See the proposals"),
                    "icon": "fa-check-square-o",
                    "sequence": 12,
                }
            )
        return sorted(cards, key=lambda card: card.get("sequence", 50))
