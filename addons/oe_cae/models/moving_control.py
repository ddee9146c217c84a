from odoo import api, fields, models

from odoo.addons.oe_base.calc.money import format_fr


class Moving(models.Model):
    """What must come out when everything is in: the opening account is nil."""

    _inherit = "oe.cae.moving"

    opening_left = fields.Text(
        "Left on the opening account",
        compute="_compute_opening_left",
        help="Posted entries, activity by activity. Nil once the balances and the "
        "open invoices are in: what is left was forgotten in one of the two files.",
    )

    @api.depends("company_id", "kind", "state")
    def _compute_opening_left(self):
        # Figures for the manager, who may have no right in Accounting.
        ledger_sudo = self.env["oe.cae.ledger"].sudo()
        accounts_sudo = self.env["account.analytic.account"].sudo()
        left = {
            company: ledger_sudo._former_left(company) for company in self.company_id
        }
        for job in self:
            if job.kind not in ("balances", "invoices"):
                job.opening_left = False
                continue
            found = left.get(job.company_id, {})
            job.opening_left = "\n".join(
                f"{accounts_sudo.browse(key).name} : {format_fr(cents)}"
                for key, cents in found.items()
            )
