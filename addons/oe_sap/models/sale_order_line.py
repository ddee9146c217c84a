from odoo import api, fields, models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    oe_sap_vat_reason = fields.Char(
        "Why this VAT", compute="_compute_oe_sap_vat_reason", store=True
    )

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        # Taxes are computed before the order has its lines; a bundle needs them all.
        lines.order_id.order_line._oe_sap_apply_vat()
        return lines

    def _oe_sap_apply_vat(self):
        rules = self.env["oe.sap.rules"]
        for line, decision in rules._decisions(self).items():
            wanted = rules._tax(line.order_id, decision)
            if line.tax_ids != wanted:
                line.tax_ids = wanted

    def _oe_sap_document(self):
        return self.order_id

    def _oe_sap_day(self):
        """The day at which VAT and rights are judged."""
        self.ensure_one()
        return self.order_id.oe_sap_day or fields.Date.context_today(self)

    @api.depends(
        "order_id.partner_id",
        "order_id.oe_sap_mode",
        "order_id.oe_sap_day",
        "order_id.oe_sap_public",
        "order_id.oe_sap_child_birthdate",
        "order_id.oe_sap_in_bundle",
    )
    def _compute_tax_ids(self):
        result = super()._compute_tax_ids()
        rules = self.env["oe.sap.rules"]
        for line, decision in rules._decisions(self).items():
            line.tax_ids = rules._tax(line.order_id, decision)
        return result

    @api.depends(
        "product_id",
        "order_id.partner_id",
        "order_id.oe_sap_mode",
        "order_id.oe_sap_day",
        "order_id.oe_sap_public",
        "order_id.oe_sap_child_birthdate",
        "order_id.oe_sap_in_bundle",
    )
    def _compute_oe_sap_vat_reason(self):
        self.oe_sap_vat_reason = False
        decisions = self.env["oe.sap.rules"]._decisions(self)
        for line, decision in decisions.items():
            line.oe_sap_vat_reason = self.env["oe.sap.explain"]._vat(decision)

    def _prepare_invoice_line(self, **optional_values):
        values = super()._prepare_invoice_line(**optional_values)
        if self.product_id.oe_sap_activity_id:
            values.setdefault("oe_sap_service_date", self._oe_sap_day())
        return values
