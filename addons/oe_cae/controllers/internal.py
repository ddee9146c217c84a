import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.controllers.forms import number_of

from .expenses import Expenses

INTERNAL = ("activity_id", "buyer_id", "name", "amount")


class InternalSales(Expenses):
    """What one entrepreneur sells to another of the same cooperative."""

    def _oe_internal(self, sale_id):
        self._oe_seller()
        found_sudo = request.env["oe.cae.internal.sale"]._of_user(request.env.user)
        sale_sudo = found_sudo.filtered(lambda sale: sale.id == sale_id)
        if not sale_sudo:
            raise NotFound()
        return sale_sudo

    @http.route("/my/oe/internal", type="http", auth="user", website=True)
    def oe_internal_sales(self, **kwargs):
        """Sales between entrepreneurs, both ways."""
        self._oe_seller()
        user = request.env.user
        rows_sudo = request.env["oe.cae.internal.sale"]._of_user(user)[:80]
        return self._oe_render(
            "oe_cae.portal_internal_sales",
            "account",
            rows=[row._page(user.partner_id) for row in rows_sudo],
        )

    @http.route("/my/oe/internal/new", type="http", auth="user", website=True)
    def oe_internal_form(self, **kwargs):
        """The form: to whom, for what, how much."""
        return self._oe_show_internal_form({"sent_ref": secrets.token_hex(16)})

    def _oe_show_internal_form(self, given, error=None):
        self._oe_seller()
        mine_sudo = request.env["oe.portal"]._own_activities()
        sales_sudo = request.env["oe.cae.internal.sale"].sudo()
        buyers = {
            (row.id, f"{row.entrepreneur_id.name}, {row.name}")
            for activity in mine_sudo
            for row in sales_sudo._partners_of(activity)
        }
        return self._oe_render(
            "oe_cae.portal_internal_form",
            "account",
            given={key: value for key, value in given.items() if value},
            activities=[(row.id, row.name) for row in mine_sudo],
            buyers=sorted(buyers, key=lambda row: row[1]),
            oe_error=error,
        )

    @http.route(
        "/my/oe/internal/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_internal_send(self, **form):
        """Ask the buyer; nothing is entered yet."""
        self._oe_seller()
        given = self._oe_kept(form, INTERNAL)
        try:
            with request.env.cr.savepoint():
                sales_sudo = request.env["oe.cae.internal.sale"].sudo()
                seller_sudo = self._oe_read_activity(given)
                buyers_sudo = sales_sudo._partners_of(seller_sudo)
                sale_sudo = sales_sudo._ask(
                    seller_sudo,
                    buyers_sudo.filtered(lambda row: str(row.id) == given["buyer_id"]),
                    given["name"],
                    to_cents(number_of(given["amount"], request.env._("Amount"))),
                    given["sent_ref"],
                )
        except UserError as refusal:
            return self._oe_show_internal_form(given, str(refusal))
        return self._oe_say(
            f"/my/oe/internal/{sale_sudo.id}",
            request.env._("It is sent: it is entered once the buyer agrees."),
        )

    @http.route("/my/oe/internal/<int:sale_id>", type="http", auth="user", website=True)
    def oe_internal_sale(self, sale_id, **kwargs):
        """One sale, to agree to or to follow."""
        return self._oe_show_internal(sale_id)

    def _oe_show_internal(self, sale_id, error=None, note=None):
        sale_sudo = self._oe_internal(sale_id)
        return self._oe_render(
            "oe_cae.portal_internal_sale",
            "account",
            sale=sale_sudo._page(request.env.user.partner_id),
            note=note,
            oe_error=error,
        )

    @http.route(
        "/my/oe/internal/<int:sale_id>/<any(yes,no,withdraw):answer>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_internal_answer(self, sale_id, answer, note=None, **kwargs):
        """The buyer agrees or refuses; the seller withdraws."""
        sale_sudo = self._oe_internal(sale_id)
        partner = request.env.user.partner_id
        try:
            with request.env.cr.savepoint():
                if answer == "withdraw":
                    sale_sudo._withdraw(partner)
                else:
                    sale_sudo._answer(partner, answer == "yes", note)
        except UserError as refusal:
            return self._oe_show_internal(sale_id, str(refusal), note)
        said = {
            "yes": request.env._("Thank you: it is on both accounts."),
            "no": request.env._("Noted: the seller reads why."),
            "withdraw": request.env._("It is withdrawn."),
        }
        return self._oe_say("/my/oe/internal", said[answer])
