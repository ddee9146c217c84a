from odoo import fields, models
from odoo.tools import formatLang

from odoo.addons.oe_base.calc.money import from_cents, to_cents


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def _oe_values(self):
        self.ensure_one()
        left = self.product_uom_qty - self.qty_invoiced
        floor = self._oe_floor()
        return {
            "id": self.id,
            "name": self.name,
            "quantity": formatLang(self.env, self.product_uom_qty, digits=2),
            "unit": self.product_uom_id.name,
            "price": self.order_id._oe_money(self.price_unit),
            "total": self.order_id._oe_money(self.price_subtotal),
            "tax": ", ".join(
                f"{tax.amount:g} %".replace(".", ",") for tax in self.tax_ids
            ),
            "left": f"{left:g}".replace(".", ","),
            "floor": floor
            and self.order_id._oe_money(float(from_cents(floor.hour_cents))),
            "too_low": bool(floor) and to_cents(self.price_unit) < floor.hour_cents,
            "why": floor and self.env["oe.cae.floor"]._why(floor) or [],
        }

    def _oe_floor(self):
        """The price floor of an hourly line, or None."""
        if self.product_uom_id != self.env.ref("uom.product_uom_hour"):
            return None
        day = fields.Date.context_today(self)
        skill = self.product_id.oe_skill_id
        return self.env["oe.cae.floor"]._of(self.order_id.oe_activity_id, skill, day)
