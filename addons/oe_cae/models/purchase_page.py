from odoo import api, models


class Portal(models.AbstractModel):
    """Cards of what was bought, and of what waits for the buyer's word."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if user.has_group("oe_base.group_oe_entrepreneur"):
            bills = self.env["account.move"]._oe_bills_of(user)
            asked = bills.filtered(lambda bill: bill.oe_routing == "asked")
            if tab == "today":
                cards += [self._bill_card(bill) for bill in asked]
                cards += self._internal_cards()
            elif tab == "account":
                cards.append(
                    {
                        "title": self.env._("Purchases"),
                        "text": self.env._("Order, and see the bills of suppliers"),
                        "url": "/my/oe/purchases",
                        "button": self.env._("My purchases"),
                        "icon": "fa-shopping-basket",
                        "sequence": 16,
                    }
                )
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _internal_cards(self):
        """What colleagues say one owes them."""
        partner = self.env.user.partner_id
        sales = self.env["oe.cae.internal.sale"]._of_user(self.env.user)
        rows = [sale._page(partner) for sale in sales if sale.state == "asked"]
        return [
            {
                "title": self.env._("%(who)s worked for you", who=row["with"]),
                "value": row["amount"],
                "text": row["name"],
                "url": row["url"],
                "button": self.env._("Answer"),
                "icon": "fa-handshake-o",
                "tone": "warning",
                "sequence": 27,
            }
            for row in rows
            if not row["mine"]
        ]

    def _bill_card(self, bill):
        row = bill._oe_bill_row()
        return {
            "title": self.env._(
                "A bill for you? %(supplier)s", supplier=row["supplier"]
            ),
            "value": row["total"],
            "url": row["url"],
            "button": self.env._("Answer"),
            "icon": "fa-question-circle-o",
            "tone": "warning",
            "sequence": 26,
        }
