from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import drawn

from .contracts import ContractPortal


class InterviewPortal(ContractPortal):
    """An interview: read it, sign it with a remark, or send it back."""

    @http.route(
        "/my/oe/interviews/<int:interview_id>", type="http", auth="user", website=True
    )
    def oe_interview(self, interview_id, **kwargs):
        """What was said, and the frame to sign it."""
        return self._oe_show_interview(interview_id)

    def _oe_show_interview(self, interview_id, error=None, signed_by=None, remark=None):
        row_sudo = self._oe_document("oe.cae.interview", interview_id)
        return self._oe_render(
            "oe_cae.portal_interview",
            "me",
            interview=row_sudo._portal_values(),
            signed_by=signed_by,
            remark=remark,
            oe_error=error,
        )

    @http.route(
        "/my/oe/interviews/<int:interview_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_interview_sign(
        self, interview_id, signed_by=None, signature=None, remark=None, **kwargs
    ):
        """Sign one's own interview; what was typed stays when refused."""
        row_sudo = self._oe_document("oe.cae.interview", interview_id)
        partner = request.env.user.partner_id
        try:
            with request.env.cr.savepoint():
                row_sudo._remark(partner, remark)
                row_sudo._sign_es(partner, signed_by, drawn(signature))
        except UserError as refusal:
            return self._oe_show_interview(
                interview_id, str(refusal), signed_by, remark
            )
        return self._oe_say_signed(f"/my/oe/interviews/{interview_id}")

    @http.route(
        "/my/oe/interviews/<int:interview_id>/back",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_interview_back(self, interview_id, remark=None, **kwargs):
        """Send it back to the advisor, with what should be changed."""
        row_sudo = self._oe_document("oe.cae.interview", interview_id)
        try:
            with request.env.cr.savepoint():
                row_sudo._send_back(request.env.user.partner_id, remark)
        except UserError as refusal:
            return self._oe_show_interview(interview_id, str(refusal), None, remark)
        return self._oe_say(
            "/my/oe/tab/me", request.env._("It is back with your advisor.")
        )
