from odoo import fields, models
from odoo.tools import format_date, formatLang


class AccountMove(models.Model):
    _inherit = "account.move"

    def _oe_state_label(self):
        """(label, Bootstrap colour) of an invoice, for its entrepreneur."""
        self.ensure_one()
        if self.state == "cancel":
            return self.env._("Cancelled"), "secondary"
        if self.state == "draft":
            labels = {
                "asked": (self.env._("Waits for a manager"), "warning"),
                "refused": (self.env._("To change"), "danger"),
            }
            return labels.get(self.oe_approval, (self.env._("Draft"), "secondary"))
        if self.move_type == "out_refund":
            return self.env._("Credit note"), "secondary"
        if self.payment_state in ("paid", "in_payment", "reversed"):
            return self.env._("Paid"), "success"
        today = fields.Date.context_today(self)
        if (self.invoice_date_due or today) < today:
            return self.env._("Late"), "danger"
        return self.env._("To be paid"), "info"

    def _oe_money(self, amount):
        return formatLang(self.env, amount, currency_obj=self.currency_id)

    def _oe_row(self):
        label, tone = self._oe_state_label()
        return {
            "url": f"/my/oe/sales/invoices/{self.id}",
            "name": self.name if self.state == "posted" else self.env._("Invoice"),
            "client": self.partner_id.name,
            "date": format_date(self.env, self.invoice_date or self.create_date),
            "total": self._oe_money(self.amount_total_signed),
            "label": label,
            "tone": tone,
        }

    def _oe_page(self):
        """An invoice as its entrepreneur sees it."""
        left = self._oe_left_to_credit() if self.move_type == "out_invoice" else {}
        return {
            **self._oe_row(),
            "id": self.id,
            "state": self.state,
            "seller": self.company_id.name,
            "due": format_date(self.env, self.invoice_date_due),
            "lines": [
                {
                    "id": line.id,
                    "name": line.name,
                    "quantity": formatLang(self.env, line.quantity, digits=2),
                    "price": self._oe_money(line.price_unit),
                    "total": self._oe_money(line.price_subtotal),
                    "left": f"{left.get(line.id, 0):g}".replace(".", ","),
                }
                for line in self._oe_goods()
            ],
            "untaxed": self._oe_money(self.amount_untaxed),
            "tax": self._oe_money(self.amount_tax),
            "residual": self._oe_money(self.amount_residual),
            "refusal": self.oe_approval == "refused" and self.oe_approval_note,
            "link": self.state == "posted"
            and self.get_base_url() + self.get_portal_url(),
            "email": self.partner_id.email or "",
            "reminder": self._oe_reminder_page(),
            "creditable": self.state == "posted" and any(v > 0 for v in left.values()),
        }
