from odoo import api, fields, models
from odoo.exceptions import UserError

from ..calc import quote as calc_quote
from .rules import MODES, PUBLICS


class SaleOrder(models.Model):
    """A quote of home services: what the law wants said, checked before it leaves."""

    _inherit = "sale.order"

    oe_sap_mode = fields.Selection(MODES, "Mode", default="prestataire")
    oe_sap_day = fields.Date(
        "Service from",
        compute="_compute_oe_sap_day",
        store=True,
        readonly=False,
        help="VAT and rights to sell are judged on that day.",
    )
    oe_sap_public = fields.Selection(
        PUBLICS, "The service is for", help="Never write why a person needs help."
    )
    oe_sap_child_birthdate = fields.Date("Birth date of the youngest child")
    oe_sap_in_bundle = fields.Boolean(
        "In a bundle with work at home",
        compute="_compute_oe_sap_in_bundle",
        store=True,
        readonly=False,
        help="Offre globale: tick it when another quote brings the work at home.",
    )
    oe_sap_fees = fields.Selection(
        [
            ("none", "No extra fee"),
            ("lines", "On the lines of the quote"),
        ],
        "Extra fees",
        default="none",
    )
    oe_sap_has_services = fields.Boolean(compute="_compute_oe_sap_has_services")

    @api.depends("date_order", "oe_need_id.oe_date_start")
    def _compute_oe_sap_day(self):
        for order in self:
            day = order.oe_need_id.sudo().oe_date_start
            order.oe_sap_day = (
                day or order.oe_sap_day or fields.Date.to_date(order.date_order)
            )

    @api.depends("order_line.product_id")
    def _compute_oe_sap_in_bundle(self):
        rules = self.env["oe.sap.rules"]
        for order in self:
            order.oe_sap_in_bundle = rules._in_bundle(
                order.order_line.product_id, order.oe_sap_day
            )

    @api.depends("order_line.product_id")
    def _compute_oe_sap_has_services(self):
        for order in self:
            order.oe_sap_has_services = bool(
                order.order_line.product_id.oe_sap_activity_id
            )

    def write(self, vals):
        if vals.get("state") in ("sent", "sale"):
            self._oe_sap_check()
        return super().write(vals)

    def action_quotation_send(self):
        """Checked before the letter is written, not after."""
        self._oe_sap_check()
        return super().action_quotation_send()

    def _oe_sap_check(self):
        """Refuse a quote that may not be sold or does not say all it must.

        :raises UserError: naming each rule and each missing mention
        """
        rules, explain = self.env["oe.sap.rules"], self.env["oe.sap.explain"]
        lines = rules._lines(self.order_line)
        rules._assert_allowed(lines)
        for order in lines.order_id:
            quote = self.env["oe.sap.mentions"]._quote(order)
            refused = calc_quote.quote_refusals(quote)
            if refused:
                raise UserError(
                    self.env._(
                        "The quote %(name)s cannot be sent (order of 17 March 2015):\n"
                        "%(why)s",
                        name=order.name,
                        why="\n".join(explain._missing(item) for item in refused),
                    )
                )

    def _oe_sap_buyer(self):
        """Who buys: a firm has no reduced rate and no tax credit."""
        return self.partner_id

    def _oe_sap_quote_block(self):
        """Values of the printed block; None when nothing of it is a home service."""
        self.ensure_one()
        return self.env["oe.sap.mentions"]._quote_block(self)

    def _prepare_invoice(self):
        return {
            **super()._prepare_invoice(),
            "oe_sap_mode": self.oe_sap_mode,
            "oe_sap_public": self.oe_sap_public,
            "oe_sap_child_birthdate": self.oe_sap_child_birthdate,
            "oe_sap_in_bundle": self.oe_sap_in_bundle,
            "oe_sap_client_id": self.partner_id.id,
        }
