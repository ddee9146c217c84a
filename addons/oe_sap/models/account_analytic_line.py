from odoo import models


class AccountAnalyticLine(models.Model):
    _inherit = "account.analytic.line"

    def _oe_sap_account(self):
        """The account of the activity whose visit these hours come from."""
        return self.oe_part_id.intervention_id.activity_id.account_id
