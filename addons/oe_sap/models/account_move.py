from odoo import fields, models
from odoo.exceptions import UserError

from ..calc.invoice import RegisterPolicy, check_invoice
from .rules import MODES, PUBLICS


class AccountMove(models.Model):
    """An invoice of home services: judged at the service date when it is posted."""

    _inherit = "account.move"

    oe_sap_mode = fields.Selection(MODES, "Mode", default="prestataire")
    oe_sap_public = fields.Selection(PUBLICS, "The service is for")
    oe_sap_child_birthdate = fields.Date("Birth date of the youngest child")
    oe_sap_in_bundle = fields.Boolean("In a bundle with work at home")
    oe_sap_client_id = fields.Many2one(
        "res.partner",
        "Served client",
        index="btree_not_null",
        help="Who was served, when somebody else pays.",
    )
    oe_sap_warning = fields.Char("Home services: warning", readonly=True, copy=False)

    def _oe_sap_client(self):
        self.ensure_one()
        return self.oe_sap_client_id or self.partner_id

    def _oe_sap_buyer(self):
        """Who buys: whoever pays a part of it does not change what is sold."""
        self.ensure_one()
        return (self.oe_sap_lead_id or self).partner_id

    def _reverse_moves(self, default_values_list=None, cancel=False):
        reverses = super()._reverse_moves(default_values_list, cancel)
        for move, back in zip(self.sudo(), reverses.sudo(), strict=True):
            pairs = zip(move.invoice_line_ids, back.invoice_line_ids, strict=False)
            for line, copy in pairs:
                if line.oe_sap_worker_ids and line.product_id == copy.product_id:
                    copy.oe_sap_worker_ids = line.oe_sap_worker_ids
        return reverses

    def _post(self, soft=True):
        sold = self.filtered(
            lambda move: move.move_type == "out_invoice" and move.state == "draft"
        )
        sold._oe_sap_check()
        return super()._post(soft=soft)

    def _oe_sap_check(self):
        """Refuse to post what may not be sold, taxed or printed this way.

        :raises UserError: naming each rule and each missing mention
        """
        rules = self.env["oe.sap.rules"]
        lines = rules._lines(self.invoice_line_ids)
        rules._assert_allowed(lines)
        self._oe_sap_check_vat(lines)
        for move in lines.move_id:
            move._oe_sap_check_mentions()

    def _oe_sap_check_vat(self, lines):
        rules, explain = self.env["oe.sap.rules"], self.env["oe.sap.explain"]
        for line, decision in rules._decisions(lines).items():
            wanted = rules._tax(line.move_id, decision)
            reason = explain._vat(decision)
            if line.tax_ids != wanted:
                raise UserError(
                    self.env._(
                        "%(service)s is taxed with %(tax)s. %(reason)s Use “Apply the "
                        "VAT rules”, then confirm.",
                        service=line.product_id.display_name,
                        tax=", ".join(line.tax_ids.mapped("name")) or "0 %",
                        reason=reason,
                    )
                )
            line.oe_sap_vat_reason = reason

    def _oe_sap_check_mentions(self):
        self.ensure_one()
        explain = self.env["oe.sap.explain"]
        company = self.company_id
        check = check_invoice(
            self.env["oe.sap.mentions"]._invoice(self),
            RegisterPolicy(company.oe_sap_register_policy),
            company.oe_sap_register_reason or "",
        )
        if check.refusals:
            raise UserError(
                self.env._(
                    "This invoice of home services cannot be posted (C. trav. "
                    "D.7233-1):\n%(why)s",
                    why="\n".join(explain._missing(item) for item in check.refusals),
                )
            )
        self.oe_sap_warning = (
            "; ".join(explain._missing(item) for item in check.warnings) or False
        )

    def action_oe_sap_vat(self):
        """Put the VAT of the rules on the home services of draft invoices."""
        self.check_access("write")
        rules, explain = self.env["oe.sap.rules"], self.env["oe.sap.explain"]
        drafts = self.filtered(lambda move: move.state == "draft")
        lines = rules._lines(drafts.invoice_line_ids)
        for line, decision in rules._decisions(lines).items():
            line.tax_ids = rules._tax(line.move_id, decision)
            line.oe_sap_vat_reason = explain._vat(decision)

    def _oe_sap_invoice_block(self):
        """Values of the printed block; None when nothing of it is a home service."""
        self.ensure_one()
        return self.env["oe.sap.mentions"]._invoice_block(self)
