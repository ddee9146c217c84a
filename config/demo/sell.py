"""What an entrepreneur sells alone: a client book, a quote and its invoice."""

import datetime
from fractions import Fraction


class Sell:
    """Part of the stage and of the month: Samira trains an association."""

    def _own_clients(self):
        samira = self.env["oe.entrepreneur"].search([("name", "=", "Samira Cohen")])
        self.env["oe.cae.client"]._save(
            samira,
            {
                "name": "Amicale laïque de Doulon",
                "is_company": True,
                "street": "10 rue de la Basinerie",
                "zip": "44300",
                "city": "Nantes",
                "email": "amicale@oui-ensemble.example",
            },
        )

    def sell(self):
        """3 h at 49.00 quoted, accepted, invoiced: 147.00 excl., 176.40 incl."""
        person = self.samira
        book = self.env["oe.cae.client"]._book(person)
        training = self.env["product.template"]._oe_direct_sales()[:1]
        line = {
            "product": training.product_variant_id,
            "name": "Prévenir les chutes à domicile",
            "quantity": Fraction(3),
            "price": Fraction(49),
        }
        order = self.env["sale.order"]._oe_sell(person, book[:1], [line])
        order._oe_go()
        order.action_confirm()
        move = order._oe_invoice_done({order.order_line.id: Fraction(3)})
        # Due since the summer: the page of the invoice proposes a reminder.
        move.write(
            {
                "invoice_date": datetime.date(2026, 6, 30),
                "invoice_date_due": datetime.date(2026, 7, 30),
            }
        )
        move._oe_go()
        return move
