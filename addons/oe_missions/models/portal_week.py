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

    @api.model
    def _week_words(self):
        """Sentences that the page's script says, in the language of the page."""
        return {
            "online": self.env._("On line"),
            "offline": self.env._("No network"),
            "out": self.env._("Log in to send and to see addresses again."),
            "other": self.env._(
                "Somebody else is logged in on this phone: these stay here."
            ),
            "never": self.env._(
                "Open this page once with network: your week then stays here."
            ),
            "none": self.env._("No visit these days."),
            "read": self.env._("Read on %s"),
            "waiting": self.env._("%s to send"),
            "sent": self.env._("Everything is sent."),
            "sending": self.env._("Sending…"),
            "failed": self.env._(
                "The network did not answer; it is sent later by itself."
            ),
            "stored": self.env._(
                "Recorded on this phone. It is sent when there is network."
            ),
            "recorded": self.env._("The visit is recorded."),
            "planned": self.env._("Planned"),
            "due": self.env._("To record"),
            "today": self.env._("Today, %s"),
            "call": self.env._("Call %s"),
            "oncall": self.env._("On call: %s"),
            "working": self.env._("At work since %s"),
            "done": self.env._("Recorded: %s"),
            "cancelled": self.env._("Cancelled by the office"),
            "tosend": self.env._("To send: %s"),
            "refused": self.env._("Refused"),
            "required": self.env._(
                "Have the client sign, or choose why it is not signed."
            ),
            "times": self.env._("The visit must end after it starts."),
            "name": self.env._("Write the name of the person who signs."),
            "photo": self.env._("This photo cannot be read."),
            "full": self.env._("This phone has no room left: send what waits first."),
            "accepted": self.env._("The office took your hours."),
            "dismissed": self.env._("The office did not take your hours:"),
            "remove": self.env._("This record was not sent. Remove it from the phone?"),
            "asked": self.env._("Your coordinator decides."),
        }
