from fractions import Fraction

from odoo import api, models

from odoo.addons.oe_base.calc.money import format_fr


def decimal_fr(text):
    """``119/4`` or ``29.75`` as ``29,75``, without useless zeros."""
    value = f"{float(Fraction(text)):.2f}"
    return value.rstrip("0").rstrip(".").replace(".", ",")


class Words(models.AbstractModel):
    """Sentences of the pay list."""

    _inherit = "oe.cae.words"

    @api.model
    def _sentence(self, item):
        if item["key"].startswith("list."):
            return self._list(item["key"], item["cents"])
        if item["key"].startswith("year_end."):
            return self._year_end(item["key"], format_fr(item["cents"]))
        if item["key"].startswith("sim."):
            return self._simulated(item)
        return super()._sentence(item)

    def _simulated(self, item):
        amount = format_fr(item["cents"])
        hours = item["inputs"].get("hours", "0")
        return {
            "sim.turnover": self.env._(
                "%(hours)s h at your price: %(amount)s",
                hours=decimal_fr(hours),
                amount=amount,
            ),
            "sim.purchases": self.env._(
                "Purchases and subcontracting: %(amount)s", amount=amount
            ),
            "sim.charges": self.env._(
                "Expense claims and other charges: %(amount)s", amount=amount
            ),
            "sim.contribution": self.env._(
                "Contribution to the cooperative: %(amount)s", amount=amount
            ),
            "sim.reserve": self.env._("Put aside: %(amount)s", amount=amount),
            "sim.budget": self.env._("Pay budget: %(amount)s", amount=amount),
        }[item["key"]]

    def _year_end(self, key, amount):
        return {
            "year_end.turnover": self.env._("Turnover: %(amount)s", amount=amount),
            "year_end.contribution": self.env._(
                "Contribution to the cooperative: %(amount)s", amount=amount
            ),
            "year_end.direct": self.env._(
                "Purchases and other charges: %(amount)s", amount=amount
            ),
            "year_end.reserve": self.env._(
                "Put aside in the year: %(amount)s", amount=amount
            ),
            "year_end.paid": self.env._(
                "Pay of the year, at its full cost: %(amount)s", amount=amount
            ),
            "year_end.left": self.env._(
                "Left in the cooperative, as the contract allows: %(amount)s",
                amount=amount,
            ),
            "year_end.overpaid": self.env._(
                "Paid beyond what was there, carried and not taken back: %(amount)s",
                amount=amount,
            ),
        }[key]

    def _list(self, key, cents):
        amount, opposite = format_fr(cents), format_fr(-cents)
        if key == "list.reserve":
            return self._reserve(cents)
        return {
            "list.budget": self.env._("On the account: %(amount)s", amount=amount),
            "list.pending": self.env._(
                "Pay agreed before, that the books do not know yet: %(amount)s",
                amount=amount,
            ),
            "list.cost": self.env._("This pay costs: %(amount)s", amount=opposite),
            "list.residue": self.env._(
                "Left on the account: %(amount)s", amount=amount
            ),
            "list.fixed": self.env._(
                "Part fixe of the contract: %(amount)s", amount=amount
            ),
            "list.variable": self.env._(
                "Advance on the part variable, all that fits: %(amount)s", amount=amount
            ),
            "list.decided": self.env._(
                "Advance on the part variable, as decided: %(amount)s", amount=amount
            ),
        }[key]
