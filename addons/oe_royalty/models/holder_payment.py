from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

# Who the holder is, on which ground, with which licensor.
IDENTITY = ("scheme_id", "partner_id", "legal_basis")


class Holder(models.Model):
    """How a holder is paid: mandate, exemption, VAT; dividends beside."""

    _inherit = "oe.royalty.holder"

    self_billing = fields.Boolean(
        "Billed for the provider",
        help="Only with a written mandate (CGI art. 289, I-2).",
    )
    self_billing_date = fields.Date("Mandate of")
    no_withholding = fields.Boolean(
        "Exempt from withholding",
        help="The author declares professional income (BNC) and showed the certificate "
        "of exemption: nothing is withheld.",
    )
    tax_id = fields.Many2one(
        "account.tax",
        "VAT of the bill",
        check_company=True,
        domain="[('type_tax_use', '=', 'purchase'), ('company_id', '=', company_id)]",
        help="Empty: no VAT (CGI art. 293 B, for example).",
    )
    payout_ids = fields.One2many("oe.royalty.payout", "holder_id", "Payouts")
    dividend_ids = fields.One2many("oe.royalty.dividend", "holder_id", "Dividends")

    @api.model
    def _retention_domain(self, limit):
        """Archived files go as well; one with payouts stays until these went."""
        return [
            *super()._retention_domain(limit),
            ("active", "in", (True, False)),
            ("payout_ids", "=", False),
        ]

    def write(self, vals):
        self.check_access("write")  # a refusal names the holder
        self._refuse_earned({name: vals[name] for name in IDENTITY if name in vals})
        return super().write(vals)

    def _refuse_earned(self, vals):
        """Parts and payouts of the past stay with who earned them, on that ground."""
        for holder in self.sudo():  # whoever asks, and whatever he may read
            before = holder._convert_to_write({name: holder[name] for name in vals})
            if before != vals and holder._has_earned():
                raise UserError(
                    self.env._(
                        "%(name)s has parts or payouts on this ground: they stay. End "
                        "this holder, and make another one.",
                        name=holder.name,
                    )
                )

    def _has_earned(self):
        self.ensure_one()
        paid = {"approved", "paid"} & set(self.payout_ids.mapped("state"))
        return bool(paid) or "approved" in self.allocation_ids.mapped("state")

    @api.constrains("self_billing", "self_billing_date")
    def _check_mandate(self):
        for holder in self:
            if holder.self_billing and not holder.self_billing_date:
                raise ValidationError(
                    self.env._(
                        "Bills are made for a provider under his written mandate only: "
                        "write its day."
                    )
                )


class Dividend(models.Model):
    """A dividend decided for a holder, beside the points it pays.

    Contribution in industry (C. civ. art. 1844-1): the meeting decides, the books pay;
    here it is written down, typed or imported from a file.
    """

    _name = "oe.royalty.dividend"
    _description = "Dividend of a holder"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("holder_id",)
    _order = "decision_date desc, id desc"
    _check_company_auto = True

    holder_id = fields.Many2one(
        "oe.royalty.holder", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="holder_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    decision_date = fields.Date("Decided on", required=True)
    year = fields.Integer("For the year", required=True)
    amount = fields.Monetary(required=True)
    reference = fields.Char("Decision", required=True, help="Meeting and resolution.")
    paid_on = fields.Date()

    # A file imported twice is written once.
    _once = models.UniqueIndex(
        "(holder_id, decision_date, reference)", "This dividend is written already."
    )

    @api.depends("holder_id", "decision_date")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.holder_id.name or ''}, {row.reference or ''}"

    @api.constrains("holder_id")
    def _check_basis(self):
        for row in self:
            if row.holder_id.legal_basis != "industry":
                raise ValidationError(
                    self.env._(
                        "%(name)s is not paid by dividend: the legal basis is not a "
                        "contribution in industry.",
                        name=row.holder_id.name,
                    )
                )


class Allocation(models.Model):
    _inherit = "oe.royalty.allocation"

    payout_id = fields.Many2one(
        "oe.royalty.payout", index="btree_not_null", ondelete="set null", copy=False
    )
