from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import remittance as calc

HANDLERS = ("oe_base.group_oe_manager", "oe_base.group_oe_accountant")
FOUND = [
    ("choose", "To choose"),
    ("unknown", "Unknown"),
    ("over", "More than due"),
    ("partial", "Pays a part"),
    ("matched", "Fits"),
    ("posted", "Posted"),
]


class SapRemittance(models.Model):
    """A payer's bank transfer and its detail: one line per invoice that it pays.

    The lines must add up to the transfer. Each good line becomes a standard payment
    reconciled with its invoice; what is not understood stays with its reason.
    """

    _name = "oe.sap.remittance"
    _description = "Transfer of a payer"
    _inherit = ["oe.acted.mixin", "oe.retention.mixin"]
    _order = "date desc, id desc"
    _check_company_auto = True

    _retention_code = "sap_certificate"
    _retention_date_field = "date"

    name = fields.Char("Reference of the transfer", required=True)
    company_id = fields.Many2one(
        "res.company",
        "Cooperative",
        required=True,
        index=True,
        default=lambda self: self.env.company,
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    payer_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="restrict"
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Bank",
        required=True,
        index=True,
        check_company=True,
        domain="[('type', '=', 'bank'), ('oe_sap_cesu', '=', False)]",
        default=lambda self: self._usual_bank(),
    )
    date = fields.Date(
        "Received on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    amount = fields.Monetary("Amount of the transfer", required=True)
    line_ids = fields.One2many("oe.sap.remittance.line", "remittance_id", "Detail")
    total = fields.Monetary("Total of the lines", compute="_compute_figures")
    difference = fields.Monetary("Lines less transfer", compute="_compute_figures")
    to_see_count = fields.Integer("Lines to look at", compute="_compute_figures")
    ready_count = fields.Integer("Lines ready", compute="_compute_figures")
    state = fields.Selection(
        [
            ("draft", "To match"),
            ("part", "Posted in part"),
            ("posted", "Posted"),
        ],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )

    _once = models.UniqueIndex(
        "(company_id, payer_id, name)", "This transfer of the payer is here already."
    )
    _positive = models.Constraint(
        "CHECK (amount > 0)", "Write the amount of the transfer, above zero."
    )

    @api.model
    def _usual_bank(self):
        return self.env["account.journal"].search(
            [
                ("type", "=", "bank"),
                ("company_id", "=", self.env.company.id),
                ("oe_sap_cesu", "=", False),
            ],
            limit=1,
        )

    @api.depends("line_ids.amount", "line_ids.found", "amount")
    def _compute_figures(self):
        for row in self:
            cents = sum(to_cents(line.amount) for line in row.line_ids)
            row.total = cents / 100
            row.difference = (cents - to_cents(row.amount)) / 100
            founds = row.line_ids.mapped("found")
            row.ready_count = sum(found in ("matched", "partial") for found in founds)
            row.to_see_count = sum(
                found in ("choose", "unknown", "over") for found in founds
            )

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term
        if self.filtered(lambda row: row.state != "draft"):
            raise UserError(self.env._("A transfer that is posted stays."))

    def write(self, vals):
        fixed = {"payer_id", "company_id", "amount", "journal_id", "date"}
        if fixed & set(vals) and any(row.state != "draft" for row in self):
            raise UserError(self.env._("A transfer that is posted does not change."))
        return super().write(vals)

    def _check_handler(self):
        self.check_access("write")
        if not self.env.su and not any(self.env.user.has_group(g) for g in HANDLERS):
            raise AccessError(
                self.env._("Transfers of payers are for managers and accountants.")
            )

    def action_match(self):
        """Look for the invoice of each line; chosen ones stay, posted ones too."""
        self._check_handler()
        for row in self:
            # Two people at once: the second reads what the first found.
            lock_rows(row)
            row._match()

    def _match(self):
        lines = self.line_ids.filtered(lambda line: line.found != "posted")
        opened = self._open_invoices()
        found = calc.match(
            [line._prepare_calc() for line in lines],
            [self._prepare_open(move) for move in opened],
        )
        for line, result in zip(lines, found, strict=True):
            line._apply(result, opened)

    def _open_invoices(self):
        """Posted invoices of this payer with something left to pay."""
        # Who handles transfers need not read all of accounting.
        return (
            self.env["account.move"]
            .sudo()
            .search(
                [
                    ("company_id", "=", self.company_id.id),
                    ("move_type", "=", "out_invoice"),
                    ("state", "=", "posted"),
                    ("amount_residual", ">", 0),
                    (
                        "commercial_partner_id",
                        "=",
                        self.payer_id.commercial_partner_id.id,
                    ),
                ],
                order="invoice_date, id",
            )
        )

    def _prepare_open(self, move):
        client = move._oe_sap_client()
        months = {
            line._oe_sap_day().replace(day=1)
            for line in move.invoice_line_ids
            if line.product_id
        }
        names = (client.name, move.ref, client.ref)
        return calc.Open(
            move.id,
            move.name or "",
            tuple(name for name in names if name),
            tuple(sorted(months)),
            to_cents(move.amount_residual),
        )

    def action_post(self):
        """Standard payments of the good lines; again, only of what is left.

        :raises UserError: while the lines do not add up to the transfer
        """
        self._check_handler()
        self.ensure_one()
        lock_rows(self)
        if to_cents(self.difference):
            raise UserError(
                self.env._(
                    "The lines make %(total)s and the transfer %(amount)s: complete "
                    "the detail first.",
                    total=self.currency_id.format(self.total),
                    amount=self.currency_id.format(self.amount),
                )
            )
        self._match()
        for line in self.line_ids.filtered(
            lambda li: li.found in ("matched", "partial")
        ):
            line._post_one()
        self._set_state()

    def _set_state(self):
        for row in self:
            posted = row.line_ids.filtered(lambda line: line.found == "posted")
            # Who posts was checked; nobody writes how far it is by hand.
            if posted and posted == row.line_ids:
                row.sudo().state = "posted"
            elif posted:
                row.sudo().state = "part"

    def action_payments(self):
        """The payments it made."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Payments"),
            "res_model": "account.payment",
            "views": [(False, "list"), (False, "form")],
            "domain": [("id", "in", self.line_ids.payment_id.ids)],
            "context": {"create": False},
        }
