import datetime
import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.forms import photo_of
from odoo.addons.oe_base.controllers.portal import OePortal

from .works_link import HEADERS


class Pool(OePortal):
    """An ES's own documents; the page of somebody whom households employ."""

    def _oe_pool_person(self):
        user = request.env.user
        group = user.has_group("oe_base.group_oe_entrepreneur")
        person_sudo = group and user._oe_entrepreneur()
        if not person_sudo or not person_sudo.company_ids:
            raise NotFound()
        return person_sudo

    @http.route("/my/oe/documents", type="http", auth="user", website=True)
    def oe_documents(self, **kwargs):
        """What is checked, what expires, and the form to send one."""
        return self._oe_show_documents()

    def _oe_show_documents(self, given=None, error=None):
        person_sudo = self._oe_pool_person()
        return self._oe_render(
            "oe_missions.portal_documents",
            "me",
            page=request.env["oe.portal"]._documents_page(person_sudo),
            sent_ref=secrets.token_hex(16),
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/documents/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_document_send(self, photo=None, **form):
        """Send one; a refusal keeps what was typed."""
        person_sudo = self._oe_pool_person()
        page = request.env["oe.portal"]._documents_page(person_sudo)
        try:
            kind = self._oe_among("oe.pool.document.type", page["kinds"], form, "kind")
            company = self._oe_among("res.company", page["companies"], form, "company")
            until = self._oe_until(form.get("until"))
            with request.env.cr.savepoint():
                request.env["oe.pool.document"]._send(
                    person_sudo,
                    company,
                    kind,
                    photo_of(photo),
                    until,
                    (form.get("sent_ref") or "")[:64] or None,
                )
        except UserError as refusal:
            return self._oe_show_documents(form, str(refusal))
        return self._oe_say(
            "/my/oe/documents",
            request.env._("Your document is received: the cooperative checks it."),
        )

    def _oe_among(self, model, offered, form, name):
        """A record among those that the page offers; the first when it offers one.

        :raises UserError: when none was chosen
        """
        keys = [str(row[0]) for row in offered]
        chosen = form.get(name) or (keys[0] if len(keys) == 1 else "")
        if chosen not in keys:
            raise UserError(request.env._("Choose what you send."))
        return request.env[model].sudo().browse(int(chosen))

    def _oe_until(self, text):
        if not text:
            return False
        try:
            return datetime.date.fromisoformat(text)
        except ValueError:
            raise UserError(request.env._("Write the day.")) from None

    @http.route("/my/oe/documents/<int:document_id>/file", type="http", auth="user")
    def oe_document_file(self, document_id, **kwargs):
        """One's own copy."""
        documents_sudo = request.env["oe.portal"]._documents_of(self._oe_pool_person())
        row_sudo = documents_sudo.filtered(lambda row: row.id == document_id)
        if not row_sudo.file:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(row_sudo, "file")
        answer = stream.get_response(as_attachment=True)
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        answer.headers["Cache-Control"] = "no-store"
        return answer

    @http.route(
        "/my/oe/documents/references/<int:reference_id>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_reference_agree(self, reference_id, agreed=None, **kwargs):
        """Let a reference be shown, or no more."""
        rows_sudo = request.env["oe.pool.reference"]._of_person(
            "entrepreneur_id", self._oe_pool_person()
        )
        self._oe_agree(rows_sudo, reference_id, agreed)
        return self._oe_say("/my/oe/documents", request.env._("Your choice is kept."))

    def _oe_agree(self, rows_sudo, reference_id, agreed):
        row_sudo = rows_sudo.filtered(lambda row: row.id == reference_id)
        if not row_sudo:
            raise NotFound()
        row_sudo._agree(bool(agreed))

    # -- without an account -----------------------------------------------------------

    def _oe_employee(self, employee_id, token):
        employee_sudo = request.env["oe.pool.employee"]._of_token(employee_id, token)
        if not employee_sudo:
            raise NotFound()
        return employee_sudo

    @http.route(
        "/oe/pool/<int:employee_id>/<string:token>",
        type="http",
        auth="public",
        website=True,
        sitemap=False,
    )
    def oe_pool_page(self, employee_id, token, **kwargs):
        """What the pool holds of a person, for that person."""
        employee_sudo = self._oe_employee(employee_id, token)
        answer = request.render(
            "oe_missions.pool_page",
            {
                "page": employee_sudo._page(),
                "base": f"/oe/pool/{employee_id}/{token}",
                "oe_message": request.session.pop("oe_message", None),
            },
        )
        answer.headers.update(HEADERS)
        return answer

    @http.route(
        "/oe/pool/<int:employee_id>/<string:token>/<any(agree,photo,leave):step>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def oe_pool_step(self, employee_id, token, step, shown=None, **kwargs):
        """Be in the pool, show the own photo or not, or leave the pool."""
        employee_sudo = self._oe_employee(employee_id, token)
        if step == "agree":
            employee_sudo._consent("page")
        elif step == "photo":
            employee_sudo._show_photo(bool(shown))
        else:
            employee_sudo._withdraw()
        return self._oe_say(
            f"/oe/pool/{employee_id}/{token}", request.env._("Your choice is kept.")
        )

    @http.route(
        "/oe/pool/<int:employee_id>/<string:token>/references/<int:reference_id>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def oe_pool_reference(
        self, employee_id, token, reference_id, agreed=None, **kwargs
    ):
        """Let a reference be shown, or no more."""
        employee_sudo = self._oe_employee(employee_id, token)
        rows_sudo = request.env["oe.pool.reference"]._of_person(
            "employee_id", employee_sudo
        )
        self._oe_agree(rows_sudo, reference_id, agreed)
        return self._oe_say(
            f"/oe/pool/{employee_id}/{token}", request.env._("Your choice is kept.")
        )

    @http.route(
        "/oe/pool/<int:employee_id>/<string:token>/requests/<int:candidate_id>",
        type="http",
        auth="public",
        methods=["POST"],
        website=True,
        sitemap=False,
    )
    def oe_pool_request(self, employee_id, token, candidate_id, agreed=None, **kwargs):
        """Agree to be presented to a household, or not."""
        employee_sudo = self._oe_employee(employee_id, token)
        row_sudo = employee_sudo.candidacy_ids.filtered(
            lambda row: row.id == candidate_id
        )
        if not row_sudo:
            raise NotFound()
        row_sudo._answer(bool(agreed), "page")
        return self._oe_say(
            f"/oe/pool/{employee_id}/{token}", request.env._("Your choice is kept.")
        )
