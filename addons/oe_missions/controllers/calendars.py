from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal


class Calendars(OePortal):
    """The ES's calendar address: made, shown once, revoked; and the feed itself."""

    def _calendar_person(self):
        user = request.env.user
        group = user.has_group("oe_base.group_oe_entrepreneur")
        person = group and user._oe_entrepreneur()
        if not person:
            raise NotFound()
        return person

    @http.route("/my/oe/calendars", type="http", auth="user", website=True)
    def oe_calendars(self, **kwargs):
        """Whether there is an address, and a new one once."""
        person = self._calendar_person()
        link_sudo = request.env["oe.calendar.link"]._of_person(person)
        path = request.session.pop("oe_calendar_path", None)
        return self._oe_render(
            "oe_missions.portal_calendars",
            "me",
            link=link_sudo
            and {
                "made_on": link_sudo.made_on.strftime("%d/%m/%Y"),
                "read_on": link_sudo.read_on and link_sudo.read_on.strftime("%d/%m/%Y"),
                "with_details": link_sudo.with_details,
            },
            address=path and person.get_base_url() + path,
        )

    @http.route(
        "/my/oe/calendars/make",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_calendars_make(self, with_details=None, **kwargs):
        """A new address, shown once on the page that follows; an older one dies."""
        person = self._calendar_person()
        links = request.env["oe.calendar.link"]
        request.session["oe_calendar_path"] = links._make(person, bool(with_details))
        return self._oe_say(
            "/my/oe/calendars", request.env._("Your new address is below.")
        )

    @http.route(
        "/my/oe/calendars/revoke",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_calendars_revoke(self, **kwargs):
        """The address opens nothing any more."""
        person = self._calendar_person()
        request.env["oe.calendar.link"]._of_person(person).unlink()
        return self._oe_say("/my/oe/calendars", request.env._("The address is closed."))

    @http.route(
        "/oe/calendars/<int:link_id>/<string:token>.ics",
        type="http",
        auth="public",
        methods=["GET"],
    )
    def oe_calendar_feed(self, link_id, token, **kwargs):
        """The feed, for the calendar program that holds the address."""
        link_sudo = request.env["oe.calendar.link"]._of_token(link_id, token)
        feed = link_sudo and link_sudo._feed()
        if not feed:
            raise NotFound()
        return request.make_response(
            feed,
            [
                ("Content-Type", "text/calendar; charset=utf-8"),
                ("Cache-Control", "private, max-age=900"),
                ("X-Robots-Tag", "noindex"),
            ],
        )
