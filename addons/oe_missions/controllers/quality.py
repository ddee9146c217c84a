import datetime
import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal, drawn

from ..models.incident import KINDS
from ..models.interest_conflict import TIES


class Quality(OePortal):
    """Sign the code of ethics, report an incident, declare a tie, give an opinion."""

    @http.route("/my/oe/ethics/<int:code_id>", type="http", auth="user", website=True)
    def oe_ethics(self, code_id, **kwargs):
        """The version in force, to read and sign."""
        return self._oe_show_ethics(code_id)

    def _oe_ethics_code(self, code_id):
        code_sudo = request.env["oe.ethics.code"]._current()
        user = request.env.user
        works_here = not user.share or user._oe_entrepreneur()
        if not works_here or code_sudo.id != code_id:
            raise NotFound()
        return code_sudo

    def _oe_show_ethics(self, code_id, error=None, signed_by=None):
        code_sudo = self._oe_ethics_code(code_id)
        return self._oe_render(
            "oe_missions.portal_ethics",
            "today",
            code=code_sudo._page(request.env.user.partner_id),
            signed_by=signed_by or request.env.user.name,
            oe_error=error,
        )

    @http.route(
        "/my/oe/ethics/<int:code_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_ethics_sign(self, code_id, signed_by=None, signature=None, **kwargs):
        """Sign for oneself."""
        code_sudo = self._oe_ethics_code(code_id)
        try:
            with request.env.cr.savepoint():
                code_sudo._sign(request.env.user, signed_by, drawn(signature))
        except UserError as refusal:
            return self._oe_show_ethics(code_id, str(refusal), signed_by)
        return self._oe_say(
            "/my/oe", request.env._("The code of ethics is signed. Thank you.")
        )

    @http.route("/my/oe/incidents", type="http", auth="user", website=True)
    def oe_incidents(self, **kwargs):
        """Numbers to call first, the form, and what one reported."""
        return self._oe_show_incidents()

    def _oe_show_incidents(self, given=None, error=None):
        env = request.env
        choices = env["oe.portal"]._report_choices()
        if not choices["companies"]:
            raise NotFound()
        return self._oe_render(
            "oe_missions.portal_incidents",
            "me",
            kinds=env["oe.incident"]._fields["kind"]._description_selection(env),
            reports=[
                row._portal_values() for row in env["oe.incident"]._mine(env.user)
            ],
            sent_ref=secrets.token_hex(16),
            given=given or {},
            chosen=set(request.httprequest.form.getlist("named")),
            oe_error=error,
            **choices,
        )

    @http.route(
        "/my/oe/incidents/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_incident_send(self, **form):
        """Send a report; a refusal keeps what was typed."""
        try:
            values = self._oe_read_incident(form)
            with request.env.cr.savepoint():
                request.env["oe.incident"]._report(
                    request.env.user, values, bool(form.get("unknown"))
                )
        except UserError as refusal:
            return self._oe_show_incidents(form, str(refusal))
        return self._oe_say(
            "/my/oe/incidents",
            request.env._("Your report is received: the people in charge are told."),
        )

    def _oe_read_incident(self, form):
        """The values of a report; only people and companies that the page offers."""
        choices = request.env["oe.portal"]._report_choices()
        if form.get("kind") not in dict(KINDS):
            raise UserError(request.env._("Choose what it is about."))
        day = None
        if form.get("happened_on"):
            try:
                day = datetime.date.fromisoformat(form["happened_on"])
            except ValueError:
                raise UserError(request.env._("Write the day.")) from None
        named = set(request.httprequest.form.getlist("named"))
        companies = [key for key, _name in choices["companies"]]
        clients = [key for key, _name in choices["clients"]]
        chosen = form.get("company_id") or ""
        client = form.get("client_id") or ""
        return {
            "kind": form["kind"],
            "description": form.get("description"),
            "happened_on": day,
            "company_id": int(chosen)
            if chosen.isdecimal() and int(chosen) in companies
            else companies[:1] and companies[0],
            "client_id": int(client)
            if client.isdecimal() and int(client) in clients
            else False,
            "named_ids": [
                (4, key) for key, _name in choices["people"] if str(key) in named
            ],
            "sent_ref": (form.get("sent_ref") or "")[:64] or None,
        }

    @http.route("/my/oe/conflicts", type="http", auth="user", website=True)
    def oe_conflicts(self, **kwargs):
        """The ties an ES declared, and the form for one more."""
        return self._oe_show_conflicts()

    def _oe_conflict_person(self):
        person_sudo = request.env.user._oe_entrepreneur()
        if not person_sudo or not person_sudo.company_ids:
            raise NotFound()
        return person_sudo

    def _oe_show_conflicts(self, given=None, error=None):
        person_sudo = self._oe_conflict_person()
        model = request.env["oe.interest.conflict"]
        return self._oe_render(
            "oe_missions.portal_conflicts",
            "me",
            conflicts=model._own_page(person_sudo),
            kinds=model._fields["kind"]._description_selection(request.env),
            clients=[(row.id, row.name) for row in model._clients_of(person_sudo)],
            companies=[(row.id, row.name) for row in person_sudo.company_ids],
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/conflicts/declare",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_conflict_declare(self, **form):
        """Declare a tie to a client."""
        person_sudo = self._oe_conflict_person()
        try:
            with request.env.cr.savepoint():
                self._oe_declare(person_sudo, form)
        except UserError as refusal:
            return self._oe_show_conflicts(form, str(refusal))
        return self._oe_say(
            "/my/oe/conflicts",
            request.env._("Noted: no mission is proposed to you at that client's."),
        )

    def _oe_declare(self, person_sudo, form):
        model = request.env["oe.interest.conflict"]
        if form.get("kind") not in dict(TIES):
            raise UserError(request.env._("Choose the kind of tie."))
        chosen, company = form.get("partner_id") or "", form.get("company_id") or ""
        clients = model._clients_of(person_sudo)
        partner = clients.filtered(lambda row: str(row.id) == chosen)
        companies = person_sudo.company_ids
        named = (form.get("told_name") or "").strip()[:100]
        if not partner and not named:
            raise UserError(
                request.env._("Choose the client, or write the name and the town.")
            )
        model._declare(
            person_sudo,
            companies.filtered(lambda row: str(row.id) == company) or companies[0],
            form["kind"],
            partner,
            named,
        )

    @http.route(
        "/my/oe/satisfactions/<int:question_id>",
        type="http",
        auth="user",
        website=True,
    )
    def oe_satisfaction(self, question_id, **kwargs):
        """Four large answers."""
        return self._oe_show_satisfaction(self._oe_question(question_id))

    def _oe_question(self, question_id):
        questions_sudo = request.env["oe.satisfaction"]._readable(
            request.env.user.partner_id
        )
        question_sudo = questions_sudo.filtered(lambda row: row.id == question_id)
        if not question_sudo:
            raise NotFound()
        return question_sudo

    def _oe_show_satisfaction(self, question_sudo, given=None, error=None):
        return self._oe_render(
            "oe_missions.portal_satisfaction",
            "today",
            question=question_sudo._portal_values(),
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/satisfactions/<int:question_id>/answer",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_satisfaction_answer(self, question_id, **form):
        """The answer, once."""
        question_sudo = self._oe_question(question_id)
        try:
            with request.env.cr.savepoint():
                question_sudo._answer(
                    request.env.user.partner_id,
                    form.get("rating"),
                    form.get("comment"),
                    bool(form.get("publish_consent")),
                )
        except UserError as refusal:
            return self._oe_show_satisfaction(question_sudo, form, str(refusal))
        return self._oe_say("/my/oe", request.env._("Thank you for your opinion."))
