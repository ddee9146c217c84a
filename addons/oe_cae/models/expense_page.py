from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr

TONES = {
    "submitted": "info",
    "approved": "success",
    "posted": "success",
    "in_payment": "success",
    "paid": "success",
    "refused": "danger",
}


class Portal(models.AbstractModel):
    """Expense claims of the person logged in, as plain values."""

    _inherit = "oe.portal"

    @api.model
    def _cards(self, tab):
        cards = super()._cards(tab)
        user = self.env.user
        if tab == "account" and user.has_group("oe_base.group_oe_entrepreneur"):
            person_sudo = user._oe_entrepreneur()
            claims = self.env["hr.expense"]._oe_claims(person_sudo)
            waiting = claims.filtered(lambda claim: claim.state in TONES)
            owed = sum(
                claim._oe_amount()
                for claim in waiting
                if claim.state not in ("paid", "refused")
            )
            cards.append(
                {
                    "title": self.env._("Expenses and mileage"),
                    "value": owed and format_fr(owed),
                    "text": (
                        self.env._("To be paid back to you")
                        if owed
                        else self.env._("A photo of the receipt is enough")
                    ),
                    "url": "/my/oe/expenses",
                    "button": self.env._("My claims"),
                    "icon": "fa-camera",
                    "sequence": 12,
                }
            )
        return sorted(cards, key=lambda card: card.get("sequence", 50))

    @api.model
    def _expense_rows(self, person_sudo):
        """Claims of a person for the list."""
        claims = self.env["hr.expense"]._oe_claims(person_sudo)[:100]
        return [self._expense_row(claim) for claim in claims]

    def _expense_row(self, claim):
        return {
            "url": f"/my/oe/expenses/{claim.id}",
            "name": claim.name,
            "date": format_date(self.env, claim.date),
            "amount": format_fr(claim._oe_amount()),
            "tone": TONES.get(claim.state, "info"),
            "state": self._expense_state(claim),
        }

    def _expense_state(self, claim):
        return {
            "submitted": self.env._("A manager reads it"),
            "approved": self.env._("Accepted"),
            "posted": self.env._("On your account"),
            "in_payment": self.env._("Being paid"),
            "paid": self.env._("Paid back"),
            "refused": self.env._("Refused"),
        }.get(claim.state, self.env._("Draft"))

    @api.model
    def _expense_page(self, claim):
        """One claim: what, how much, why, and what may still be done."""
        return {
            **self._expense_row(claim),
            "id": claim.id,
            "category": claim.product_id.name,
            "activity": claim.oe_activity_id.name,
            "tax": claim.tax_amount and format_fr(round(claim.tax_amount * 100)),
            "why": claim._oe_why(),
            "refusal": claim.state == "refused" and claim.oe_refusal,
            "receipt": bool(claim.message_main_attachment_id),
            "open": claim.state in ("draft", "submitted"),
        }

    @api.model
    def _expense_choices(self, person_sudo):
        """Activities, categories, cars and powers that the forms offer."""
        products_sudo = self.env["product.product"].sudo()
        receipts = products_sudo.search(
            [("oe_expense_kind", "=", "receipt")], order="sequence, id"
        )
        cars_sudo = self.env["oe.cae.vehicle"].sudo()  # the person's own
        cars_sudo = cars_sudo.search([("entrepreneur_id", "=", person_sudo.id)])
        labels = cars_sudo._fields["power"]._description_selection(self.env)
        return {
            "activities": [(row.id, row.name) for row in self._own_activities()],
            "categories": [(row.id, row.name, row.oe_expense_vat) for row in receipts],
            "cars": [(car.id, car.name) for car in cars_sudo],
            "powers": labels,
        }
