from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from .remittance import HANDLERS

KINDS = [("paper", "Paper vouchers"), ("electronic", "e-CESU")]


class SapCesuIssuer(models.Model):
    """Who issues prepaid CESU vouchers and pays what is sent back."""

    _name = "oe.sap.cesu.issuer"
    _description = "Issuer of CESU vouchers"
    _order = "name"
    _oe_shared = "issuers are the same for the whole network"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    address = fields.Text("Where slips are sent")
    fee_note = fields.Char("Fees, as agreed", help="To compare with what is kept.")

    _name_unique = models.UniqueIndex("(name)", "This issuer exists already.")


class SapCesuReceipt(models.Model):
    """Vouchers that a client gives for an invoice: a payment on the day they come.

    The money is on a holding account (511) until the issuer has paid the slip. The
    part that an employer funded opens no tax credit.
    """

    _name = "oe.sap.cesu.receipt"
    _description = "Receipt of CESU vouchers"
    _inherit = ["oe.acted.mixin", "oe.retention.mixin"]
    _order = "rank, date desc, id desc"
    _check_company_auto = True

    _retention_code = "sap_certificate"
    _retention_date_field = "date"
    _acted_fields = frozenset(
        {"state", "rank", "payment_id", "slip_id", "amount", "voucher_count"}
        | {"returned"}
    )

    partner_id = fields.Many2one(
        "res.partner", "Client", required=True, index=True, ondelete="restrict"
    )
    company_id = fields.Many2one(
        "res.company",
        "Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    issuer_id = fields.Many2one(
        "oe.sap.cesu.issuer", required=True, index=True, ondelete="restrict"
    )
    kind = fields.Selection(KINDS, required=True, default="paper")
    date = fields.Date(
        "Received on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('move_type', '=', 'out_invoice'), ('state', '=', 'posted'), "
        "('amount_residual', '>', 0), ('company_id', '=', company_id), "
        "'|', ('partner_id', '=', partner_id), "
        "('oe_sap_client_id', '=', partner_id), ('oe_sap_lead_id', '=', False)]",
    )
    voucher_ids = fields.One2many("oe.sap.cesu.voucher", "receipt_id", "Vouchers")
    voucher_count = fields.Integer("How many", compute="_compute_amount", store=True)
    amount = fields.Monetary("Face value", compute="_compute_amount", store=True)
    funded_known = fields.Boolean(
        "The employer's part is known", help="The issuer's yearly statement says it."
    )
    funded = fields.Monetary("Of which paid by the employer")
    state = fields.Selection(
        [
            ("draft", "To record"),
            ("received", "To send to the issuer"),
            ("sent", "Sent"),
            ("paid", "Paid by the issuer"),
        ],
        compute="_compute_state",
        store=True,
    )
    rank = fields.Integer(compute="_compute_state", store=True)
    payment_id = fields.Many2one(
        "account.payment", readonly=True, copy=False, index="btree_not_null"
    )
    slip_id = fields.Many2one(
        "oe.sap.cesu.slip",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="set null",
        check_company=True,
    )

    _funded = models.Constraint(
        "CHECK (funded >= 0 AND funded <= amount + 0.001)",
        "An employer pays at most the face value.",
    )

    @api.depends("voucher_ids.amount")
    def _compute_amount(self):
        for receipt in self:
            cents = sum(to_cents(one.amount) for one in receipt.voucher_ids)
            receipt.amount = cents / 100
            receipt.voucher_count = len(receipt.voucher_ids)

    @api.depends("payment_id", "slip_id.state")
    def _compute_state(self):
        for receipt in self:
            state = receipt.slip_id.state
            if not receipt.payment_id:
                receipt.state = "draft"
            elif state in ("sent", "paid"):
                receipt.state = state
            else:
                receipt.state = "received"
            receipt.rank = ("draft", "received", "sent", "paid").index(receipt.state)

    @api.depends("partner_id", "date")
    def _compute_display_name(self):
        for receipt in self:
            who = receipt.partner_id.name
            # Nobody yet: the page says that it is a new one.
            day = format_date(self.env, receipt.date)
            receipt.display_name = f"{who}, {day}" if who else False

    def write(self, vals):
        fixed = {
            "partner_id",
            "company_id",
            "issuer_id",
            "kind",
            "date",
            "move_id",
            "voucher_ids",
        }
        if fixed & set(vals) and any(row.payment_id for row in self):
            raise UserError(self.env._("Vouchers that are recorded do not change."))
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_received(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term
        if any(row.payment_id for row in self):
            raise UserError(self.env._("Vouchers that are recorded stay."))

    def _check_handler(self):
        self.check_access("write")
        if not self.env.su and not any(self.env.user.has_group(g) for g in HANDLERS):
            raise AccessError(
                self.env._("CESU vouchers are for managers and accountants.")
            )

    def action_receive(self):
        """Pay the invoice with the vouchers, on the day they came; twice, once.

        :raises UserError: without vouchers or open invoice
        """
        self._check_handler()
        for receipt in self:
            lock_rows(receipt)
            if not receipt.payment_id:
                receipt._receive()

    def _receive(self):
        # Whoever records was checked; payments ask for rights of accounting.
        receipt_sudo = self.sudo()
        move_sudo = receipt_sudo.move_id
        lock_rows(move_sudo)
        if not self.voucher_ids or not to_cents(self.amount):
            raise UserError(self.env._("Write the vouchers first."))
        if (
            not move_sudo
            or move_sudo.state != "posted"
            or move_sudo.move_type != "out_invoice"
            or not move_sudo.amount_residual
        ):
            raise UserError(self.env._("Choose an open invoice of this client."))
        if move_sudo.oe_sap_lead_id:
            raise UserError(
                self.env._("This is a payer's invoice: vouchers are the household's.")
            )
        owners = move_sudo.partner_id | move_sudo._oe_sap_client().sudo()
        if receipt_sudo.partner_id not in owners:
            # A wrong certificate would follow: who paid is who gets it.
            raise UserError(self.env._("Choose an open invoice of this client."))
        journal = receipt_sudo.company_id._oe_sap_cesu_journal()
        receipt_sudo.payment_id = (
            self.env["account.payment.register"]
            .sudo()
            .with_company(receipt_sudo.company_id)
            .with_context(
                active_model="account.move",
                active_ids=move_sudo.ids,
                dont_redirect_to_payments=True,
            )
            .create(
                {
                    "journal_id": journal.id,
                    "payment_date": receipt_sudo.date,
                    "amount": receipt_sudo.amount,
                    "communication": receipt_sudo.issuer_id.name,
                }
            )
            ._create_payments()
        )
