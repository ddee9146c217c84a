from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.portal import OePortal

from ..models.assessment_page import MOST_ROWS, TEXTS


class HomeAssessments(OePortal):
    """The assessment at the client's home, filled in on the phone."""

    def _oe_assessment(self, assessment_id):
        rows_sudo = request.env["oe.home.assessment"]._readable(
            request.env.user.partner_id
        )
        row_sudo = rows_sudo.filtered(lambda row: row.id == assessment_id)
        if not row_sudo:
            raise NotFound()
        return row_sudo

    @http.route(
        "/my/oe/assessments/<int:assessment_id>", type="http", auth="user", website=True
    )
    def oe_assessment(self, assessment_id, **kwargs):
        """The form of who does it; what was seen, for the client."""
        return self._oe_show_assessment(self._oe_assessment(assessment_id))

    def _oe_show_assessment(self, row_sudo, error=None, given=None):
        partner = request.env.user.partner_id
        page = row_sudo._portal_values()
        services = request.env["crm.lead"]._oe_services_offered()
        if given:
            page["texts"] = {name: given.get(name, "") for name in TEXTS}
            page["home_kind"] = given.get("home_kind", "")
        return self._oe_render(
            "oe_missions.portal_assessment",
            "today",
            page=page,
            mine=row_sudo._is_mine(partner),
            services=[(service.id, service.name) for service in services],
            kinds=row_sudo._fields["home_kind"]._description_selection(request.env),
            labels=self._oe_assessment_labels(row_sudo),
            rows=range(MOST_ROWS),
            given=given or {},
            oe_error=error,
        )

    def _oe_assessment_labels(self, row_sudo):
        described = row_sudo.fields_get(list(TEXTS), ["string"])
        return [(name, described[name]["string"], TEXTS[name] > 200) for name in TEXTS]

    @http.route(
        "/my/oe/assessments/<int:assessment_id>/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_assessment_send(self, assessment_id, finish="", home_kind="", **form):
        """Save what was seen; with ``finish`` it goes to the coordinator."""
        row_sudo = self._oe_assessment(assessment_id)
        if row_sudo.entrepreneur_id.partner_id != request.env.user.partner_id:
            raise NotFound()
        try:
            row_sudo._fill(form, self._oe_assessed(form), home_kind, finish == "1")
        except UserError as error:
            given = {**form, "home_kind": home_kind}
            return self._oe_show_assessment(row_sudo, str(error), given)
        if finish != "1":
            address = self._oe_assessment_next(assessment_id, finish)
            return self._oe_say(address, request.env._("Saved."))
        return self._oe_say(
            f"/my/oe/assessments/{assessment_id}",
            request.env._("Done: the coordinator makes the quotes."),
        )

    def _oe_assessment_next(self, assessment_id, finish):
        """Where one goes on after saving."""
        return f"/my/oe/assessments/{assessment_id}"

    def _oe_assessed(self, form):
        """Services of the form: (product, minutes, visits a week).

        :raises UserError: for a number that cannot be
        """
        offered = request.env["crm.lead"]._oe_services_offered()
        rows = []
        for rank in range(MOST_ROWS):
            typed = form.get(f"service_{rank}") or ""
            product = offered.filtered(lambda row, typed=typed: str(row.id) == typed)
            if product:
                minutes = self._oe_whole(form.get(f"minutes_{rank}"), 15, 1440)
                per_week = self._oe_whole(form.get(f"per_week_{rank}"), 1, 28)
                rows.append((product, minutes, per_week))
        return rows

    def _oe_whole(self, typed, least, most):
        text = (typed or "").strip()
        if not text.isdecimal() or len(text) > 6 or not least <= int(text) <= most:
            raise UserError(
                request.env._(
                    "Write a number from %(least)s to %(most)s.", least=least, most=most
                )
            )
        return int(text)
