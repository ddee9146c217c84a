from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents


class Portal(models.AbstractModel):
    """Membership as the person sees it: shares held, applications, consents."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab in ("today", "me") and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += self._cae_membership_cards(tab)
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _cae_papers(self):
        return [
            *super()._cae_papers(),
            ("oe.cae.share.deduction", "/my/oe/deductions"),
        ]

    def _cae_membership_cards(self, tab):
        user = self.env.user
        candidatures = self.env["oe.cae.candidature"]
        rows = [row_sudo._page() for row_sudo in candidatures._of_user(user)]
        cards = []
        for row in rows[:1]:
            # An answer stands first for a while, then with the rest.
            if tab == "me" or row["state"] in ("asked", "heard", "refused"):
                cards.append(
                    {
                        "title": row["title"],
                        "value": row["label"],
                        "text": row["reason"] or "",
                        "url": row["url"],
                        "button": self.env._("Open the application"),
                        "icon": "fa-handshake-o",
                        "tone": row["tone"],
                        "sequence": 13 if tab == "me" else 40,
                    }
                )
        if tab == "me":
            cards += self._cae_shares_cards()
        return cards

    def _cae_shares_cards(self):
        shares = [row for row in self._cae_shares() if row["open"]]
        person = self.env.user._oe_entrepreneur()
        cards = [
            {
                "title": self.env._("Member of %(company)s", company=row["company"]),
                "value": row["told"],
                "lines": row["totals"],
                "url": "/my/oe/shares",
                "button": self.env._("My shares"),
                "icon": "fa-handshake-o",
                "sequence": 11,
            }
            for row in shares
        ]
        if self.env["oe.cae.candidature"]._may_apply(person):
            cards.append(
                {
                    "title": self.env._("Become a member"),
                    "text": self.env._(
                        "One person, one vote: the cooperative belongs to its members."
                    ),
                    "url": "/my/oe/memberships/new",
                    "button": self.env._("Apply"),
                    "icon": "fa-handshake-o",
                    "sequence": 16,
                }
            )
        return cards

    @api.model
    def _cae_shares(self):
        """Memberships of the current user, with their movements, as plain values."""
        partner = self.env.user.partner_id
        # Nobody on the portal has access to the register: one's own rows only.
        members_sudo = (
            self.env["oe.cae.member"].sudo().search([("partner_id", "=", partner.id)])
        )
        return [self._cae_shares_row(member_sudo) for member_sudo in members_sudo]

    def _cae_shares_row(self, member):
        moves = (member.move_ids | member.received_ids).filtered(
            lambda move: move.state == "done"
        )
        labels = dict(moves._fields["kind"]._description_selection(self.env))
        return {
            "company": member.company_id.name,
            "open": not member.date_end,
            "since": format_date(self.env, member.date_start),
            "until": member.date_end and format_date(self.env, member.date_end),
            "told": self._cae_count(member.shares),
            "totals": [
                (self.env._("Subscribed"), format_fr(to_cents(member.subscribed))),
                (self.env._("Paid"), format_fr(to_cents(member.paid))),
                (self.env._("Left to pay"), format_fr(to_cents(member.left))),
            ],
            "moves": [
                {
                    "date": format_date(self.env, move.date),
                    "label": self.env._("Taken back: %(name)s", name=labels[move.kind])
                    if move.reversal_of_id
                    else labels[move.kind],
                    "effect": self._cae_effect(move, member),
                    "due": self._cae_refund_words(move),
                }
                for move in moves.sorted(lambda row: (row.date, row.id), reverse=True)
            ],
        }

    def _cae_effect(self, move, member):
        sign = 1 if move.member_id == member else -1
        if move.delta_shares:
            count = sign * move.delta_shares
            return f"{count:+d}".replace("-", "−")
        cents = to_cents(move.delta_paid or move.delta_called)
        return format_fr(sign * cents)

    def _cae_refund_words(self, move):
        if move.kind != "refund" or move.reversal_of_id or not move.refund_amount:
            return ""
        amount = format_fr(to_cents(move.refund_amount))
        if move.settled_on:
            return self.env._(
                "%(amount)s given back on %(day)s",
                amount=amount,
                day=format_date(self.env, move.settled_on),
            )
        return self.env._(
            "%(amount)s given back before %(day)s",
            amount=amount,
            day=format_date(self.env, move.refund_due),
        )

    def _cae_count(self, count):
        if count == 1:
            return self.env._("1 share")
        return self.env._("%(count)s shares", count=count)
