from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows

from .pay_run import HANDLERS as HANDLER_GROUPS

GIVEN = frozenset({"company_id", "kind", "journal_id", "date", "month"})
SCHEMAS = [
    ("pain.001.001.03", "pain.001.001.03 (usual)"),
    ("pain.001.001.09", "pain.001.001.09 (2019)"),
]


class AccountJournal(models.Model):
    _inherit = "account.journal"

    oe_sepa_version = fields.Selection(
        SCHEMAS,
        "Version of transfer files",
        default="pain.001.001.03",
        help="As the bank asks for it.",
    )


class Transfer(models.Model):
    """A batch of SEPA credit transfers: net pays, or claims that are paid back.

    Collected, made (a file that no longer changes), handed to the bank. A pay or a
    claim is in one live batch only: the index of the lines decides. Bank details stand
    in the file alone, which is taken by a page that writes down who took it.
    """

    _name = "oe.cae.transfer"
    _description = "Batch of transfers"
    _inherit = ["oe.retention.mixin"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "pay"
    _retention_date_field = "create_date"

    name = fields.Char("Number", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(
        [("pay", "Net pays"), ("claim", "Expense claims")], required=True, default="pay"
    )
    month = fields.Date(
        "Pays up to", help="Pays of this month and before; empty: all that wait."
    )
    journal_id = fields.Many2one(
        "account.journal",
        "Paid from",
        required=True,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        check_company=True,
        index=True,
        default=lambda self: self._default_journal(),
    )
    date = fields.Date(
        "Executed on",
        required=True,
        default=lambda self: fields.Date.context_today(self),
    )
    state = fields.Selection(
        [
            ("draft", "To collect"),
            ("made", "File made"),
            ("sent", "Handed to the bank"),
            ("cancelled", "Cancelled"),
        ],
        required=True,
        readonly=True,
        default="draft",
        copy=False,
    )
    line_ids = fields.One2many("oe.cae.transfer.line", "transfer_id", "Lines")
    total = fields.Monetary(compute="_compute_figures")
    live_count = fields.Integer("Transfers", compute="_compute_figures")
    refused_count = fields.Integer("Refused", compute="_compute_figures")
    content = fields.Binary(
        attachment=True, readonly=True, copy=False, groups=fields.NO_ACCESS
    )
    file_name = fields.Char(readonly=True, copy=False)
    digest = fields.Char("SHA-256", readonly=True, copy=False)
    made_count = fields.Integer(readonly=True, copy=False, aggregator=None)
    made_on = fields.Datetime(readonly=True, copy=False)
    made_by_id = fields.Many2one(
        "res.users", "Made by", readonly=True, copy=False, index="btree_not_null"
    )
    sent_on = fields.Datetime("Handed over on", readonly=True, copy=False)
    move_id = fields.Many2one(
        "account.move",
        "Entry",
        readonly=True,
        copy=False,
        index="btree_not_null",
        groups="account.group_account_readonly,account.group_account_invoice",
    )

    @api.model
    def _default_journal(self):
        return self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.env.company.id)], limit=1
        )

    @api.depends("name", "company_id")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.name or self.env._("Transfers")

    @api.depends("line_ids.amount", "line_ids.live", "line_ids.status")
    def _compute_figures(self):
        for batch in self:
            live = batch.line_ids.filtered("live")
            batch.total = sum(live.mapped("amount"))
            batch.live_count = len(live)
            refused = batch.line_ids.filtered(lambda line: line.status == "refused")
            batch.refused_count = len(refused)

    @api.model_create_multi
    def create(self, vals_list):
        batches = super().create(
            [
                # The state is forced: left out, it would come from default_state.
                {**{key: vals[key] for key in GIVEN & set(vals)}, "state": "draft"}
                for vals in vals_list
            ]
        )
        for batch in batches:
            batch._set({"name": f"VIR/{batch.create_date:%Y}/{batch.id:05d}"})
        return batches

    def write(self, vals):
        if set(vals) - GIVEN:
            raise UserError(self.env._("A batch is made with the buttons only."))
        if any(batch.state != "draft" for batch in self):
            raise UserError(self.env._("The file is made: it changes no more."))
        return super().write(vals)

    def _set(self, values):
        """The one way to a state: past :meth:`write`."""
        # pylint: disable=super-method-mismatch
        return models.Model.write(self, values)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_made(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return
        if any(batch.state in ("made", "sent") for batch in self):
            raise UserError(self.env._("A file was made: cancel the batch instead."))

    def _check_handler(self):
        """Managers and accountants of the company, nobody else."""
        self.check_access("write")
        if not any(self.env.user.has_group(group) for group in HANDLER_GROUPS):
            raise AccessError(
                self.env._("Files of pay are for managers and accountants.")
            )
        if self.company_id - self.env.companies:
            raise AccessError(self.env._("This company is not among yours."))

    def _begin(self, *states):
        """Hold the batch: of two clicks at once the second reads what the first did."""
        self.ensure_one()
        self._check_handler()
        lock_rows(self)
        if self.state not in states:
            labels = dict(self._fields["state"]._description_selection(self.env))
            raise UserError(
                self.env._(
                    "%(name)s: %(state)s already. Open it again.",
                    name=self.name,
                    state=labels[self.state],
                )
            )

    def action_back(self):
        """Take a file back that the bank never got; another one may be made."""
        self._begin("made")
        self.sudo()._set(
            {"state": "draft", "content": False, "file_name": False, "digest": False}
        )
        return True

    def action_cancel(self):
        """Give the pays and claims free again; the file must not reach the bank."""
        self._begin("draft", "made")
        batch_sudo = self.sudo()  # lines are nobody's to write
        batch_sudo.line_ids._set({"live": False})
        batch_sudo._set({"state": "cancelled", "content": False})
        return True

    def action_download(self):
        """Take the file; the page writes down who did."""
        self.ensure_one()
        self._check_handler()
        return {
            "type": "ir.actions.act_url",
            "url": f"/oe/cae/transfers/{self.id}/file",
            "target": "self",
        }


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
