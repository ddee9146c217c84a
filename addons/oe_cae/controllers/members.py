import secrets

from werkzeug.exceptions import NotFound

from odoo import http
from odoo.exceptions import UserError
from odoo.http import request

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.controllers.forms import number_of

from .contracts import ContractPortal

APPLICATION = ("contract_id", "motive", "shares", "monthly", "consents")


class MemberPortal(ContractPortal):
    """Apply for membership, follow it, read one's shares, sign a deduction."""

    def _oe_member_person(self):
        if not request.env.user.has_group("oe_base.group_oe_entrepreneur"):
            raise NotFound()
        return request.env.user._oe_entrepreneur()

    def _oe_candidature(self, row_id):
        self._oe_member_person()
        rows_sudo = request.env["oe.cae.candidature"]._of_user(request.env.user)
        row_sudo = rows_sudo.filtered(lambda row: row.id == row_id)
        if not row_sudo:
            raise NotFound()
        return row_sudo

    @http.route("/my/oe/shares", type="http", auth="user", website=True)
    def oe_shares(self, **kwargs):
        """What one holds, and every movement."""
        self._oe_member_person()
        rows_sudo = request.env["oe.cae.candidature"]._of_user(request.env.user)
        deductions_sudo = request.env["oe.cae.share.deduction"]._shown_to(
            request.env.user.partner_id
        )
        return self._oe_render(
            "oe_cae.portal_shares",
            "me",
            members=request.env["oe.portal"]._cae_shares(),
            candidatures=[row._page() for row in rows_sudo],
            deductions=[row._portal_values() for row in deductions_sudo],
        )

    @http.route("/my/oe/memberships/new", type="http", auth="user", website=True)
    def oe_membership_form(self, **kwargs):
        """The form of an application."""
        return self._oe_show_membership_form({})

    def _oe_show_membership_form(self, given, refusal=None):
        person_sudo = self._oe_member_person()
        contracts_sudo = request.env["oe.cae.candidature"]._may_apply(person_sudo)
        terms_sudo = request.env["oe.cae.share.terms"].sudo()
        choices = []
        for contract_sudo in contracts_sudo:
            company = contract_sudo.company_id
            terms = terms_sudo._at(company._oe_today(), company_id=company)
            if terms:
                choices.append(
                    {"id": contract_sudo.id, "name": company.name, **terms._told()}
                )
        given.setdefault("sent_ref", secrets.token_hex(16))
        return self._oe_render(
            "oe_cae.portal_membership_form",
            "me",
            given=given,
            choices=choices,
            oe_error=refusal,
        )

    @http.route(
        "/my/oe/memberships/send",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_membership_send(self, **form):
        """Apply; what was typed stays when refused."""
        person_sudo = self._oe_member_person()
        given = {
            name: (form.get(name) or "").strip()[:2000]
            for name in (*APPLICATION, "sent_ref")
        }
        given["sent_ref"] = given["sent_ref"][:64] or secrets.token_hex(16)
        try:
            with request.env.cr.savepoint():
                rows_sudo = request.env["oe.cae.candidature"].sudo()
                row_sudo = rows_sudo._apply(
                    self._oe_read_contract(person_sudo, given),
                    self._oe_read_application(given),
                    given["sent_ref"],
                )
        except UserError as refusal:
            return self._oe_show_membership_form(given, str(refusal))
        return self._oe_say(
            f"/my/oe/memberships/{row_sudo.id}",
            request.env._(
                "Thank you: your advisor gives an opinion, then it is decided."
            ),
        )

    def _oe_read_contract(self, person_sudo, given):
        contracts_sudo = request.env["oe.cae.contract"].sudo()
        mine_sudo = contracts_sudo.search(
            [("entrepreneur_id", "=", person_sudo.id), ("state", "=", "signed")]
        )
        chosen_sudo = mine_sudo.filtered(
            lambda row: str(row.id) == given["contract_id"]
        )
        if not chosen_sudo:
            raise UserError(request.env._("Choose the cooperative."))
        return chosen_sudo

    def _oe_read_application(self, given):
        shares = number_of(given["shares"], request.env._("Shares"))
        if shares.denominator != 1 or not 0 < shares <= 100_000:
            raise UserError(request.env._("Shares: write a whole number."))
        monthly = 0
        if given["monthly"]:
            label = request.env._("Deducted each month")
            monthly = to_cents(number_of(given["monthly"], label))
        return {
            "motive": given["motive"],
            "shares": int(shares),
            "monthly_cents": monthly,
            "consents": bool(given["consents"]),
        }

    @http.route(
        "/my/oe/memberships/<int:row_id>", type="http", auth="user", website=True
    )
    def oe_membership(self, row_id, **kwargs):
        """One's own application and what became of it."""
        return self._oe_show_membership(row_id)

    def _oe_show_membership(self, row_id, refusal=None):
        row_sudo = self._oe_candidature(row_id)
        return self._oe_render(
            "oe_cae.portal_membership",
            "me",
            candidature=row_sudo._page(),
            oe_error=refusal,
        )

    @http.route(
        "/my/oe/memberships/<int:row_id>/withdraw",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_membership_withdraw(self, row_id, **kwargs):
        """Take one's own application back."""
        row_sudo = self._oe_candidature(row_id)
        try:
            with request.env.cr.savepoint():
                row_sudo._withdraw(request.env.user.partner_id)
        except UserError as refusal:
            return self._oe_show_membership(row_id, str(refusal))
        return self._oe_say("/my/oe/shares", request.env._("It is withdrawn."))

    @http.route(
        "/my/oe/deductions/<int:row_id>", type="http", auth="user", website=True
    )
    def oe_deduction(self, row_id, **kwargs):
        """What is kept from the pay, and the frame to sign it."""
        return self._oe_show_deduction(row_id)

    def _oe_show_deduction(self, row_id, refusal=None, signed_by=None):
        row_sudo = self._oe_document("oe.cae.share.deduction", row_id)
        return self._oe_render(
            "oe_cae.portal_deduction",
            "me",
            deduction=row_sudo._portal_values(),
            signed_by=signed_by,
            oe_error=refusal,
        )

    @http.route(
        "/my/oe/deductions/<int:row_id>/sign",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_deduction_sign(self, row_id, signed_by=None, signature=None, **kwargs):
        """Consent to the deduction."""
        row_sudo = self._oe_document("oe.cae.share.deduction", row_id)
        refusal = self._oe_sign(row_sudo, signed_by, signature)
        if refusal:
            return self._oe_show_deduction(row_id, refusal, signed_by)
        return self._oe_say_signed(f"/my/oe/deductions/{row_id}")

    @http.route(
        "/my/oe/deductions/<int:row_id>/stop",
        type="http",
        auth="user",
        methods=["POST"],
        website=True,
    )
    def oe_deduction_stop(self, row_id, **kwargs):
        """Stop the deduction."""
        row_sudo = self._oe_document("oe.cae.share.deduction", row_id)
        try:
            with request.env.cr.savepoint():
                row_sudo._stop()
        except UserError as refusal:
            return self._oe_show_deduction(row_id, str(refusal))
        return self._oe_say(
            "/my/oe/shares", request.env._("It is stopped: nothing more is kept.")
        )
