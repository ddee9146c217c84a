from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class Candidature(models.Model):
    """What becomes of an application: an opinion, then one decision."""

    _inherit = "oe.cae.candidature"

    def action_opinion(self):
        """The advisor's opinion is given; it may change until the decision."""
        self.check_access("write")
        self._lock_open()
        for row in self:
            if not row.opinion:
                raise UserError(self.env._("Choose your opinion first."))
            if row.opinion != "for" and not (row.opinion_note or "").strip():
                raise UserError(self.env._("Say why: the meeting reads it."))
        for row_sudo in self.sudo():
            row_sudo.write(
                {
                    "state": "heard",
                    "opinion_by_id": self.env.uid,
                    "opinion_on": row_sudo.company_id._oe_today(),
                }
            )

    def _check_decider(self):
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager writes the decision down."))

    def action_accept(self):
        """Accepted: member, subscription and consent to sign, at once."""
        self._check_decider()
        self._lock_open()
        for row_sudo in self.sudo():
            row_sudo._check_decision()
            row_sudo._accept(self.env.uid)

    def action_refuse(self):
        """Refused, with the reason that the person reads."""
        self._check_decider()
        self._lock_open()
        for row_sudo in self.sudo():
            row_sudo._check_decision()
            if not (row_sudo.refusal_reason or "").strip():
                raise UserError(self.env._("Write the reason: the person reads it."))
            row_sudo.write({"state": "refused", "decided_by_id": self.env.uid})

    def _check_decision(self):
        if not self.opinion_on:
            raise UserError(self.env._("The advisor gives an opinion first."))
        if not self.decision_date or not (self.resolution or "").strip():
            raise UserError(
                self.env._("Write the day of the decision and its resolution first.")
            )
        if self.decision_date > self.company_id._oe_today():
            raise UserError(self.env._("The decision is not taken yet: it lies ahead."))
        if self.decision_date < self.asked_on:
            raise UserError(self.env._("Nobody decides before it was asked."))

    def _accept(self, uid):
        partner = self.entrepreneur_id.partner_id
        members = self.env["oe.cae.member"]
        member = members._of(partner, self.company_id) or members.create(
            {
                "company_id": self.company_id.id,
                "partner_id": partner.id,
                "category": "es",
                "date_start": self.decision_date,
                "resolution": self.resolution,
            }
        )
        move = self.env["oe.cae.share.move"].create(
            {
                "member_id": member.id,
                "kind": "subscribe",
                "date": self.decision_date,
                "shares": self.shares,
                "resolution": self.resolution,
            }
        )
        move._enter()
        self.write({"state": "accepted", "decided_by_id": uid, "member_id": member.id})
        if self.monthly:
            self._send_consent()

    def _send_consent(self):
        """What is deducted is signed by the person, on the portal."""
        next_month = fields.Date.add(self.company_id._oe_today(), months=1)
        deduction = self.env["oe.cae.share.deduction"].create(
            {
                "entrepreneur_id": self.entrepreneur_id.id,
                "company_id": self.company_id.id,
                "amount": self.monthly,
                "date_start": next_month.replace(day=1),
            }
        )
        deduction.action_send()
        self.write({"deduction_id": deduction.id})
