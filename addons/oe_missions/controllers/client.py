from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import format_date, formatLang

from odoo.addons.oe_base.controllers.portal import OePortal, drawn


class ClientMissions(OePortal):
    """The client's and the relative's pages: read and accept a quote."""

    def _oe_quote(self, order_id):
        orders_sudo = request.env["sale.order"]._oe_readable_quotes(
            request.env.user.partner_id
        )
        order_sudo = orders_sudo.filtered(lambda order: order.id == order_id)
        if not order_sudo:
            raise NotFound()
        return order_sudo

    @http.route("/my/oe/quotes/<int:order_id>", type="http", auth="user", website=True)
    def oe_quote(self, order_id, **kwargs):
        """A quote in large print, with the frame to sign."""
        return self._oe_show_quote(order_id)

    def _oe_show_quote(self, order_id, error=None, signed_by=None):
        order_sudo = self._oe_quote(order_id)
        return self._oe_render(
            "oe_missions.portal_quote",
            "today",
            quote=self._oe_quote_values(order_sudo),
            law=order_sudo._oe_contract_page(),
            signed_by=signed_by,
            oe_error=error,
        )

    def _oe_quote_values(self, order):
        def money(amount):
            return formatLang(request.env, amount, currency_obj=order.currency_id)

        def rates(taxes):
            return ", ".join(
                f"{formatLang(request.env, tax.amount, digits=1)} %" for tax in taxes
            )

        return {
            "id": order.id,
            "name": order.name,
            "state": order.state,
            "seller": order.company_id.name,
            "client": order.partner_id.name,
            "date": format_date(request.env, order.date_order),
            "validity": format_date(request.env, order.validity_date),
            "lines": [
                {
                    "name": line.product_id.name,
                    "hours": formatLang(request.env, line.product_uom_qty, digits=2),
                    "price": money(line.price_unit),
                    "tax": rates(line.tax_ids),
                    "total": money(line.price_total),
                }
                for line in order.order_line.filtered(lambda li: not li.display_type)
            ],
            "untaxed": money(order.amount_untaxed),
            "tax": money(order.amount_tax),
            "total": money(order.amount_total),
            "signed_by": order.signed_by or "",
            "terms": order._oe_price_terms(),
        }

    @http.route(
        "/my/oe/quotes/<int:order_id>/accept",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_quote_accept(
        self, order_id, signed_by=None, signature=None, express=None, **kwargs
    ):
        """Accept, as the client or by a mandate."""
        order_sudo = self._oe_quote(order_id)
        try:
            with request.env.cr.savepoint():
                order_sudo._oe_accept(
                    request.env.user.partner_id,
                    signed_by,
                    drawn(signature),
                    express=bool(express),
                )
        except UserError as refusal:
            return self._oe_show_quote(order_id, str(refusal), signed_by)
        return request.redirect(f"/my/oe/quotes/{order_id}")
