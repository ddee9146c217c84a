import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError, ValidationError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import photo_of

from .client import ClientMissions


class HomeWork(ClientMissions):
    """Paper sheets, the notebook, one's photo; and the rights of a household."""

    @http.route("/my/oe/sheets", type="http", auth="user", website=True)
    def oe_sheets(self, **kwargs):
        """Visits that a paper sheet may prove."""
        return self._oe_show_sheets()

    def _oe_worker(self):
        person_sudo = request.env.user._oe_entrepreneur()
        if not person_sudo:
            raise NotFound()
        return person_sudo

    def _oe_show_sheets(self, error=None):
        visits_sudo = request.env["oe.intervention"]._to_prove(self._oe_worker())
        homes = {}
        for visit in visits_sudo:
            key = (visit.partner_id.id, visit.company_id.id)
            homes.setdefault(key, (visit.partner_id.name, []))[1].append(
                {**visit._portal_values(), "planned": visit.state == "planned"}
            )
        return self._oe_render(
            "oe_missions.portal_sheets",
            "today",
            homes=list(homes.values()),
            chosen=set(request.httprequest.form.getlist("visit")),
            oe_error=error,
        )

    @http.route(
        "/my/oe/sheets/send", type="http", auth="user", methods=["POST"], website=True
    )
    def oe_sheet_send(self, photo=None, **form):
        """One photo for several visits of one client."""
        chosen = set(request.httprequest.form.getlist("visit"))
        visits_sudo = (
            request.env["oe.intervention"]
            ._to_prove(self._oe_worker())
            .filtered(lambda visit: str(visit.id) in chosen)
        )
        try:
            content = photo_of(photo)
            with request.env.cr.savepoint():
                request.env["oe.visit.sheet"]._keep(
                    visits_sudo, content, request.env.user.partner_id
                )
        except (UserError, ValidationError) as refusal:
            return self._oe_show_sheets(str(refusal))
        return self._oe_say(
            "/my/oe",
            request.env._(
                "The sheet is kept for %(count)s visits.", count=len(visits_sudo)
            ),
        )

    def _oe_notebook(self, client_id):
        homes = request.env["oe.liaison.note"]._homes(request.env.user)
        for client, company in homes.items():
            if client.id == client_id:
                return client, company
        raise NotFound()

    @http.route(
        "/my/oe/notebooks/<int:client_id>", type="http", auth="user", website=True
    )
    def oe_notebook(self, client_id, **kwargs):
        """The words of a home, and the form for one more."""
        return self._oe_show_notebook(client_id)

    def _oe_show_notebook(self, client_id, given=None, error=None):
        client_sudo, _company = self._oe_notebook(client_id)
        partner = request.env.user.partner_id
        return self._oe_render(
            "oe_missions.portal_notebook",
            "today",
            client={"id": client_sudo.id, "name": client_sudo.name},
            notes=request.env["oe.liaison.note"]._page(client_sudo, partner),
            sent_ref=secrets.token_hex(16),
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/notebooks/<int:client_id>/write",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_notebook_write(self, client_id, **form):
        """Leave a word."""
        client_sudo, company_sudo = self._oe_notebook(client_id)
        try:
            with request.env.cr.savepoint():
                request.env["oe.liaison.note"]._write_down(
                    client_sudo,
                    company_sudo,
                    request.env.user.partner_id,
                    form.get("body"),
                    (form.get("sent_ref") or "")[:64] or None,
                )
        except UserError as refusal:
            return self._oe_show_notebook(client_id, form, str(refusal))
        return self._oe_say(
            f"/my/oe/notebooks/{client_id}",
            request.env._("Your word is in the notebook."),
        )

    @http.route("/my/oe/photos", type="http", auth="user", website=True)
    def oe_photos(self, **kwargs):
        """Whether clients see who comes."""
        person_sudo = self._oe_worker()
        return self._oe_render(
            "oe_missions.portal_photos",
            "me",
            shown=person_sudo.photo_for_clients,
            has_photo=bool(person_sudo.partner_id.image_128),
        )

    @http.route(
        "/my/oe/photos/consent",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_photo_consent(self, shown=None, **kwargs):
        """Agree, or take it back, at any time."""
        person_sudo = self._oe_worker()
        person_sudo.photo_for_clients = bool(shown)
        return self._oe_say("/my/oe/tab/me", request.env._("Your choice is kept."))

    def _oe_own_quote(self, order_id):
        order_sudo = self._oe_quote(order_id)
        if not order_sudo._oe_is_household():
            raise NotFound()
        return order_sudo

    @http.route(
        "/my/oe/quotes/<int:order_id>/<any(withdraw,express):step>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_quote_rights(self, order_id, step, **kwargs):
        """Withdraw within the days of the law, or ask that the service start."""
        order_sudo = self._oe_own_quote(order_id)
        partner = request.env.user.partner_id
        try:
            with request.env.cr.savepoint():
                if step == "express":
                    order_sudo._oe_ask_express(partner)
                    url = f"/my/oe/quotes/{order_id}"
                    told = request.env._("Noted: the service may start at once.")
                else:
                    owed = order_sudo._oe_withdraw(partner)
                    url, told = (
                        "/my/oe",
                        request.env._("You withdrew: nothing is owed."),
                    )
                    if owed:
                        told = request.env._(
                            "You withdrew: only the hours done are invoiced."
                        )
        except UserError as refusal:
            return self._oe_show_quote(order_id, str(refusal))
        return self._oe_say(url, told)

    @http.route("/my/oe/quotes/<int:order_id>/form", type="http", auth="user")
    def oe_quote_form(self, order_id, **kwargs):
        """The form of withdrawal, to print."""
        data = self._oe_own_quote(order_id)._oe_withdrawal_paper()
        headers = [
            ("Content-Type", "application/pdf"),
            ("Content-Disposition", 'inline; filename="retractation.pdf"'),
        ]
        return request.make_response(data, headers)
