from odoo import http
from odoo.http import request

from .contracts import ContractPortal


class SharingPortal(ContractPortal):
    """The agreement on a shared activity: read it, sign it."""

    @http.route(
        "/my/oe/sharings/<int:sharing_id>", type="http", auth="user", website=True
    )
    def oe_sharing(self, sharing_id, **kwargs):
        """What was agreed, and the frame to sign it."""
        return self._oe_show_sharing(sharing_id)

    def _oe_show_sharing(self, sharing_id, error=None, signed_by=None):
        sharing_sudo = self._oe_document("oe.cae.sharing", sharing_id)
        return self._oe_render(
            "oe_cae.portal_sharing",
            "me",
            sharing=sharing_sudo._portal_values(request.env.user.partner_id),
            signed_by=signed_by,
            oe_error=error,
        )

    @http.route(
        "/my/oe/sharings/<int:sharing_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_sharing_sign(self, sharing_id, signed_by=None, signature=None, **kwargs):
        """Sign one's own part."""
        sharing_sudo = self._oe_document("oe.cae.sharing", sharing_id)
        error = self._oe_sign(sharing_sudo, signed_by, signature)
        if error:
            return self._oe_show_sharing(sharing_id, error, signed_by)
        return self._oe_say_signed(f"/my/oe/sharings/{sharing_id}")
