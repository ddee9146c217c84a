import secrets

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import number_of

from .sell import Sell


class SellInvoice(Sell):
    """Invoices and credit notes of an ES, on the phone."""

    def _oe_quantities(self, form, ids):
        """Quantities typed for some lines, by line id.

        :raises UserError: naming what is no number
        """
        label = request.env._("Quantity")
        return {
            line: number_of(form.get(f"quantity_{line}") or "0", label) for line in ids
        }

    @http.route(
        "/my/oe/sales/<int:order_id>/invoice",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_invoice(self, order_id, **form):
        """Invoice what was done; above the threshold a manager approves."""
        order_sudo = self._oe_found("sale.order", order_id)
        try:
            with request.env.cr.savepoint():
                quantities = self._oe_quantities(form, order_sudo.order_line.ids)
                move_sudo = order_sudo._oe_invoice_done(quantities, self._oe_ref(form))
                issued = move_sudo.state == "posted" or move_sudo._oe_go()
        except UserError as refusal:
            return self._oe_show_sale(order_id, str(refusal), form)
        return self._oe_say_issued(move_sudo, issued)

    def _oe_ref(self, form):
        """The form's own mark: a second sending finds what the first one made."""
        return (form.get("sent_ref") or "")[:64] or None

    def _oe_say_issued(self, move, issued):
        return self._oe_say(f"/my/oe/sales/invoices/{move.id}", self._oe_issued(issued))

    def _oe_issued(self, issued):
        if issued:
            return request.env._("It is issued, and with the client.")
        return request.env._("A manager reads it first: you will see it here.")

    @http.route(
        "/my/oe/sales/invoices/<int:move_id>", type="http", auth="user", website=True
    )
    def oe_sale_move(self, move_id, **kwargs):
        """One invoice: what is owed, and the credit note."""
        return self._oe_show_move(move_id)

    def _oe_show_move(self, move_id, error=None, given=None):
        move_sudo = self._oe_found("account.move", move_id)
        return self._oe_render(
            "oe_cae.portal_sale_invoice",
            "account",
            invoice=move_sudo._oe_page(),
            given=given or {},
            sent_ref=secrets.token_hex(16),
            oe_error=error,
        )

    @http.route(
        "/my/oe/sales/invoices/<int:move_id>/credit",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_credit(self, move_id, reason=None, **form):
        """Take back part or all of an invoice."""
        move_sudo = self._oe_found("account.move", move_id)
        try:
            with request.env.cr.savepoint():
                lines = move_sudo._oe_goods().ids
                quantities = self._oe_quantities(form, lines)
                refund_sudo = move_sudo._oe_credit(
                    quantities, reason, self._oe_ref(form)
                )
                issued = refund_sudo.state == "posted" or refund_sudo._oe_go()
        except UserError as refusal:
            given = {**form, "reason": reason, "credit": True}
            return self._oe_show_move(move_id, str(refusal), given)
        return self._oe_say_issued(refund_sudo, issued)

    @http.route(
        "/my/oe/sales/invoices/<int:move_id>/again",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_again(self, move_id, **kwargs):
        """Ask again for a draft that a manager refused."""
        move_sudo = self._oe_found("account.move", move_id)
        try:
            with request.env.cr.savepoint():
                issued = move_sudo._oe_go()
        except UserError as refusal:
            return self._oe_show_move(move_id, str(refusal))
        return self._oe_say_issued(move_sudo, issued)

    @http.route(
        "/my/oe/sales/invoices/<int:move_id>/discard",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_discard(self, move_id, **kwargs):
        """Drop a draft: what it held can be invoiced again."""
        move_sudo = self._oe_found("account.move", move_id)
        try:
            with request.env.cr.savepoint():
                move_sudo._oe_discard()
        except UserError as refusal:
            return self._oe_show_move(move_id, str(refusal))
        return self._oe_say("/my/oe/sales", request.env._("The draft is dropped."))
