from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import CaePortal


class MeetingPortal(CaePortal):
    """Choose a slot of one's advisor, or give it back."""

    @http.route("/my/oe/meetings", type="http", auth="user", website=True)
    def oe_meetings(self, **kwargs):
        """Own appointments, and free slots."""
        self._oe_cae_allowed()
        return self._oe_show_meetings()

    def _oe_show_meetings(self, error=None, topic=None):
        return self._oe_render(
            "oe_cae.portal_meetings",
            "me",
            page=request.env["oe.portal"]._meetings_page(),
            topic=topic,
            oe_error=error,
        )

    @http.route(
        "/my/oe/meetings/<int:meeting_id>/book",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_meeting_book(self, meeting_id, topic=None, **kwargs):
        """Take a slot of one's own advisor."""
        meeting_sudo, person_sudo = self._oe_meeting(meeting_id)
        try:
            with request.env.cr.savepoint():
                meeting_sudo._book(person_sudo, topic)
        except UserError as refusal:
            return self._oe_show_meetings(str(refusal), topic)
        said = request.env._("It is yours: an invitation comes by mail.")
        return self._oe_say("/my/oe/meetings", said)

    @http.route(
        "/my/oe/meetings/<int:meeting_id>/cancel",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_meeting_cancel(self, meeting_id, **kwargs):
        """Give one's own slot back."""
        meeting_sudo, person_sudo = self._oe_meeting(meeting_id)
        try:
            with request.env.cr.savepoint():
                meeting_sudo._cancel(person_sudo)
        except UserError as refusal:
            return self._oe_show_meetings(str(refusal))
        return self._oe_say("/my/oe/meetings", request.env._("It is cancelled."))

    def _oe_meeting(self, meeting_id):
        """A slot of one's advisor: free, or one's own; any other is not found."""
        self._oe_cae_allowed()
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        found_sudo = (
            request.env["oe.cae.meeting"]
            .sudo()
            .search(
                [
                    ("id", "=", meeting_id),
                    ("advisor_id", "=", person_sudo.advisor_id.id),
                    ("advisor_id", "!=", False),
                    ("company_id", "in", person_sudo.affiliation_ids.company_id.ids),
                ]
            )
        )
        if not found_sudo:
            raise NotFound()
        return found_sudo, person_sudo
