from markupsafe import Markup

from odoo import models
from odoo.tools import format_date, html2plaintext


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        self._oe_cae_mention_cape()
        return super()._post(soft)

    def _oe_cae_mention_cape(self):
        """Say on the invoice that somebody sells under CAPE (C. com. R.127-3)."""
        sales = self.filtered(lambda move: move.is_sale_document())
        accounts = {move: move._oe_cae_account_ids() for move in sales}
        wanted = set().union(*accounts.values())
        if not wanted:
            return
        # Whoever invoices need not read contracts; the law wants the mention.
        activities_sudo = (
            self.env["oe.activity"].sudo().search([("account_id", "in", list(wanted))])
        )
        capes_sudo = activities_sudo.entrepreneur_id.cae_contract_ids.filtered(
            lambda contract: contract.kind == "cape" and contract.state == "signed"
        )
        if not capes_sudo:
            return
        for move, ids in accounts.items():
            mine = activities_sudo.filtered(
                lambda activity, ids=ids: activity.account_id.id in ids
            )
            move._oe_cae_add_mentions(
                capes_sudo.filtered(
                    lambda cape, mine=mine: cape.entrepreneur_id in mine.entrepreneur_id
                )
            )

    def _oe_cae_account_ids(self):
        """Analytic accounts that the invoice's lines are assigned to."""
        keys = [
            key
            for line in self.invoice_line_ids
            for key in (line.analytic_distribution or {})
        ]
        return {int(account) for key in keys for account in key.split(",")}

    def _oe_cae_add_mentions(self, capes_sudo):
        day = self.invoice_date or self.date
        company = self.company_id.sudo()
        for cape in capes_sudo:
            in_force = cape.date_start <= day <= cape.date_end
            if cape.company_id != self.company_id or not in_force:
                continue
            env = self.with_context(lang=self.partner_id.lang or self.env.lang).env
            sentence = env._(
                "%(name)s works under a support contract (CAPE, C. com. L.127-1) with "
                "%(company)s, %(address)s, %(number)s, until %(day)s.",
                name=cape.entrepreneur_id.name,
                company=company.name,
                address=", ".join(
                    filter(None, (company.street, company.zip, company.city))
                ),
                number=company.company_registry or company.vat or "",
                day=format_date(env, cape.date_end),
            )
            # Compared as text: storing rewrites the apostrophes of HTML.
            if sentence not in html2plaintext(self.narration or ""):
                mention = Markup("<p>%s</p>") % sentence
                self.narration = Markup(self.narration or "") + mention
