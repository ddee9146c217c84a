from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents

HALVES = ("profit", "balance")


class Exit(models.Model):
    """The statement of an exit, as plain data: frozen, printed, on the portal."""

    _inherit = "oe.cae.exit"

    @api.model
    def _of_user(self, user):
        """Exits that a portal user may still read, past the rules."""
        found_sudo = self.sudo().search(
            [("entrepreneur_id.partner_id", "=", user.partner_id.id)]
        )
        return found_sudo.filtered(lambda row: row._is_readable())

    def _is_readable(self):
        return not self.access_end or self.access_end >= self.company_id._oe_today()

    def _statement(self):
        """Everything the person leaves with, as it stands now."""
        self.ensure_one()
        left = self._left()
        return {
            "day": format_date(self.env, self.company_id._oe_today()),
            "end": format_date(self.env, self.date_end) if self.date_end else "",
            "reason": self._label_of(self.contract_id, "end_reason"),
            "accounts": [part._page() for part in self.part_ids],
            "items": [
                {
                    "label": item.display_name,
                    "state": self._label_of(item, "state"),
                    "done": item.state == "done",
                    "on": format_date(self.env, item.done_on) if item.done_on else "",
                    "left": left[item.code] if item.state != "done" else "",
                    "why": item.waive_reason if item.state == "waived" else "",
                    "note": item.note or "",
                }
                for item in self.item_ids
            ],
            "shares": self._shares_rows(),
            "clients": self._clients_words(),
        }

    def _label_of(self, record, name):
        labels = dict(record._fields[name]._description_selection(self.env))
        return labels.get(record[name], "")

    def _shares_rows(self):
        """Shares held, and what is given back until when."""
        members = self.env["oe.cae.member"].search(
            [
                ("partner_id", "=", self.entrepreneur_id.partner_id.id),
                ("company_id", "=", self.company_id.id),
            ]
        )
        rows = [
            [
                self.env._("Shares held"),
                f"{member.shares}, {format_fr(to_cents(member.paid))}",
            ]
            for member in members
            if member.shares
        ]
        refunds = members.move_ids.filtered(
            lambda move: (
                move.kind == "refund"
                and move.state == "done"
                and move.refund_amount > 0
                and not move._was_taken_back()
            )
        )
        for move in refunds:
            amount = format_fr(to_cents(move.refund_amount))
            day = move.settled_on or move.refund_due
            label = (
                self.env._("Shares given back on %(day)s")
                if move.settled_on
                else self.env._("Shares given back before %(day)s")
            )
            rows.append([label % {"day": format_date(self.env, day)}, amount])
        return rows

    def _clients_words(self):
        if self.clients_rights == "cae":
            return self.env._("The contract gives the clients to the cooperative.")
        if self.clients_rights == "shared":
            return self.env._(
                "The clients are shared as the contract says: %(note)s",
                note=self.contract_id.rights_note or "",
            )
        return self.env._("The clients stay the entrepreneur's (C. trav. L.7331-2).")

    def _page(self):
        """The statement for a template: frozen once closed, live before."""
        self.ensure_one()
        told = self.closing if self.state == "closed" else self._statement()
        return {
            **told,
            "id": self.id,
            "state": self.state,
            "label": self._label_of(self, "state"),
            "who": self.entrepreneur_id.name,
            "company": self.company_id.name,
            "contract": self.contract_id.display_name,
            "access_end": self.access_end and format_date(self.env, self.access_end),
            "may_export": self._may_take_clients(),
            "exported": self.exported_on and format_date(self.env, self.exported_on),
            "closed_on": self.closed_on and format_date(self.env, self.closed_on),
            "accounts": [self._account_words(row) for row in told["accounts"]],
            "seal": (self.seal or "")[:16],
        }

    def _printed(self):
        """The same on paper, for whoever may read the exit.

        The core's page of reports is open to every login and asks nothing itself.
        """
        self.check_access("read")
        return self.sudo()._page()

    def _account_words(self, row):
        """Amounts of an account in French, part and rest beside each other."""
        return {
            **row,
            **{
                half: [
                    {
                        "label": label,
                        "whole": format_fr(whole),
                        "part": format_fr(part),
                        "rest": format_fr(rest),
                    }
                    for label, whole, part, rest in row[half]
                ]
                for half in HALVES
            },
            **{
                f"{half}_total": dict(
                    zip(
                        ("whole", "part", "rest"),
                        map(format_fr, row[f"{half}_total"]),
                        strict=True,
                    )
                )
                for half in HALVES
            },
        }


class ShareMove(models.Model):
    _inherit = "oe.cae.share.move"

    def _was_taken_back(self):
        return bool(self.search_count([("reversal_of_id", "in", self.ids)], limit=1))


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if tab in ("today", "me") and user.has_group("oe_base.group_oe_entrepreneur"):
            cards += [
                {
                    "title": self.env._(
                        "My exit from %(company)s", company=row_sudo.company_id.name
                    ),
                    "value": row_sudo.date_end
                    and format_date(self.env, row_sudo.date_end),
                    "text": self.env._(
                        "What is left to do, your balance, your clients to take along."
                    ),
                    "url": f"/my/oe/exits/{row_sudo.id}",
                    "button": self.env._("Open my exit"),
                    "icon": "fa-sign-out",
                    "tone": "warning" if row_sudo.state == "open" else "info",
                    "sequence": 6 if row_sudo.state == "open" else 45,
                }
                for row_sudo in self.env["oe.cae.exit"]._of_user(user)
            ]
        return sorted(cards, key=lambda card: card.get("sequence", 50))
