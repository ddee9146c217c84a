import datetime
import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal


class Home(OePortal):
    """The client's pages, or those of who holds a mandate: visits, needs, absences."""

    def _oe_my_visits(self):
        return request.env["oe.intervention"]._readable_visits(
            request.env.user.partner_id
        )

    @http.route("/my/oe/visits", type="http", auth="user", website=True)
    def oe_visits(self, month=None, **kwargs):
        """Planned and signed visits of a month, and who comes."""
        today = datetime.date.today().replace(day=1)
        try:
            first = datetime.date.fromisoformat(f"{month}-01") if month else today
        except ValueError:
            raise NotFound() from None
        if abs(first.year - today.year) > 50:
            raise NotFound()
        missions_sudo = request.env["oe.mission"]._readable_missions(
            request.env.user.partner_id, "write"
        )
        homes = [
            (row.id, row.partner_id.name, row.pole_id.name or row.company_id.name)
            for row in missions_sudo
        ]
        return self._oe_render(
            "oe_missions.portal_visits",
            "visits",
            page=request.env["oe.portal"]._visits_page(first),
            homes=homes,
        )

    @http.route("/my/oe/visits/week", type="http", auth="user")
    def oe_visits_week(self, **kwargs):
        """The week in large print, for the door of the fridge."""
        partner = request.env.user.partner_id
        principals = request.env["oe.mandate"].sudo()._principals(partner, "visits")
        today = datetime.date.today()
        monday = today - datetime.timedelta(days=today.weekday())
        clients_sudo = (partner | principals).sudo()
        with_visits = self._oe_my_visits().partner_id
        companies = request.env.user.company_ids.ids
        data = (
            (clients_sudo & with_visits or partner.sudo())
            .with_context(allowed_company_ids=companies)
            ._oe_week_paper(monday)
        )
        return self._oe_paper(data, "semaine.pdf")

    def _oe_paper(self, data, name):
        return request.make_response(
            data,
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", f'inline; filename="{name}"'),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route("/my/oe/weeks/print", type="http", auth="user")
    def oe_weeks(self, clients="", **kwargs):
        """The office prints the week of one or many clients."""
        if not request.env.user.has_group("oe_base.group_oe_advisor"):
            raise NotFound()
        ids = [int(key) for key in clients.split(",") if key.isdecimal()][:200]
        partners = request.env["res.partner"].search([("id", "in", ids)])
        if not partners:
            raise NotFound()
        today = datetime.date.today()
        monday = today - datetime.timedelta(days=today.weekday())
        companies = request.env.user.company_ids.ids
        partners = partners.with_context(allowed_company_ids=companies)
        return self._oe_paper(partners._oe_week_paper(monday), "semaines.pdf")

    @http.route("/my/oe/visits/<int:visit_id>/signature", type="http", auth="user")
    def oe_visit_signature(self, visit_id, **kwargs):
        """What the client signed, on a visit one may see."""
        visit_sudo = self._oe_my_visits().filtered(lambda row: row.id == visit_id)
        if not visit_sudo.signature:
            raise NotFound()
        return self._oe_picture(visit_sudo, "signature")

    @http.route("/my/oe/visits/<int:visit_id>/photo", type="http", auth="user")
    def oe_visit_photo(self, visit_id, **kwargs):
        """The face of who comes, when that person agreed."""
        visit_sudo = self._oe_my_visits().filtered(lambda row: row.id == visit_id)
        person_sudo = visit_sudo.entrepreneur_id
        if not person_sudo.photo_for_clients or not person_sudo.partner_id.image_128:
            raise NotFound()
        return self._oe_picture(person_sudo.partner_id, "image_128")

    def _oe_picture(self, record_sudo, field):
        stream = request.env["ir.binary"]._get_stream_from(record_sudo, field)
        answer = stream.get_response()
        answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
        answer.headers["X-Content-Type-Options"] = "nosniff"
        return answer

    @http.route("/my/oe/needs", type="http", auth="user", website=True)
    def oe_needs(self, **kwargs):
        """What one asked for, and the form: I need something."""
        return self._oe_show_needs()

    def _oe_needs_tab(self):
        if "needs" not in {tab["key"] for tab in request.env["oe.portal"]._tabs()}:
            raise NotFound()

    def _oe_show_needs(self, given=None, error=None):
        self._oe_needs_tab()
        leads = request.env["crm.lead"]
        partner = request.env.user.partner_id
        return self._oe_render(
            "oe_missions.portal_needs",
            "needs",
            needs=[row._oe_need_values() for row in leads._oe_portal_needs(partner)],
            clients=[(row.id, row.sudo().name) for row in leads._oe_needs_for(partner)],
            services=[(row.id, row.name) for row in leads._oe_services_offered()],
            sent_ref=secrets.token_hex(16),
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/needs/send", type="http", auth="user", methods=["POST"], website=True
    )
    def oe_need_send(self, **form):
        """Send a need; a refusal keeps what was typed."""
        self._oe_needs_tab()
        leads, user = request.env["crm.lead"], request.env.user
        client = leads._oe_needs_for(user.partner_id).filtered(
            lambda row: str(row.id) == form.get("client_id")
        )
        service = leads._oe_services_offered().filtered(
            lambda row: str(row.id) == form.get("service_id")
        )
        try:
            start = self._oe_day(form["start"]) if form.get("start") else None
            with request.env.cr.savepoint():
                leads._oe_ask(
                    user,
                    client,
                    form.get("words"),
                    service,
                    start,
                    (form.get("sent_ref") or "")[:64] or None,
                )
        except UserError as refusal:
            return self._oe_show_needs(form, str(refusal))
        return self._oe_say(
            "/my/oe/needs", request.env._("Your need is received: we call you.")
        )

    def _oe_day(self, text):
        """A day typed in a form.

        :raises UserError: for what is no day
        """
        try:
            return datetime.date.fromisoformat(text or "")
        except ValueError:
            raise UserError(request.env._("Write the days.")) from None

    def _oe_home(self, mission_id):
        missions_sudo = request.env["oe.mission"]._readable_missions(
            request.env.user.partner_id, "write"
        )
        mission_sudo = missions_sudo.filtered(lambda row: row.id == mission_id)
        if not mission_sudo:
            raise NotFound()
        return mission_sudo

    @http.route("/my/oe/homes/<int:mission_id>", type="http", auth="user", website=True)
    def oe_home(self, mission_id, **kwargs):
        """A mission at home: who comes; say an absence, or its end."""
        return self._oe_show_home(self._oe_home(mission_id))

    def _oe_show_home(self, mission_sudo, given=None, error=None):
        return self._oe_render(
            "oe_missions.portal_home",
            "visits",
            home=request.env["oe.portal"]._home_page(mission_sudo),
            given=given or {},
            oe_error=error,
        )

    @http.route(
        "/my/oe/homes/<int:mission_id>/<any(pause,end):kind>",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_home_ask(self, mission_id, kind, **form):
        """Ask for an absence, or for the end of the mission."""
        mission_sudo = self._oe_home(mission_id)
        try:
            end = self._oe_day(form.get("end"))
            start = self._oe_day(form.get("start")) if kind == "pause" else end
            with request.env.cr.savepoint():
                request.env["oe.client.request"]._ask(
                    mission_sudo, request.env.user.partner_id, kind, start, end
                )
        except UserError as refusal:
            return self._oe_show_home(
                mission_sudo, {**form, "kind": kind}, str(refusal)
            )
        return self._oe_say(
            f"/my/oe/homes/{mission_id}",
            request.env._("Your request is received: the coordinator answers you."),
        )
