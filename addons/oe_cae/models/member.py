from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import to_cents

from ..calc.shares import Holding
from .statement import euros

AMOUNTS = ("shares", "subscribed", "called", "paid")
# Written by an admission and by movements, never sent by a remote call.
GIVEN = frozenset({"date_end", "candidature_id"})


class Member(models.Model):
    """A member (associé) of a company, from an admission to a loss of membership.

    Any contact may be one: an entrepreneur, an employee of the structure, a partner.
    What a member holds is the sum of the movements, stored nowhere. The register lives
    as long as the company: it has no term of retention (C. com. R.221-1, R.228-8).
    """

    _name = "oe.cae.member"
    _description = "Member of a cooperative"
    _order = "company_id, date_start, id"
    _rec_names_search = ["partner_id.name", "number"]
    _check_company_auto = True

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Member", required=True, index=True, ondelete="restrict"
    )
    number = fields.Char("Number in the register")
    category = fields.Selection(
        [
            ("es", "Salaried entrepreneurs"),
            ("employee", "Employees of the structure"),
            ("beneficiary", "Beneficiaries"),
            ("volunteer", "Volunteers"),
            ("public", "Public bodies"),
            ("partner", "Partners and supporters"),
        ],
        "College",
        required=True,
        default="es",
    )
    date_start = fields.Date("Member since", required=True)
    resolution = fields.Char(help="Meeting and number of the decision.")
    date_end = fields.Date("No longer since", readonly=True, copy=False)
    move_ids = fields.One2many("oe.cae.share.move", "member_id", "Movements")
    received_ids = fields.One2many(
        "oe.cae.share.move", "to_member_id", "Received from others"
    )
    shares = fields.Integer(compute="_compute_holding")
    subscribed = fields.Monetary(compute="_compute_holding")
    called = fields.Monetary(compute="_compute_holding")
    paid = fields.Monetary(compute="_compute_holding")
    left = fields.Monetary("Left to pay", compute="_compute_holding")
    refund_waiting = fields.Monetary(
        "To give back",
        compute="_compute_holding",
        help="Refunds entered and not paid yet.",
    )

    _one_open = models.UniqueIndex(
        "(company_id, partner_id) WHERE date_end IS NULL",
        "This person is a member of the company already.",
    )
    _number_once = models.UniqueIndex(
        "(company_id, number) WHERE number IS NOT NULL",
        "This number is taken in the register.",
    )
    _dates_ordered = models.Constraint(
        "CHECK (date_end IS NULL OR date_end >= date_start)",
        "A membership cannot end before it starts.",
    )

    @api.depends("partner_id", "company_id")
    def _compute_display_name(self):
        for member in self:
            # The name of a member is on the register, whoever reads it.
            member.display_name = member.sudo().partner_id.name

    @api.depends(
        "move_ids.state",
        "move_ids.settled_on",
        "received_ids.state",
    )
    def _compute_holding(self):
        held = self._holdings()
        waiting = self._refunds_waiting()
        for member in self:
            mine = held.get(member.id, Holding())
            member.shares = mine.shares
            member.subscribed = euros(mine.subscribed_cents)
            member.called = euros(mine.called_cents)
            member.paid = euros(mine.paid_cents)
            member.left = euros(mine.left_cents)
            member.refund_waiting = waiting.get(member.id, 0.0)

    def _holdings(self, day=None):
        """What members hold, at the end of a day or now, by id."""
        moves = self.env["oe.cae.share.move"]
        base = [("state", "=", "done")]
        if day:
            base.append(("date", "<=", day))
        held = {}
        for side, sign in (("member_id", 1), ("to_member_id", -1)):
            rows = moves._read_group(
                [*base, (side, "in", self.ids)],
                [side],
                [f"delta_{name}:sum" for name in AMOUNTS],
            )
            for member, shares, *amounts in rows:
                found = Holding(shares, *(to_cents(amount) for amount in amounts))
                before = held.get(member.id, Holding())
                held[member.id] = before + (found if sign > 0 else -found)
        return held

    def _holding(self):
        self.ensure_one()
        return self._holdings().get(self.id, Holding())

    def _refunds_waiting(self):
        rows = self.env["oe.cae.share.move"]._read_group(
            [
                ("member_id", "in", self.ids),
                ("state", "=", "done"),
                ("kind", "=", "refund"),
                ("settled_on", "=", False),
            ],
            ["member_id"],
            ["refund_amount:sum"],
        )
        return {member.id: amount for member, amount in rows}

    # -- admission and loss --------------------------------------------------------

    @api.model_create_multi
    def create(self, vals_list):
        members = super().create(vals_list)
        # Looked at afterwards: a value may also come from default_* of the context.
        if not self.env.su and any(member.date_end for member in members):
            raise UserError(self.env._("Membership ends by giving up the shares."))
        members._tell_contracts()
        return members

    def write(self, vals):
        if not self.env.su and GIVEN & set(vals):
            raise UserError(self.env._("Membership ends by giving up the shares."))
        if {"company_id", "partner_id"} & set(vals) and self.move_ids:
            raise UserError(self.env._("The register says whose these movements are."))
        result = super().write(vals)
        if "date_start" in vals:
            self._tell_contracts()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_moved(self):
        if self.move_ids or self.received_ids:
            raise UserError(
                self.env._("Whoever has movements stays in the register for good.")
            )

    @api.constrains("date_start", "company_id")
    def _check_not_ahead(self):
        for member in self:
            if member.date_start > member.company_id._oe_today():
                raise ValidationError(
                    self.env._("Nobody is a member from a day to come.")
                )

    @api.model
    def _of(self, partner, company):
        """The open membership of a contact in a company (empty if none)."""
        return self.search(
            [
                ("partner_id", "=", partner.id),
                ("company_id", "=", company.id),
                ("date_end", "=", False),
            ],
            limit=1,
        )

    def _contracts(self):
        """Signed CESA of these members in their companies."""
        contracts_sudo = self.env["oe.cae.contract"].sudo()
        return contracts_sudo.search(
            [
                ("kind", "=", "salaried"),
                ("state", "=", "signed"),
                ("company_id", "in", self.company_id.ids),
                ("entrepreneur_id.partner_id", "in", self.partner_id.ids),
            ]
        )

    def _tell_contracts(self):
        """The CESA of a member says so: it is an ESA, its deadline is met."""
        contracts = self._contracts()
        for member in self.filtered(lambda member: not member.date_end):
            mine = contracts.filtered(
                lambda row, member=member: (
                    row.company_id == member.company_id
                    and row.entrepreneur_id.partner_id == member.partner_id
                    and (not row.date_end or row.date_end >= member.date_start)
                )
            )
            stale = mine.filtered(
                lambda row, member=member: row.member_since != member.date_start
            )
            stale.write({"member_since": member.date_start})

    def _lose(self, day):
        """No share is left: the membership ends, and the CESA counts again.

        :raises UserError: when the law would end the CESA, which nobody has ended
        """
        for member in self:
            running = member._contracts().filtered(
                lambda row, member=member, day=day: (
                    row.company_id == member.company_id
                    and row.entrepreneur_id.partner_id == member.partner_id
                    and (not row.date_end or row.date_end > day)
                )
            )
            bound = running.filtered(
                lambda row, day=day: row.member_deadline and row.member_deadline <= day
            )
            if bound:
                raise UserError(
                    self.env._(
                        "The contract of %(name)s runs and had to lead to membership "
                        "before %(day)s (C. trav. L.7331-3): end the contract first.",
                        name=member.display_name,
                        day=format_date(self.env, bound[:1].member_deadline),
                    )
                )
            running.write({"member_since": False})
        self.sudo().write({"date_end": day})
