"""The household's meter on quotes, invoices and missions."""

from odoo import fields, models

from odoo.addons.oe_base.calc.money import to_cents

READERS = "oe_base.group_oe_advisor,oe_base.group_oe_accountant"


class MeterMixin(models.AbstractModel):
    """A document of one client shows the meter of its household, computed when read."""

    _name = "oe.sap.meter.mixin"
    _description = "Shows the meter of the tax credit"

    oe_sap_meter = fields.Html(
        "Tax credit of the household",
        compute="_compute_oe_sap_meter",
        sanitize=False,
        groups=READERS,
    )

    def _compute_oe_sap_meter(self):
        for document in self:
            client = document._oe_sap_meter_client()
            meter = client and document._oe_sap_meter_values(client)
            document.oe_sap_meter = (
                self.env["ir.qweb"]._render("oe_sap.meter", {"meter": meter})
                if meter
                else False
            )

    def _oe_sap_meter_client(self):
        """Whose household is meant; nobody for a firm."""
        raise NotImplementedError

    def _oe_sap_meter_wanted(self):
        """(activity, cents incl. VAT) that only this document holds."""
        return []

    def _oe_sap_meter_values(self, client):
        taxpayer_sudo = client.sudo()
        taxpayer = taxpayer_sudo.oe_taxpayer_id or taxpayer_sudo
        return self.env["oe.sap.meter"]._of(
            taxpayer, wanted=self._oe_sap_meter_wanted()
        )

    def _oe_sap_meter_lines(self, lines):
        """What home service lines that open the credit come to."""
        rules = self.env["oe.sap.rules"]
        decisions = rules._decisions(rules._lines(lines))
        return [
            (line.product_id.oe_sap_activity_id.sudo(), to_cents(line.price_total))
            for line, decision in decisions.items()
            if decision.tax_credit
        ]


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "oe.sap.meter.mixin"]

    def _oe_sap_meter_client(self):
        return not self.partner_id.is_company and self.partner_id

    def _oe_sap_meter_wanted(self):
        # Once confirmed, its visits are planned: they would count twice.
        if self.state not in ("draft", "sent"):
            return []
        return self._oe_sap_meter_lines(self.order_line)


class AccountMove(models.Model):
    _name = "account.move"
    _inherit = ["account.move", "oe.sap.meter.mixin"]

    def _oe_sap_meter_client(self):
        client = self._oe_sap_client()
        sold = self.move_type == "out_invoice" and (
            self.invoice_line_ids.product_id.oe_sap_activity_id
        )
        return sold and not client.is_company and client

    def _oe_sap_meter_wanted(self):
        # Hours of an order are no longer to invoice once a draft holds them.
        return (
            self._oe_sap_meter_lines(self.invoice_line_ids)
            if self.state == "draft"
            else []
        )


class Mission(models.Model):
    _name = "oe.mission"
    _inherit = ["oe.mission", "oe.sap.meter.mixin"]

    def _oe_sap_meter_client(self):
        services = self.sudo().order_id.order_line.product_id.oe_sap_activity_id
        return services and not self.partner_id.is_company and self.partner_id
