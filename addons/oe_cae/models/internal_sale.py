from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

from ..calc.month import INTERNAL_SALE
from .statement import euros

# Written by the answers and the buttons only, never sent by a remote call.
STEPS = ("state", "date", "note", "reversal_of_id", "line_ids")


class InternalSale(models.Model):
    """One entrepreneur sells to another of the same cooperative.

    One company sells nothing to itself: no invoice, no VAT. Two mirrored analytic
    movements, + for who sells and − for who buys, entered when the buyer agrees. The
    seller contributes at the rate between entrepreneurs, where the scheme has one.
    """

    _name = "oe.cae.internal.sale"
    _description = "Sale between entrepreneurs"
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char("What for", required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    seller_id = fields.Many2one(
        "oe.activity",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    buyer_id = fields.Many2one(
        "oe.activity",
        required=True,
        index=True,
        check_company=True,
        ondelete="restrict",
    )
    amount = fields.Monetary(required=True, help="Without VAT: there is none inside.")
    state = fields.Selection(
        [
            ("asked", "Waits for the buyer"),
            ("done", "Agreed and entered"),
            ("refused", "Refused"),
            ("cancelled", "Withdrawn"),
        ],
        required=True,
        default="asked",
        readonly=True,
        copy=False,
    )
    date = fields.Date("Entered on", readonly=True, copy=False)
    note = fields.Char("Word of the buyer", readonly=True, copy=False)
    reversal_of_id = fields.Many2one(
        "oe.cae.internal.sale",
        "Takes back",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
    sent_ref = fields.Char(readonly=True, copy=False)
    line_ids = fields.One2many(
        "account.analytic.line", "oe_internal_sale_id", "Movements"
    )

    _sent_once = models.UniqueIndex(
        "(sent_ref) WHERE sent_ref IS NOT NULL", "This sale arrived already."
    )
    _back_once = models.UniqueIndex(
        "(reversal_of_id) WHERE reversal_of_id IS NOT NULL",
        "This sale was taken back already.",
    )
    _amount_not_nil = models.Constraint("CHECK (amount <> 0)", "Write an amount.")
    _two_activities = models.Constraint(
        "CHECK (seller_id <> buyer_id)", "Nobody buys from the same activity."
    )

    @api.model_create_multi
    def create(self, vals_list):
        sales = super().create(vals_list)
        # Looked at afterwards: a value may also come from default_* of the context.
        for sale in () if self.env.su else sales:
            if sale.state != "asked" or any(sale[name] for name in STEPS[1:]):
                self._refuse_steps()
        for sale in sales:
            if sale.seller_id.account_id == sale.buyer_id.account_id:
                raise UserError(
                    self.env._("Both activities have one account: nothing would move.")
                )
            if sale.amount < 0 and not sale.reversal_of_id:
                raise UserError(self.env._("Write what is owed to the seller."))
        return sales

    def write(self, vals):
        if not self.env.su and set(STEPS) & set(vals):
            self._refuse_steps()
        if any(sale.state != "asked" for sale in self):
            raise UserError(
                self.env._(
                    "%(name)s was answered and no longer changes: take it back, and "
                    "make another one.",
                    name=self[:1].name,
                )
            )
        return super().write(vals)

    def _refuse_steps(self):
        raise UserError(self.env._("The buyer answers, or a manager with the button."))

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        if any(sale.state == "done" for sale in self):
            raise UserError(self.env._("A sale that was entered is taken back."))

    # -- steps ---------------------------------------------------------------------

    @api.model
    def _ask(self, seller, buyer, name, cents, sent_ref=None):
        """The seller says what the buyer owes; the buyer is asked.

        :return: the sale; the same one when this form was sent before
        :raises UserError: with what is missing
        """
        lock_rows(seller.entrepreneur_id)
        made = self.search([("sent_ref", "=", sent_ref), ("seller_id", "=", seller.id)])
        if sent_ref and made:
            return made
        if buyer not in self._partners_of(seller):
            raise UserError(self.env._("Choose somebody of your cooperative."))
        if cents <= 0:
            raise UserError(self.env._("Write an amount."))
        if not (name or "").strip():
            raise UserError(self.env._("Write what it is for."))
        return self.create(
            {
                "name": name.strip()[:100],
                "company_id": seller.company_id.id,
                "seller_id": seller.id,
                "buyer_id": buyer.id,
                "amount": euros(cents),
                "sent_ref": sent_ref,
            }
        )

    @api.model
    def _partners_of(self, seller):
        """Activities of others hosted by the same company today."""
        company = seller.company_id
        others = self.env["oe.activity"].search(
            [
                ("company_id", "=", company.id),
                ("entrepreneur_id", "!=", seller.entrepreneur_id.id),
                ("account_id", "!=", seller.account_id.id),
            ]
        )
        return others._sells(company, company._oe_today())

    def _enter(self):
        """Enter both movements, today; a closed month takes nothing more."""
        self.ensure_one()
        lock_rows(self)
        self._assert_asked()
        today = self.company_id._oe_today()
        self.env["oe.period"]._assert_open(self.company_id, today)
        column = self.env["account.analytic.plan"]._oe_activities_plan()._column_name()
        self._set({"state": "done", "date": today})
        self.env["account.analytic.line"].create(
            [
                {
                    "name": self.name,
                    "date": today,
                    column: activity.account_id.id,
                    "amount": amount,
                    "company_id": self.company_id.id,
                    "oe_internal_sale_id": self.id,
                    "oe_internal_side": side,
                }
                for side, activity, amount in (
                    ("seller", self.seller_id, self.amount),
                    ("buyer", self.buyer_id, -self.amount),
                )
            ]
        )

    def _set(self, values):
        """The one way to a state: past :meth:`write`."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    def _assert_asked(self):
        if self.state != "asked":
            raise UserError(self.env._("It was answered already."))

    def _answer(self, partner, yes, note=None):
        """The buyer agrees or refuses.

        :raises UserError: with what to do instead
        """
        self.ensure_one()
        lock_rows(self)
        self._assert_asked()
        if partner != self.buyer_id.entrepreneur_id.partner_id:
            raise UserError(self.env._("Nobody answers for another person."))
        if yes:
            self._enter()
            return
        if not (note or "").strip():
            raise UserError(self.env._("Say in a word why."))
        self._set({"state": "refused", "note": note.strip()[:200]})

    def _withdraw(self, partner):
        """The seller takes back what nobody answered."""
        self.ensure_one()
        lock_rows(self)
        self._assert_asked()
        if partner != self.seller_id.entrepreneur_id.partner_id:
            raise UserError(self.env._("Nobody answers for another person."))
        self._set({"state": "cancelled"})

    def action_enter(self):
        """A manager enters it, with the agreement of both."""
        self.check_access("write")
        for sale in self.sudo():  # movements are nobody's to write
            sale._enter()

    def action_take_back(self):
        """Enter the opposite, told at the rate of the month it corrects."""
        self.check_access("write")
        lock_rows(self)
        # Movements are nobody's to write; what was taken back is, for everybody.
        sales_sudo = self.sudo()
        taken_sudo = sales_sudo.search([("reversal_of_id", "in", self.ids)])
        for sale in sales_sudo:
            if (
                sale.state != "done"
                or sale.reversal_of_id
                or sale in taken_sudo.reversal_of_id
            ):
                raise UserError(
                    self.env._("Only a sale that was entered is taken back.")
                )
            back = sales_sudo.create(
                {
                    "name": self.env._("Taken back: %(name)s", name=sale.name),
                    "company_id": sale.company_id.id,
                    "seller_id": sale.seller_id.id,
                    "buyer_id": sale.buyer_id.id,
                    "amount": -sale.amount,
                    "reversal_of_id": sale.id,
                }
            )
            back._enter()

    # -- shown ---------------------------------------------------------------------

    @api.model
    def _action_of(self, line):
        """The sales behind a line of a statement."""
        side = "seller_id" if line.kind == INTERNAL_SALE else "buyer_id"
        end = fields.Date.end_of(line.month, "month")
        return {
            "type": "ir.actions.act_window",
            "name": line.label,
            "res_model": self._name,
            "view_mode": "list,form",
            "domain": [
                (f"{side}.account_id", "=", line.activity_id.sudo().account_id.id),
                ("state", "=", "done"),
                ("date", ">=", line.month),
                ("date", "<=", end),
            ],
        }
