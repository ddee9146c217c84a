from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

# Written by whoever judges, through the buttons; never typed, never sent by a call.
JUDGED = frozenset({"oe_approval", "oe_approved_amount", "oe_approver_id"})


class ApprovalMixin(models.AbstractModel):
    """A document of an ES that commits the CAE (C. trav. L.7332-5).

    Above the threshold of the activity or of the contract a manager approves, and
    what the ES had asked for (send, issue, buy) is done at once. What was approved is
    an amount: a document that grows afterwards is asked again, whoever changes it.
    """

    _name = "oe.cae.approval.mixin"
    _description = "Document approved above a threshold"

    # Which threshold of the contract counts: quote, invoice or purchase.
    _oe_limit_kind = ""

    oe_activity_id = fields.Many2one(
        "oe.activity",
        "Activity",
        index="btree_not_null",
        # Everybody inside: whoever credits an invoice copies it, our roles or not.
        groups="base.group_user",
        help="The entrepreneur's activity that makes this document.",
    )
    oe_approval = fields.Selection(
        [
            ("asked", "To approve"),
            ("approved", "Approved"),
            ("refused", "Refused"),
        ],
        "Approval",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )
    oe_approved_amount = fields.Float(
        "Approved up to",
        digits=(16, 2),
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    oe_approver_id = fields.Many2one(
        "res.users",
        "Judged by",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="base.group_user",
    )
    oe_approval_note = fields.Char(
        "Word to the entrepreneur", copy=False, groups="base.group_user"
    )

    @api.model_create_multi
    def create(self, vals_list):
        documents = super().create(vals_list)
        # Looked at afterwards: a value may also come from default_* of the context.
        if not self.env.su and any(documents.sudo().mapped("oe_approval")):
            self._oe_refuse_judging()
        return documents

    def write(self, vals):
        if not self.env.su:
            taken_off = "oe_activity_id" in vals and any(
                document.oe_approval for document in self.sudo()
            )
            if taken_off or JUDGED & set(vals):
                self._oe_refuse_judging()
        return super().write(vals)

    def _oe_refuse_judging(self):
        raise UserError(self.env._("A manager approves or refuses with the buttons."))

    def _oe_amount_at_stake(self):
        """Amount excl. VAT that the threshold looks at."""
        self.ensure_one()
        return abs(self.amount_untaxed)

    def _oe_needs_approval(self, day=None):
        """Whether somebody must approve before this document goes out."""
        self.ensure_one()
        limit = self.oe_activity_id._limit(self._oe_limit_kind, day)
        amount = to_cents(self._oe_amount_at_stake())
        if not limit or amount <= to_cents(limit):
            return False
        approved = self.oe_approval == "approved"
        return not (approved and amount <= to_cents(self.oe_approved_amount))

    def _oe_go(self):
        """Do what the ES asked for; without approval, where one is needed, ask first.

        :return: True when it is done, False when it waits for a manager
        """
        self.ensure_one()
        if self._oe_needs_approval():
            if self.oe_approval != "asked":
                self.write({"oe_approval": "asked", "oe_approver_id": False})
                self._oe_tell_advisor()
            return False
        self._oe_done()
        return True

    def _oe_done(self):
        """What happens once nothing stands in the way; each document says."""
        raise NotImplementedError

    def _oe_tell_advisor(self):
        advisor = self.oe_activity_id.entrepreneur_id.advisor_id
        if advisor:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=advisor.id,
                summary=self.env._("Approve or refuse"),
            )

    def _oe_check_judge(self):
        """Only a manager judges, and never a document of one's own.

        :raises AccessError: for anybody else
        :raises UserError: when there is nothing to judge
        """
        self.check_access("read")
        self._oe_check_manager()
        for document in self:
            person = document.oe_activity_id.entrepreneur_id
            if person.partner_id == self.env.user.partner_id:
                raise AccessError(self.env._("Somebody else approves your document."))
        lock_rows(self)
        if any(document.oe_approval != "asked" for document in self):
            raise UserError(self.env._("This document was judged already."))

    def _oe_check_manager(self):
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager approves or refuses."))

    def action_oe_approve(self):
        """Approve, and do at once what the entrepreneur had asked for."""
        self._oe_check_judge()
        # A manager of the network needs no right of sales or accounting for this.
        for document in self.sudo():
            document.write(
                {
                    "oe_approval": "approved",
                    "oe_approved_amount": document._oe_amount_at_stake(),
                    "oe_approver_id": self.env.uid,
                }
            )
            document.activity_unlink(["mail.mail_activity_data_todo"])
            document._oe_done()

    def action_oe_refuse(self):
        """Refuse, with a word to the entrepreneur.

        :raises UserError: without that word
        """
        self._oe_check_judge()
        for document in self.sudo():
            if not (document.oe_approval_note or "").strip():
                raise UserError(
                    self.env._(
                        "Write a word to the entrepreneur first: what to change so "
                        "that it can be approved."
                    )
                )
            document.write({"oe_approval": "refused", "oe_approver_id": self.env.uid})
            document.activity_unlink(["mail.mail_activity_data_todo"])

    @api.model
    def _oe_of(self, user):
        """Documents of the activities of a portal user, and nobody else's.

        Searched past the rules on purpose: a rule that lets an ES read an order
        would let the stock portal page take him for its client, and sign.
        """
        return self.sudo().search(
            [("oe_activity_id.entrepreneur_id.partner_id", "=", user.partner_id.id)]
        )
