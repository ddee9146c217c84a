from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import format_fr, to_cents

from ..calc.reserve import first_lack

KINDS = [
    ("smoothing", "Smoothing"),
    ("leave", "Leave"),
    ("equipment", "Equipment"),
    ("risk", "Risk"),
]
# Entered by the year end; what is left in the cooperative stays there (R.7331-12).
ALL_KINDS = [*KINDS, ("kept", "Left in the cooperative")]


class ReserveMove(models.Model):
    """Money that an entrepreneur puts aside on the account, or takes out again.

    It lowers (or raises) the pay budget of its month and touches no ledger account:
    the money stays on the activity. It closes with the month; a reserve never holds
    less than nothing, on any day.
    """

    _name = "oe.cae.reserve.move"
    _description = "Move of a reserve"
    _order = "date desc, id desc"
    _check_company_auto = True

    activity_id = fields.Many2one(
        "oe.activity", required=True, index=True, ondelete="restrict"
    )
    account_id = fields.Many2one(
        related="activity_id.account_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="activity_id.company_id", store=True, index=True, precompute=True
    )
    entrepreneur_id = fields.Many2one(
        related="activity_id.entrepreneur_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    date = fields.Date(
        required=True, default=lambda self: fields.Date.context_today(self)
    )
    kind = fields.Selection(ALL_KINDS, "What for", required=True, default="smoothing")
    direction = fields.Selection(
        [("in", "Put aside"), ("out", "Taken out")], required=True, default="in"
    )
    amount = fields.Monetary(required=True)
    movement = fields.Monetary(
        compute="_compute_movement",
        store=True,
        precompute=True,
        help="Positive when put aside.",
    )
    note = fields.Char("Why", help="No health cause.")
    pay_id = fields.Many2one(
        "oe.cae.pay",
        "Agreed with the pay",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
    )

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "Write an amount above zero, and in which direction."
    )
    _kept_stays = models.Constraint(
        "CHECK (kind != 'kept' OR direction = 'in')",
        "What is left in the cooperative stays there.",
    )
    _account_kind = models.Index("(account_id, kind, date)")

    @api.depends("amount", "direction")
    def _compute_movement(self):
        for move in self:
            move.movement = -move.amount if move.direction == "out" else move.amount

    @api.depends("kind", "activity_id", "date")
    def _compute_display_name(self):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        for move in self:
            move.display_name = (
                f"{labels.get(move.kind, '')}, {move.activity_id.name or ''}, "
                f"{format_date(self.env, move.date)}"
            )

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su and any(vals.get("pay_id") for vals in vals_list):
            raise UserError(
                self.env._("A reserve is agreed with the pay in the pay list.")
            )
        moves = super().create(vals_list)
        moves._assert_open()
        moves._refuse_after_pay()
        moves._check_held(moves._keys())
        return moves

    def write(self, vals):
        self._refuse_agreed()
        self._assert_open()
        self._refuse_after_pay()
        keys = self._keys()
        result = super().write(vals)
        self._assert_open()
        self._refuse_after_pay()
        self._check_held(keys | self._keys())
        return result

    def unlink(self):
        self._refuse_agreed()
        self._assert_open()
        self._refuse_after_pay()
        keys = self._keys()
        result = super().unlink()
        self._check_held(keys)
        return result

    def _refuse_agreed(self):
        """What was agreed with a pay changes with that pay."""
        for move in self:
            # Whether it was agreed does not depend on who asks.
            pay_sudo = move.pay_id.sudo()
            if pay_sudo and pay_sudo.state != "draft":
                raise UserError(
                    self.env._(
                        "This was agreed with the pay %(name)s: take that pay back to "
                        "draft to change it.",
                        name=pay_sudo.display_name,
                    )
                )

    def _refuse_after_pay(self):
        """By hand nothing moves under a pay that was agreed on the budget of before."""
        by_hand = self.filtered(lambda move: not move.pay_id and move.kind != "kept")
        if not by_hand:
            return
        # Whether a pay is agreed does not depend on who asks.
        agreed_sudo = (
            self.env["oe.cae.pay"]
            .sudo()
            .search(
                [
                    ("entrepreneur_id", "in", by_hand.entrepreneur_id.ids),
                    ("company_id", "in", by_hand.company_id.ids),
                    ("kind", "=", "salaried"),
                    ("state", "!=", "draft"),
                    ("month", ">=", min(by_hand.mapped("date")).replace(day=1)),
                ]
            )
        )
        keys = {
            (pay.entrepreneur_id, pay.company_id, pay.month): pay for pay in agreed_sudo
        }
        for move in by_hand:
            month = move.date.replace(day=1)
            pay_sudo = keys.get((move.entrepreneur_id, move.company_id, month))
            if pay_sudo:
                raise UserError(
                    self.env._(
                        "The pay %(name)s is agreed on this budget: take it back to "
                        "draft first, or wait for the next month.",
                        name=pay_sudo.display_name,
                    )
                )

    def _assert_open(self):
        periods = self.env["oe.period"]
        for company, day in {(move.company_id, move.date) for move in self}:
            periods._assert_open(company, day)

    def _keys(self):
        # On a shared account each person's reserve is that person's alone.
        return {
            (move.account_id.id, move.entrepreneur_id.id, move.kind) for move in self
        }

    @api.model
    def _check_held(self, keys):
        """Refuse what would leave a reserve below nothing on any day."""
        accounts = sorted({account for account, _person, _kind in keys})
        if not accounts:
            return
        self.flush_model()
        # A real update, not a mere lock: whoever moves the same reserve at the same
        # moment is refused by the database and tries again with our move in sight.
        self.env.cr.execute(
            "UPDATE oe_activity SET write_date = write_date WHERE account_id = ANY(%s)",
            [accounts],
        )
        groups = self.sudo()._read_group(
            [("account_id", "in", accounts)],
            ["account_id", "entrepreneur_id", "kind", "date:day"],
            ["movement:sum"],
        )
        moves = {}
        for account, person, kind, day, amount in groups:
            key = (account.id, person.id, kind)
            if key in keys:
                moves.setdefault((key, account, kind), []).append(
                    (day, to_cents(amount))
                )
        for (_key, account, kind), rows in moves.items():
            lack = first_lack(rows)
            if lack:
                self._refuse_lack(account, kind, lack)

    def _refuse_lack(self, account, kind, lack):
        labels = dict(self._fields["kind"]._description_selection(self.env))
        raise UserError(
            self.env._(
                "On %(day)s the reserve “%(kind)s” of %(account)s would lack "
                "%(amount)s: take out less, or put aside before.",
                day=format_date(self.env, lack.day),
                kind=labels[kind],
                account=account.sudo().name,
                amount=format_fr(-lack.cents),
            )
        )

    @api.model
    def _held(self, activity, day):
        """What the reserves of an activity's person hold at the end of a day.

        :return: dict ``{kind: cents}``
        """
        groups = self._read_group(
            [
                ("account_id", "=", activity.account_id.id),
                ("entrepreneur_id", "=", activity.entrepreneur_id.id),
                ("date", "<=", day),
            ],
            ["kind"],
            ["movement:sum"],
        )
        return {kind: to_cents(amount) for kind, amount in groups}

    @api.model
    def _action_of(self, line):
        """Open the moves that a line of a statement adds up."""
        return {
            "type": "ir.actions.act_window",
            "name": line.label,
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [
                ("account_id", "=", line.activity_id.sudo().account_id.id),
                ("entrepreneur_id", "=", line.statement_id.entrepreneur_id.id),
                ("date", ">=", line.month),
                ("date", "<=", fields.Date.end_of(line.month, "month")),
            ],
        }
