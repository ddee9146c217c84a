from odoo import api, fields, models
from odoo.exceptions import UserError

from odoo.addons.oe_base.calc.money import from_cents, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import remittance as calc
from .remittance import FOUND


class SapRemittanceLine(models.Model):
    """What a payer says it pays for one client, and the invoice that it settles."""

    _name = "oe.sap.remittance.line"
    _description = "Line of a payer's transfer"
    _inherit = ["oe.acted.mixin"]
    _order = "rank, id"
    _check_company_auto = True

    _acted_fields = frozenset(
        {"found", "rank", "difference", "reason", "payment_id", "company_id"}
    )

    remittance_id = fields.Many2one(
        "oe.sap.remittance", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="remittance_id.company_id", store=True, index=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    payer_id = fields.Many2one(related="remittance_id.payer_id")
    client_text = fields.Char("Client, as written")
    invoice_text = fields.Char("Invoice, as written")
    month = fields.Date(help="Any day of the month that is paid.")
    amount = fields.Monetary("Paid", required=True)
    chosen = fields.Boolean("Chosen by hand")
    move_id = fields.Many2one(
        "account.move",
        "Invoice",
        index="btree_not_null",
        check_company=True,
        ondelete="restrict",
        domain="[('commercial_partner_id', '=', payer_id), "
        "('move_type', '=', 'out_invoice'), ('state', '=', 'posted'), "
        "('amount_residual', '>', 0), ('company_id', '=', company_id)]",
    )
    client_id = fields.Many2one(
        "res.partner", compute="_compute_client_id", compute_sudo=True
    )
    found = fields.Selection(
        FOUND, "State", readonly=True, copy=False, required=True, default="unknown"
    )
    rank = fields.Integer(compute="_compute_rank", store=True)
    difference = fields.Monetary("Stays open", readonly=True, copy=False)
    reason = fields.Char(readonly=True, copy=False)
    left = fields.Monetary("Left of the invoice", related="move_id.amount_residual")
    payment_id = fields.Many2one(
        "account.payment", readonly=True, copy=False, index="btree_not_null"
    )

    @api.depends("move_id")
    def _compute_client_id(self):
        for line in self:
            line.client_id = line.move_id._oe_sap_client() if line.move_id else False

    @api.depends("found")
    def _compute_rank(self):
        ranks = {name: rank for rank, (name, _label) in enumerate(FOUND)}
        for line in self:
            line.rank = ranks[line.found or "unknown"]

    @api.onchange("move_id")
    def _onchange_move_id(self):
        self.chosen = bool(self.move_id)

    @api.model_create_multi
    def create(self, vals_list):
        for values in vals_list:
            if values.get("move_id"):
                values.setdefault("chosen", True)
        lines = super().create(vals_list)
        lines.remittance_id._refuse_posted()
        return lines

    def write(self, vals):
        said = {"amount", "move_id", "client_text", "invoice_text", "month", "chosen"}
        said.add("remittance_id")
        if said & set(vals) and any(line.found == "posted" for line in self):
            raise UserError(self.env._("A line that is posted does not change."))
        result = super().write(vals)
        if "remittance_id" in vals:
            self.remittance_id._refuse_posted()
        return result

    @api.ondelete(at_uninstall=False)
    def _unlink_except_posted(self):
        if self.env.su and self.env.context.get("oe_purge"):
            return  # past its term
        if any(line.found == "posted" for line in self):
            raise UserError(self.env._("A line that is posted stays."))

    def _prepare_calc(self):
        self.ensure_one()
        return calc.Said(
            self.client_text or "",
            self.invoice_text or "",
            self.month.replace(day=1) if self.month else None,
            to_cents(self.amount),
            self.move_id.id if self.chosen else None,
        )

    def _apply(self, result, opened):
        """Write what was found.

        :param result: ``calc.remittance.Match``
        """
        self.ensure_one()
        values = {
            "found": result.found.value,
            "difference": 0,
            "reason": self._reason(result, opened),
        }
        if result.found is calc.Found.PARTIAL:
            values["difference"] = float(from_cents(result.difference_cents))
        if not self.chosen or result.ref:
            values["move_id"] = result.ref or False
        # What was found is told by the matching, never typed.
        self.sudo().write(values)

    def _reason(self, result, opened):
        money = self.currency_id.format(result.difference_cents / 100)
        names = ", ".join(
            opened.filtered(lambda move: move.id in result.candidates).mapped("name")
        )
        if result.found is calc.Found.PARTIAL:
            return self.env._("%(money)s of the invoice stay open.", money=money)
        if result.found is calc.Found.OVER:
            return self.env._(
                "%(money)s more than what is left of %(names)s.",
                money=money,
                names=names,
            )
        if result.found is calc.Found.CHOOSE:
            return self.env._("Several fit: %(names)s.", names=names)
        if result.found is calc.Found.MATCHED:
            return False
        if to_cents(self.amount) <= 0:
            return self.env._("No amount that can be read, or one below zero.")
        if self.chosen and self.move_id:
            return self.env._("The chosen invoice is not open any more.")
        if not (self.client_text or self.invoice_text):
            return self.env._("Neither client nor invoice is written.")
        return self.env._("No open invoice of this payer for this client and month.")

    def _post_one(self):
        """The standard payment of a line; what refuses is told on it, no more."""
        self.ensure_one()
        # Whoever posts was checked; payments ask for rights of accounting.
        line_sudo = self.sudo()
        lock_rows(line_sudo.move_id)
        row_sudo = line_sudo.remittance_id
        try:
            with self.env.cr.savepoint():
                payment = (
                    self.env["account.payment.register"]
                    .sudo()
                    .with_company(row_sudo.company_id)
                    .with_context(
                        active_model="account.move",
                        active_ids=line_sudo.move_id.ids,
                        dont_redirect_to_payments=True,
                    )
                    .create(
                        {
                            "journal_id": row_sudo.journal_id.id,
                            "payment_date": row_sudo.date,
                            "amount": line_sudo.amount,
                            "communication": row_sudo.name,
                        }
                    )
                    ._create_payments()
                )
        except UserError as refusal:
            line_sudo.write({"found": "unknown", "reason": str(refusal)[:200]})
        else:
            line_sudo.write({"found": "posted", "payment_id": payment.id})

    def action_refuse(self):
        """What the payer does not pay: to the client, or written off."""
        self.ensure_one()
        self.remittance_id._check_handler()
        return self.move_id._oe_sap_open_refusal(self.reason)


class SapRemittance(models.Model):
    _inherit = "oe.sap.remittance"

    def _refuse_posted(self):
        if any(row.state == "posted" for row in self):
            raise UserError(self.env._("A transfer that is posted does not change."))


class SapRemittanceFormat(models.Model):
    """The columns of a payer's files, remembered from one transfer to the next."""

    _name = "oe.sap.remittance.format"
    _description = "Columns of a payer's file"
    _check_company_auto = True
    _rec_name = "payer_id"

    payer_id = fields.Many2one(
        "res.partner", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        "res.company", "Cooperative", required=True, index=True
    )
    client_column = fields.Char("Column of the client")
    invoice_column = fields.Char("Column of the invoice")
    month_column = fields.Char("Column of the month")
    amount_column = fields.Char("Column of the amount", required=True)

    _once = models.UniqueIndex(
        "(company_id, payer_id)", "The columns of this payer are known already."
    )

    @api.model
    def _of(self, company, payer):
        return self.search(
            [("company_id", "=", company.id), ("payer_id", "=", payer.id)]
        )
