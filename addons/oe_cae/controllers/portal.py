from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.controllers.files import private_file
from odoo.addons.oe_base.controllers.portal import OePortal


class CaePortal(OePortal):
    """The account of an entrepreneur: this month live, and closed statements."""

    def _oe_cae_allowed(self):
        if not request.env.user.has_group("oe_base.group_oe_entrepreneur"):
            raise NotFound()

    @http.route("/my/oe/statements", type="http", auth="user", website=True)
    def oe_cae_statements(self, **kwargs):
        """This month with its explanations, then what was published."""
        self._oe_cae_allowed()
        statements = request.env["oe.cae.statement"].search(
            [("state", "=", "closed")], limit=36
        )
        return self._oe_render(
            "oe_cae.portal_statements",
            "account",
            months=request.env["oe.portal"]._cae_live(),
            statements=[
                {
                    "url": f"/my/oe/statements/{statement.id}",
                    "name": statement.display_name,
                    "balance": format_fr(to_cents(statement.balance)),
                }
                for statement in statements
            ],
        )

    @http.route(
        "/my/oe/statements/<int:statement_id>", type="http", auth="user", website=True
    )
    def oe_cae_statement(self, statement_id, **kwargs):
        """One published statement; somebody else's does not exist."""
        self._oe_cae_allowed()
        statement = request.env["oe.cae.statement"].search(
            [("id", "=", statement_id), ("state", "=", "closed")]
        )
        if not statement:
            raise NotFound()
        return self._oe_render(
            "oe_cae.portal_statement",
            "account",
            statement=request.env["oe.portal"]._cae_statement_page(statement),
        )

    @http.route(
        "/my/oe/statements/<int:statement_id>/pdf",
        type="http",
        auth="user",
        website=True,
    )
    def oe_cae_statement_pdf(self, statement_id, **kwargs):
        """A closed statement on paper, for whoever may read it."""
        statement = self._oe_closed([("id", "=", statement_id)])
        return private_file(
            statement._paper(), statement._paper_name(), "application/pdf"
        )

    @http.route(
        "/my/oe/statements/month/<int:period_id>",
        type="http",
        auth="user",
        website=True,
    )
    def oe_cae_statements_zip(self, period_id, **kwargs):
        """All the statements of a month, for a manager."""
        if not request.env.user.has_group("oe_base.group_oe_manager"):
            raise NotFound()
        period = request.env["oe.period"].search([("id", "=", period_id)])
        statements = self._oe_closed(
            [("company_id", "=", period.company_id.id), ("month", "=", period.month)]
        )
        name = f"releves-{period.month:%Y-%m}.zip"
        return private_file(statements._papers(), name, "application/zip")

    def _oe_closed(self, domain):
        """Closed statements that the rules let this user read, or not found."""
        companies = request.env.user.company_ids.ids
        statements = request.env["oe.cae.statement"].with_context(
            allowed_company_ids=companies, lang=request.env.user.lang
        )
        if not statements.has_access("read"):
            raise NotFound()
        found = statements.search([*domain, ("state", "=", "closed")])
        if not found:
            raise NotFound()
        return found
