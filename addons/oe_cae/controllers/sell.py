import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request
from odoo.tools import formatLang

from odoo.addons.oe_base.controllers.forms import number_of, photo_of
from odoo.addons.sale.controllers.portal import CustomerPortal as SalePortal

from .sell_client import SellClient

LINES = 6


class Sell(SellClient):
    """Quotes of an ES, on the phone.

    Documents are found among the ES's own only, past the rules (see ``_oe_of``).
    """

    def _oe_found(self, model, record_id):
        self._oe_seller()
        found_sudo = request.env[model]._oe_of(request.env.user)
        record_sudo = found_sudo.filtered(lambda record: record.id == record_id)
        if not record_sudo:
            raise NotFound()
        # Standard flows read and write more than an ES may: they run for the CAE.
        return record_sudo.with_company(record_sudo.company_id)

    @http.route("/my/oe/sales", type="http", auth="user", website=True)
    def oe_sales(self, **kwargs):
        """Everything the ES sells, and the button that starts a quote."""
        self._oe_seller()
        return self._oe_render(
            "oe_cae.portal_sales",
            "account",
            sales=request.env["oe.portal"]._sales_page(),
        )

    def _oe_quote_form(self, given, order_id=None, error=None):
        person_sudo = self._oe_seller()
        products = request.env["product.template"].sudo()._oe_direct_sales()
        euro = request.env.ref("base.EUR")

        def money(amount):
            return formatLang(request.env, amount, currency_obj=euro)

        book = request.env["oe.cae.client"].sudo()._book(person_sudo)
        rows = given.get("lines", [])
        return self._oe_render(
            "oe_cae.portal_quote_form",
            "account",
            order_id=order_id,
            given=given,
            rows=rows + [{}] * max(1, LINES - len(rows)),
            shown=max(1, len(rows)),
            clients=[(str(client.id), client.partner_name) for client in book],
            services=[
                (
                    str(product.product_variant_id.id),
                    f"{product.name} ({money(product.list_price)} / "
                    f"{product.uom_id.name})",
                )
                for product in products
            ],
            oe_error=error,
        )

    @http.route("/my/oe/sales/new", type="http", auth="user", website=True)
    def oe_sale_new(self, client_id="", **kwargs):
        """The form of a quote."""
        return self._oe_quote_form({"client_id": client_id})

    @http.route(
        "/my/oe/sales/<int:order_id>/edit", type="http", auth="user", website=True
    )
    def oe_sale_edit(self, order_id, **kwargs):
        """The form of a draft."""
        order_sudo = self._oe_found("sale.order", order_id)
        if order_sudo.state != "draft":
            raise NotFound()
        return self._oe_quote_form(order_sudo._oe_typed(), order_id)

    @http.route(
        ["/my/oe/sales/save", "/my/oe/sales/<int:order_id>/save"],
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_save(self, order_id=None, **form):
        """Save the draft, then show it with its totals."""
        person_sudo = self._oe_seller()
        given = self._oe_typed_quote()
        order_sudo = request.env["sale.order"].sudo()
        if order_id:
            order_sudo = self._oe_found("sale.order", order_id)
        try:
            with request.env.cr.savepoint():
                client_sudo, lines = self._oe_read_quote(given)
                order_sudo = order_sudo._oe_sell(
                    person_sudo, client_sudo, lines, given["words"]
                )
        except UserError as refusal:
            return self._oe_quote_form(given, order_id, error=str(refusal))
        return request.redirect(f"/my/oe/sales/{order_sudo.id}")

    def _oe_typed_quote(self):
        form = request.httprequest.form
        columns = ("product_id", "name", "quantity", "price")
        rows = zip(*(form.getlist(column) for column in columns), strict=False)
        rows = [dict(zip(columns, row, strict=True)) for row in rows]
        return {
            "client_id": form.get("client_id") or "",
            "words": form.get("words") or "",
            "lines": [row for row in rows if any(row.values())][:LINES],
        }

    def _oe_read_quote(self, given):
        """Client and lines of the form.

        :raises UserError: naming the field that cannot be read
        """
        env = request.env
        if not given["client_id"].isdecimal():
            raise UserError(env._("Choose a client, or enter a new one."))
        client_sudo = self._oe_client(int(given["client_id"]))
        products_sudo = env["product.template"].sudo()._oe_direct_sales()
        variants_sudo = products_sudo.product_variant_id
        lines = []
        for row in given["lines"]:
            variant_sudo = variants_sudo.filtered(
                lambda product, row=row: str(product.id) == row["product_id"]
            )
            if not variant_sudo:
                raise UserError(env._("Choose the service of each line."))
            price = row["price"].strip() or f"{variant_sudo.list_price:.2f}"
            lines.append(
                {
                    "product": variant_sudo,
                    "name": row["name"].strip()[:500],
                    "quantity": number_of(row["quantity"], env._("Quantity")),
                    "price": number_of(price, env._("Price")),
                }
            )
            if not lines[-1]["quantity"]:
                raise UserError(env._("Write how much of each service."))
        return client_sudo, lines

    @http.route("/my/oe/sales/<int:order_id>", type="http", auth="user", website=True)
    def oe_sale(self, order_id, **kwargs):
        """One quote: what it says, where it stands, what to do next."""
        return self._oe_show_sale(order_id)

    def _oe_show_sale(self, order_id, error=None, given=None):
        order_sudo = self._oe_found("sale.order", order_id)
        return self._oe_render(
            "oe_cae.portal_sale",
            "account",
            sale=order_sudo._oe_page(),
            given=given or {},
            # One form, one invoice: however often it is sent.
            sent_ref=secrets.token_hex(16),
            oe_error=error,
        )

    def _oe_do(self, order_id, work):
        """Do one thing with a quote; a refusal is told on its page."""
        order_sudo = self._oe_found("sale.order", order_id)
        try:
            with request.env.cr.savepoint():
                message = work(order_sudo)
        except UserError as refusal:
            return self._oe_show_sale(order_id, str(refusal))
        return self._oe_say(f"/my/oe/sales/{order_id}", message)

    @http.route(
        "/my/oe/sales/<int:order_id>/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_send(self, order_id, **kwargs):
        """Send it, or ask for the approval it needs."""

        def send(order_sudo):
            if order_sudo._oe_go():
                return request.env._("The quote is with the client.")
            return request.env._("A manager reads it first: you will see it here.")

        return self._oe_do(order_id, send)

    @http.route(
        "/my/oe/sales/<int:order_id>/cancel",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_cancel(self, order_id, **kwargs):
        """Take it back, as long as nobody accepted it."""

        def cancel(order_sudo):
            order_sudo._oe_cancel()
            return request.env._("The quote is cancelled.")

        return self._oe_do(order_id, cancel)

    @http.route(
        "/my/oe/sales/<int:order_id>/paper",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sale_paper(self, order_id, photo=None, **kwargs):
        """The client signed on paper: its photo accepts the quote."""

        def accept(order_sudo):
            order_sudo._oe_accepted_on_paper(*photo_of(photo))
            return request.env._("Accepted: you may start, and invoice what is done.")

        return self._oe_do(order_id, accept)


class ClientSigns(SalePortal):
    """The stock page where a client accepts a quote by its link."""

    @http.route()
    def portal_quote_accept(
        self, order_id, access_token=None, name=None, signature=None
    ):
        """The ES has the link to hand it over, not to sign in the client's place."""
        own = request.env["sale.order"]._oe_of(request.env.user)
        if order_id in own.ids:
            return {"error": request.env._("The client signs, not you.")}
        return super().portal_quote_accept(order_id, access_token, name, signature)
