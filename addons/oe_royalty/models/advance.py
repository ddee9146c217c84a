from odoo import Command, api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.tools import lock_rows

from .accounts import ADVANCE_PURCHASE, ADVANCE_SALE, SALE_TAX


class Advance(models.Model):
    """Money a licensee pays before its royalty: recouped by the next statements."""

    _name = "oe.royalty.advance"
    _description = "Advance on royalties"
    _inherit = ["oe.royalty.fixed.mixin", "oe.acted.mixin"]
    _fixed_fields = ("contract_id",)
    _acted_fields = frozenset({"is_invoiced", "invoice_id", "bill_id"})
    _order = "date desc, id desc"

    contract_id = fields.Many2one(
        "oe.royalty.contract", "Licence", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    licensor_id = fields.Many2one(
        related="contract_id.licensor_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="licensor_id.currency_id")
    date = fields.Date(required=True, default=fields.Date.context_today)
    amount = fields.Monetary("Amount excl. VAT", required=True)
    invoice_id = fields.Many2one("account.move", readonly=True, copy=False)
    bill_id = fields.Many2one(
        "account.move", "Bill of the licensee", readonly=True, copy=False
    )
    is_invoiced = fields.Boolean("Invoiced", readonly=True, copy=False)

    _amount_positive = models.Constraint(
        "CHECK (amount > 0)", "An advance is an amount above 0."
    )

    @api.depends("contract_id", "date")
    def _compute_display_name(self):
        for advance in self:
            day = advance.date and advance.date.strftime("%d/%m/%Y")
            advance.display_name = self.env._("Advance of %(day)s", day=day)

    def write(self, vals):
        fixed = {"contract_id", "date", "amount"} & set(vals)
        if fixed and any(advance.is_invoiced for advance in self):
            raise UserError(self.env._("An invoiced advance no longer changes."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_invoiced(self):
        if any(advance.is_invoiced for advance in self):
            raise UserError(self.env._("An invoiced advance no longer changes."))

    def action_invoice(self):
        """Invoice the advance (4191), mirrored in the licensee's books (4091)."""
        self.check_access("write")
        lock_rows(self)
        for advance in self:
            if advance.is_invoiced:
                raise UserError(
                    self.env._("%(name)s is invoiced.", name=advance.display_name)
                )
            # A draft bill in the books of who accepted nothing would be an intrusion.
            if advance.contract_id.state != "signed":
                raise UserError(
                    self.env._(
                        "%(name)s: both parties sign the licence first.",
                        name=advance.contract_id.display_name,
                    )
                )
            # The run writes in the books of both companies, which hardly anybody may.
            advance.sudo()._make_invoice()

    def _make_invoice(self):
        licensor = self.licensor_id
        tax = licensor._oe_chart_ref(SALE_TAX)
        if self.contract_id.is_foreign:
            tax = tax.browse()  # CGI art. 259, 1°, as for the royalty
        move = (
            self.env["account.move"]
            .with_company(licensor)
            .create(
                {
                    "move_type": "out_invoice",
                    "company_id": licensor.id,
                    "partner_id": self.company_id.partner_id.id,
                    "invoice_date": self.date,
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": self.env._("Advance on royalties"),
                                "quantity": 1,
                                "price_unit": self.amount,
                                "account_id": licensor._oe_chart_ref(ADVANCE_SALE).id,
                                "tax_ids": [Command.set(tax.ids)],
                                "analytic_distribution": False,
                            }
                        )
                    ],
                }
            )
        )
        move.action_post()
        bill = self.env["account.move"]
        if not self.contract_id.books_elsewhere:
            bill = move._oe_mirror(self.company_id, ADVANCE_PURCHASE)
        self.write({"invoice_id": move.id, "bill_id": bill.id, "is_invoiced": True})
