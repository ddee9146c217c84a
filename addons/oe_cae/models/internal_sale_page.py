from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents


class InternalSale(models.Model):
    """A sale between entrepreneurs, as the pages of both show it."""

    _inherit = "oe.cae.internal.sale"

    @api.model
    def _of_user(self, user):
        """Sales that a portal user makes or is asked for, past the rules."""
        partner = user.partner_id.id
        return self.sudo().search(
            [
                "|",
                ("seller_id.entrepreneur_id.partner_id", "=", partner),
                ("buyer_id.entrepreneur_id.partner_id", "=", partner),
            ]
        )

    def _page(self, partner):
        """A sale as plain values for one of both."""
        self.ensure_one()
        mine = self.seller_id.entrepreneur_id.partner_id == partner
        other = self.buyer_id if mine else self.seller_id
        labels = dict(self._fields["state"]._description_selection(self.env))
        tones = {"asked": "warning", "done": "success", "refused": "danger"}
        return {
            "id": self.id,
            "url": f"/my/oe/internal/{self.id}",
            "name": self.name,
            "mine": mine,
            "with": other.entrepreneur_id.name,
            "amount": format_fr(to_cents(self.amount)),
            "date": format_date(self.env, self.date or self.create_date),
            "state": self.state,
            "label": labels[self.state],
            "tone": tones.get(self.state, "info"),
            "note": self.note or "",
        }
