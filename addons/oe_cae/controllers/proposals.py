from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from .portal import CaePortal


class ProposalPortal(CaePortal):
    """Proposals of the cooperatives that host me: read, discuss, vote, raise."""

    @http.route("/my/oe/votes", type="http", auth="user", website=True)
    def oe_votes(self, **kwargs):
        """What is discussed, voted, decided."""
        self._oe_cae_allowed()
        return self._oe_show_votes()

    def _oe_show_votes(self, error=None, typed=None):
        return self._oe_render(
            "oe_cae.portal_proposals",
            "me",
            proposals=request.env["oe.portal"]._cae_votes(),
            companies=[(row.id, row.name) for row in self._oe_vote_hosts()],
            typed=typed or {},
            oe_error=error,
        )

    def _oe_vote_hosts(self):
        """Cooperatives that host the person today, as superuser."""
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        today = request.env["oe.portal"]._today()
        return person_sudo.affiliation_ids.filtered(
            lambda line: line._holds(today) and line.status in ("cape", "salaried")
        ).company_id

    @http.route(
        "/my/oe/votes/raise",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_vote_raise(self, company_id=None, name=None, body=None, **kwargs):
        """A proposal of mine, for a cooperative that hosts me."""
        self._oe_cae_allowed()
        company_sudo = self._oe_vote_hosts().filtered(
            lambda row: str(row.id) == str(company_id)
        )
        if not company_sudo:
            raise NotFound()
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        proposals_sudo = request.env["oe.cae.proposal"].sudo()
        typed = {"company_id": company_id, "name": name, "body": body}
        try:
            with request.env.cr.savepoint():
                row_sudo = proposals_sudo._raise(person_sudo, company_sudo, name, body)
        except UserError as refusal:
            return self._oe_show_votes(str(refusal), typed)
        return self._oe_say(
            f"/my/oe/votes/{row_sudo.id}",
            request.env._("It is sent: the cooperative reads it first."),
        )

    @http.route(
        "/my/oe/votes/<int:proposal_id>", type="http", auth="user", website=True
    )
    def oe_vote(self, proposal_id, **kwargs):
        """One proposal, with what each option would give me."""
        return self._oe_show_vote(self._oe_vote(proposal_id))

    def _oe_show_vote(self, proposal_sudo, error=None, typed=None):
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        return self._oe_render(
            "oe_cae.portal_proposal",
            "me",
            page=proposal_sudo._page(person_sudo),
            typed=typed,
            oe_error=error,
        )

    def _oe_vote(self, proposal_id):
        """A proposal that I may read; any other is not found."""
        self._oe_cae_allowed()
        found_sudo = (
            request.env["oe.cae.proposal"]
            ._readable_by(request.env.user)
            .filtered(lambda row: row.id == proposal_id)
        )
        if not found_sudo:
            raise NotFound()
        return found_sudo

    @http.route(
        "/my/oe/votes/<int:proposal_id>/comment",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_vote_comment(self, proposal_id, text=None, **kwargs):
        """Say something of it."""
        proposal_sudo = self._oe_vote(proposal_id)
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        try:
            with request.env.cr.savepoint():
                proposal_sudo._comment(person_sudo, text)
        except UserError as refusal:
            return self._oe_show_vote(proposal_sudo, str(refusal), text)
        return self._oe_say(
            f"/my/oe/votes/{proposal_id}#discussion",
            request.env._("Your comment is there."),
        )

    @http.route(
        "/my/oe/votes/<int:proposal_id>/vote",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_vote_cast(self, proposal_id, option=None, **kwargs):
        """My vote; the form names one of the options, or blank."""
        proposal_sudo = self._oe_vote(proposal_id)
        person_sudo = request.env.user._oe_entrepreneur().sudo()
        chosen_sudo = proposal_sudo.option_ids.filtered(
            lambda row: str(row.id) == option
        )
        if not chosen_sudo and option != "blank":
            refusal = request.env._("Choose one of the options, or the blank vote.")
            return self._oe_show_vote(proposal_sudo, refusal)
        try:
            with request.env.cr.savepoint():
                proposal_sudo._vote(person_sudo, chosen_sudo)
        except UserError as refusal:
            return self._oe_show_vote(proposal_sudo, str(refusal))
        return self._oe_say(
            f"/my/oe/votes/{proposal_id}#vote",
            request.env._("Your vote is in the urn."),
        )
