from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .visit_start import VisitStart


class VisitNoShow(VisitStart):
    """Nobody opened the door: asked once more, with what follows from it."""

    @http.route(
        "/my/oe/interventions/<int:visit_id>/no-show",
        type="http",
        auth="user",
        methods=["GET"],
        website=True,
    )
    def oe_no_show(self, visit_id, **kwargs):
        """What happens if one says so."""
        return self._oe_show_no_show(visit_id)

    def _oe_show_no_show(self, visit_id, error=None):
        visit = self._oe_mine("oe.intervention", visit_id)
        if visit.state != "planned":
            return request.redirect(f"/my/oe/interventions/{visit_id}")
        return self._oe_render(
            "oe_missions.portal_no_show",
            "today",
            visit=visit._portal_values(),
            begun=visit._page_values()["begun"],
            fee=visit._no_show_fee(),
            oe_error=error,
        )

    @http.route(
        "/my/oe/interventions/<int:visit_id>/no-show",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_no_show_say(self, visit_id, **kwargs):
        """Close the visit; the rule that the client signed decides what it costs."""
        visit = self._oe_mine("oe.intervention", visit_id)
        try:
            with request.env.cr.savepoint():
                # Portal users have no write access: this is the one thing they say.
                visit.sudo()._say_no_show()
        except UserError as refusal:
            return self._oe_show_no_show(visit_id, str(refusal))
        return self._oe_say(
            "/my/oe",
            request.env._("Noted: nobody opened. Your coordinator calls the client."),
        )
