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
    def oe_interview(self, interview_id, error=None, message=None, **kwargs):
        """What was said, and the frame to sign it."""
        row_sudo = self._oe_document("oe.cae.interview", interview_id)
        return self._oe_render(
            "oe_cae.portal_interview",
            "me",
            interview=row_sudo._portal_values(),
            signed_by=kwargs.get("signed_by"),
            remark=kwargs.get("remark"),
            oe_error=error,
            oe_message=message,
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
            return self.oe_interview(
                interview_id, error=str(refusal), signed_by=signed_by, remark=remark
            )
        return self.oe_interview(
            interview_id,
            message=request.env._("Thank you: your signature is recorded."),
        )

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
            return self.oe_interview(interview_id, error=str(refusal))
        return request.redirect("/my/oe/tab/me")
