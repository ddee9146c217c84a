"""Steps of the computing layer, kept as plain data and told in words."""

from fractions import Fraction

from odoo import api, models
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr


def as_data(steps):
    """Steps as a JSON list: keys, cents, and inputs as text."""
    return [
        {
            "key": item.label_key,
            "cents": item.amount_cents,
            "inputs": {name: _plain(value) for name, value in item.inputs},
        }
        for item in steps
    ]


def _plain(value):
    return value if value is None or isinstance(value, int) else str(value)


def percent(text):
    """``1/10`` as ``10 %``, with the French comma."""
    value = float(Fraction(text) * 100)
    return f"{value:.4f}".rstrip("0").rstrip(".").replace(".", ",") + " %"


def month_label(text):
    """``2026-01-01`` as ``01/2026``."""
    return f"{text[5:7]}/{text[:4]}"


class Words(models.AbstractModel):
    """One sentence per step, in the reader's language."""

    _name = "oe.cae.words"
    _description = "Explanations in words"

    @api.model
    def _sentence(self, item):
        key, cents, inputs = item["key"], item["cents"], item["inputs"]
        family = key.split(".")[0]
        if family == "contribution":
            return self._contribution(key, cents, inputs)
        if family == "pay":
            return self._pay(key, cents, inputs)
        return self._statement(key, cents, inputs)

    def _contribution(self, key, cents, inputs):
        amount = format_fr(cents)
        if key == "contribution.bracket":
            return self.env._(
                "%(base)s at %(rate)s: %(amount)s",
                base=format_fr(inputs["base_cents"]),
                rate=percent(inputs["rate"]),
                amount=amount,
            )
        if key == "contribution.internal":
            return self.env._(
                "Between entrepreneurs, %(base)s at %(rate)s: %(amount)s",
                base=format_fr(inputs["base_cents"]),
                rate=percent(inputs["rate"]),
                amount=amount,
            )
        if key == "contribution.fixed":
            return self.env._("Fixed part of the month: %(amount)s", amount=amount)
        if key == "contribution.bound":
            return self.env._("Minimum or maximum: %(amount)s", amount=amount)
        if key == "contribution.exempt":
            if inputs.get("reason") == "first_months":
                return self.env._("Exempt: first months of the contract.")
            reasons = self.env["oe.cae.exemption"]._fields["reason"]
            labels = dict(reasons._description_selection(self.env))
            why = labels.get(inputs.get("reason"), "")
            return self.env._("Exempt: %(why)s", why=why)
        return self.env._("Rounding to the cent: %(amount)s", amount=amount)

    def _statement(self, key, cents, inputs):
        amount = format_fr(cents)
        if key == "statement.late":
            return self.env._(
                "Booked after %(month)s was closed, or correcting it: %(amount)s",
                month=month_label(inputs["month"]),
                amount=amount,
            )
        if key == "statement.invoiced":
            return self.env._("Invoices less credit notes: %(amount)s", amount=amount)
        if key == "statement.collected":
            return self.env._(
                "Part of the invoices paid by clients, excl. VAT: %(amount)s",
                amount=amount,
            )
        if key == "statement.purchases":
            return self.env._("Purchases and subcontracting: %(amount)s", amount=amount)
        if key == "statement.internal_sale":
            return self.env._(
                "Sold to entrepreneurs of the cooperative: %(amount)s", amount=amount
            )
        if key == "statement.internal_purchase":
            return self.env._(
                "Bought from entrepreneurs of the cooperative: %(amount)s",
                amount=amount,
            )
        if key == "statement.reserve":
            return self._reserve(cents)
        if key == "statement.share":
            return self.env._(
                "Shared activity, %(share)s of %(whole)s (agreement of %(day)s): "
                "%(amount)s",
                share=percent(inputs["share"]),
                whole=format_fr(inputs["whole_cents"]),
                day=format_date(self.env, inputs["since"]),
                amount=amount,
            )
        if key == "statement.payroll":
            return self.env._(
                "Payroll booked on the activity: %(amount)s", amount=amount
            )
        return self.env._("Expense claims and other charges: %(amount)s", amount=amount)

    def _reserve(self, cents):
        if cents < 0:
            return self.env._(
                "Put aside, yours still: %(amount)s", amount=format_fr(-cents)
            )
        return self.env._(
            "Taken out of what was put aside: %(amount)s", amount=format_fr(cents)
        )

    def _pay(self, key, cents, inputs):
        amount = format_fr(cents)
        totals = {
            "pay.gross": self.env._("Gross pay: %(amount)s", amount=amount),
            "pay.cost": self.env._("Full cost of the pay: %(amount)s", amount=amount),
            "pay.net": self.env._("Net before income tax: %(amount)s", amount=amount),
            "pay.health_employer": self.env._(
                "Health cover, employer: %(amount)s", amount=amount
            ),
            "pay.health_employee": self.env._(
                "Health cover, employee: %(amount)s", amount=amount
            ),
        }
        if key in totals:
            return totals[key]
        if key == "pay.reduction":
            return self.env._(
                "General reduction of contributions, coefficient %(value)s: %(amount)s",
                value=inputs["coefficient"].replace(".", ","),
                amount=amount,
            )
        return self.env._(
            "%(name)s, %(rate)s of %(base)s: %(amount)s",
            name=self.env["oe.cae.pay.line"]._label(key.split(".")[-1]),
            rate=percent(inputs["rate"]),
            base=format_fr(inputs["base_cents"]),
            amount=amount,
        )
