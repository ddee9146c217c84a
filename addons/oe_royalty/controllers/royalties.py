from werkzeug.exceptions import NotFound

from odoo import http
from odoo.http import request

from odoo.addons.oe_base.controllers.files import private_file
from odoo.addons.oe_base.controllers.portal import OePortal


class RoyaltyPortal(OePortal):
    """A holder's own points, parts, payouts and years; nobody else's are found."""

    def _oe_holders(self):
        """Own files; who has none has no such page."""
        user = request.env.user
        holders = request.env["oe.royalty.holder"].with_context(
            allowed_company_ids=user.company_ids.ids
        )
        if not user.has_group("oe_base.group_oe_holder"):
            raise NotFound()
        return holders._of_user()

    def _oe_royalty_tab(self):
        hosted = request.env.user.has_group("oe_base.group_oe_entrepreneur")
        return "account" if hosted else "today"

    @http.route("/my/oe/royalties", type="http", auth="user", website=True)
    def oe_royalties(self, **kwargs):
        """Points, parts by period, payouts."""
        return self._oe_render(
            "oe_royalty.portal_royalties",
            self._oe_royalty_tab(),
            holders=[holder._page() for holder in self._oe_holders()],
        )

    def _oe_payout(self, payout_id):
        """A payout that the rules let the user read: a holder, or inside."""
        companies = request.env.user.company_ids.ids
        payouts = request.env["oe.royalty.payout"].with_context(
            allowed_company_ids=companies,
            lang=request.env.lang or request.env.user.lang,
        )
        if not payouts.has_access("read"):
            raise NotFound()
        found = payouts.search([("id", "=", payout_id)])
        if not found:
            raise NotFound()
        return found

    @http.route(
        "/my/oe/royalties/payouts/<int:payout_id>",
        type="http",
        auth="user",
        website=True,
    )
    def oe_royalty_payout(self, payout_id, **kwargs):
        """The document of a payout, on the page."""
        return self._oe_render(
            "oe_royalty.portal_royalty_payout",
            self._oe_royalty_tab(),
            page=self._oe_payout(payout_id)._document(),
        )

    @http.route(
        "/my/oe/royalties/payouts/<int:payout_id>/pdf",
        type="http",
        auth="user",
        website=True,
    )
    def oe_royalty_payout_pdf(self, payout_id, **kwargs):
        """The same on paper."""
        payout = self._oe_payout(payout_id)
        return private_file(payout._paper(), payout._paper_name())

    def _oe_royalty_year(self, year):
        holders = self._oe_holders()
        if year not in {each for holder in holders for each in holder._years()}:
            raise NotFound()
        return holders

    @http.route(
        "/my/oe/royalties/years/<int:year>", type="http", auth="user", website=True
    )
    def oe_royalty_year(self, year, **kwargs):
        """The yearly statement."""
        return self._oe_render(
            "oe_royalty.portal_royalty_year",
            self._oe_royalty_tab(),
            page=self._oe_royalty_year(year)._year_page(year),
        )

    @http.route(
        "/my/oe/royalties/years/<int:year>/pdf", type="http", auth="user", website=True
    )
    def oe_royalty_year_pdf(self, year, **kwargs):
        """The yearly statement on paper."""
        content = self._oe_royalty_year(year)._year_paper(year)
        return private_file(content, f"redevances-{year}.pdf")
