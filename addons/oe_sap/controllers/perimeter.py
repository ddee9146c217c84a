from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal

from ..models.perimeter import WHERE, WHOM

MOST_AGE = 120
LONGEST = 9


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
        years = _number(age, range(MOST_AGE + 1))
        asked = {
            "activity": _number(activity, dict(choices["activity"])) or 0,
            "whom": whom if whom in WHOM else "anybody",
            "where": where if where in WHERE else "home",
            "age": "" if years is None else str(years),
            "bundle": bundle == "1",
        }
        answer = None
        if asked["activity"]:
            answer = perimeter._answer(
                user._oe_entrepreneur(),
                request.env["oe.sap.activity"].browse(asked["activity"]),
                asked["whom"],
                asked["where"],
                years,
                asked["bundle"],
            )
        return self._oe_render(
            "oe_sap.portal_perimeter",
            "missions",
            choices=choices,
            asked=asked,
            answer=answer,
        )


def _number(text, known):
    """The number that was typed, when it is one of these; else None."""
    number = int(text) if text.isdecimal() and len(text) <= LONGEST else None
    return number if number in known else None
