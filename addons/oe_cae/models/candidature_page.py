from odoo import api, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.tools import lock_rows

from .candidature import OPEN
from .statement import euros

TONES = {"accepted": "success", "refused": "danger", "withdrawn": "info"}


class Candidature(models.Model):
    """An application as the person makes and follows it, past the rules."""

    _inherit = "oe.cae.candidature"

    @api.model
    def _of_user(self, user):
        """Applications of a portal user, past the rules."""
        return self.sudo().search(
            [("entrepreneur_id.partner_id", "=", user.partner_id.id)]
        )

    @api.model
    def _may_apply(self, person):
        """Contracts under which a person may ask: hosted today, no member there."""
        contracts_sudo = self.env["oe.cae.contract"].sudo()
        members_sudo = self.env["oe.cae.member"].sudo()
        found_sudo = contracts_sudo.search(
            [
                ("entrepreneur_id", "=", person.id),
                ("state", "=", "signed"),
                ("kind", "in", ("cape", "salaried")),
            ]
        )
        running = found_sudo.filtered(lambda row: row.stage == "running")
        taken = members_sudo.search(
            [("partner_id", "=", person.partner_id.id), ("date_end", "=", False)]
        ).company_id
        asked = self.sudo().search(
            [("entrepreneur_id", "=", person.id), ("state", "in", OPEN)]
        )
        return running.filtered(
            lambda row: row.company_id not in taken | asked.company_id
        )

    @api.model
    def _apply(self, contract, given, sent_ref=None):
        """The person asks to become a member.

        :param contract: one of :meth:`_may_apply`
        :param dict given: ``motive``, ``shares``, ``monthly_cents``, ``consents``
        :return: the application; the same one when this form was sent before
        :raises UserError: with what is missing
        """
        person = contract.entrepreneur_id
        lock_rows(person)
        made = self.search(
            [("sent_ref", "=", sent_ref), ("entrepreneur_id", "=", person.id)]
        )
        if sent_ref and made:
            return made
        if contract not in self._may_apply(person):
            raise UserError(
                self.env._("You are a member, or have asked already: see below.")
            )
        company = contract.company_id
        terms = self.env["oe.cae.share.terms"]._require_at(
            company._oe_today(), company_id=company
        )
        if given["shares"] < terms.minimum_shares:
            raise UserError(
                self.env._(
                    "A member holds at least %(count)s shares.",
                    count=terms.minimum_shares,
                )
            )
        if not (given["motive"] or "").strip():
            raise UserError(self.env._("Say in a few words why."))
        if given["monthly_cents"] and not given["consents"]:
            raise UserError(
                self.env._("Tick that you agree to the deduction, or leave it empty.")
            )
        row = self.create(
            {
                "entrepreneur_id": person.id,
                "company_id": company.id,
                "motive": given["motive"].strip()[:2000],
                "shares": given["shares"],
                "monthly": euros(given["monthly_cents"]),
                "sent_ref": sent_ref,
            }
        )
        row._ask_advisor()
        return row

    def _ask_advisor(self):
        """The advisor, or a manager of the company, gives an opinion next."""
        advisor = self.entrepreneur_id.advisor_id or self.env["oe.cae.alert"]._managers(
            self.company_id
        ).get(self.company_id)
        if advisor:
            # No mail about it: its subject would name the person.
            self.with_context(mail_activity_quick_update=True).activity_schedule(
                "mail.mail_activity_data_todo",
                summary=self.with_context(lang=advisor.lang).env._(
                    "Application for membership: give your opinion"
                ),
                user_id=advisor.id,
            )

    def _withdraw(self, partner):
        """The person takes the application back."""
        self.ensure_one()
        self._lock_open()
        if partner != self.entrepreneur_id.partner_id:
            raise UserError(self.env._("Nobody answers for another person."))
        self.write({"state": "withdrawn", "decision_date": self.company_id._oe_today()})
        self.activity_unlink(["mail.mail_activity_data_todo"])

    def _page(self):
        """An application as plain values."""
        self.ensure_one()
        labels = dict(self._fields["state"]._description_selection(self.env))
        return {
            "id": self.id,
            "url": f"/my/oe/memberships/{self.id}",
            "title": self.env._(
                "Become a member of %(company)s", company=self.company_id.name
            ),
            "company": self.company_id.name,
            "asked_on": format_date(self.env, self.asked_on),
            "state": self.state,
            "label": labels[self.state],
            "tone": TONES.get(self.state, "warning"),
            "motive": self.motive or "",
            "shares": self.shares,
            "monthly": self.monthly and format_fr(to_cents(self.monthly)),
            "decision": self.decision_date
            and self.state in ("accepted", "refused")
            and format_date(self.env, self.decision_date),
            "resolution": self.resolution or "",
            "reason": self.state == "refused" and self.refusal_reason,
        }
