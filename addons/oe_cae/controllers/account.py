from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from .portal import CaePortal


class AccountPortal(CaePortal):
    """Balance sheet and profit and loss of one's own activity, live."""

    def _oe_own_activity(self, activity_id):
        self._oe_cae_allowed()
        found_sudo = (
            request.env["oe.portal"]
            ._own_activities()
            .filtered(lambda activity: activity.id == activity_id)
        )
        if not found_sudo:
            raise NotFound()
        return found_sudo

    @http.route(
        "/my/oe/accounts/<int:activity_id>", type="http", auth="user", website=True
    )
    def oe_account(self, activity_id, **kwargs):
        """Both halves of one's own activity today."""
        activity_sudo = self._oe_own_activity(activity_id)
        return self._oe_render(
            "oe_cae.portal_account",
            "account",
            account=request.env["oe.portal"]._account_page(activity_sudo),
        )

    @http.route(
        "/my/oe/treasury/<int:activity_id>", type="http", auth="user", website=True
    )
    def oe_treasury(self, activity_id, **kwargs):
        """What one's own activity holds, and what comes and goes."""
        activity_sudo = self._oe_own_activity(activity_id)
        return self._oe_render(
            "oe_cae.portal_treasury",
            "account",
            treasury=request.env["oe.portal"]._treasury_page(activity_sudo),
            back=f"/my/oe/accounts/{activity_id}",
        )

    @http.route(
        "/my/oe/accounts/<int:activity_id>/<string:half>/<int:account_id>",
        type="http",
        auth="user",
        website=True,
    )
    def oe_account_items(self, activity_id, half, account_id, **kwargs):
        """The lines behind one figure, and their documents."""
        activity_sudo = self._oe_own_activity(activity_id)
        row = request.env["oe.portal"]._account_items(activity_sudo, half, account_id)
        if not row:
            raise NotFound()
        return self._oe_render(
            "oe_cae.portal_account_items",
            "account",
            row=row,
            back=f"/my/oe/accounts/{activity_id}",
        )
