from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_missions.controllers.assessment import HomeAssessments


class SapForms(HomeAssessments):
    """« Quelle forme me convient ? », at home with the client, or later alone."""

    @http.route(
        "/my/oe/assessments/<int:assessment_id>/forms",
        type="http",
        auth="user",
        website=True,
    )
    def oe_assessment_forms(self, assessment_id, **kwargs):
        """The five forms side by side."""
        return self._oe_show_forms(self._oe_assessment(assessment_id))

    def _oe_assessment_next(self, assessment_id, finish):
        address = super()._oe_assessment_next(assessment_id, finish)
        return f"{address}/forms" if finish == "forms" else address

    def _oe_show_forms(self, row_sudo, error=None):
        return self._oe_render(
            "oe_sap.portal_forms",
            "today",
            page=row_sudo._oe_sap_forms_page(),
            oe_error=error,
        )

    @http.route(
        "/my/oe/assessments/<int:assessment_id>/forms.pdf", type="http", auth="user"
    )
    def oe_assessment_forms_paper(self, assessment_id, **kwargs):
        """The same on paper, in large print."""
        row_sudo = self._oe_assessment(assessment_id)
        return request.make_response(
            row_sudo._oe_sap_forms_paper(),
            [
                ("Content-Type", "application/pdf"),
                ("Content-Disposition", 'inline; filename="formes.pdf"'),
                ("Cache-Control", "no-store"),
            ],
        )

    @http.route(
        "/my/oe/assessments/<int:assessment_id>/choose",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_assessment_choose(self, assessment_id, form="", **kwargs):
        """What the client chose, told by the client or by who is at the home."""
        row_sudo = self._oe_assessment(assessment_id)
        try:
            row_sudo._oe_sap_choose(form, request.env.user.partner_id)
        except UserError as error:
            return self._oe_show_forms(row_sudo, str(error))
        return self._oe_say(
            f"/my/oe/assessments/{assessment_id}/forms",
            request.env._("Noted. The coordinator goes on with it."),
        )
