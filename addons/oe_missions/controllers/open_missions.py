import datetime

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal


class OpenMissions(OePortal):
    """The ES browses open missions, applies, and says when he cannot come."""

    def _oe_myself(self):
        """The ES logged in; past the rules of missions of which he is no member."""
        person_sudo = request.env.user._oe_entrepreneur()
        if not person_sudo or not request.env.user.has_group(
            "oe_base.group_oe_entrepreneur"
        ):
            raise NotFound()
        return person_sudo

    @http.route("/my/oe/missions", type="http", auth="user", website=True)
    def oe_open_missions(self, **kwargs):
        """Missions of the territory that look for somebody."""
        return self._oe_show_open()

    def _oe_show_open(self, error=None):
        person_sudo = self._oe_myself()
        missions_sudo = request.env["oe.mission"]._open_to(person_sudo)
        return self._oe_render(
            "oe_missions.portal_open_missions",
            "missions",
            missions=missions_sudo._open_values(person_sudo),
            oe_error=error,
        )

    @http.route(
        "/my/oe/missions/<int:mission_id>/apply",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_open_mission_apply(self, mission_id, **form):
        """Apply in one tap; the coordinator answers."""
        person_sudo = self._oe_myself()
        mission_sudo = (
            request.env["oe.mission"]
            ._open_to(person_sudo)
            .filtered(lambda mission: mission.id == mission_id)
        )
        if not mission_sudo:
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                mission_sudo._apply(person_sudo)
        except UserError as refusal:
            return self._oe_show_open(str(refusal))
        return self._oe_say(
            "/my/oe/missions",
            request.env._("Your application is sent: the coordinator answers you."),
        )

    @http.route(
        "/my/oe/missions/applications/<int:proposal_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_application_withdraw(self, proposal_id, **form):
        """Take an application back."""
        proposal = self._oe_own("oe.mission.proposal", proposal_id)
        proposal_sudo = proposal.sudo()  # portal users have no write access
        if proposal_sudo.entrepreneur_id != self._oe_myself():
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                proposal_sudo._withdraw()
        except UserError as refusal:
            return self._oe_show_open(str(refusal))
        return self._oe_say(
            "/my/oe/missions", request.env._("Your application is taken back.")
        )

    # -- replacement -----------------------------------------------------------------

    @http.route("/my/oe/replacements", type="http", auth="user", website=True)
    def oe_replacements(self, visit=None, **kwargs):
        """Say when one cannot come, for a visit or some days."""
        return self._oe_show_replacements(visit)

    def _oe_show_replacements(self, visit_id=None, error=None, given=None):
        person_sudo = self._oe_myself()
        visit = request.env["oe.intervention"]
        if str(visit_id or "").isdecimal():
            visit = self._oe_own("oe.intervention", int(visit_id))
            if visit.sudo().entrepreneur_id != person_sudo:
                raise NotFound()
        wanted_sudo = (
            request.env["oe.replacement"]
            .sudo()
            .search([("entrepreneur_id", "=", person_sudo.id)], limit=20)
        )
        today = request.env.company._oe_today().isoformat()
        return self._oe_render(
            "oe_missions.portal_replacements",
            "missions",
            visit=visit._portal_values() if visit else None,
            wanted=[row._portal_values() for row in wanted_sudo],
            given={"start": today, "end": today, **(given or {})},
            oe_error=error,
        )

    @http.route(
        "/my/oe/replacements/ask",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_replacement_ask(self, start=None, end=None, visit=None, **form):
        """Open the search for exactly the visits of these days."""
        person_sudo = self._oe_myself()
        given = {"start": start, "end": end}
        try:
            first, last, only = self._oe_read_absence(start, end, visit)
            with request.env.cr.savepoint():
                request.env["oe.replacement"].sudo()._ask(
                    person_sudo, first, last, only
                )
        except UserError as refusal:
            return self._oe_show_replacements(visit, str(refusal), given)
        return self._oe_say(
            "/my/oe/replacements",
            request.env._("Noted: somebody else is looked for, the client is told."),
        )

    def _oe_read_absence(self, start, end, visit_id):
        if visit_id:
            if not visit_id.isdecimal():
                raise NotFound()
            visit = self._oe_own("oe.intervention", int(visit_id))
            visit_sudo = visit.sudo()
            if visit_sudo.entrepreneur_id != self._oe_myself():
                raise NotFound()
            wall = visit_sudo.company_id._oe_wall
            return (
                wall(visit_sudo.planned_start).date(),
                wall(visit_sudo.planned_end).date(),
                visit_sudo,
            )
        try:
            return (
                datetime.date.fromisoformat(start or ""),
                datetime.date.fromisoformat(end or ""),
                None,
            )
        except ValueError:
            raise UserError(
                request.env._("Write the first and the last day, from today.")
            ) from None

    @http.route(
        "/my/oe/replacements/<int:replacement_id>/back",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_replacement_back(self, replacement_id, **form):
        """Come after all: what is not filled goes on as planned."""
        wanted_sudo = (
            request.env["oe.replacement"]
            .sudo()
            .search(
                [
                    ("id", "=", replacement_id),
                    ("entrepreneur_id", "=", self._oe_myself().id),
                ]
            )
        )
        if not wanted_sudo:
            raise NotFound()
        try:
            with request.env.cr.savepoint():
                wanted_sudo._take_back()
        except UserError as refusal:
            return self._oe_show_replacements(error=str(refusal))
        return self._oe_say(
            "/my/oe/replacements", request.env._("Good: you come as planned.")
        )
