import base64

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import format_date

from odoo.addons.oe_base.calc.errors import CalcError
from odoo.addons.oe_base.calc.money import format_fr, to_cents
from odoo.addons.oe_base.paper import Paper
from odoo.addons.oe_base.paper_font import readable
from odoo.addons.oe_base.tools import lock_rows

from ..calc import cesu as calc


class SapCesuSlip(models.Model):
    """Vouchers sent back to their issuer, and what the issuer paid for them."""

    _name = "oe.sap.cesu.slip"
    _description = "CESU remittance slip"
    _inherit = ["oe.acted.mixin", "oe.retention.mixin"]
    _order = "rank, date desc, id desc"
    _check_company_auto = True

    _retention_code = "sap_certificate"
    _retention_date_field = "date"
    _acted_fields = frozenset(
        {"state", "rank", "sent_on", "paid_on", "received", "fees", "entry_id"}
        | {"pdf", "total", "voucher_count", "returned"}
    )

    name = fields.Char("Number", readonly=True, copy=False)
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
    date = fields.Date(
        "Made on", required=True, default=lambda self: fields.Date.context_today(self)
    )
    receipt_ids = fields.One2many(
        "oe.sap.cesu.receipt", "slip_id", "Receipts", readonly=True
    )
    voucher_count = fields.Integer("Vouchers", compute="_compute_total", store=True)
    total = fields.Monetary("Face value", compute="_compute_total", store=True)
    state = fields.Selection(
        [("draft", "To send"), ("sent", "Sent"), ("paid", "Paid")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    rank = fields.Integer(compute="_compute_rank", store=True)
    sent_on = fields.Date(readonly=True, copy=False)
    paid_on = fields.Date(readonly=True, copy=False)
    received = fields.Monetary("Received from the issuer", readonly=True, copy=False)
    fees = fields.Monetary("Fees kept by the issuer", readonly=True, copy=False)
    entry_id = fields.Many2one(
        "account.move", readonly=True, copy=False, index="btree_not_null"
    )
    pdf = fields.Binary("Slip", attachment=True, readonly=True, copy=False)
    pdf_name = fields.Char(compute="_compute_pdf_name")

    @api.depends("state")
    def _compute_rank(self):
        for slip in self:
            slip.rank = ("draft", "sent", "paid").index(slip.state or "draft")

    @api.depends("receipt_ids.amount", "receipt_ids.voucher_count")
    def _compute_total(self):
        for slip in self:
            cents = sum(to_cents(row.amount) for row in slip.receipt_ids)
            slip.total = cents / 100
            slip.voucher_count = sum(slip.receipt_ids.mapped("voucher_count"))

    @api.depends("name")
    def _compute_pdf_name(self):
        for slip in self:
            slip.pdf_name = f"bordereau-{(slip.name or '').replace('/', '-')}.pdf"

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            values["name"] = (
                self.env["ir.sequence"].sudo().next_by_code("oe.sap.cesu.slip") or "/"
            )
        return super().create(vals_list)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_sent(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term
        if any(slip.state != "draft" for slip in self):
            raise UserError(self.env._("A slip that is sent stays."))

    def write(self, vals):
        if {"company_id", "issuer_id", "name"} & set(vals) and any(
            slip.receipt_ids for slip in self
        ):
            raise UserError(self.env._("This slip has vouchers: make another one."))
        return super().write(vals)

    def action_fill(self):
        """Take all vouchers of this issuer that no slip holds."""
        self.receipt_ids._check_handler()
        self.check_access("write")
        for slip in self:
            lock_rows(slip)
            if slip.state != "draft":
                continue
            waiting = self.env["oe.sap.cesu.receipt"].search(
                [
                    ("company_id", "=", slip.company_id.id),
                    ("issuer_id", "=", slip.issuer_id.id),
                    ("state", "=", "received"),
                    ("slip_id", "=", False),
                ]
            )
            # Two slips filled at once: the second finds these taken.
            lock_rows(waiting)
            # Found by the rules of whoever fills it; the slip is written by it alone.
            free_sudo = waiting.filtered(lambda row: not row.slip_id).sudo()
            free_sudo.slip_id = slip

    def action_send(self):
        """Close the slip, print it: these vouchers are on their way.

        :raises UserError: without vouchers
        """
        self.check_access("write")
        for slip in self:
            lock_rows(slip)
            if slip.state != "draft":
                continue
            if not slip.receipt_ids:
                raise UserError(self.env._("No voucher is on this slip."))
            slip.sudo().write(
                {
                    "state": "sent",
                    "sent_on": fields.Date.context_today(self),
                    "pdf": base64.b64encode(slip._make_pdf()),
                }
            )

    def _make_pdf(self):
        self = readable(self)
        self.ensure_one()
        company = self.company_id
        paper = Paper(
            self.env._("CESU remittance slip %(number)s", number=self.name),
            company.name,
        )
        address = self.env["oe.sap.mentions"]._address(company.partner_id)
        paper.head(
            [company.name, address, company.company_registry or ""],
            [self.issuer_id.name, *(self.issuer_id.address or "").split("\n")],
        )
        paper.text(format_date(self.env, self.date))
        kinds = dict(self.receipt_ids._fields["kind"]._description_selection(self.env))
        vouchers = self.receipt_ids.sorted("id").voucher_ids
        paper.amounts(
            [
                (
                    voucher.number,
                    format_fr(to_cents(voucher.amount)),
                    # The issuer knows its holder: no name of a client leaves.
                    [kinds[voucher.receipt_id.kind]],
                )
                for voucher in vouchers
            ],
            (
                self.env._("%(count)s vouchers", count=len(vouchers)),
                format_fr(to_cents(self.total)),
            ),
        )
        return paper.draw()

    def action_open_paid(self):
        """Open the window where one writes what the issuer paid."""
        self.ensure_one()
        transfers = self.env["oe.sap.remittance"].with_company(self.company_id)
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Paid by the issuer"),
            "res_model": "oe.sap.cesu.paid",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_slip_id": self.id,
                "default_received": self._due_cents() / 100,
                "default_journal_id": transfers._usual_bank().id,
            },
        }

    def _pay(self, day, cents, journal):
        """Book what the issuer paid: bank and fees against the holding account.

        :param int cents: received, the issuer's fees taken off
        :raises UserError: when the slip is not sent, or the amount cannot be
        """
        self.ensure_one()
        self.receipt_ids._check_handler()
        # Booked past the rules: the journal is of the slip's own company.
        if journal.sudo().company_id != self.company_id:
            raise AccessError(self.env._("This company is not one of yours."))
        lock_rows(self)
        if self.state != "sent":
            raise UserError(self.env._("Only a slip that is sent is paid, once."))
        try:
            kept = calc.fees(self._due_cents(), cents)
        except CalcError as error:
            raise UserError(
                self.env._(
                    "The issuer pays at most %(total)s.",
                    total=self.currency_id.format(self._due_cents() / 100),
                )
            ) from error
        entry_sudo = self.sudo()._book(day, cents, kept, journal.sudo())
        self.sudo().write(
            {
                "state": "paid",
                "paid_on": day,
                "received": cents / 100,
                "fees": kept / 100,
                "entry_id": entry_sudo.id,
            }
        )
        return entry_sudo.sudo(False)

    def _book(self, day, cents, kept, journal):
        company = self.company_id
        cesu = company._oe_sap_cesu_journal()
        held = cesu.inbound_payment_method_line_ids.payment_account_id[:1]
        methods = journal.inbound_payment_method_line_ids.payment_account_id[:1]
        bank = methods or journal.default_account_id
        rows = [(bank, cents), (held, -self._due_cents())]
        if kept:
            rows.append((company._oe_chart_ref("pcg_6278"), kept))
        entry = (
            self.env["account.move"]
            .with_company(company)
            .create(
                {
                    "move_type": "entry",
                    "journal_id": cesu.id,
                    "date": day,
                    "ref": f"{self.name}, {self.issuer_id.name}",
                    "line_ids": [
                        fields.Command.create(
                            {
                                "account_id": account.id,
                                "name": self.name,
                                "debit": max(0, amount) / 100,
                                "credit": max(0, -amount) / 100,
                            }
                        )
                        for account, amount in rows
                    ],
                }
            )
        )
        entry.action_post()
        lines = entry.line_ids | self.receipt_ids.payment_id.move_id.line_ids
        lines |= self._returned_lines()
        lines.filtered(
            lambda line: line.account_id == held and not line.reconciled
        ).reconcile()
        return entry
