from odoo import api, models
from odoo.tools import formatLang


class Portal(models.AbstractModel):
    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "me" or (tab == "today" and self._oe_sap_is_client()):
            cards += self._oe_sap_certificate_cards()
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _oe_sap_is_client(self):
        return not self.env.user.has_group("oe_base.group_oe_entrepreneur")

    @api.model
    def _oe_sap_certificate_cards(self):
        rows_sudo = self.env["oe.sap.certificate"]._readable(self.env.user)
        return [
            {
                "title": self.env._("Tax certificate %(year)s", year=row_sudo.year),
                "value": formatLang(
                    self.env, row_sudo.paid, currency_obj=row_sudo.currency_id
                ),
                "text": row_sudo.partner_id.name,
                "url": f"/my/oe/certificates/{row_sudo.id}.pdf",
                "button": self.env._("Download"),
                "icon": "fa-file-pdf-o",
                "sequence": 40,
            }
            for row_sudo in rows_sudo
        ]
