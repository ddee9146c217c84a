import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import number_of

from .expenses import Expenses

ORDER = (
    "activity_id",
    "supplier_id",
    "supplier_name",
    "product_id",
    "name",
    "quantity",
    "price",
    "vat",
)


class Purchases(Expenses):
    """Orders of an ES, and the supplier bills brought to the activity."""

    def _oe_order(self, order_id):
        self._oe_seller()
        found_sudo = request.env["purchase.order"]._oe_of(request.env.user)
        order_sudo = found_sudo.filtered(lambda order: order.id == order_id)
        if not order_sudo:
            raise NotFound()
        return order_sudo.with_company(order_sudo.company_id)

    @http.route("/my/oe/purchases", type="http", auth="user", website=True)
    def oe_purchases(self, **kwargs):
        """What was ordered, and the bills that came."""
        self._oe_seller()
        user = request.env.user
        orders_sudo = request.env["purchase.order"]._oe_of(user).sorted("id")[::-1]
        bills_sudo = request.env["account.move"]._oe_bills_of(user)
        return self._oe_render(
            "oe_cae.portal_purchases",
            "account",
            orders=[order._oe_row() for order in orders_sudo[:80]],
            bills=[bill._oe_bill_row() for bill in bills_sudo[:80]],
        )

    @http.route("/my/oe/purchases/new", type="http", auth="user", website=True)
    def oe_purchase_form(self, **kwargs):
        """The form of an order."""
        return self._oe_show_order_form({"sent_ref": secrets.token_hex(16)})

    def _oe_show_order_form(self, given, error=None):
        person_sudo = self._oe_seller()
        suppliers_sudo = request.env["purchase.order"].sudo()._oe_suppliers(person_sudo)
        return self._oe_render(
            "oe_cae.portal_purchase_form",
            "account",
            given={key: value for key, value in given.items() if value},
            choices={
                **request.env["oe.portal"]._expense_choices(person_sudo),
                "products": [(row.id, row.name) for row in self._oe_bought()],
                "suppliers": [(row.id, row.name) for row in suppliers_sudo],
            },
            oe_error=error,
        )

    def _oe_bought(self):
        """Kinds of purchases offered; reference data."""
        products_sudo = request.env["product.product"].sudo()
        return products_sudo.search(
            [("oe_expense_kind", "=", "purchase")], order="sequence, id"
        )

    @http.route(
        "/my/oe/purchases/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_purchase_send(self, **form):
        """Order, or ask a manager above the threshold."""
        self._oe_seller()
        given = self._oe_kept(form, ORDER)
        try:
            with request.env.cr.savepoint():
                orders_sudo = request.env["purchase.order"].sudo()
                order_sudo = orders_sudo._oe_buy(
                    self._oe_read_activity(given),
                    self._oe_read_order(given),
                    given["sent_ref"],
                )
        except UserError as refusal:
            return self._oe_show_order_form(given, str(refusal))
        said = (
            request.env._("It is ordered: the bill goes to the cooperative.")
            if order_sudo.state == "purchase"
            else request.env._("A manager reads it first: you will see it here.")
        )
        return self._oe_say(f"/my/oe/purchases/{order_sudo.id}", said)

    def _oe_read_order(self, given):
        person_sudo = self._oe_seller()
        suppliers_sudo = request.env["purchase.order"].sudo()._oe_suppliers(person_sudo)
        product_sudo = self._oe_bought().filtered(
            lambda row: str(row.id) == given["product_id"]
        )
        if not product_sudo:
            raise UserError(request.env._("Choose what it is."))
        return {
            "supplier": suppliers_sudo.filtered(
                lambda row: str(row.id) == given["supplier_id"]
            ),
            "supplier_name": given["supplier_name"],
            "product": product_sudo,
            "name": given["name"],
            "quantity": number_of(given["quantity"], request.env._("Quantity")),
            "price": number_of(given["price"], request.env._("Price of one")),
            "vat": given["vat"],
        }

    @http.route(
        "/my/oe/purchases/<int:order_id>", type="http", auth="user", website=True
    )
    def oe_purchase(self, order_id, **kwargs):
        """One order."""
        return self._oe_show_order(order_id)

    def _oe_show_order(self, order_id, error=None):
        return self._oe_render(
            "oe_cae.portal_purchase",
            "account",
            order=self._oe_order(order_id)._oe_page(),
            oe_error=error,
        )

    @http.route(
        "/my/oe/purchases/<int:order_id>/drop",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_purchase_drop(self, order_id, **kwargs):
        """Cancel an order that has no bill yet."""
        order_sudo = self._oe_order(order_id)
        try:
            with request.env.cr.savepoint():
                order_sudo._oe_drop()
        except UserError as refusal:
            return self._oe_show_order(order_id, str(refusal))
        return self._oe_say(
            "/my/oe/purchases", request.env._("The order is cancelled.")
        )


class Bills(Purchases):
    """A supplier bill: is it for you?"""

    def _oe_bill(self, bill_id):
        self._oe_seller()
        bills_sudo = request.env["account.move"]._oe_bills_of(request.env.user)
        bill_sudo = bills_sudo.filtered(lambda bill: bill.id == bill_id)
        if not bill_sudo:
            raise NotFound()
        return bill_sudo

    @http.route("/my/oe/bills/<int:bill_id>", type="http", auth="user", website=True)
    def oe_bill(self, bill_id, **kwargs):
        """One bill, to confirm or to contest."""
        return self._oe_show_bill(bill_id)

    def _oe_show_bill(self, bill_id, error=None, note=None):
        bill_sudo = self._oe_bill(bill_id)
        mine_sudo = request.env["oe.portal"]._own_activities()
        same_sudo = mine_sudo.filtered(
            lambda activity: activity.company_id == bill_sudo.company_id
        )
        return self._oe_render(
            "oe_cae.portal_bill",
            "account",
            bill=bill_sudo._oe_bill_row(),
            activities=[(row.id, row.name) for row in same_sudo],
            activity_id=bill_sudo.oe_activity_id.id,
            note=note,
            oe_error=error,
        )

    @http.route("/my/oe/bills/<int:bill_id>/document", type="http", auth="user")
    def oe_bill_document(self, bill_id, **kwargs):
        """The bill as the supplier sent it."""
        attachment_sudo = self._oe_bill(bill_id).message_main_attachment_id
        if not attachment_sudo:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(attachment_sudo)
        return stream.get_response(as_attachment=True)

    @http.route(
        "/my/oe/bills/<int:bill_id>/answer",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_bill_answer(self, bill_id, answer=None, note=None, **form):
        """Confirm the bill, or say that it is for somebody else."""
        bill_sudo = self._oe_bill(bill_id)
        if answer not in ("yes", "no"):
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                if answer == "yes":
                    given = {"activity_id": form.get("activity_id") or ""}
                    bill_sudo._oe_confirm_bill(self._oe_read_activity(given))
                else:
                    bill_sudo._oe_contest_bill(note)
        except UserError as refusal:
            return self._oe_show_bill(bill_id, str(refusal), note)
        said = (
            request.env._("Thank you: it is on your account.")
            if answer == "yes"
            else request.env._("Noted: somebody looks at it.")
        )
        return self._oe_say("/my/oe/purchases", said)
