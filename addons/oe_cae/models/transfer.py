from odoo import api, fields, models


class Transfer(models.Model):
    """A batch of SEPA credit transfers: net pays, or claims that are paid back.

    A pay or a claim is in one live batch only: the index of the lines decides.
    """

    _name = "oe.cae.transfer"
    _description = "Batch of transfers"
    _inherit = ["oe.cae.bank.file"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "pay"
    _file_prefix = "VIR"
    _file_route = "/oe/cae/transfers"
    _file_given = frozenset({"company_id", "kind", "journal_id", "date", "month"})

    company_id = fields.Many2one(index=True)
    kind = fields.Selection(
        [("pay", "Net pays"), ("claim", "Expense claims")], required=True, default="pay"
    )
    month = fields.Date(
        "Pays up to", help="Pays of this month and before; empty: all that wait."
    )
    line_ids = fields.One2many("oe.cae.transfer.line", "transfer_id", "Lines")
    move_id = fields.Many2one(
        "account.move",
        "Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )


class TransferLine(models.Model):
    """One transfer to one person: a net pay, or a claim."""

    _name = "oe.cae.transfer.line"
    _description = "Transfer"
    _order = "transfer_id, status desc, id"
    _check_company_auto = True

    transfer_id = fields.Many2one(
        "oe.cae.transfer", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="transfer_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    pay_id = fields.Many2one("oe.cae.pay", index="btree_not_null", ondelete="restrict")
    claim_move_id = fields.Many2one(
        "account.move", "Claim", index="btree_not_null", ondelete="restrict"
    )
    partner_id = fields.Many2one(
        "res.partner", "To", required=True, index=True, ondelete="restrict"
    )
    bank_id = fields.Many2one(
        "res.partner.bank",
        index="btree_not_null",
        ondelete="set null",
        groups=fields.NO_ACCESS,
    )
    account_shown = fields.Char("Account", readonly=True)
    label = fields.Char("Words to the person", required=True)
    amount = fields.Monetary(required=True)
    status = fields.Selection(
        [
            ("good", "Good"),
            ("refused", "Refused"),
            ("returned", "Sent back by the bank"),
        ],
        required=True,
        default="good",
    )
    reason = fields.Char("Why")
    live = fields.Boolean(default=True, help="It is in this batch, so in no other one.")
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null"
    )

    # Two batches collected at once: the index decides.
    _pay_once = models.UniqueIndex(
        "(pay_id) WHERE live AND pay_id IS NOT NULL", "This pay is in a batch already."
    )
    _claim_once = models.UniqueIndex(
        "(claim_move_id) WHERE live AND claim_move_id IS NOT NULL",
        "This claim is in a batch already.",
    )

    @api.depends("partner_id", "label")
    def _compute_display_name(self):
        for line in self:
            line.display_name = f"{line.partner_id.name or ''}, {line.label or ''}"

    def _set(self, values):
        return self.sudo().write(values)

    def action_drop(self):
        """Leave one out; it waits for another batch."""
        for line in self:
            line.transfer_id._begin("draft")
        self.sudo().unlink()  # lines are nobody's to delete but through here
        return True
