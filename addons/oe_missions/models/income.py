from odoo import models

from odoo.addons.oe_base.calc.money import to_cents


class Entrepreneur(models.Model):
    """Business brought: the part agreed on works that were received."""

    _inherit = "oe.entrepreneur"

    def _income_rows(self, start, end):
        rows = super()._income_rows(start, end)
        # Orders are closed to portal users; only those this person brought are read.
        orders_sudo = self.env["oe.works.order"].sudo()
        found = orders_sudo.search(
            [
                ("brought_by_id", "=", self.id),
                ("bringer_amount", ">", 0),
                ("received_on", ">=", start),
                ("received_on", "<=", end),
            ]
        )
        return rows + [
            {
                "source": "brought",
                "label": order.name,
                "cents": to_cents(order.bringer_amount),
                "why": self.env._(
                    "%(rate)s %% of the works excl. VAT, at most what the cooperative "
                    "keeps; received by the client.",
                    rate=f"{order.bringer_share:g}".replace(".", ","),
                ),
                "url": "",
            }
            for order in self._income_shown(found)
        ]
