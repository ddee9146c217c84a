import dataclasses

from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import to_cents
from odoo.addons.oe_base.tools import lock_rows

from ..calc import cesu as calc, paid


class ResCompany(models.Model):
    _inherit = "res.company"

    def _oe_sap_cesu_journal(self):
        """The journal of prepaid vouchers, made with its 511 account when first used.

        An accountant may have made one: the first marked *Prepaid CESU vouchers*.
        """
        self.ensure_one()
        journals_sudo = self.env["account.journal"].sudo().with_company(self)
        wanted = [("company_id", "=", self.id), ("oe_sap_cesu", "=", True)]
        found = journals_sudo.search(wanted, limit=1)
        if not found:
            lock_rows(self.sudo())
            found = journals_sudo.search(wanted, limit=1)
        if not found:
            found = journals_sudo.create(
                {
                    "name": self.env._("CESU vouchers"),
                    "code": "CESU",
                    "type": "bank",
                    "company_id": self.id,
                    "oe_sap_cesu": True,
                }
            )
        methods = found.inbound_payment_method_line_ids
        if not methods.payment_account_id:
            methods.payment_account_id = self._oe_sap_cesu_account()
        return found

    def _oe_sap_cesu_account(self):
        accounts_sudo = self.env["account.account"].sudo().with_company(self)
        known = accounts_sudo.search(
            [("company_ids", "in", self.ids), ("code", "=", "511500")], limit=1
        )
        return known or accounts_sudo.create(
            {
                "name": self.env._("CESU vouchers to be paid"),
                "code": "511500",
                "account_type": "asset_current",
                "reconcile": True,
                "company_ids": [fields.Command.set(self.ids)],
            }
        )


class AccountPayment(models.Model):
    _inherit = "account.payment"

    oe_sap_cesu_receipt_ids = fields.One2many(
        "oe.sap.cesu.receipt", "payment_id", "CESU vouchers", readonly=True
    )

    def _oe_sap_funded(self, partial):
        """Cents of the employer in what one reconciliation settled of vouchers."""
        receipt = self.oe_sap_cesu_receipt_ids[:1]
        if not receipt or not receipt.funded:
            return 0
        settled = partial.credit_move_id.matched_debit_ids.sorted("id")
        parts = calc.funded_parts(
            to_cents(receipt.funded),
            to_cents(receipt.amount),
            [to_cents(one.amount) for one in settled],
        )
        return parts[list(settled).index(partial)]


class SapCertificate(models.Model):
    """The employer's part of the vouchers is no part of what a household bore."""

    _inherit = "oe.sap.certificate"

    @api.model
    def _payment(self, line, amount, partial):
        payment = super()._payment(line, amount, partial)
        if payment.means is paid.Means.CESU and amount > 0:
            funded = line.payment_id._oe_sap_funded(partial)
            payment = dataclasses.replace(payment, funded_cents=funded)
        return payment

    @api.model
    def _content(self, frame, figures):
        content = super()._content(frame, figures)
        if figures.cesu_employer_cents:
            content["cesu_employer"] = figures.cesu_employer_cents
        return content

    @api.model
    def _pdf_notices(self, content):
        texts = super()._pdf_notices(content)
        if content.get("cesu_employer"):
            texts.append(
                self.env._(
                    "Of the CESU, %(amount)s were paid by an employer, as far as it is "
                    "known to us.",
                    amount=self._pdf_money(content["cesu_employer"]),
                )
            )
        return texts
