from odoo import api, models


class Portal(models.AbstractModel):
    """The last account of the mutualised services, for those it is published to."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if tab == "account" and user.has_group("oe_base.group_oe_entrepreneur"):
            found = self.env["oe.cae.services.account"]._published_for(user)
            cards += [
                {
                    "title": account.display_name,
                    "text": self.env._("What the cooperative received and spent"),
                    "url": f"/my/oe/services/{account.id}",
                    "button": self.env._("Read the account"),
                    "icon": "fa-users",
                    "sequence": 60,
                }
                for account in found[:2]
            ]
        return sorted(cards, key=lambda card: card.get("sequence", 50))
