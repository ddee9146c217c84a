from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows


class Debit(models.Model):
    """A batch of direct debits: due invoices of clients who signed a mandate.

    Announced to each client first, then made and handed to the bank. An invoice is in
    one live batch only: the index of the lines decides.
    """

    _name = "oe.cae.debit"
    _description = "Batch of direct debits"
    _inherit = ["oe.cae.bank.file"]
    _order = "id desc"
    _check_company_auto = True

    _retention_code = "pay"
    _file_prefix = "PRE"
    _file_route = "/oe/cae/debits"
    _file_given = frozenset({"company_id", "scheme", "journal_id", "date"})

    company_id = fields.Many2one(index=True)
    journal_id = fields.Many2one(string="Paid into")
    date = fields.Date(
        string="Debited on", default=lambda self: self._default_day(), copy=False
    )
    scheme = fields.Selection(
        [("CORE", "CORE"), ("B2B", "B2B")],
        "SEPA scheme",
        required=True,
        default="CORE",
    )
    line_ids = fields.One2many("oe.cae.debit.line", "debit_id", "Lines")
    announced_on = fields.Date(readonly=True, copy=False)

    @api.model
    def _default_day(self):
        # One day more than the notice: it is announced today at the latest.
        return fields.Date.add(
            fields.Date.context_today(self), days=self.env.company.oe_debit_notice_days
        )

    def write(self, vals):
        if "date" in vals and any(batch.announced_on for batch in self):
            raise UserError(
                self.env._("The clients know the day: cancel the batch to change it.")
            )
        return super().write(vals)

    def action_collect(self):
        """Gather due invoices of clients with a mandate."""
        self._begin("draft")
        if self.announced_on:
            raise UserError(
                self.env._("It is announced: what comes now is for the next batch.")
            )
        batch_sudo = self.sudo()  # invoices and mandates are read for a file
        batch_sudo.line_ids.unlink()
        batch_sudo._add_due()
        return True

    def _add_due(self):
        mandates = self._mandates()
        moves = self.env["account.move"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("move_type", "=", "out_invoice"),
                ("state", "=", "posted"),
                ("payment_state", "in", ("not_paid", "partial")),
                ("invoice_date_due", "<=", self.date),
                ("commercial_partner_id", "in", [partner.id for partner in mandates]),
            ],
            order="invoice_date_due, id",
        )
        # Held before it is asked what is taken: a second batch waits, then sees ours.
        lock_rows(moves)
        groups = self.env["oe.cae.debit.line"]._read_group(
            [("move_id", "in", moves.ids), ("live", "=", True)], ["move_id"]
        )
        taken = self.env["account.move"].union(*(move for (move,) in groups))
        used = {mandate for mandate in mandates.values() if mandate.used_count}
        rows = []
        for move in moves - taken:
            mandate = mandates[move.commercial_partner_id]
            sequence = "RCUR" if mandate in used else "FRST"
            if mandate.kind == "once":
                sequence = "OOFF"
            once_more = mandate.kind == "once" and mandate in used
            used.add(mandate)
            reason = self._refusal(move, once=once_more)
            rows.append(
                {
                    "debit_id": self.id,
                    "mandate_id": mandate.id,
                    "move_id": move.id,
                    "amount": move.amount_residual,
                    "sequence_type": sequence,
                    "status": "refused" if reason else "good",
                    "live": not reason,
                    "reason": reason,
                }
            )
        self.env["oe.cae.debit.line"].create(rows)

    def _mandates(self):
        """The mandate in force of each client, the last one signed."""
        found = self.env["oe.cae.debit.mandate"].search(
            [
                ("company_id", "=", self.company_id.id),
                ("state", "=", "active"),
                ("scheme", "=", self.scheme),
            ],
            order="signed_on, id",
        )
        return {
            mandate.partner_id.commercial_partner_id: mandate
            for mandate in found
            if not mandate._is_void(self.date)
        }

    def _refusal(self, move, *, once):
        if once:
            return self.env._("The mandate is for one debit, and another takes it.")
        if move.currency_id.name != "EUR":
            return self.env._("The invoice is not in euros.")
        if not move.partner_id.email:
            return self.env._(
                "No e-mail to announce it to: write one on the contact, or let the "
                "client pay otherwise."
            )
        return ""

    def action_announce(self):
        """Tell each client what will be debited, and when."""
        self._begin("draft")
        batch_sudo = self.sudo()  # mails go out for whoever handles debits
        lines = batch_sudo.line_ids.filtered("live")
        if not lines:
            raise UserError(self.env._("Nothing to debit: collect first."))
        if self.announced_on:
            raise UserError(self.env._("The clients were told already."))
        today = batch_sudo._today_of()
        days = batch_sudo.company_id.oe_debit_notice_days
        if fields.Date.subtract(self.date, days=days) < today:
            raise UserError(
                self.env._(
                    "A debit is announced %(days)s days before: choose a day from "
                    "%(day)s on.",
                    days=days,
                    day=format_date(self.env, fields.Date.add(today, days=days)),
                )
            )
        template = self.env.ref("oe_cae.mail_template_debit").sudo()
        template.send_mail_batch(lines.ids)
        batch_sudo._set({"announced_on": today})
        return True


class DebitLine(models.Model):
    """One invoice to debit, by one mandate."""

    _name = "oe.cae.debit.line"
    _description = "Direct debit"
    _order = "debit_id, status desc, id"
    _check_company_auto = True

    debit_id = fields.Many2one(
        "oe.cae.debit", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="debit_id.company_id", store=True, index=True, precompute=True
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    mandate_id = fields.Many2one(
        "oe.cae.debit.mandate", required=True, index=True, ondelete="restrict"
    )
    move_id = fields.Many2one(
        "account.move", "Invoice", required=True, index=True, ondelete="restrict"
    )
    partner_id = fields.Many2one(related="mandate_id.partner_id", string="Client")
    amount = fields.Monetary(required=True)
    sequence_type = fields.Selection(
        [("FRST", "First"), ("RCUR", "Following"), ("OOFF", "Only one")], required=True
    )
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
    live = fields.Boolean(default=True)
    payment_id = fields.Many2one(
        "account.payment", readonly=True, index="btree_not_null"
    )

    # Two batches collected at once: the index decides.
    _move_once = models.UniqueIndex(
        "(move_id) WHERE live", "This invoice is in a batch already."
    )

    @api.depends("move_id")
    def _compute_display_name(self):
        for line in self:
            line.display_name = line.move_id.name or ""

    def _set(self, values):
        return self.sudo().write(values)

    def _told_amount(self):
        """The amount as a client reads it."""
        return formatLang(self.env, self.amount, currency_obj=self.currency_id)

    def _changes(self):
        words = self.env._("Paid, changed or revoked meanwhile.")
        return [f"{line.display_name} : {words}" for line in self if not line._still()]

    def _still(self):
        """Whether it is still what was announced, and the mandate still holds."""
        return (
            self.mandate_id.state == "active"
            and not self.mandate_id._is_void(self.debit_id.date)
            and to_cents(self.move_id.amount_residual) == to_cents(self.amount)
        )
