from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal


class AdvancePortal(OePortal):
    """The immediate advance of a client: enrol, follow, stop.

    Nobody on the portal has an access row on it: each page looks the home up among
    those of the person logged in.
    """

    def _oe_advance_home(self, company_id, partner_id):
        clients = request.env["oe.sap.advance.client"]
        home = clients._home(request.env.user, company_id, partner_id)
        if not home:
            raise NotFound()
        return clients.sudo(), *home

    @http.route("/my/oe/advances", type="http", auth="user", website=True)
    def oe_advances(self, **kwargs):
        """My homes: enrolment, what waits for me, what was paid."""
        clients = request.env["oe.sap.advance.client"]
        return self._oe_render(
            "oe_sap.portal_advances", "me", homes=clients._overview(request.env.user)
        )

    @http.route(
        "/my/oe/advances/<int:company_id>/<int:partner_id>",
        type="http",
        auth="user",
        website=True,
    )
    def oe_advance_form(self, company_id, partner_id, **kwargs):
        """The form to enrol one home."""
        return self._oe_show_advance(company_id, partner_id)

    def _oe_show_advance(self, company_id, partner_id, refused=None, given=None):
        clients_sudo, partner, company = self._oe_advance_home(company_id, partner_id)
        page = clients_sudo._page(partner, company)
        if not page["can_enrol"]:
            return request.redirect("/my/oe/advances")
        return self._oe_render(
            "oe_sap.portal_advance_form",
            "me",
            home=page,
            given=given or clients_sudo._form(partner, company),
            words=clients_sudo._consent_words(company),
            oe_error=refused,
        )

    @http.route(
        "/my/oe/advances/<int:company_id>/<int:partner_id>/enrol",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_advance_enrol(self, company_id, partner_id, **given):
        """Enrol: what is wrong is said above the form, which keeps what was typed."""
        clients_sudo, partner, company = self._oe_advance_home(company_id, partner_id)
        try:
            with request.env.cr.savepoint():
                clients_sudo._enrol_by(request.env.user, partner, company, given)
        except UserError as refusal:
            return self._oe_show_advance(company_id, partner_id, str(refusal), given)
        return self._oe_say(
            "/my/oe/advances",
            request.env._(
                "Thank you. Urssaf writes to you by e-mail: activate your account "
                "there, then the next invoices are halved."
            ),
        )

    @http.route(
        "/my/oe/advances/<int:company_id>/<int:partner_id>/stop",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_advance_stop(self, company_id, partner_id, **kwargs):
        """Stop: no further request is sent for this home."""
        clients_sudo, partner, company = self._oe_advance_home(company_id, partner_id)
        client_sudo = clients_sudo._open_of(partner, company)
        if not client_sudo:
            raise NotFound()
        client_sudo._stop_by(request.env.user)
        return self._oe_say(
            "/my/oe/advances",
            request.env._("It is stopped: nothing more is sent to Urssaf."),
        )
