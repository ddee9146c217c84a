from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.calc.money import format_fr, to_cents
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
