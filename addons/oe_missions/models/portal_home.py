from odoo import api, models
from odoo.tools import format_date


class Portal(models.AbstractModel):
    """Cards of the home: what a client or a relative is told."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "today":
            cards += self._message_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _message_cards(self):
        """What the cooperative told this last week; past the rules, own ones only."""
        messages_sudo = self.env["oe.client.message"]._shown(self.env.user.partner_id)
        return [
            {
                "title": message.subject,
                "text": message.body,
                "lines": [
                    (
                        message.partner_id.name,
                        format_date(self.env, message.create_date),
                    )
                ],
                "icon": "fa-envelope-o",
                "tone": "warning",
                "sequence": 3,
            }
            for message in messages_sudo
        ]
