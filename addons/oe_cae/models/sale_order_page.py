from odoo import models
from odoo.tools import format_date, formatLang


class SaleOrder(models.Model):
    _inherit = "sale.order"

    def _oe_is_invoiced(self):
        """Whether all that was sold is invoiced."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return all(line.qty_invoiced >= line.product_uom_qty for line in lines)

    def _oe_state(self):
        """(label, Bootstrap colour) of a quote, for its entrepreneur."""
        self.ensure_one()
        labels = {
            "draft": (self.env._("Draft"), "secondary"),
            "sent": (self.env._("With the client"), "info"),
            "sale": (self.env._("Accepted"), "success"),
            "cancel": (self.env._("Cancelled"), "secondary"),
        }
        if self.state == "draft" and self.oe_approval == "asked":
            return self.env._("Waits for a manager"), "warning"
        if self.state == "draft" and self.oe_approval == "refused":
            return self.env._("To change"), "danger"
        if self.state == "sent" and self.is_expired:
            return self.env._("Expired"), "secondary"
        if self.state == "sale" and self._oe_is_invoiced():
            return self.env._("Invoiced"), "success"
        return labels[self.state]

    def _oe_money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _oe_row(self):
        label, tone = self._oe_state()
        return {
            "url": f"/my/oe/sales/{self.id}",
            "name": self.name,
            "client": self.partner_id.name,
            "date": format_date(self.env, self.date_order),
            "total": self._oe_money(self.amount_total),
            "label": label,
            "tone": tone,
        }

    def _oe_page(self):
        """A quote as its entrepreneur sees it."""
        lines = self.order_line.filtered(lambda line: not line.display_type)
        return {
            **self._oe_row(),
            "id": self.id,
            "state": self.state,
            "waits": self.oe_approval == "asked",
            "seller": self.company_id.name,
            "validity": format_date(self.env, self.validity_date),
            "words": self.client_order_ref or "",
            "lines": [line._oe_values() for line in lines],
            "untaxed": self._oe_money(self.amount_untaxed),
            "tax": self._oe_money(self.amount_tax),
            "asks": self._oe_needs_approval() and self.state == "draft",
            "limit": self._oe_money(self.oe_activity_id._limit("quote")),
            "refusal": self.oe_approval == "refused" and self.oe_approval_note,
            "email": self.partner_id.email or "",
            "link": self.get_base_url() + self.get_portal_url(),
            "to_invoice": self.state == "sale" and not self._oe_is_invoiced(),
            "invoices": [
                move._oe_row()
                for move in self.invoice_ids.sorted("id")
                if move.oe_activity_id == self.oe_activity_id
            ],
            "signed_by": self.signed_by or "",
        }

    def _oe_typed(self):
        """A draft as the form's fields, to be changed."""
        client = self.env["oe.cae.client"].search(
            [
                ("partner_id", "=", self.partner_id.id),
                ("entrepreneur_id", "=", self.oe_activity_id.entrepreneur_id.id),
            ],
            limit=1,
        )
        return {
            "client_id": str(client.id),
            "words": self.client_order_ref or "",
            "lines": [
                {
                    "product_id": str(line.product_id.id),
                    "name": line.name,
                    "quantity": f"{line.product_uom_qty:g}".replace(".", ","),
                    "price": f"{line.price_unit:.2f}".replace(".", ","),
                }
                for line in self.order_line
                if not line.display_type
            ],
        }
