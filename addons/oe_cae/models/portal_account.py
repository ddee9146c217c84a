from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr


class Portal(models.AbstractModel):
    """The standing access of R.7331-5: both halves, down to the document."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "account" and self.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            cards += [
                {
                    "title": activity.name,
                    "text": self.env._("Balance sheet and profit and loss, today"),
                    "url": f"/my/oe/accounts/{activity.id}",
                    "button": self.env._("Open the account"),
                    "icon": "fa-balance-scale",
                    "sequence": 15,
                }
                for activity in self._own_activities()
            ]
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _own_activities(self):
        """Activities of the person logged in, found past the rules on companies."""
        person = self.env.user._oe_entrepreneur()
        activities_sudo = self.env["oe.activity"].sudo()
        return activities_sudo.search([("entrepreneur_id", "=", person.id)])

    @api.model
    def _account_page(self, activity_sudo):
        """Both halves of an activity as plain values.

        :return: dict, or None when there is nothing yet
        """
        rows, year_start = self._account_rows(activity_sudo)
        shared = self._is_shared(activity_sudo)
        halves = {
            half: [
                {
                    "label": row["label"],
                    "amount": format_fr(row["cents"]),
                    "url": row["items"]
                    and not shared
                    and isinstance(row["account"], int)
                    and f"/my/oe/accounts/{activity_sudo.id}/{half}/{row['account']}",
                }
                for row in rows
                if row["half"] == half and row["cents"]
            ]
            for half in ("profit", "balance")
        }
        result = sum(row["cents"] for row in rows if row["half"] == "profit")
        return {
            "id": activity_sudo.id,
            "name": activity_sudo.name,
            "company": activity_sudo.company_id.name,
            "day": format_date(self.env, self._today()),
            "year_start": format_date(self.env, year_start),
            "shared": shared,
            "result": format_fr(result),
            **halves,
        }

    @api.model
    def _account_items(self, activity_sudo, half, account_id):
        """The lines behind one figure; only this activity's part of each.

        :return: dict, or None when there is no such figure to open
        """
        if self._is_shared(activity_sudo):
            return None
        rows, _start = self._account_rows(activity_sudo)
        row = next(
            (
                row
                for row in rows
                if (row["half"], row["account"]) == (half, account_id)
            ),
            None,
        )
        if not row:
            return None
        lines_sudo = self.env["account.move.line"].sudo().browse(row["items"])
        mine = set(self.env["account.move"]._oe_of(self.env.user).ids)
        return {
            "label": row["label"],
            "total": format_fr(row["cents"]),
            "items": [
                {
                    "date": format_date(self.env, line.date),
                    "document": line.move_id.name or "",
                    "label": self._item_label(line, mine),
                    "amount": format_fr(row["items"][line.id]),
                    "url": line.move_id.id in mine
                    and f"/my/oe/sales/invoices/{line.move_id.id}",
                }
                for line in lines_sudo.sorted(lambda line: (line.date, line.id))
            ],
        }

    def _item_label(self, line, mine):
        """What the line is; a document of several people names nobody else's client."""
        if line.move_id.id in mine:
            return line.partner_id.name or line.name or ""
        if line.move_id.move_type == "entry":
            return line.journal_id.name
        return line.partner_id.name if self._is_alone(line) else ""

    def _is_alone(self, line):
        column = self.env["account.analytic.plan"]._oe_activities_plan()._column_name()
        return len(line.move_id.line_ids.analytic_line_ids[column]) == 1

    def _account_rows(self, activity_sudo):
        balance_sudo = self.env["oe.cae.balance"].sudo()
        company, account = activity_sudo.company_id, activity_sudo.account_id
        today = self._today()
        start = balance_sudo._year_start(company, today)
        told = balance_sudo._spreads(company, today, account)
        rows = balance_sudo._halves(
            self._own_spreads(activity_sudo, told), start, {account.id}
        )
        return self._own_rows(activity_sudo, rows), start

    def _own_spreads(self, activity_sudo, told):
        """Hook: what of an account its reader may see."""
        return told

    def _own_rows(self, activity_sudo, rows):
        """Hook: rows as their reader may see them."""
        return rows

    def _is_shared(self, activity_sudo):
        """Whether another person works on the same account: only totals then."""
        # Whether there is another is all that is told of others.
        shared_sudo = self.env["oe.activity"].sudo().with_context(active_test=False)
        found_sudo = shared_sudo.search(
            [("account_id", "=", activity_sudo.account_id.id)]
        )
        return len(found_sudo.entrepreneur_id) > 1
