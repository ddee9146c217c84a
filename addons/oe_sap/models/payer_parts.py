from odoo import Command, models
from odoo.tools import format_date


class AccountMove(models.Model):
    """Lines of a payer's part: taken off the client's invoice, charged on its own."""

    _inherit = "account.move"

    def _oe_sap_part_values(self, rule, line, part, quantity):
        """A line of the part of a payer: taken off here (-1), or charged to it (1)."""
        sign = 1 if self.move_type == "out_invoice" else -1
        price = sign * part.excluded_cents / 100
        tax = line.tax_ids
        return {
            "product_id": line.product_id.id,
            # No unit: an amount is no hour, and the product's unit would be printed.
            "product_uom_id": False,
            "name": self._oe_sap_part_name(rule, line, quantity),
            "quantity": quantity,
            "price_unit": price,
            "discount": 0,
            "tax_ids": [Command.set(tax.ids)],
            # Incl. VAT to the cent: a price computed back from it may be one off.
            "extra_tax_data": {
                "currency_id": self.currency_id.id,
                "price_unit": price,
                "discount": 0.0,
                "quantity": float(quantity),
                "rate": 1.0,
                "manual_tax_amounts": {
                    str(tax.id): {
                        "tax_amount_currency": sign * quantity * part.vat_cents / 100
                    }
                },
            }
            if len(tax) == 1 and self.currency_id == self.company_id.currency_id
            else False,
            "account_id": line.account_id.id,
            "analytic_distribution": line.analytic_distribution,
            "oe_sap_service_date": line._oe_sap_day(),
            "oe_sap_worker_ids": [Command.set(line.oe_sap_worker_ids.ids)],
            "oe_sap_vat_reason": line.oe_sap_vat_reason,
            "oe_sap_rule_id": rule.id,
            "oe_sap_part_of_id": line.id,
        }

    def _oe_sap_part_name(self, rule, line, quantity):
        what = (line.name or line.product_id.name).split("\n")[0]
        if quantity < 0:
            taken = self.env._("Taken over by %(payer)s", payer=rule.payer_id.name)
            return f"{what}\n{taken}"
        minutes = self.env["oe.sap.mentions"]._minutes(line, line.quantity)
        if minutes is None:
            return what
        return self.env._(
            "%(what)s, %(month)s: part of %(hours)s",
            what=what,
            month=format_date(self.env, line._oe_sap_day(), date_format="MMMM y"),
            hours=self.env["oe.sap.mentions"]._hours(abs(minutes)),
        )

    def _oe_sap_share_values(self, rule, pairs):
        """Values of the invoice of a payer, or of its credit note."""
        total = sum(part.included_cents for _line, part in pairs)
        sign = 1 if total >= 0 else -1
        kind = "out_invoice" if total >= 0 else "out_refund"
        rows = []
        for line, part in pairs:
            if part.included_cents:
                row = self._oe_sap_part_values(rule, line, part, 1)
                if kind != self.move_type:
                    row = _turned(row)
                rows.append(Command.create(row))
        origin = self.reversed_entry_id.oe_sap_share_ids.filtered(
            lambda move: move.oe_sap_payer_id == rule and move.state == "posted"
        )
        return {
            "move_type": kind,
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "partner_id": rule.payer_id.id,
            "partner_shipping_id": self.partner_shipping_id.id,
            "currency_id": self.currency_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "invoice_date": self.invoice_date,
            "invoice_origin": self.invoice_origin,
            "invoice_user_id": self.invoice_user_id.id,
            "ref": rule.decision,
            "reversed_entry_id": sign < 0 and origin[:1].id,
            "oe_sap_mode": self.oe_sap_mode,
            "oe_sap_public": self.oe_sap_public,
            "oe_sap_child_birthdate": self.oe_sap_child_birthdate,
            "oe_sap_in_bundle": self.oe_sap_in_bundle,
            "oe_sap_client_id": self._oe_sap_client().id,
            "oe_sap_lead_id": self.id,
            "oe_sap_payer_id": rule.id,
            "invoice_line_ids": rows,
        }


def _turned(row):
    """The same line on a document of the other kind."""
    data = row["extra_tax_data"]
    turned = {**row, "price_unit": -row["price_unit"]}
    if data:
        turned["extra_tax_data"] = {
            **data,
            "price_unit": -data["price_unit"],
            "manual_tax_amounts": {
                key: {name: -amount for name, amount in amounts.items()}
                for key, amounts in data["manual_tax_amounts"].items()
            },
        }
    return turned
