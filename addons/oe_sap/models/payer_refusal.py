from odoo import Command, fields, models
from odoo.exceptions import AccessError, UserError

from odoo.addons.oe_base.calc.money import percent, round_half_up, to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc.spread import spread_one
from .remittance import HANDLERS


class AccountMove(models.Model):
    """What a payer refuses of its invoice is credited, line by line, to the cent.

    The same amounts, VAT and accounts are then invoiced to the client, or not at all.
    """

    _inherit = "account.move"

    oe_sap_refused_of_id = fields.Many2one(
        "account.move",
        "Refused by a payer",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The payer's invoice of which this is the refused part.",
    )

    def _oe_sap_open_refusal(self, reason=None):
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("What the payer refuses"),
            "res_model": "oe.sap.refusal",
            "views": [(False, "form")],
            "target": "new",
            "context": {
                "default_move_id": self.id,
                "default_amount": self.amount_residual,
                "default_reason": reason or False,
            },
        }

    def action_oe_sap_refusal(self):
        """Open the window of a refusal."""
        self.ensure_one()
        self._oe_sap_check_refusal()
        return self._oe_sap_open_refusal()

    def _oe_sap_check_refusal(self):
        self.check_access("read")
        if not any(self.env.user.has_group(group) for group in HANDLERS):
            raise AccessError(
                self.env._("Refusals of payers are for managers and accountants.")
            )

    def _oe_sap_refuse(self, cents, reason, rebill):
        """Credit a payer for what it refuses, and invoice the client for it.

        :param int cents: refused, incl. VAT
        :param bool rebill: whether the client pays it
        :return: the credit note, and the invoice of the client
        :raises UserError: beyond what is left to pay, or without a reason
        """
        self.ensure_one()
        self._oe_sap_check_refusal()
        # Two people at once: the second finds what is left after the first.
        lock_rows(self)
        if not (reason or "").strip():
            raise UserError(self.env._("Write in a word why it is refused."))
        move_sudo = self.sudo()
        left = to_cents(move_sudo.amount_residual)
        if move_sudo.state != "posted" or not move_sudo.oe_sap_lead_id:
            raise UserError(self.env._("Only a posted invoice of a payer is refused."))
        if not 0 < cents <= left:
            raise UserError(
                self.env._(
                    "%(left)s of this invoice are left: refuse at most that.",
                    left=self.currency_id.format(left / 100),
                )
            )
        lines = move_sudo.invoice_line_ids.filtered("product_id")
        whole = [max(0, to_cents(line.price_total)) for line in lines]
        parts = spread_one(cents, whole)
        rows = [
            move_sudo._oe_sap_refused_row(line, part)
            for line, part in zip(lines, parts, strict=True)
            if part
        ]
        made = move_sudo.create(move_sudo._oe_sap_credit_values(rows, reason))
        if rebill:
            made |= move_sudo.create(move_sudo._oe_sap_rebill_values(rows, reason))
        made.action_post()
        ((made[:1] | move_sudo).line_ids).filtered(
            lambda line: line.account_type == "asset_receivable" and not line.reconciled
        ).reconcile()
        move_sudo.message_post(body=self.env._("Refused: %(why)s", why=reason))
        return made.sudo(False)

    def _oe_sap_refused_row(self, line, cents):
        tax = line.tax_ids
        excluded = round_half_up(cents / (1 + percent(sum(tax.mapped("amount")))))
        if cents == to_cents(line.price_total):
            excluded = to_cents(line.price_subtotal)
        price = excluded / 100
        return {
            "product_id": line.product_id.id,
            "product_uom_id": line.product_uom_id.id,
            "name": line.name,
            "quantity": 1,
            "price_unit": price,
            "tax_ids": [Command.set(tax.ids)],
            "extra_tax_data": {
                "currency_id": self.currency_id.id,
                "price_unit": price,
                "discount": 0.0,
                "quantity": 1.0,
                "rate": 1.0,
                "manual_tax_amounts": {
                    str(tax.id): {"tax_amount_currency": (cents - excluded) / 100}
                },
            }
            if len(tax) == 1
            else False,
            "account_id": line.account_id.id,
            "analytic_distribution": line.analytic_distribution,
            "oe_sap_service_date": line.oe_sap_service_date,
            "oe_sap_worker_ids": [Command.set(line.oe_sap_worker_ids.ids)],
            "oe_sap_vat_reason": line.oe_sap_vat_reason,
            "oe_sap_part_of_id": line.oe_sap_part_of_id.id,
        }

    def _oe_sap_refused_values(self, rows, reason):
        return {
            "company_id": self.company_id.id,
            "journal_id": self.journal_id.id,
            "currency_id": self.currency_id.id,
            "fiscal_position_id": self.fiscal_position_id.id,
            "partner_shipping_id": self.partner_shipping_id.id,
            "invoice_date": fields.Date.context_today(self),
            "invoice_origin": self.name,
            "narration": reason,
            "oe_sap_mode": self.oe_sap_mode,
            "oe_sap_public": self.oe_sap_public,
            "oe_sap_child_birthdate": self.oe_sap_child_birthdate,
            "oe_sap_in_bundle": self.oe_sap_in_bundle,
            "oe_sap_client_id": self._oe_sap_client().id,
            "oe_sap_refused_of_id": self.id,
            "invoice_line_ids": [Command.create(row) for row in rows],
        }

    def _oe_sap_credit_values(self, rows, reason):
        return {
            **self._oe_sap_refused_values(rows, reason),
            "move_type": "out_refund",
            "partner_id": self.partner_id.id,
            "ref": self.ref,
            "reversed_entry_id": self.id,
        }

    def _oe_sap_rebill_values(self, rows, reason):
        lead = self.oe_sap_lead_id
        return {
            **self._oe_sap_refused_values(rows, reason),
            "move_type": "out_invoice",
            "partner_id": lead.partner_id.id,
        }
