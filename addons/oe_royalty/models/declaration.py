import base64
import hashlib

from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.tools import lock_rows


class Declaration(models.Model):
    """Turnover of a month that a licensee with books elsewhere declares, with a proof.

    Declared it no longer changes: a correction is another declaration of the same
    month, signed, that names the one it corrects.
    """

    _name = "oe.royalty.declaration"
    _description = "Declared turnover"
    _inherit = [
        "oe.royalty.fixed.mixin",
        "oe.acted.mixin",
        "oe.closed.mixin",
        "mail.thread",
    ]
    _fixed_fields = ("contract_id",)
    _mail_post_access = "read"
    _order = "month desc, id desc"

    _closed_states = ("declared", "audited")
    _open_fields = frozenset({"state", "audited_by_id", "audited_on"})
    _acted_fields = frozenset(
        {
            *("state", "declared_by_id", "declared_on", "audited_by_id", "audited_on"),
            *("proof_digest", "exchange_id", "local_currency_id"),
        }
    )

    contract_id = fields.Many2one(
        "oe.royalty.contract",
        "Licence",
        required=True,
        index=True,
        ondelete="restrict",
        domain="[('books_elsewhere', '=', True)]",
    )
    company_id = fields.Many2one(
        related="contract_id.company_id", store=True, index=True, precompute=True
    )
    licensor_id = fields.Many2one(
        related="contract_id.licensor_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="licensor_id.currency_id")
    month = fields.Date(required=True)
    state = fields.Selection(
        [("draft", "Draft"), ("declared", "Declared"), ("audited", "Audited")],
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    corrects_id = fields.Many2one(
        "oe.royalty.declaration",
        index="btree_not_null",
        domain="[('contract_id', '=', contract_id), ('month', '=', month),"
        " ('corrects_id', '=', False), ('state', '!=', 'draft')]",
        help="What was declared too much (less) or too little, at the same rate.",
    )
    line_ids = fields.One2many(
        "oe.royalty.declaration.line", "declaration_id", "Turnover by pole", copy=True
    )
    amount = fields.Monetary("Turnover excl. VAT", compute="_compute_amount")
    proof = fields.Binary("Proof (trial balance, certificate)", attachment=True)
    proof_name = fields.Char()
    proof_digest = fields.Char(
        "Digest of the proof",
        readonly=True,
        copy=False,
        help="SHA-256 of the file as it was declared: it can be compared at any time.",
    )
    declared_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    declared_on = fields.Date(readonly=True, copy=False)
    audited_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    audited_on = fields.Date(readonly=True, copy=False)

    _first_day = models.Constraint(
        "CHECK (EXTRACT(DAY FROM month) = 1)", "A month is named by its first day."
    )
    _once = models.UniqueIndex(
        "(contract_id, month) WHERE corrects_id IS NULL",
        "This month is declared already: make a correction of it.",
    )

    @api.depends("contract_id", "month")
    def _compute_display_name(self):
        for row in self:
            month = row.month and row.month.strftime("%m/%Y")
            name = row.sudo().company_id.name  # the licensor names its licensee
            row.display_name = f"{name or ''} {month or ''}"

    @api.depends("line_ids.amount")
    def _compute_amount(self):
        for row in self:
            row.amount = sum(row.line_ids.mapped("amount"))

    @api.model_create_multi
    def create(self, vals_list):
        for vals in vals_list:
            # A person picks any day of the month.
            if vals.get("month"):
                vals["month"] = fields.Date.to_date(vals["month"]).replace(day=1)
        return super().create(vals_list)

    def _check_declared(self):
        """What a declaration needs, in words.

        :raises UserError: for the first thing that is missing
        """
        for row in self:
            if not row.contract_id.books_elsewhere:
                why = self.env._(
                    "%(name)s keeps its books here: its invoices are counted.",
                    name=row.contract_id.display_name,
                )
            elif not row.line_ids:
                why = self.env._("Give the turnover of each pole, 0 where none.")
            elif not row.proof:
                why = self.env._("Add the proof: a trial balance or a certificate.")
            elif row.corrects_id and (
                row.corrects_id.contract_id != row.contract_id
                or row.corrects_id.month != row.month
                or not row.corrects_id._is_closed()
            ):
                why = self.env._("A correction is of the same licence and month.")
            else:
                continue
            raise UserError(why)

    def action_declare(self):
        """Declare: it counts in the next statement, and no longer changes."""
        self.check_access("write")
        lock_rows(self)
        self._refuse_closed()
        self._check_declared()
        rows_sudo = self.sudo()  # who declares is told by the action, never written
        rows_sudo.write(
            {
                "declared_by_id": self.env.uid,
                "declared_on": fields.Date.context_today(self),
            }
        )
        for row_sudo in rows_sudo.with_context(bin_size=False):
            digest = hashlib.sha256(base64.b64decode(row_sudo.proof)).hexdigest()
            row_sudo.proof_digest = digest
        rows_sudo.write({"state": "declared"})
        return True

    def action_audit(self):
        """The licensor has seen the proof; what it found is written in the thread."""
        self.check_access("read")
        network = self.env.user.has_group("oe_base.group_oe_network_manager")
        if not network or any(
            row.licensor_id not in self.env.companies for row in self
        ):
            raise AccessError(self.env._("Only the licensor audits a declaration."))
        if any(row.state != "declared" for row in self):
            raise UserError(self.env._("Only what is declared is audited."))
        # The licensee writes its declaration, the licensor only this.
        self.sudo().write(
            {
                "state": "audited",
                "audited_by_id": self.env.uid,
                "audited_on": fields.Date.context_today(self),
            }
        )
        return True


class DeclarationLine(models.Model):
    """Turnover of a pole in a declaration; a correction is signed."""

    _name = "oe.royalty.declaration.line"
    _description = "Declared turnover of a pole"
    _inherit = ["oe.royalty.fixed.mixin"]
    _fixed_fields = ("declaration_id",)

    declaration_id = fields.Many2one(
        "oe.royalty.declaration", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="declaration_id.company_id", store=True, index=True, precompute=True
    )
    licensor_id = fields.Many2one(
        related="declaration_id.licensor_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="declaration_id.currency_id")
    pole_id = fields.Many2one("oe.pole", index="btree_not_null")
    amount = fields.Monetary("Turnover excl. VAT", required=True)

    _pole_once = models.UniqueIndex(
        "(declaration_id, COALESCE(pole_id, 0))", "Each pole stands once."
    )

    def _refuse_declared(self):
        # Whoever edits a line may not read more of it than its state.
        self.declaration_id.sudo()._refuse_closed()

    @api.model_create_multi
    def create(self, vals_list):
        lines = super().create(vals_list)
        lines._refuse_declared()
        return lines

    def write(self, vals):
        self._refuse_declared()
        result = super().write(vals)
        self._refuse_declared()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_declared(self):
        self._refuse_declared()
