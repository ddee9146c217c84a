from collections import defaultdict

from odoo import fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.tools import lock_rows

from .statement import euros


class PayRun(models.Model):
    """The pay list plans what is kept for shares."""

    _inherit = "oe.cae.pay.run"

    def _compute_pays(self, only=None):
        result = super()._compute_pays(only)
        pays_sudo = (only.sudo() if only else self.sudo().pay_ids).filtered(
            lambda pay: pay.state == "draft"
        )
        pays_sudo._plan_deductions()
        return result


class Pay(models.Model):
    """Shares paid out of the pay: planned, told to payroll, entered once.

    What the register holds for a pay is compared with what it should hold: an import
    that runs twice enters nothing twice, a payslip taken back is taken back there too.
    """

    _inherit = "oe.cae.pay"

    share_deduction = fields.Monetary(
        "For shares",
        readonly=True,
        help="Kept from the net pay, as the entrepreneur signed.",
    )
    share_move_ids = fields.One2many(
        "oe.cae.share.move", "pay_id", "Payments of shares"
    )

    def _plan_deductions(self):
        """Write what is kept from these drafts, by company and month."""
        for (company, month), pays in self.grouped(
            lambda pay: (pay.company_id, pay.month)
        ).items():
            planned = pays._planned(company, month)
            for pay in pays:
                amount = euros(planned.get(pay.id, 0))
                if pay.share_deduction != amount:
                    pay._put({"share_deduction": amount})

    def _planned(self, company, month):
        """Cents to keep, by pay."""
        rows = self.env["oe.cae.share.deduction"].search(
            [
                ("entrepreneur_id", "in", self.entrepreneur_id.ids),
                ("company_id", "=", company.id),
                ("state", "=", "signed"),
            ]
        )
        rows = rows.filtered(lambda row: row._holds_in(month))
        if not rows:
            return {}
        left = self._left_to_pay(company, rows.entrepreneur_id, month)
        kept = {row.entrepreneur_id: row for row in rows}
        return {
            pay.id: kept[pay.entrepreneur_id]._kept(
                left.get(pay.entrepreneur_id, 0), to_cents(pay.net)
            )
            for pay in self
            if pay.entrepreneur_id in kept and pay.kind == "salaried"
        }

    def _left_to_pay(self, company, people, month):
        """Cents that people owe for shares at the end of a month, less what other
        pays promised and the register does not hold yet."""
        members = self.env["oe.cae.member"].search(
            [
                ("company_id", "=", company.id),
                ("partner_id", "in", people.partner_id.ids),
                ("date_end", "=", False),
            ]
        )
        now = members._holdings()
        then = members._holdings(fields.Date.end_of(month, "month"))
        promised = self._promised(company, people)
        by_partner = {member.partner_id: member.id for member in members}
        left = {}
        for person in people:
            member = by_partner.get(person.partner_id)
            if member in now and member in then:
                owed = min(now[member].left_cents, then[member].left_cents)
                left[person] = owed - promised.get(person, 0)
        return left

    def _promised(self, company, people):
        """Cents agreed in other pays and not entered in the register yet."""
        others = self.search(
            [
                ("company_id", "=", company.id),
                ("entrepreneur_id", "in", people.ids),
                ("state", "!=", "draft"),
                ("share_deduction", ">", 0),
                ("id", "not in", self.ids),
            ]
        )
        entered = others._entered()
        promised = defaultdict(int)
        for pay in others.filtered(lambda pay: pay.state != "paid"):
            open_cents = to_cents(pay.share_deduction) - entered.get(pay.id, 0)
            promised[pay.entrepreneur_id] += open_cents
        return promised

    def _entered(self):
        """Cents that the register holds for these pays."""
        rows = self.env["oe.cae.share.move"]._read_group(
            [("pay_id", "in", self.ids), ("state", "=", "done")],
            ["pay_id"],
            ["delta_paid:sum"],
        )
        return {pay.id: to_cents(amount) for pay, amount in rows}

    def _page(self):
        """The person reads what is kept from the net pay."""
        kept = to_cents(self.share_deduction)
        return {**super()._page(), "shares": kept and format_fr(kept)}

    # -- entered, or taken back ----------------------------------------------------

    def _book(self, corrected=()):
        entry = super()._book(corrected)
        self._settle_deductions()
        return entry

    def action_booked_otherwise(self):
        result = super().action_booked_otherwise()
        self.sudo()._settle_deductions()
        return result

    def action_reopen(self):
        result = super().action_reopen()
        self.sudo()._settle_deductions()
        return result

    def action_no_share_deduction(self):
        """Payroll kept nothing: what was entered for this pay is taken back."""
        self.run_id._check_handler()
        self._hold()
        for pay_sudo in self.sudo():
            if pay_sudo.state == "draft" or not pay_sudo.share_deduction:
                raise UserError(
                    self.env._(
                        "Nothing is deducted for shares from %(name)s.",
                        name=pay_sudo.display_name,
                    )
                )
            pay_sudo._put({"share_deduction": 0})
        self.sudo()._settle_deductions()

    def _wanted_deduction(self):
        """Cents the register should hold for this pay."""
        self.ensure_one()
        if self.state != "paid":
            return 0
        wanted = to_cents(self.share_deduction)
        if self.real_on:
            # A payslip of nothing is a payslip that was cancelled.
            wanted = min(wanted, to_cents(self.real_net))
        return wanted

    def _settle_deductions(self):
        """Make the register hold what these pays say, whoever comes first."""
        # The register is the manager's; an import enters what was signed.
        pays_sudo = self.sudo().filtered(
            lambda pay: pay.share_deduction or pay.share_move_ids
        )
        if not pays_sudo:
            return
        members_sudo = pays_sudo._members()
        lock_rows(members_sudo)
        entered = pays_sudo._entered()
        paid_out = pays_sudo._paid_out()
        by_key = {(row.partner_id, row.company_id): row for row in members_sudo}
        for pay in pays_sudo:
            gap = pay._wanted_deduction() - entered.get(pay.id, 0)
            if gap < 0:
                pay._take_back_deductions()
                gap = pay._wanted_deduction()
            # What a transfer gave to the person is not paid to the capital as well.
            if gap > 0 and pay.id not in paid_out:
                key = (pay.entrepreneur_id.partner_id, pay.company_id)
                pay._enter_deduction(by_key.get(key), gap)

    def _members(self):
        return (
            self.env["oe.cae.member"].search(
                [
                    ("partner_id", "in", self.entrepreneur_id.partner_id.ids),
                    ("company_id", "in", self.company_id.ids),
                    ("date_end", "=", False),
                ]
            )
            | self.share_move_ids.member_id
        )

    def _enter_deduction(self, member, cents):
        """One payment of shares, on the last day of the month of the pay.

        What is more than is left to pay stays on 421: it is the person's.
        """
        left = member._holding().left_cents if member else 0
        if left < cents:
            self._put(
                {
                    "warning": self.env._(
                        "%(amount)s were deducted for shares that are paid already: "
                        "give them back to the person.",
                        amount=format_fr(cents - max(0, left)),
                    )
                }
            )
        if min(left, cents) <= 0:
            return
        move = self.env["oe.cae.share.move"].create(
            {
                "member_id": member.id,
                "kind": "pay",
                "date": fields.Date.end_of(self.month, "month"),
                "amount": euros(min(left, cents)),
                "pay_id": self.id,
            }
        )
        move._enter()

    def _take_back_deductions(self):
        """The opposite of each payment of this pay that still counts."""
        moves = self.share_move_ids.filtered(lambda move: move.state == "done")
        undone = moves.reversal_of_id
        for move in moves.filtered(lambda row: not row.reversal_of_id) - undone:
            today = self.company_id._oe_today()
            move._opposite(-move._holding_change(), today, pay_id=self.id)
