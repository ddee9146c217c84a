from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import AccessError, UserError
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file

from .portal import CaePortal

CSV = "text/csv;charset=utf-8"


class ExitPortal(CaePortal):
    """One's own exit: what is left, the balance, the clients to take along."""

    def _oe_exit(self, exit_id):
        self._oe_cae_allowed()
        found_sudo = request.env["oe.cae.exit"]._of_user(request.env.user)
        row_sudo = found_sudo.filtered(lambda row: row.id == exit_id)
        if not row_sudo:
            raise NotFound()
        return row_sudo

    @http.route("/my/oe/exits/<int:exit_id>", type="http", auth="user", website=True)
    def oe_exit(self, exit_id, **kwargs):
        """One's own exit."""
        return self._oe_show_exit(exit_id)

    def _oe_show_exit(self, exit_id, refusal=None):
        row_sudo = self._oe_exit(exit_id)
        return self._oe_render(
            "oe_cae.portal_exit", "me", exit=row_sudo._page(), oe_error=refusal
        )

    @http.route(
        "/my/oe/exits/<int:exit_id>/statement", type="http", auth="user", website=True
    )
    def oe_exit_statement(self, exit_id, **kwargs):
        """The closed statement, on paper."""
        row_sudo = self._oe_exit(exit_id)
        if row_sudo.state != "closed":
            raise NotFound()
        report_sudo = request.env["ir.actions.report"].sudo()
        data, _kind = report_sudo._render_qweb_pdf("oe_cae.report_exit", row_sudo.ids)
        return private_file(data, f"sortie-{exit_id}.pdf")

    @http.route(
        "/my/oe/exits/<int:exit_id>/clients",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_exit_clients(self, exit_id, **kwargs):
        """Take one's own clients along; each taking is written down."""
        row_sudo = self._oe_exit(exit_id)
        try:
            with request.env.cr.savepoint():
                data, name = row_sudo._export_clients()
        except UserError as refusal:
            return self._oe_show_exit(exit_id, str(refusal))
        return private_file(data, name, CSV)

    def _oe_refused(self, refusal):
        # Text, never a page: a refusal may hold a name that somebody chose.
        kind = "text/plain;charset=utf-8"
        headers = [("Content-Type", kind), ("X-Content-Type-Options", "nosniff")]
        return request.make_response(str(refusal), headers, status=403)

    def _oe_staff_exit(self, exit_id):
        """An exit that somebody inside may read; any other is not found."""
        row = request.env["oe.cae.exit"].browse(exit_id).exists()
        companies = request.env.user.company_ids.ids
        row = row.with_context(allowed_company_ids=companies)
        if not row or not row.has_access("read"):
            raise NotFound()
        return row

    @http.route("/oe/exits/<int:exit_id>/clients", type="http", auth="user")
    def oe_staff_exit_clients(self, exit_id, **kwargs):
        """The same file, taken by a manager for the person."""
        row = self._oe_staff_exit(exit_id)
        try:
            row._check_exporter()
            data, name = row.sudo()._export_clients()
        except (AccessError, UserError) as refusal:
            return self._oe_refused(refusal)
        return private_file(data, name, CSV)

    @http.route("/oe/exits/<int:exit_id>/payroll", type="http", auth="user")
    def oe_staff_exit_payroll(self, exit_id, **kwargs):
        """What payroll needs for the solde de tout compte."""
        row = self._oe_staff_exit(exit_id)
        try:
            row._check_handler()
            data, name = row.sudo()._export_payroll()
        except (AccessError, UserError) as refusal:
            return self._oe_refused(refusal)
        return private_file(data, name, CSV)
