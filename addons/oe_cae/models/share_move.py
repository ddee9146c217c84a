from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

KINDS = [
    ("subscribe", "Subscription"),
    ("call", "Call for the rest"),
    ("pay", "Payment"),
    ("transfer", "Transfer"),
    ("refund", "Refund"),
    ("reduce", "Reduction of capital"),
]
# What a movement does to shares; the others are about money only.
OF_SHARES = ("subscribe", "transfer", "refund", "reduce")
OF_MONEY = ("call", "pay")
# Computed when the movement is entered, never sent by a remote call.
STEPS = frozenset(
    {
        *("state", "delta_shares", "delta_subscribed", "delta_called", "delta_paid"),
        *("refund_amount", "refund_due", "settled_on", "settled_by_id"),
        *("reversal_of_id", "pay_id", "entry_id", "nominal"),
    }
)


class ShareMove(models.Model):
    """A movement of shares: a line of the register, never changed once entered.

    It carries its own effect on the member; the other side of a transfer has the
    opposite of it. Positions are sums of these and of nothing else.
    """

    _name = "oe.cae.share.move"
    _description = "Movement of shares"
    _inherit = ["oe.closed.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _closed_states = ("done",)
    _open_fields = frozenset()
    _sealed_fields = (
        *("member_id", "to_member_id", "kind", "date", "shares", "amount", "loss"),
        *("nominal", "delta_shares", "delta_subscribed", "delta_called"),
        *("delta_paid", "refund_amount", "refund_due", "resolution"),
        *("reversal_of_id", "pay_id"),
    )

    member_id = fields.Many2one(
        "oe.cae.member",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
    )
    company_id = fields.Many2one(
        related="member_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(KINDS, required=True, default="subscribe")
    date = fields.Date(
        required=True, index=True, default=lambda self: self.env.company._oe_today()
    )
    state = fields.Selection(
        [("draft", "Draft"), ("done", "Entered")],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
        index=True,
    )
    to_member_id = fields.Many2one(
        "oe.cae.member",
        "Given to",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="The other side of a transfer.",
    )
    shares = fields.Integer("Shares moved", aggregator=None)
    amount = fields.Monetary(help="Called or paid.", aggregator=None)
    loss = fields.Monetary(
        "Part of the losses", help="Kept from a refund (loi 47-1775 art. 18)."
    )
    resolution = fields.Char("Decision", help="Meeting and number, or the act.")
    note = fields.Char("About it")
    document = fields.Binary("Bulletin or act", attachment=True, copy=False)
    document_name = fields.Char(copy=False)
    nominal = fields.Monetary("Value of a share", readonly=True, copy=False)
    delta_shares = fields.Integer("Effect, shares", readonly=True, copy=False)
    delta_subscribed = fields.Monetary("Effect, subscribed", readonly=True, copy=False)
    delta_called = fields.Monetary("Effect, called", readonly=True, copy=False)
    delta_paid = fields.Monetary("Effect, paid", readonly=True, copy=False)
    refund_amount = fields.Monetary("To give back", readonly=True, copy=False)
    refund_due = fields.Date(
        "Give back before",
        readonly=True,
        copy=False,
        help="As long as the statutes allow to wait.",
    )
    settled_on = fields.Date("Given back", readonly=True, copy=False)
    settled_by_id = fields.Many2one(
        "res.users", readonly=True, copy=False, index="btree_not_null"
    )
    reversal_of_id = fields.Many2one(
        "oe.cae.share.move",
        "Takes back",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    pay_id = fields.Many2one(
        "oe.cae.pay",
        "Deducted from",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    entry_id = fields.Many2one(
        "account.move",
        "Draft entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _back_once = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL",
        "This movement was taken back already.",
    )
    _two_sides = models.Constraint(
        "CHECK ((kind = 'transfer') = (to_member_id IS NOT NULL) "
        "AND to_member_id IS DISTINCT FROM member_id)",
        "A transfer, and only a transfer, goes to another member.",
    )
    _amounts_possible = models.Constraint(
        "CHECK (shares >= 0 AND amount >= 0 AND loss >= 0)",
        "Write shares and amounts above zero: the kind of movement says which way.",
    )

    @api.depends("kind", "member_id", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            day = move.date and move.date.strftime("%d/%m/%Y")
            move.display_name = (
                f"{labels.get(move.kind, '')}, {move.member_id.display_name or ''}, "
                f"{day or ''}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        moves = super().create(vals_list)
        # Looked at afterwards: a value may also come from default_* of the context.
        for move in () if self.env.su else moves:
            if move.state != "draft" or any(move[name] for name in STEPS - {"state"}):
                self._refuse_steps()
        return moves

    def write(self, vals):
        if not self.env.su and STEPS & set(vals):
            self._refuse_steps()
        return super().write(vals)

    def _refuse_steps(self):
        raise UserError(self.env._("A movement is entered with the button."))

    def _put(self, values):
        """Write what people do not: past :meth:`write`, which guards it."""
        return models.Model.write(self, values)

    def _check_manager(self):
        self.check_access("write")
        if not self.env.user.has_group("oe_base.group_oe_manager"):
            raise AccessError(self.env._("A manager keeps the register of shares."))

    def action_enter(self):
        """Enter drafts in the register; their entries wait for the accountant."""
        self._check_manager()
        # Entries are the accountant's; a movement proposes its own.
        for move_sudo in self.sorted(lambda row: (row.date, row.id)).sudo():
            move_sudo._enter()
        return True

    def action_take_back(self):
        """Enter the opposite, today: the register keeps both."""
        self._check_manager()
        for move_sudo in self.sudo():
            if move_sudo.pay_id:
                raise UserError(
                    self.env._(
                        "This was deducted from a pay: correct the pay, or say there "
                        "that nothing was deducted."
                    )
                )
            move_sudo._take_back()
        return True

    def action_settle(self):
        """A refund was paid; before its last day it says who decided so."""
        self.check_access("read")
        if not any(
            self.env.user.has_group(f"oe_base.group_oe_{role}")
            for role in ("manager", "accountant")
        ):
            raise AccessError(self.env._("Managers and accountants say what is paid."))
        # Accountants read the register only.
        for move_sudo in self.sudo():
            move_sudo._settle()

    def action_entry(self):
        """Open the proposed entry, with one's own rights in Accounting."""
        self.ensure_one()
        self.check_access("read")
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.entry_id.id,
            "view_mode": "form",
        }
