from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file

from .portal import CaePortal


class SupportPortal(CaePortal):
    """The support report of a year."""

    @http.route(
        "/my/oe/supports/<int:report_id>", type="http", auth="user", website=True
    )
    def oe_support(self, report_id, **kwargs):
        """A published report of a cooperative that hosts me."""
        self._oe_cae_allowed()
        return self._oe_render(
            "oe_cae.portal_support",
            "account",
            report=self._oe_support(report_id)._page(),
        )

    @http.route(
        "/my/oe/supports/<int:report_id>/pdf", type="http", auth="user", website=True
    )
    def oe_support_pdf(self, report_id, **kwargs):
        """The same on paper; inside, drafts as well."""
        if request.env.user._is_internal():
            reports = request.env["oe.cae.support.report"].with_context(
                allowed_company_ids=request.env.user.company_ids.ids,
                lang=request.env.user.lang,
            )
            if not reports.has_access("read"):
                raise NotFound()
            report = reports.search([("id", "=", report_id)])
        else:
            self._oe_cae_allowed()
            report = self._oe_support(report_id)
        if not report:
            raise NotFound()
        name = f"accompagnement-{report.date_end.year}.pdf"
        return private_file(report._paper(), name)

    def _oe_support(self, report_id):
        reports = request.env["oe.cae.support.report"]
        found_sudo = reports._published_for(request.env.user).filtered(
            lambda row: row.id == report_id
        )
        if not found_sudo:
            raise NotFound()
        return found_sudo
