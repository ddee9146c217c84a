from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal

from ..models.perimeter import WHERE, WHOM

MOST_AGE = 120


class SapPerimeter(OePortal):
    """« Est-ce que je peux faire ça ? », on the phone of an ES; nothing is kept."""

    @http.route("/my/oe/perimeter", type="http", auth="user", website=True)
    def oe_perimeter(self, activity="", whom="", where="", age="", bundle="", **kw):
        """The question, and its answer once something was asked."""
        user = request.env.user
        if not user.has_group("oe_base.group_oe_entrepreneur"):
            raise NotFound()
        perimeter = request.env["oe.sap.perimeter"]
        choices = perimeter._choices()
        asked = {
            "activity": int(activity)
            if activity.isdecimal() and int(activity[:9]) in dict(choices["activity"])
            else 0,
            "whom": whom if whom in WHOM else "anybody",
            "where": where if where in WHERE else "home",
            "age": age if age.isdecimal() and int(age[:4]) <= MOST_AGE else "",
            "bundle": bundle == "1",
        }
        answer = None
        if asked["activity"]:
            answer = perimeter._answer(
                user._oe_entrepreneur(),
                request.env["oe.sap.activity"].browse(asked["activity"]),
                asked["whom"],
                asked["where"],
                int(asked["age"]) if asked["age"] else None,
                asked["bundle"],
            )
        return self._oe_render(
            "oe_sap.portal_perimeter",
            "missions",
            choices=choices,
            asked=asked,
            answer=answer,
        )
