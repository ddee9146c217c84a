from odoo import http
from odoo.http import request

from odoo.addons.web.controllers.home import Home

# Beyond that somebody chooses: a list over forty companies helps nobody.
MOST = 6


class OeHome(Home):
    """People of a territory start on all of its companies, not on one of them."""

    @http.route()
    def web_client(self, s_action=None, **kw):
        """The core's page; the first time it opens the companies of the person."""
        response = super().web_client(s_action, **kw)
        chosen = "cids" in request.httprequest.cookies
        if not chosen and request.session.uid and response.status_code == 200:
            user = request.env.user
            companies = user.company_id | user.company_ids.sorted("id")
            if 1 < len(companies) <= MOST and any(companies.mapped("oe_kind")):
                response.set_cookie("cids", "-".join(map(str, companies.ids)))
        return response
