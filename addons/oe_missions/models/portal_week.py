from odoo import api, models
from odoo.http import request

YEAR = 365 * 24 * 3600


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            if tab == "today":
                cards.append(self._week_card())
            elif tab == "me":
                cards.append(self._calendar_card())
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _week_card(self):
        if request:
            # Read by the page of the week without network: it shows nobody else's.
            request.future_response.set_cookie(
                "oe_week_user", str(self.env.uid), max_age=YEAR, samesite="Lax"
            )
        return {
            "title": self.env._("My week, even without network"),
            "text": self.env._(
                "Open it once with network: then visits are read and recorded on the "
                "phone alone, and sent later."
            ),
            "url": "/my/oe/week",
            "button": self.env._("Open my week"),
            "icon": "fa-calendar-check-o",
            "sequence": 9,
        }

    def _calendar_card(self):
        return {
            "title": self.env._("My visits in my calendar"),
            "text": self.env._("An address for the calendar of your phone"),
            "url": "/my/oe/calendars",
            "button": self.env._("See"),
            "icon": "fa-calendar-o",
            "sequence": 60,
        }
