from odoo import api, models


class Portal(models.AbstractModel):
    """The card of the public profile."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "me" and self.env.user.has_group("oe_base.group_oe_entrepreneur"):
            cards.append(self._profile_card())
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    def _profile_card(self):
        person_sudo = self.env.user._oe_entrepreneur()
        profile_sudo = (
            self.env["oe.public.profile"]
            .sudo()
            .search([("entrepreneur_id", "=", person_sudo.id)])
        )
        texts = {
            "published": self.env._("Everybody can read it; you take it off at once."),
            "suspended": self.env._(
                "Suspended: %(reason)s", reason=profile_sudo.suspended_reason or ""
            ),
        }
        tones = {"published": "success", "suspended": "danger"}
        return {
            "title": self.env._("My public profile"),
            "text": texts.get(profile_sudo.state)
            or self.env._(
                "Let clients find you: what you do, where, at what price. "
                "You choose what is shown."
            ),
            "url": "/my/oe/profile",
            "button": self.env._("See and change"),
            "icon": "fa-address-card-o",
            "tone": tones.get(profile_sudo.state),
            "sequence": 5,
        }
