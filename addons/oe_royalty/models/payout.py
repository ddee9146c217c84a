from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import payout as calc
from .holder import BASES
from .sharing import euros

# What the buttons write, one by one.
BUTTONS = frozenset({"state", "move_id", "paid_on", "approved_on", "number"})


class Payout(models.Model):
    """What a holder is paid of several periods, with the document of the legal basis.

    Employee: a line for payroll. Provider: a bill is expected, or made for him under
    his mandate. Author: a note of author's rights, with what is withheld. Owner of
    rights: a statement of royalties.
    """

    _name = "oe.royalty.payout"
    _description = "Payout of a royalty"
    _inherit = ["oe.closed.mixin", "oe.retention.mixin"]
    _order = "date_end desc, id desc"
    _check_company_auto = True
    _retention_code = "royalty_holder"
    _retention_date_field = "paid_on"
    _closed_states = ("approved", "paid")
    _open_fields = BUTTONS

    holder_id = fields.Many2one(
        "oe.royalty.holder", required=True, index=True, ondelete="restrict"
    )
    scheme_id = fields.Many2one(
        related="holder_id.scheme_id", store=True, index=True, precompute=True
    )
    company_id = fields.Many2one(
        related="holder_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(related="holder_id.partner_id", store=True)
    legal_basis = fields.Selection(BASES, required=True, readonly=True)
    is_self_billed = fields.Boolean("Billed for the provider", readonly=True)
    number = fields.Char(readonly=True, copy=False, default="/")
    date_start = fields.Date("From", readonly=True)
    date_end = fields.Date("Last day", required=True, readonly=True)
    allocation_ids = fields.One2many("oe.royalty.allocation", "payout_id", "Parts")
    state = fields.Selection(
        [
            ("draft", "Draft"),
            ("approved", "To pay"),
            ("paid", "Paid"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    amount = fields.Monetary("Gross", readonly=True, help="Excl. VAT.")
    levy_ids = fields.One2many("oe.royalty.payout.levy", "payout_id", "Levies")
    withheld_amount = fields.Monetary("Withheld", readonly=True)
    payer_amount = fields.Monetary("On top, for the company", readonly=True)
    net_amount = fields.Monetary("To pay", readonly=True)
    move_id = fields.Many2one(
        "account.move", "Entry or bill", readonly=True, copy=False
    )
    approved_on = fields.Date(readonly=True, copy=False)
    paid_on = fields.Date(readonly=True, copy=False)
    next_step = fields.Char(compute="_compute_next_step")

    _move_once = models.UniqueIndex(
        "(move_id) WHERE move_id IS NOT NULL", "This bill is of another payout."
    )

    @api.depends("number", "holder_id", "date_end")
    def _compute_display_name(self):
        for row in self:
            number = row.number if row.number != "/" else row._period_label()
            row.display_name = f"{number} {row.holder_id.name or ''}"

    def _period_label(self):
        start, end = (self.date_start or self.date_end), self.date_end
        if not end:
            return ""
        return f"{start.strftime('%m/%Y')} – {end.strftime('%m/%Y')}"

    @api.depends("state", "legal_basis", "move_id", "is_self_billed")
    def _compute_next_step(self):
        for row in self:
            row.next_step = row._next_step()

    def _next_step(self):
        """What is to be done now, in a sentence."""
        if self.state == "draft":
            return self.env._("Read it, then approve it.")
        if self.state != "approved":
            return ""
        if self._awaits_bill():
            return self.env._("The provider sends a bill of this amount excl. VAT.")
        if self.legal_basis == "employee":
            return self.env._("Goes into the pay of the month, as a gross bonus.")
        return self.env._("Post the draft entry, pay it, then say so here.")

    def _awaits_bill(self):
        return self.legal_basis == "provider" and not self.move_id

    @api.model_create_multi
    def create(self, vals_list):
        if not self.env.su:
            raise UserError(self.env._("Payouts are made with their button."))
        return super().create(vals_list)

    def write(self, vals):
        if not self.env.su:
            raise UserError(self.env._("A payout goes on with its buttons."))
        return super().write(vals)

    @api.model
    def _retention_domain(self, limit):
        """What was paid, and what was cancelled, so long ago."""
        return [
            "|",
            *super()._retention_domain(limit),
            "&",
            ("state", "=", "cancelled"),
            ("write_date", "<", limit),
        ]

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        purge = self.env.su and self.env.context.get("oe_purge")
        if not purge and any(row.state != "draft" for row in self):
            raise UserError(self.env._("Cancel a payout; it stays in the list."))

    def _refuse_closed(self):
        purge = self.env.su and self.env.context.get("oe_purge")
        return None if purge else super()._refuse_closed()

    # -- made ---------------------------------------------------------------------

    @api.model
    def _make(self, scheme, until):
        """A draft per holder of the approved parts that are in no payout yet.

        A holder who owes more than is due to him (credit notes) waits.

        :return: the payouts made
        """
        lock_rows(scheme)
        parts = self.env["oe.royalty.allocation"].search(
            [
                ("sharing_id.scheme_id", "=", scheme.id),
                ("state", "=", "approved"),
                ("date_end", "<=", until),
                ("holder_id", "!=", False),
                ("payout_id", "=", False),
                ("amount", "!=", 0),
                ("legal_basis", "!=", "industry"),
            ]
        )
        made = self.browse()
        groups = parts.grouped(lambda row: (row.holder_id, row.legal_basis))
        for (holder, basis), rows in groups.items():
            cents = sum(to_cents(row.amount) for row in rows)
            if cents <= 0:
                continue
            payout = self.create(
                {
                    "holder_id": holder.id,
                    "legal_basis": basis,
                    "is_self_billed": basis == "provider" and holder.self_billing,
                    "date_start": min(rows.mapped("date_start")),
                    "date_end": max(rows.mapped("date_end")),
                    "amount": euros(cents),
                }
            )
            rows.write({"payout_id": payout.id})
            payout._levy()
            made |= payout
        return made

    def _levy(self):
        """What the law takes of a draft, on the rates of today."""
        self.ensure_one()
        today = fields.Date.context_today(self)
        self.levy_ids.unlink()
        exempt = self.holder_id.no_withholding
        found = self.env["oe.royalty.levy"]._of(self.legal_basis, today)
        before = self._paid_before(today)
        rows = []
        for levy in found:
            if levy.payer == "holder" and exempt:
                continue
            result = calc.levy(levy._calc(), to_cents(self.amount), before)
            rows.append(
                {
                    "payout_id": self.id,
                    "name": levy.name,
                    "payer": levy.payer,
                    "rate": levy.rate,
                    "base_amount": euros(result.base_cents),
                    "amount": euros(result.cents),
                    "legal_reference": levy.legal_reference,
                }
            )
        self._apply_levies(self.env["oe.royalty.payout.levy"].create(rows))

    def _apply_levies(self, lines):
        withheld = lines.filtered(lambda row: row.payer == "holder")
        kept = sum(to_cents(row.amount) for row in withheld)
        on_top = sum(to_cents(row.amount) for row in lines - withheld)
        self.write(
            {
                "withheld_amount": euros(kept),
                "payer_amount": euros(on_top),
                "net_amount": euros(to_cents(self.amount) - kept),
            }
        )

    def _paid_before(self, today):
        """Gross of this year's other payouts on this basis, for yearly ceilings."""
        rows = self.search(
            [
                ("holder_id", "=", self.holder_id.id),
                ("legal_basis", "=", self.legal_basis),
                ("state", "in", ("approved", "paid")),
                ("approved_on", ">=", today.replace(month=1, day=1)),
                ("id", "!=", self.id),
            ]
        )
        return sum(to_cents(row.amount) for row in rows)
