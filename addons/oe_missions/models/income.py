from odoo import models

from odoo.addons.oe_base.calc import money

from .hour_rule import percent_text


class Entrepreneur(models.Model):
    """Business brought: parts of works received, fees of missions posted."""

    _inherit = "oe.entrepreneur"

    def _income_rows(self, start, end):
        rows = super()._income_rows(start, end)
        return rows + self._works_brought(start, end) + self._fees_brought(start, end)

    def _works_brought(self, start, end):
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
        return [
            {
                "source": "brought",
                "label": order.name,
                "cents": money.to_cents(order.bringer_amount),
                "why": self.env._(
                    "%(rate)s %% of the works excl. VAT, at most what the cooperative "
                    "keeps; received by the client.",
                    rate=f"{order.bringer_share:g}".replace(".", ","),
                ),
                "url": "",
            }
            for order in self._income_shown(found)
        ]

    def _fees_brought(self, start, end):
        fees_sudo = self.env["oe.brought.fee"].sudo()
        found = fees_sudo.search(
            [
                ("bringer_id", "=", self.id),
                ("move_id.state", "=", "posted"),
                ("date", ">=", start),
                ("date", "<=", end),
            ]
        )
        return [
            {
                "source": "brought",
                "label": fee.order_id.name,
                "cents": money.to_cents(fee.amount),
                "why": self.env._(
                    "%(percent)s of %(turnover)s invoiced excl. VAT so far, less what "
                    "was entered before; the cap is %(cap)s.",
                    percent=percent_text(fee.percent),
                    turnover=money.format_fr(money.to_cents(fee.turnover)),
                    cap=money.format_fr(money.to_cents(fee.order_id.oe_fee_cap)),
                ),
                "url": "",
            }
            for fee in self._income_shown(found)
        ]
