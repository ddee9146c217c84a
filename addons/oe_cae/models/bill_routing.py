from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from odoo.addons.oe_base.tools import lock_rows

BILLS = ("in_invoice", "in_refund")


class AccountMove(models.Model):
    """Supplier bills brought to an activity, with the ES's own word.

    The accountant proposes an activity and posts when it suits the books; the charge
    is on the account at once, and the ES confirms or contests it from the phone.
    """

    _inherit = "account.move"

    oe_routing = fields.Selection(
        [
            ("asked", "Waits for the entrepreneur"),
            ("confirmed", "Confirmed"),
            ("contested", "Contested"),
        ],
        "Routing",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )
    oe_routing_note = fields.Char(
        "What the entrepreneur says",
        readonly=True,
        copy=False,
        groups="base.group_user",
    )

    _oe_routing_asked = models.Index(
        "(oe_activity_id) WHERE oe_routing IN ('asked', 'contested')"
    )

    def write(self, vals):
        if not self.env.su and {"oe_routing", "oe_routing_note"} & set(vals):
            raise UserError(self.env._("The entrepreneur answers, nobody else."))
        return super().write(vals)

    @api.model
    def _oe_of(self, user):
        # Sales pages sell: bills have pages of their own.
        return super()._oe_of(user).filtered(lambda move: move.is_sale_document())

    @api.model
    def _oe_bills_of(self, user):
        """Bills brought to the activities of a portal user, newest first."""
        return self.sudo().search(
            [
                ("oe_activity_id.entrepreneur_id.partner_id", "=", user.partner_id.id),
                ("move_type", "in", BILLS),
                ("oe_routing", "in", ("asked", "confirmed")),
                ("state", "!=", "cancel"),
            ],
            order="invoice_date desc, id desc",
        )

    def action_oe_route(self):
        """Bring bills to the activity proposed, or to the one its supplier had last.

        :raises UserError: naming a bill that cannot be brought to anybody
        """
        self.check_access("write")
        lock_rows(self)
        for move in self:
            move._oe_check_route()
            activity = move.oe_activity_id or move._oe_last_activity()
            if not activity:
                raise UserError(
                    self.env._(
                        "%(name)s: choose the activity; its supplier is new.",
                        name=move.display_name,
                    )
                )
            move._oe_route(activity)

    def _oe_check_route(self):
        if self.move_type not in BILLS:
            raise UserError(self.env._("Only supplier bills are brought to somebody."))
        if self.oe_mirror_of_id or self.expense_ids or self.oe_routing == "confirmed":
            raise UserError(
                self.env._("%(name)s has its activity already.", name=self.display_name)
            )

    def _oe_last_activity(self):
        """The only activity that confirmed bills of this supplier were for."""
        past = self.search(
            [
                ("commercial_partner_id", "=", self.commercial_partner_id.id),
                ("company_id", "=", self.company_id.id),
                ("move_type", "in", BILLS),
                ("oe_routing", "=", "confirmed"),
            ],
            order="id desc",
            limit=20,
        )
        activities = past.oe_activity_id
        return activities if len(activities) == 1 else activities.browse()

    def _oe_route(self, activity):
        if activity.company_id != self.company_id:
            raise UserError(
                self.env._(
                    "%(activity)s is not an activity of %(company)s.",
                    activity=activity.name,
                    company=self.company_id.name,
                )
            )
        # Whoever may write the bill was checked; the answer is written by nobody.
        self.sudo().write(
            {
                "oe_activity_id": activity.id,
                "oe_routing": "asked",
                "oe_routing_note": False,
            }
        )
        self._oe_charge(activity)

    def _oe_charge(self, activity):
        """Charge the lines that nobody has yet to the activity."""
        lines = self.invoice_line_ids.filtered(
            lambda line: (
                line.display_type == "product" and not line.analytic_distribution
            )
        )
        lines.analytic_distribution = {str(activity.account_id.id): 100}

    def _oe_confirm_bill(self, activity):
        """The ES says that it is for one of his activities."""
        self.ensure_one()
        lock_rows(self)
        self._oe_check_asked()
        if activity != self.oe_activity_id:
            if activity.entrepreneur_id != self.oe_activity_id.entrepreneur_id:
                raise UserError(self.env._("Choose one of your activities."))
            self._oe_uncharge()
            self.oe_activity_id = activity
            self._oe_charge(activity)
        self.oe_routing = "confirmed"

    def _oe_contest_bill(self, note):
        """The ES says that it is not for him; somebody inside looks at it.

        :raises UserError: without a word why, or when it was answered already
        """
        self.ensure_one()
        lock_rows(self)
        self._oe_check_asked()
        note = (note or "").strip()[:200]
        if not note:
            raise UserError(self.env._("Write in a word why it is not for you."))
        person = self.oe_activity_id.entrepreneur_id
        if self.state == "draft":
            self._oe_uncharge()
        self.write({"oe_routing": "contested", "oe_routing_note": note})
        managers = self.env["oe.cae.alert"]._managers(self.company_id)
        who = self.invoice_user_id or managers.get(self.company_id)
        if who and who._is_internal():
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                user_id=who.id,
                summary=self.env._("Not for %(person)s", person=person.name),
            )

    def _oe_check_asked(self):
        if self.oe_routing != "asked":
            raise UserError(self.env._("You answered already: thank you."))

    def _oe_uncharge(self):
        """Take the activity off the lines that it alone bears; drafts and posted."""
        key = str(self.oe_activity_id.account_id.id)
        for line in self.invoice_line_ids:
            if line.analytic_distribution == {key: 100}:
                line.analytic_distribution = False

    def _oe_bill_row(self):
        self.ensure_one()
        amount = formatLang(self.env, self.amount_total, currency_obj=self.currency_id)
        return {
            "id": self.id,
            "url": f"/my/oe/bills/{self.id}",
            "supplier": self.partner_id.name or "",
            "ref": self.ref or self.name or "",
            "date": format_date(self.env, self.invoice_date or self.create_date),
            "total": amount,
            "asked": self.oe_routing == "asked",
            "activity": self.oe_activity_id.name,
            "document": bool(self.message_main_attachment_id),
            "lines": [
                (
                    line.name or "",
                    formatLang(
                        self.env, line.price_subtotal, currency_obj=self.currency_id
                    ),
                )
                for line in self.invoice_line_ids
                if line.display_type == "product"
            ],
        }
