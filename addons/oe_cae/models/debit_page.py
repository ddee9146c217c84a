from odoo import api, models
from odoo.tools import format_date

TONES = {"to_sign": "warning", "active": "success"}


class DebitMandate(models.Model):
    """A mandate as its client reads it: plain values."""

    _inherit = "oe.cae.debit.mandate"

    def _page(self):
        self.ensure_one()
        states = dict(self._fields["state"]._description_selection(self.env))
        company = self.company_id
        address = company.partner_id._display_address(without_company=True)
        return {
            "id": self.id,
            "url": f"/my/oe/debits/{self.id}",
            "rum": self.rum,
            "creditor": company.name,
            "address": "\n".join(filter(str.strip, address.splitlines())),
            "ics": company.oe_creditor_ref or "",
            "client": self.partner_id.name,
            "recurrent": self.kind == "recurrent",
            "firm": self.scheme == "B2B",
            "state": self.state,
            "label": states[self.state],
            "tone": TONES.get(self.state, "secondary"),
            "account": self.account_shown or "",
            "signed": self.signed_on and format_date(self.env, self.signed_on),
            "signed_name": self.signed_name or "",
        }


class Portal(models.AbstractModel):
    """A card of the client's first tab, as long as there is a mandate."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        if tab == "today":
            mandates = self.env["oe.cae.debit.mandate"]._of_client(self.env.user)
            waiting = mandates.filtered(lambda row: row.state == "to_sign")
            if waiting:
                cards.append(
                    {
                        "title": self.env._("Pay by direct debit"),
                        "text": waiting[0].company_id.name,
                        "url": waiting[0]._page()["url"],
                        "button": self.env._("Read and sign"),
                        "icon": "fa-pencil",
                        "tone": "warning",
                        "sequence": 20,
                    }
                )
        if tab == "me":
            mandates = self.env["oe.cae.debit.mandate"]._of_client(self.env.user)
            if mandates:
                cards.append(
                    {
                        "title": self.env._("Direct debits"),
                        "text": self.env._("Whom you let debit your account"),
                        "url": "/my/oe/debits",
                        "button": self.env._("My mandates"),
                        "icon": "fa-university",
                        "sequence": 60,
                    }
                )
        return sorted(cards, key=lambda card: card.get("sequence", 50))
