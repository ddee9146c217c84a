from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal

CLIENT_FIELDS = (
    "name",
    "is_company",
    "email",
    "phone",
    "street",
    "zip",
    "city",
    "company_registry",
)


class SellClient(OePortal):
    """The client book of an ES, on the phone."""

    def _oe_seller(self):
        """The ES who is logged in; nobody else has these pages."""
        user = request.env.user
        person_sudo = user._oe_entrepreneur()
        group = user.has_group("oe_base.group_oe_entrepreneur")
        if not person_sudo or not group:
            raise NotFound()
        return person_sudo

    def _oe_client(self, client_id):
        # Portal users have no access to the book: their own entries, past the rules.
        person_sudo = self._oe_seller()
        book_sudo = request.env["oe.cae.client"].sudo()._book(person_sudo)
        client_sudo = book_sudo.filtered(lambda client: client.id == client_id)
        if not client_sudo:
            raise NotFound()
        return client_sudo

    @http.route("/my/oe/clients", type="http", auth="user", website=True)
    def oe_clients(self, **kwargs):
        """The client book."""
        person_sudo = self._oe_seller()
        book = request.env["oe.cae.client"].sudo()._book(person_sudo)
        return self._oe_render(
            "oe_cae.portal_clients",
            "account",
            clients=[
                {
                    "url": f"/my/oe/clients/{client.id}",
                    "name": client.partner_name,
                    "city": client.partner_id.city or "",
                }
                for client in book
            ],
        )

    @http.route(
        ["/my/oe/clients/new", "/my/oe/clients/<int:client_id>"],
        type="http",
        auth="user",
        website=True,
    )
    def oe_client(self, client_id=None, **kwargs):
        """The form of a client."""
        self._oe_seller()
        given = {}
        if client_id:
            partner_sudo = self._oe_client(client_id).partner_id
            given = {name: partner_sudo[name] or "" for name in CLIENT_FIELDS}
        return self._oe_client_form(client_id, given)

    def _oe_client_form(self, client_id, given, error=None):
        return self._oe_render(
            "oe_cae.portal_client",
            "account",
            client_id=client_id,
            given=given,
            oe_error=error,
        )

    @http.route(
        ["/my/oe/clients/new/save", "/my/oe/clients/<int:client_id>/save"],
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_client_save(self, client_id=None, **form):
        """Enter or correct a client; what was typed stays when refused."""
        person_sudo = self._oe_seller()
        given = {name: form.get(name) for name in CLIENT_FIELDS}
        try:
            with request.env.cr.savepoint():
                clients_sudo = request.env["oe.cae.client"].sudo()
                client_sudo = self._oe_client(client_id) if client_id else None
                saved_sudo = clients_sudo._save(person_sudo, given, client_sudo)
        except UserError as refusal:
            return self._oe_client_form(client_id, given, str(refusal))
        if form.get("then") == "quote":
            return request.redirect(f"/my/oe/sales/new?client_id={saved_sudo.id}")
        return self._oe_say("/my/oe/clients", request.env._("The client is saved."))
