from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .portal import CaePortal


class ServicesPortal(CaePortal):
    """What the cooperative did with what everybody contributed (R.7331-9)."""

    @http.route(
        "/my/oe/services/<int:account_id>", type="http", auth="user", website=True
    )
    def oe_services(self, account_id, **kwargs):
        """A published account of a cooperative that hosts the person."""
        self._oe_cae_allowed()
        rows_sudo = request.env["oe.cae.services.account"]._published_for(
            request.env.user
        )
        row_sudo = rows_sudo.filtered(lambda row: row.id == account_id)
        if not row_sudo:
            raise NotFound()
        return self._oe_render(
            "oe_cae.portal_services", "account", account=row_sudo._page()
        )
