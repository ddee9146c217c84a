import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError
from odoo.tools import clean_context

from odoo.addons.oe_base.tools import lock_rows

from ..calc import sepa
from .pay_run import HANDLERS as HANDLER_GROUPS

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


class BankFile(models.AbstractModel):
    """A batch that becomes a file for the bank: transfers, or debits.

    Collected, made (a file that no longer changes), handed to the bank. Bank details
    stand in the file alone, which is taken by a page that writes down who took it. A
    concrete model has ``line_ids`` whose rows have ``amount``, ``live``, ``status``.
    """

    _name = "oe.cae.bank.file"
    _description = "Batch for the bank"
    _inherit = ["oe.retention.mixin"]

    _retention_code = ""
    _retention_date_field = "create_date"
    _file_prefix = ""
    _file_route = ""
    _file_given: frozenset[str] = frozenset()

    name = fields.Char("Number", readonly=True, copy=False)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    journal_id = fields.Many2one(
        "account.journal",
        "Paid from",
        required=True,
        domain="[('type', '=', 'bank'), ('company_id', '=', company_id)]",
        check_company=True,
        index=True,
        compute="_compute_journal_id",
        store=True,
        readonly=False,
        precompute=True,
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
    total = fields.Monetary(compute="_compute_figures")
    live_count = fields.Integer("Good lines", compute="_compute_figures")
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

    @api.depends("company_id")
    def _compute_journal_id(self):
        """The bank of the company, as long as nobody chose another one of it."""
        found = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "in", self.company_id.ids)],
            order="sequence desc, id desc",
        )
        first = {journal.company_id: journal for journal in found}
        for batch in self:
            if batch.journal_id.company_id != batch.company_id:
                batch.journal_id = first.get(batch.company_id)

    @api.depends("name", "company_id")
    def _compute_display_name(self):
        for batch in self:
            batch.display_name = batch.name or ""

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
        # A number, a file or a day announced would come from default_* as well.
        clean = self.with_context(clean_context(self.env.context))
        batches = super(BankFile, clean).create(
            [
                # The state is forced: left out, it would come from default_state.
                {
                    **{key: vals[key] for key in self._file_given & set(vals)},
                    "state": "draft",
                }
                for vals in vals_list
            ]
        )
        for batch in batches:
            batch._set(
                {"name": f"{self._file_prefix}/{batch.create_date:%Y}/{batch.id:05d}"}
            )
        return batches

    def write(self, vals):
        if set(vals) - self._file_given:
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

    def _make_file(self, lines):
        """Write the file of these lines; each attempt has a name of its own."""
        self.ensure_one()
        attempt = self.made_count + 1
        content = self._pain(lines, attempt)
        self._set(
            {
                "state": "made",
                "content": base64.b64encode(content),
                "file_name": f"{self.name.replace('/', '-')}-{attempt}.xml",
                "digest": hashlib.sha256(content).hexdigest(),
                "made_count": attempt,
                "made_on": fields.Datetime.now(),
                "made_by_id": self.env.uid,
            }
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
        changes = self._stale()
        if changes:
            raise UserError(
                self.env._(
                    "This file must not reach the bank any more: take it back, make "
                    "another.\n%(changes)s",
                    changes="\n".join(changes[:10]),
                )
            )
        return {
            "type": "ir.actions.act_url",
            "url": f"{self._file_route}/{self.id}/file",
            "target": "self",
        }

    def _stale(self):
        """What changed since a file was made that the bank has not got, in words."""
        if self.state != "made":
            return []
        return self.sudo().line_ids.filtered("live")._changes()

    def _today_of(self):
        return self.company_id._oe_today()

    def _take(self):
        """The file, once it is written down who took it.

        :return: ``(name, bytes)``, or None when there is none
        """
        self.ensure_one()
        self._check_handler()
        batch_sudo = self.sudo()  # the content is nobody's but through here
        if not batch_sudo.content or self._stale():
            return None
        self.env["oe.read.log"]._record(
            batch_sudo.company_id.partner_id,
            self.env._("Bank file %(name)s", name=self.file_name),
            batch_sudo.company_id,
        )
        return self.file_name, base64.b64decode(batch_sudo.content)

    def _company_account(self):
        """The company's account, as the file names it.

        :raises UserError: when the journal has no valid IBAN
        """
        bank = self.journal_id.bank_account_id
        iban = bank.sanitized_acc_number or ""
        if not sepa.is_iban(iban):
            raise UserError(
                self.env._(
                    "The journal %(name)s has no valid IBAN: write the account of the "
                    "cooperative on it.",
                    name=self.journal_id.name,
                )
            )
        account = {
            "name": sepa.plain(self.company_id.name, sepa.NAME),
            "IBAN": iban,
            "batch": True,
            "currency": "EUR",
        }
        if bank.bank_bic:
            account["BIC"] = bank.bank_bic.replace(" ", "").upper()
        return account
