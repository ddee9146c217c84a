from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .entrepreneur import EntrepreneurMissions


class VisitStart(EntrepreneurMissions):
    """Start and stop on the page of a visit, and the photo its own ES took."""

    @http.route()
    def oe_intervention(self, visit_id, ended=None, **kwargs):
        """The page of a visit; after *Finish* its end is filled in: it stays free."""
        given = None
        if ended:
            now = self._oe_mine("oe.intervention", visit_id)._page_values()["now"]
            given = {"end": now}
        return self._oe_show_intervention(visit_id, given=given)

    @http.route(
        "/my/oe/interventions/<int:visit_id>/start",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_intervention_start(self, visit_id, **kwargs):
        """Note the real start, now; the office sees who is at work."""
        visit = self._oe_mine("oe.intervention", visit_id)
        try:
            # Portal users have no write access: this is the one thing they change.
            visit_sudo = visit.sudo()
            visit_sudo._start()
        except UserError as refusal:
            return self._oe_show_intervention(visit_id, str(refusal))
        return self._oe_say(
            f"/my/oe/interventions/{visit_id}",
            request.env._("Started. Tap on Finish when you leave."),
        )

    @http.route("/my/oe/interventions/<int:visit_id>/photo", type="http", auth="user")
    def oe_intervention_photo(self, visit_id, **kwargs):
        """The photo of a visit, for whoever came."""
        visit = self._oe_mine("oe.intervention", visit_id)
        # The field is closed to portal users: the page alone opens it.
        if not visit.sudo().photo:
            raise NotFound()
        stream = request.env["ir.binary"]._get_stream_from(visit.sudo(), "photo")
        return stream.get_response(
            content_security_policy="default-src 'none'", max_age=0
        )
