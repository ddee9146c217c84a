from odoo import api, models
from odoo.tools import formatLang

from odoo.addons.oe_base.calc.money import from_cents, to_cents


class Portal(models.AbstractModel):
    """What an ES sells, as plain values for pages and cards."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            if tab == "account":
                cards.append(self._sales_card())
            elif tab == "today":
                cards += self._sales_todo_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _sales_card(self):
        moves = self.env["account.move"]._oe_of(self.env.user)
        due = moves.filtered(lambda move: move.state == "posted")
        late = due.filtered(
            lambda move: (
                move.amount_residual > 0
                and (move.invoice_date_due or self._today()) < self._today()
            )
        )
        lines = [
            (self.env._("Clients owe"), self._euros(due, "amount_residual_signed")),
        ]
        if late:
            lines.append(
                (self.env._("Of which late"), self._euros(late, "amount_residual"))
            )
        return {
            "title": self.env._("My quotes and invoices"),
            "lines": lines if due else [],
            "text": None if due else self.env._("Make your first quote in a minute."),
            "url": "/my/oe/sales",
            "button": self.env._("Quotes and invoices"),
            "icon": "fa-file-text-o",
            "sequence": 15,
        }

    def _euros(self, moves, name):
        total = sum(to_cents(move[name]) for move in moves)
        return formatLang(
            self.env, float(from_cents(total)), currency_obj=self.env.ref("base.EUR")
        )

    def _sales_todo_cards(self):
        orders = self.env["sale.order"]._oe_of(self.env.user)
        return [
            {
                "title": self.env._(
                    "Accepted: %(client)s", client=order.partner_id.name
                ),
                "text": order.name,
                "url": f"/my/oe/sales/{order.id}",
                "button": self.env._("Invoice what is done"),
                "icon": "fa-check",
                "tone": "success",
                "sequence": 25,
            }
            for order in orders
            if order.state == "sale" and not order._oe_is_invoiced()
        ]

    @api.model
    def _sales_page(self):
        """The list of everything an ES sells, newest first."""
        user = self.env.user
        orders = self.env["sale.order"]._oe_of(user).sorted("id", reverse=True)
        moves = self.env["account.move"]._oe_of(user).sorted("id", reverse=True)
        return {
            "quotes": [order._oe_row() for order in orders[:80]],
            "invoices": [move._oe_row() for move in moves[:80]],
        }
