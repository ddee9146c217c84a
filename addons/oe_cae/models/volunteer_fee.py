from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command

from odoo.addons.oe_base.tools import lock_rows

HANDLERS = ("oe_base.group_oe_manager", "oe_base.group_oe_accountant")


class VolunteerFee(models.Model):
    """The membership fee of a year (adhésion): asked by a standard sales receipt."""

    _name = "oe.cae.volunteer.fee"
    _description = "Membership fee of an association"
    _inherit = ["oe.retention.mixin"]
    _order = "year desc, id desc"
    _check_company_auto = True

    _retention_code = "cae_volunteer_fee"
    _retention_date_field = "create_date"

    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    partner_id = fields.Many2one(
        "res.partner", "Person", required=True, index=True, ondelete="restrict"
    )
    year = fields.Integer(
        required=True,
        aggregator=None,
        default=lambda self: self.env.company._oe_today().year,
    )
    amount = fields.Monetary(
        required=True, default=lambda self: self._default_amount(self.env.company)
    )
    receipt_id = fields.Many2one(
        "account.move", readonly=True, copy=False, index="btree_not_null"
    )
    state = fields.Selection(
        [("draft", "To ask"), ("asked", "Asked"), ("paid", "Paid")],
        compute="_compute_state",
    )

    _once = models.UniqueIndex(
        "(company_id, partner_id, year)", "This person's fee of the year exists."
    )
    _amount_possible = models.Constraint(
        "CHECK (amount >= 0 AND year BETWEEN 1901 AND 2200)", "Write a year and a fee."
    )

    @api.model
    def _default_amount(self, company):
        terms = self.env["oe.cae.volunteer.terms"]
        return terms._at(company._oe_today(), company_id=company).fee

    @api.depends("partner_id", "year")
    def _compute_display_name(self):
        for fee in self:
            fee.display_name = self.env._(
                "Fee %(year)s, %(who)s",
                year=fee.year or "",
                who=fee.partner_id.name or "",
            )

    @api.depends("receipt_id.payment_state", "receipt_id.state", "amount")
    def _compute_state(self):
        for fee in self:
            # Whether it is paid is told to whoever follows the fees.
            receipt_sudo = fee.sudo().receipt_id
            fee.state = "draft"
            if receipt_sudo and receipt_sudo.state != "cancel":
                paid = receipt_sudo.payment_state in ("paid", "in_payment")
                fee.state = "paid" if paid else "asked"

    @api.model_create_multi
    def create(self, vals_list):
        fees = super().create(vals_list)
        # Looked at afterwards: it may also come from default_* of the context.
        if not self.env.su and any(fee.sudo().receipt_id for fee in fees):
            raise UserError(self.env._("The receipt is made with the button."))
        return fees

    def write(self, vals):
        if "receipt_id" in vals and not self.env.su:
            raise UserError(self.env._("The receipt is made with the button."))
        if {"amount", "partner_id", "year", "company_id"} & set(vals) and any(
            fee.state != "draft" for fee in self
        ):
            raise UserError(self.env._("It is asked: cancel its receipt first."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_asked(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(fee.state != "draft" for fee in self):
            raise UserError(self.env._("It is asked: cancel its receipt first."))

    def action_receipt(self):
        """A draft sales receipt each, once; the accountant posts it."""
        self.check_access("write")
        if not any(self.env.user.has_group(group) for group in HANDLERS):
            raise AccessError(self.env._("Managers and accountants ask for fees."))
        lock_rows(self)
        # Receipts are the accountant's; whoever follows the fees proposes them.
        for fee_sudo in self.sudo().filtered(lambda fee: fee.state == "draft"):
            if not fee_sudo.amount:
                raise UserError(
                    self.env._("%(name)s: write an amount.", name=fee_sudo.display_name)
                )
            fee_sudo._make_receipt()

    def _make_receipt(self):
        company = self.company_id
        account = self.env["oe.cae.volunteer.terms"]._account(company, "756")
        receipt = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "out_receipt",
                    "company_id": company.id,
                    "partner_id": self.partner_id.id,
                    "invoice_date": company._oe_today(),
                    "invoice_line_ids": [
                        Command.create(
                            {
                                "name": self.env._(
                                    "Membership fee %(year)s", year=self.year
                                ),
                                "price_unit": self.amount,
                                "account_id": account.id,
                                "tax_ids": [Command.clear()],
                            }
                        )
                    ],
                }
            )
        )
        self.write({"receipt_id": receipt.id})

    @api.model
    def _of_volunteers(self, company, year):
        """A fee for each volunteer of the year who has none yet."""
        lines = self.env["oe.affiliation"].search(
            [
                ("company_id", "=", company.id),
                ("status", "=", "volunteer"),
                ("date_start", "<=", f"{year}-12-31"),
                "|",
                ("date_end", "=", False),
                ("date_end", ">=", f"{year}-01-01"),
            ]
        )
        had = self.search([("company_id", "=", company.id), ("year", "=", year)])
        missing = lines.entrepreneur_id.partner_id - had.partner_id
        amount = self._default_amount(company)
        return self.create(
            [
                {
                    "company_id": company.id,
                    "partner_id": partner.id,
                    "year": year,
                    "amount": amount,
                }
                for partner in missing
            ]
        )
